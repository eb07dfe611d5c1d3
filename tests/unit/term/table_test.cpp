// SPDX-License-Identifier: Apache-2.0

#include "term/table.hpp"

#include <doctest/doctest.h>

namespace tutor::term {

TEST_CASE("columns are padded to the widest cell and followed by a tab, the last is bare") {
    CHECK(
        format_table({{"NAME", "STATUS", "VERSION"}, {"mfe", "✅ enabled", "21.0"}, {"é", "", ""}})
        == "NAME\tSTATUS   \tVERSION\n"
           "mfe \t✅ enabled\t21.0\n"
           "é   \t         \t");
}

TEST_CASE("short rows are filled up; no rows give no text") {
    CHECK(format_table({{"A", "B"}, {"x"}}) == "A\tB\nx\t");
    CHECK(format_table({}).empty());
    CHECK(format_table({{"only"}}) == "only");
}

}  // namespace tutor::term
