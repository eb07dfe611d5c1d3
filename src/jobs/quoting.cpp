// SPDX-License-Identifier: Apache-2.0

#include "jobs/quoting.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace tutor::jobs {

std::string jinja_literal(std::string_view text) {
    if (const std::optional<std::size_t> offset = find_invalid_utf8(text)) {
        throw Error(
            {.message =
                 fmt::format("byte {} of what was given to the job is not UTF-8 text", *offset + 1),
             .hint = "check the encoding of the terminal"});
    }
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '{') {
            result += "{{ '{' }}";
        } else if (c == '\r') {
            result += "{{ '\\r' }}";  // as itself it would become "\n"
        } else if (c == '\n' && i + 1 == text.size()) {
            result += "{{ '\\n' }}";  // as itself it would be dropped
        } else {
            result += c;
        }
    }
    return result;
}

std::string python_literal(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        if (c == '\\' || c == '\'') {
            result += '\\';
            result += c;
        } else if (c == '\n') {
            result += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            result += c;
        }
    }
    return result + "'";
}

std::string sql_literal(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        if (c == '\\' || c == '\'') {
            result += '\\';
        }
        result += c;
    }
    return result + "'";
}

std::string sql_identifier(std::string_view name) {
    return "`" + replace_all(name, "`", "``") + "`";
}

}  // namespace tutor::jobs
