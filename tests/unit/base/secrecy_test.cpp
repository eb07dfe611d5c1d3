// SPDX-License-Identifier: Apache-2.0

#include "base/secrecy.hpp"

#include <doctest/doctest.h>

using namespace tutor;

TEST_CASE("values of telling names look like secrets") {
    CHECK(looks_like_secret("MYSQL_ROOT_PASSWORD: abc"));
    CHECK(looks_like_secret("    \"api_token\": \"x\""));
    CHECK_FALSE(looks_like_secret("LMS_HOST: example.com"));
    CHECK_FALSE(looks_like_secret("SECRET_KEY = \"{{ OPENEDX_SECRET_KEY }}\""));
    CHECK_FALSE(looks_like_secret("the password is told elsewhere"));
}

TEST_CASE("long base64 is key material, in either alphabet") {
    CHECK(holds_key_material("MIIEpAIBAAKCAQEAzSVHCwql3HD8fLkwRT5fQZkAdlJn"));
    CHECK(holds_key_material("\"d\": \"Wanr6ccPJJEbwlX-c4771uoG_pwo2VF5Uvn3PBM6fB_E\""));
    CHECK_FALSE(holds_key_material("local-docker-compose-jobs-services-of-plugin-2"));
    CHECK_FALSE(holds_key_material("/openedx/edx-platform/lms/envs/tutor"));
    CHECK_FALSE(holds_key_material("short9A"));
}
