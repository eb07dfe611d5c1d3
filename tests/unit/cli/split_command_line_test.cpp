// SPDX-License-Identifier: Apache-2.0

#include "cli/internal/completion.hpp"

#include <doctest/doctest.h>

namespace tutor::cli {

TEST_CASE("a line is split as by a shell, and may end within quotes") {
    CHECK(split_command_line("a  b\tc") == Words{"a", "b", "c"});
    CHECK(split_command_line("'a b' \"c'd\" e\\ f ''") == Words{"a b", "c'd", "e f", ""});
    CHECK(split_command_line("a 'b c") == Words{"a", "b c"});
    CHECK(split_command_line("\"a\\\"b\\c\"") == Words{"a\"b\\c"});
    CHECK(split_command_line("a \\") == Words{"a", ""});
    CHECK(split_command_line("").empty());
}

}  // namespace tutor::cli
