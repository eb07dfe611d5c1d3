// SPDX-License-Identifier: Apache-2.0

#include "yaml/internal/objects.hpp"

#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

namespace tutor::yaml::internal {
namespace {

template <class T>
const T* object_as(const value::Value& value) {
    return value.is_object() ? dynamic_cast<const T*>(value.as_object().get()) : nullptr;
}

}  // namespace

std::string Bytes::repr() const {
    const bool double_quotes =
        bytes_.find('\'') != std::string::npos && bytes_.find('"') == std::string::npos;
    const char quote = double_quotes ? '"' : '\'';
    std::string text = "b";
    text += quote;
    for (const char c : bytes_) {
        if (c == quote || c == '\\') {
            text += '\\';
            text += c;
        } else if (c == '\n') {
            text += "\\n";
        } else if (c == '\r') {
            text += "\\r";
        } else if (c == '\t') {
            text += "\\t";
        } else if (c < ' ' || c > '~') {
            text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            text += c;
        }
    }
    text += quote;
    return text;
}

bool Bytes::equals(const value::Value& other) const {
    const Bytes* bytes = object_as<Bytes>(other);
    return bytes != nullptr && bytes->bytes_ == bytes_;
}

std::optional<std::size_t> Bytes::hash() const {
    return std::hash<std::string>()(bytes_);
}

std::string Set::repr() const {
    if (members_.empty()) {
        return "set()";
    }
    std::string text;
    for (const value::Dict::Entry& entry : members_) {
        text += text.empty() ? "{" : ", ";
        text += value::repr(entry.key);
    }
    return text + "}";
}

std::optional<value::Iteration> Set::iterate() {
    return [next = members_.begin(), members = members_]() mutable -> std::optional<value::Value> {
        if (next == members.end()) {
            return std::nullopt;
        }
        value::Value key = next->key;
        ++next;
        return key;
    };
}

bool Set::equals(const value::Value& other) const {
    const Set* set = object_as<Set>(other);
    return set != nullptr && set->members_.size() == members_.size()
        && std::all_of(members_.begin(), members_.end(), [&](const value::Dict::Entry& entry) {
               return set->members_.contains(entry.key);
           });
}

value::Value bytes_value(std::string bytes) {
    return value::Value::object(std::make_shared<Bytes>(std::move(bytes)));
}

value::Value set_value(const value::Dict& members) {
    return value::Value::object(std::make_shared<Set>(members));
}

}  // namespace tutor::yaml::internal
