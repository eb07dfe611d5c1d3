// SPDX-License-Identifier: Apache-2.0

#include "term/report.hpp"

#include "base/files.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

namespace tutor::term {
namespace {

std::string render_at(const std::string& text, int line, int column) {
    const Error error(
        {.message = "bad", .where = Position{.source = "f", .line = line, .column = column}});
    return render(error, [&](const std::string&) { return text; });
}

}  // namespace

TEST_CASE("a full report shows message, place, source, frames and hint") {
    const std::string text = "{\n  \"PLATFORM\": \"{{ PLATFROM_NAME }}\",\n}\n";
    Error error(
        {.message = "Missing configuration value: 'PLATFROM_NAME' is undefined",
         .where = Position{.source = "apps/lms.env.yml", .line = 2, .column = 19},
         .hint = "did you mean 'PLATFORM_NAME'?"});
    error.add_frame("rendering 'apps/lms.env.yml'");
    error.add_frame("saving the environment");
    const std::string report = render(error, [&](const std::string& source) {
        return source == "apps/lms.env.yml" ? std::optional(text) : std::nullopt;
    });
    CHECK(
        report
        == "Error: Missing configuration value: 'PLATFROM_NAME' is undefined\n"
           "  apps/lms.env.yml:2:19\n"
           "  2 |   \"PLATFORM\": \"{{ PLATFROM_NAME }}\",\n"
           "    |                   ^^^^^^^^^^^^^\n"
           "  while rendering 'apps/lms.env.yml'\n"
           "  while saving the environment\n"
           "Hint: did you mean 'PLATFORM_NAME'?\n");
}

TEST_CASE("what is unknown is left out") {
    CHECK(render(Error({.message = "m"})) == "Error: m\n");
    CHECK(
        render(Error({.message = "m", .where = Position{.source = "/no/such/file"}}))
        == "Error: m\n  /no/such/file\n");
    CHECK(render_at("one\n", 1, 0) == "Error: bad\n  f:1\n  1 | one\n");
    CHECK(render_at("one\n", 2, 1) == "Error: bad\n  f:2:1\n");
    CHECK(render_at("one\n", 1, 9) == "Error: bad\n  f:1:9\n  1 | one\n");
}

TEST_CASE("the caret counts code points and stays below its character after tabs") {
    CHECK(render_at("é: [x\r\n", 1, 4) == "Error: bad\n  f:1:4\n  1 | é: [x\n    |    ^\n");
    CHECK(render_at("\tété = 1", 1, 2) == "Error: bad\n  f:1:2\n  1 |  été = 1\n    |  ^^^\n");
}

TEST_CASE("a file is read when no reader is given") {
    const test::TempDir home;
    write_atomically(home / "config.yml", "A: 1\nB: [\n");
    const std::string path = (home / "config.yml").string();
    CHECK(
        render(Error({.message = "m", .where = Position{.source = path, .line = 2, .column = 4}}))
        == "Error: m\n  " + path + ":2:4\n  2 | B: [\n    |    ^\n");
}

TEST_CASE("lines that look like secrets are not shown") {
    const auto is_hidden = [](const std::string& line) {
        return render_at(line, 1, 1) == "Error: bad\n  f:1:1\n";
    };
    CHECK(is_hidden("MYSQL_ROOT_PASSWORD: hunter2"));
    CHECK(is_hidden("  \"oauth2_secret\": \"x\""));
    CHECK(is_hidden("API_KEY=abc"));
    CHECK(is_hidden("  MIIEowIBAAKCAQEAw7Zdfmece8iaB0kiTY8pCtiBtzbptJmP28nSWwtdjRu0f2GF"));
    CHECK_FALSE(is_hidden("PASSWORD: \"{{ MYSQL_ROOT_PASSWORD }}\""));
    CHECK_FALSE(is_hidden("LMS_HOST: www.myopenedx.com"));
}

}  // namespace tutor::term
