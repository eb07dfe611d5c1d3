// SPDX-License-Identifier: Apache-2.0

#include "cli/invocation.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "cli/internal/conversion.hpp"

#include <algorithm>

namespace tutor::cli {

const Invocation::Value& Invocation::find(std::string_view name) const {
    for (const Invocation* level = this; level != nullptr; level = level->parent_) {
        const auto value =
            std::find_if(level->values_.begin(), level->values_.end(), [&](const Value& one) {
                return one.name == name;
            });
        if (value != level->values_.end()) {
            return *value;
        }
    }
    TUTOR_ASSERT(!"this parameter is not declared");
    return values_.front();
}

bool Invocation::flag(std::string_view name) const {
    const Value& value = find(name);
    TUTOR_ASSERT(value.is_flag);
    return !value.texts.empty() && value.texts.back() == "true";
}

std::optional<std::string> Invocation::text(std::string_view name) const {
    const Value& value = find(name);
    TUTOR_ASSERT(!value.is_flag && !value.multiple);
    return value.texts.empty() ? std::nullopt : std::optional(value.texts.back());
}

std::vector<std::string> Invocation::texts(std::string_view name) const {
    const Value& value = find(name);
    TUTOR_ASSERT(!value.is_flag && value.multiple);
    return value.texts;
}

std::optional<std::int64_t> Invocation::integer(std::string_view name) const {
    const std::optional<std::string> value = text(name);
    if (!value) {
        return std::nullopt;
    }
    const auto number = parse_int(trim(*value));
    TUTOR_ASSERT(number);
    return number;
}

std::optional<double> Invocation::floating(std::string_view name) const {
    const std::optional<std::string> value = text(name);
    if (!value) {
        return std::nullopt;
    }
    const auto number = parse_floating(*value);
    TUTOR_ASSERT(number);
    return number;
}

bool Invocation::given(std::string_view name) const {
    return find(name).given;
}

}  // namespace tutor::cli
