// SPDX-License-Identifier: Apache-2.0
//
// Tags: the type of a YAML node, written (`!!int`) or found by looking at a plain scalar.

#pragma once

#include <cstdint>
#include <string_view>

namespace tutor::yaml::internal {

enum class Tag : std::uint8_t {
    null,
    boolean,
    integer,
    real,
    string,
    timestamp,
    binary,
    sequence,
    mapping,
    set,
    omap,
    pairs,
    merge,    ///< the plain scalar `<<`
    value,    ///< the plain scalar `=`
    unknown,  ///< none that the safe loader knows
};

constexpr std::string_view tag_prefix = "tag:yaml.org,2002:";

/// The last part of a tag's name: "int" for Tag::integer.
std::string_view tag_name(Tag tag);

/// The tag with this full name ("tag:yaml.org,2002:int").
Tag tag_of_name(std::string_view name);

/// What a plain scalar means without a tag.
///
/// Upstream: the implicit resolvers of PyYAML 6
Tag resolve_plain(std::string_view text);

}  // namespace tutor::yaml::internal
