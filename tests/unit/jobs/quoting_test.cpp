// SPDX-License-Identifier: Apache-2.0

#include "jobs/quoting.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

namespace tutor::jobs {

TEST_CASE("a Jinja literal renders to the text it stands for") {
    test::JobWorld world;
    std::vector<std::string> texts = test::nasty_texts();
    texts.insert(texts.end(), {"", "{", "{{{", "{%", "}}", "a\r\nb", "\r", "end\n\n", "{#"});
    for (const std::string& text : texts) {
        CAPTURE(text);
        CHECK(
            world.renderer.render_text(jinja_literal(text), {.name = "test"}, world.settings)
            == text);
        CHECK(
            world.renderer.render_text(
                "[" + jinja_literal(text) + "{{ LMS_HOST }}", {.name = "test"}, world.settings)
            == "[" + text + "site.org");
    }
}

TEST_CASE("a Jinja literal of something that is not UTF-8 is refused") {
    CHECK_THROWS_WITH_AS(
        jinja_literal("ab\xff"), "byte 3 of what was given to the job is not UTF-8 text", Error);
}

TEST_CASE("a Python literal is the text it stands for") {
    test::FakeContainer container;
    std::vector<std::string> texts = test::nasty_texts();
    texts.insert(texts.end(), {"", "\t\x01\x7f", "\r\n", "\\"});
    for (const std::string& text : texts) {
        CAPTURE(text);
        const std::string snippet = "import sys; sys.stdout.buffer.write(" + python_literal(text)
            + ".encode().hex().encode())";
        std::string hex;
        for (const char c : text) {
            hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
        }
        const test::Trial trial = container.run("python3 -c " + shell_quote(snippet));
        CHECK(trial.out == (hex.empty() ? "" : hex + "\n"));
        CHECK(python_literal(text).find('\n') == std::string::npos);
    }
}

TEST_CASE("SQL literals and names escape their own quotes") {
    CHECK(sql_literal("it's \\ \"x\"") == "'it\\'s \\\\ \"x\"'");
    CHECK(sql_identifier("a`b") == "`a``b`");
}

}  // namespace tutor::jobs
