// SPDX-License-Identifier: Apache-2.0
//
// User text inside scripts: as a literal of the language it is pasted into, so that nothing in
// it is ever taken for code.
//
//     "print(settings." + python_literal(name) + ")"   then   shell_quote(snippet)
//     then   jinja_literal(script)

#pragma once

#include <string>
#include <string_view>

namespace tutor::jobs {

/// A template that renders to exactly `text`, wherever in a template it is pasted but right
/// behind a "{".
///
/// @throws Error  `text` is not UTF-8
std::string jinja_literal(std::string_view text);

/// A Python string literal, in one line.
std::string python_literal(std::string_view text);

/// A MySQL string literal. Valid as long as the session's sql_mode lacks NO_BACKSLASH_ESCAPES.
std::string sql_literal(std::string_view text);

/// A quoted MySQL name.
std::string sql_identifier(std::string_view name);

}  // namespace tutor::jobs
