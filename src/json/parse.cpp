// SPDX-License-Identifier: Apache-2.0
//
// The door to nlohmann's parser, used as a stream of events.

#include "json/parse.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace tutor::json {
namespace {

using value::Value;

/// Deeper texts are attacks; they would exhaust the stack of whoever walks over the value.
constexpr std::size_t max_depth = 1000;

Position position_at(std::string_view text, std::string_view source, std::size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t line_start = before.rfind('\n') + 1;  // 0 when there is none
    return {
        std::string(source),
        static_cast<int>(line),
        static_cast<int>(code_point_count(before.substr(line_start))) + 1,
    };
}

/// "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing
/// value - invalid literal; last read: 'x'" without what only repeats the position. The last
/// token is dropped: it may be a part of a secret.
std::string plain_message(std::string_view message) {
    const std::size_t detail = message.find(": ");
    message.remove_prefix(detail == std::string_view::npos ? 0 : detail + 2);
    return std::string(message.substr(0, message.find("; last read: ")));
}

class Builder {
public:
    Builder(std::string_view text, std::string_view source) : text_(text), source_(source) {}

    Value take() { return std::move(result_); }

    // The events; their names and types are nlohmann's.
    bool null() { return add({}); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(std::int64_t value) { return add(value); }
    bool number_unsigned(std::uint64_t value) {
        return add(Value::integer_from_digits(std::to_string(value)));
    }
    bool number_float(double value, const std::string& written) {
        // an integer beyond 64 bits arrives here too
        return written.find_first_of(".eE") == std::string::npos
            ? add(Value::integer_from_digits(written))
            : add(value);
    }
    bool string(std::string& value) { return add(value); }
    bool binary(std::vector<std::uint8_t>& /*value*/) { return false; }  // not in JSON texts
    bool start_object(std::size_t /*size*/) { return open(value::Dict()); }
    bool end_object() { return close(); }
    bool start_array(std::size_t /*size*/) { return open(value::List()); }
    bool end_array() { return close(); }
    bool key(std::string& key) {
        keys_.back() = key;
        return true;
    }
    [[noreturn]] bool
    parse_error(std::size_t position, const std::string& /*token*/, const std::exception& error) {
        throw Error({
            .message = fmt::format("invalid JSON: {}", plain_message(error.what())),
            .where = position_at(text_, source_, position == 0 ? 0 : position - 1),
        });
    }

private:
    bool add(Value value) {
        if (open_.empty()) {
            result_ = std::move(value);
        } else if (open_.back().is_dict()) {
            open_.back().as_dict().set(keys_.back(), std::move(value));
        } else {
            open_.back().as_list().append(std::move(value));
        }
        return true;
    }

    bool open(const Value& container) {
        if (open_.size() >= max_depth) {
            throw Error({
                .message = fmt::format("invalid JSON: nested more than {} levels deep", max_depth),
                .where = Position{.source = std::string(source_)},
            });
        }
        add(container);
        open_.push_back(container);
        keys_.emplace_back();
        return true;
    }

    bool close() {
        open_.pop_back();
        keys_.pop_back();
        return true;
    }

    std::string_view text_;
    std::string_view source_;
    Value result_;
    std::vector<Value> open_;
    std::vector<std::string> keys_;  // of the open objects
};

}  // namespace

Value parse(std::string_view text, std::string_view source) {
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    Builder builder(text, source);
    nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    return builder.take();
}

}  // namespace tutor::json
