// SPDX-License-Identifier: Apache-2.0

#include "jobs/secrets.hpp"

#include "base/text.hpp"
#include "jobs/quoting.hpp"

#include <array>
#include <string>

namespace tutor::jobs {
namespace {

// Without the quotes around it.
std::string inside(std::string_view literal) {
    return std::string(literal.substr(1, literal.size() - 2));
}

}  // namespace

void hide(Masker& masker, std::string_view secret) {
    const std::array<std::string, 3> forms{
        std::string(secret), inside(python_literal(secret)), inside(sql_literal(secret))};
    for (std::string form : forms) {
        for (int quoted = 0; quoted <= 2; ++quoted) {
            masker.add(form);
            form = replace_all(form, "'", "'\"'\"'");  // as shell_quote does
        }
    }
}

}  // namespace tutor::jobs
