// SPDX-License-Identifier: Apache-2.0
//
// Text that is safe in HTML, as MarkupSafe has it.

#pragma once

#include "value/value.hpp"

#include <string>
#include <string_view>

namespace tutor::value {

/// The text with & < > ' " as &amp; &lt; &gt; &#39; &#34;.
std::string escape_html(std::string_view text);

/// Markup of any value: markup is itself, an object with `__html__` says what it is, anything
/// else is escaped.
Value escape(const Value& value);

/// Character references ("&lt;", "&#x3c;", "&nbsp") replaced by what they stand for.
std::string unescape_html(std::string_view text);

/// Without comments and tags, white space runs as one space, then unescaped.
std::string strip_tags(std::string_view text);

}  // namespace tutor::value
