// SPDX-License-Identifier: Apache-2.0
//
// Looking into documents of the API without caring for what is missing.

#pragma once

#include "value/value.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::k8s::internal {

using Path = std::initializer_list<std::string_view>;

/// What stands there; none when something on the way is missing or no mapping, or it is null.
std::optional<value::Value> find(const value::Value& document, Path path);

/// A string, or "".
std::string text_at(const value::Value& document, Path path);
/// A number, or 0.
std::int64_t integer_at(const value::Value& document, Path path);
/// True only for a true boolean.
bool flag_at(const value::Value& document, Path path);
/// The items of a list, or none.
std::vector<value::Value> items_at(const value::Value& document, Path path);
/// A mapping, or an empty one of its own.
value::Dict dict_at(const value::Value& document, Path path);

/// The mapping at `key` of `parent`, made when there is none.
value::Dict child(value::Dict parent, std::string_view key);

/// The first of `items` whose `key` is `wanted`.
std::optional<value::Value>
item_named(const std::vector<value::Value>& items, std::string_view key, std::string_view wanted);

}  // namespace tutor::k8s::internal
