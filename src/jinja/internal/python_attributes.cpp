// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/python_attributes.hpp"

#include "base/text.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/methods.hpp"
#include "value/object.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <string>

namespace tutor::jinja {

using value::Value;

namespace {

/// What str.encode() gives. Knows how to print itself and to become text again.
class Bytes final : public value::Object {
public:
    explicit Bytes(Value text) : text_(std::move(text)) {}

    std::string type_name() const override { return "bytes"; }
    std::string repr() const override;
    bool truth() const override { return !text_.as_string().empty(); }
    std::optional<std::size_t> length() const override { return text_.as_string().size(); }
    std::optional<value::Iteration> iterate() override {
        return value::Iteration(
            [text = text_, at = std::size_t{0}]() mutable -> std::optional<Value> {
                if (at >= text.as_string().size()) {
                    return std::nullopt;
                }
                return Value(static_cast<int>(static_cast<unsigned char>(text.as_string()[at++])));
            });
    }
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "decode") {
            static constexpr value::Method method = {
                "decode", [](const Value& text, value::Arguments& /*arguments*/) {
                    return text;
                }};
            return value::bind_method(text_, method);
        }
        return std::nullopt;
    }
    bool equals(const Value& other) const override {
        const auto* bytes =
            other.is_object() ? dynamic_cast<const Bytes*>(other.as_object().get()) : nullptr;
        return bytes != nullptr && value::equal(text_, bytes->text_);
    }

private:
    Value text_;
};

std::string Bytes::repr() const {
    const std::string_view text = text_.as_string();
    const bool double_quotes =
        text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
    const char quote = double_quotes ? '"' : '\'';
    std::string result = {'b', quote};
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == quote || c == '\\') {
            result += {'\\', c};
        } else if (c == '\n') {
            result += "\\n";
        } else if (c == '\r') {
            result += "\\r";
        } else if (c == '\t') {
            result += "\\t";
        } else if (byte < 0x20 || byte >= 0x7F) {
            result += fmt::format("\\x{:02x}", byte);
        } else {
            result += c;
        }
    }
    return result + quote;
}

Value encode(const Value& self, value::Arguments& arguments) {
    std::string encoding = "utf-8";
    if (!arguments.positional.empty()) {
        encoding = to_ascii_lower(value::str(arguments.positional.front()));
    }
    const bool ascii = encoding == "ascii" || encoding == "us-ascii";
    if (!ascii && encoding != "utf-8" && encoding != "utf8") {
        throw value::PythonError("LookupError", "unknown encoding: " + encoding);
    }
    if (ascii && !self.is_ascii()) {
        throw value::PythonError(
            "UnicodeEncodeError",
            "'ascii' codec can't encode characters: ordinal not in range(128)");
    }
    return Value::object(std::make_shared<Bytes>(Value::string(self.as_string(), self.mark())));
}

constexpr value::Method encode_method = {"encode", encode};
constexpr value::Method len_method = {
    "__len__", [](const Value& self, value::Arguments& /*arguments*/) {
        return Value(static_cast<std::int64_t>(value::length(self)));
    }};
constexpr value::Method str_method = {
    "__str__", [](const Value& self, value::Arguments& /*arguments*/) {
        return value::str_value(self);
    }};
constexpr value::Method repr_method = {
    "__repr__", [](const Value& self, value::Arguments& /*arguments*/) {
        return value::repr_value(self);
    }};

}  // namespace

std::optional<Value> python_attribute(const Value& self, std::string_view name) {
    if (name == "encode" && self.is_string()) {
        return value::bind_method(self, encode_method);
    }
    if (name == "__len__" && !self.is_undefined() && value::find_length(self)) {
        return value::bind_method(self, len_method);
    }
    if ((name == "__str__" || name == "__repr__") && !self.is_undefined()) {
        return value::bind_method(self, name == "__str__" ? str_method : repr_method);
    }
    return std::nullopt;
}

}  // namespace tutor::jinja
