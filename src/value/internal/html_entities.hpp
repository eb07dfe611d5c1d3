// SPDX-License-Identifier: Apache-2.0
//
// Named character references of HTML5, made by tools/make_html_entities.py.

#pragma once

#include <cstddef>
#include <string_view>

namespace tutor::value::internal {

struct HtmlEntity {
    std::string_view name;  ///< with its ';' unless it may stand without; in order of bytes
    char32_t first;
    char32_t second;  ///< 0 for most
};

extern const HtmlEntity html_entities[];
extern const std::size_t html_entities_size;

}  // namespace tutor::value::internal
