// SPDX-License-Identifier: Apache-2.0

#include "base/suggest.hpp"

#include <doctest/doctest.h>

namespace tutor {

TEST_CASE("the nearest name is suggested, a far one is not") {
    const std::vector<std::string> names{"PLATFORM_NAME", "LMS_HOST", "CMS_HOST"};
    CHECK(closest_name("PLATFROM_NAME", names) == "PLATFORM_NAME");
    CHECK(closest_name("LMS_HOTS", names) == "LMS_HOST");
    CHECK(closest_name("SOMETHING", names).empty());
    CHECK(did_you_mean("LMS_HOS", names) == "did you mean 'LMS_HOST'?");
    CHECK(did_you_mean("", names).empty());
}

}  // namespace tutor
