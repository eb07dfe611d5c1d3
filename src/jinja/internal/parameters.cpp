// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/parameters.hpp"

#include "jinja/internal/names.hpp"
#include "value/errors.hpp"
#include "value/methods.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace tutor::jinja {

using value::Value;

void fail_type(std::string message) {
    throw value::PythonError("TypeError", std::move(message));
}

void fail_value(std::string message) {
    throw value::PythonError("ValueError", std::move(message));
}

void fail_argument(std::string message) {
    throw value::PythonError("FilterArgumentError", std::move(message));
}

namespace {

std::string name_list(const std::vector<std::string>& names) {
    if (names.size() == 1) {
        return names[0];
    }
    std::string result;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const bool last = i + 1 == names.size();
        result += last ? (names.size() > 2 ? ", and " : " and ") : i == 0 ? "" : ", ";
        result += names[i];
    }
    return result;
}

void fail_count(const Parameters::Signature& signature, std::size_t given) {
    const std::size_t least = signature.required + signature.hidden;
    const std::size_t most = signature.names.size() + signature.hidden;
    const std::string accepted = least == most
        ? fmt::format("{} positional argument{}", most, most == 1 ? "" : "s")
        : fmt::format("from {} to {} positional arguments", least, most);
    fail_type(fmt::format(
        "{}() takes {} but {} {} given",
        signature.function,
        accepted,
        given + signature.hidden,
        given + signature.hidden == 1 ? "was" : "were"));
}

}  // namespace

Parameters::Parameters(const value::Arguments& arguments, const Signature& signature) {
    const auto& names = signature.names;
    if (arguments.positional.size() > names.size()) {
        fail_count(signature, arguments.positional.size());
    }
    for (std::size_t i = 0; i < arguments.positional.size(); ++i) {
        values_[i] = &arguments.positional[i];
    }
    for (const auto& [name, value] : arguments.keyword) {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) {
            fail_type(fmt::format(
                "{}() got an unexpected keyword argument {}", signature.function, quoted(name)));
        }
        const auto index = static_cast<std::size_t>(found - names.begin());
        if (values_[index] != nullptr) {
            fail_type(fmt::format(
                "{}() got multiple values for argument {}", signature.function, quoted(name)));
        }
        values_[index] = &value;
    }
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < signature.required; ++i) {
        if (values_[i] == nullptr) {
            missing.push_back(quoted(*(names.begin() + i)));
        }
    }
    if (!missing.empty()) {
        fail_type(fmt::format(
            "{}() missing {} required positional argument{}: {}",
            signature.function,
            missing.size(),
            missing.size() == 1 ? "" : "s",
            name_list(missing)));
    }
}

const Value& take_only(std::string_view function, const value::Arguments& arguments) {
    if (!arguments.keyword.empty()) {
        fail_type(fmt::format("{}() takes no keyword arguments", function));
    }
    if (arguments.positional.size() != 1) {
        fail_type(fmt::format(
            "{}() takes exactly one argument ({} given)", function, arguments.positional.size()));
    }
    return arguments.positional.front();
}

bool flag_of(const Value* value) {
    if (value == nullptr) {
        return false;
    }
    if (!value->is_integer() && !value->is_boolean()) {
        fail_type(fmt::format(
            "'{}' object cannot be interpreted as an integer", value::type_name(*value)));
    }
    if (value->is_integer()
        && (value->kind() == value::Kind::big_integer || value->as_integer() > INT32_MAX
            || value->as_integer() < INT32_MIN)) {
        throw value::PythonError("OverflowError", "Python int too large to convert to C int");
    }
    return value::truth(*value);
}

Value soft_text(const Value& value) {
    return value.is_string() ? value : value::str_value(value);
}

Value Parameters::text(std::size_t index) const {
    return soft_text(*values_[index]);
}

bool Parameters::truth(std::size_t index, bool fallback) const {
    return values_[index] == nullptr ? fallback : value::truth(*values_[index]);
}

std::int64_t Parameters::integer(std::size_t index, std::int64_t fallback) const {
    const Value* value = values_[index];
    if (value == nullptr) {
        return fallback;
    }
    if (value->is_boolean()) {
        return value->as_boolean() ? 1 : 0;
    }
    if (value->kind() != value::Kind::integer) {
        fail_type(fmt::format(
            "'{}' object cannot be interpreted as an integer", value::type_name(*value)));
    }
    return value->as_integer();
}

const Value* Parameters::some(std::size_t index) const {
    const Value* value = values_[index];
    return value == nullptr || value->is_none() ? nullptr : value;
}

Value text_method(
    const Value& text, std::string_view method, std::initializer_list<Value> arguments) {
    value::Arguments list;
    list.positional = arguments;
    return value::find_method(text.kind(), method)->call(text, list);
}

}  // namespace tutor::jinja
