// SPDX-License-Identifier: Apache-2.0
//
// Values as text that shows every type, in the words of tests/oracle/yaml/make_cases.py.

#pragma once

#include "json/dump.hpp"
#include "value/object.hpp"
#include "value/operations.hpp"
#include "value/value.hpp"

#include <string>

namespace tutor::test {

inline std::string describe(const value::Value& value);

inline std::string describe_items(const std::vector<value::Value>& items) {
    std::string text;
    for (const value::Value& item : items) {
        text += (text.empty() ? "" : ", ") + describe(item);
    }
    return text;
}

inline std::string describe(const value::Value& value) {
    if (value.is_string()) {
        return json::dump(value);
    }
    if (value.is_list()) {
        return "[" + describe_items(value.items()) + "]";
    }
    if (value.is_tuple()) {
        return "(" + describe_items(value.items()) + ")";
    }
    if (value.is_dict()) {
        std::string text;
        for (const value::Dict::Entry& entry : value.as_dict()) {
            text += (text.empty() ? "" : ", ") + describe(entry.key) + ": " + describe(entry.value);
        }
        return "{" + text + "}";
    }
    if (value::type_name(value) == "set") {
        std::vector<value::Value> members;
        const auto next = value.as_object()->iterate();
        while (const std::optional<value::Value> member = (*next)()) {
            members.push_back(*member);
        }
        return "set(" + describe_items(members) + ")";
    }
    // a date shows its type in its repr
    return value.is_object() ? value::repr(value)
                             : value::type_name(value) + " " + value::repr(value);
}

}  // namespace tutor::test
