// SPDX-License-Identifier: Apache-2.0

#include "value/internal/parameters.hpp"

#include "value/errors.hpp"
#include "value/internal/access.hpp"
#include "value/internal/numeric.hpp"
#include "value/internal/operators.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::value::internal {

namespace {

std::string full_name(const Value& self, std::string_view name) {
    const std::string type = self.is_markup() ? "str" : self.is_boolean() ? "int" : type_name(self);
    return fmt::format("{}.{}", type, name);
}

void refuse_keywords(const Value& self, std::string_view name, const Arguments& arguments) {
    if (!arguments.keyword.empty()) {
        raise_type_error(full_name(self, name) + "() takes no keyword arguments");
    }
}

const char* plural(std::size_t count) {
    return count == 1 ? "" : "s";
}

}  // namespace

void take_none(const Value& self, std::string_view name, const Arguments& arguments) {
    refuse_keywords(self, name, arguments);
    if (!arguments.positional.empty()) {
        raise_type_error(fmt::format(
            "{}() takes no arguments ({} given)",
            full_name(self, name),
            arguments.positional.size()));
    }
}

const Value& take_one(const Value& self, std::string_view name, const Arguments& arguments) {
    refuse_keywords(self, name, arguments);
    if (arguments.positional.size() != 1) {
        raise_type_error(fmt::format(
            "{}() takes exactly one argument ({} given)",
            full_name(self, name),
            arguments.positional.size()));
    }
    return arguments.positional.front();
}

void take_between(
    const Value& self,
    std::string_view name,
    const Arguments& arguments,
    std::size_t least,
    std::size_t most) {
    refuse_keywords(self, name, arguments);
    const std::size_t given = arguments.positional.size();
    if (given >= least && given <= most) {
        return;
    }
    const std::size_t limit = given < least ? least : most;
    const char* const bound = least == most ? "" : given < least ? "at least " : "at most ";
    raise_type_error(fmt::format(
        "{} expected {}{} argument{}, got {}", name, bound, limit, plural(limit), given));
}

void take_parsed(
    std::string_view name, const Arguments& arguments, std::size_t least, std::size_t most) {
    if (!arguments.keyword.empty()) {
        raise_type_error(fmt::format("{}() takes no keyword arguments", name));
    }
    const std::size_t given = arguments.positional.size();
    if (given >= least && given <= most) {
        return;
    }
    const std::size_t limit = given < least ? least : most;
    raise_type_error(fmt::format(
        "{}() takes at {} {} argument{} ({} given)",
        name,
        given < least ? "least" : "most",
        limit,
        plural(limit),
        given));
}

std::vector<const Value*> take_named(
    std::string_view name,
    const Arguments& arguments,
    std::initializer_list<std::string_view> names) {
    const std::size_t given = arguments.positional.size() + arguments.keyword.size();
    if (given > names.size()) {
        raise_type_error(fmt::format(
            "{}() takes at most {} argument{} ({} given)",
            name,
            names.size(),
            plural(names.size()),
            given));
    }
    std::vector<const Value*> taken(names.size(), nullptr);
    for (std::size_t i = 0; i < arguments.positional.size(); ++i) {
        taken[i] = &arguments.positional[i];
    }
    for (const auto& [key, value] : arguments.keyword) {
        const auto* const found = std::find(names.begin(), names.end(), key);
        if (found == names.end()) {
            raise_type_error(
                fmt::format("'{}' is an invalid keyword argument for {}()", key, name));
        }
        const auto at = static_cast<std::size_t>(found - names.begin());
        if (taken[at] != nullptr) {
            raise_type_error(fmt::format(
                "argument for {}() given by name ('{}') and position ({})", name, key, at + 1));
        }
        taken[at] = &value;
    }
    return taken;
}

std::string argument_type(const Value& value) {
    return value.is_none() ? "None" : type_name(value);
}

std::int64_t index_argument(const Value& value, const char* c_type) {
    if (!is_integral(value)) {
        raise_type_error("'" + type_name(value) + "' object cannot be interpreted as an integer");
    }
    if (value.kind() == Kind::big_integer) {
        throw PythonError(
            "OverflowError", std::string("Python int too large to convert to C ") + c_type);
    }
    return Access::small_integer(value);
}

}  // namespace tutor::value::internal
