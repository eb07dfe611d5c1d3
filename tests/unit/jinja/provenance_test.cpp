// SPDX-License-Identifier: Apache-2.0
//
// Where output came from, and which of it is secret.

#include "support.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace tutor::jinja {

namespace {

/// Environment with `patch(text)`, which renders a text of its own.
std::unique_ptr<Environment> with_patch() {
    auto environment = std::make_unique<Environment>(Options{.undefined = UndefinedKind::strict});
    environment->add_function("patch", [](State& state, value::Arguments& arguments) {
        const Template text = state.environment().from_string(
            value::str(arguments.positional[0]), {.name = "patch", .patch = "p", .plugin = "x"});
        return state.render_nested(text);
    });
    return environment;
}

Rendering record(std::string_view text, const TestVariables& variables = {}) {
    const auto environment = with_patch();
    return environment->from_string(text, {"page"}).render_recorded(variables);
}

/// "text@origin:line" for every range; secret ones with a '!'.
std::vector<std::string> ranges(const Rendering& rendering) {
    std::vector<std::string> result;
    std::size_t at = 0;
    for (const Range& range : rendering.ranges) {
        CHECK(range.begin == at);
        at = range.end;
        result.push_back(fmt::format(
            "{}@{}:{}{}",
            rendering.text.substr(range.begin, range.end - range.begin),
            rendering.origins[range.origin].name,
            range.line,
            range.secret ? "!" : ""));
    }
    CHECK(at == rendering.text.size());
    return result;
}

using Ranges = std::vector<std::string>;

const std::string two_lines = R"('one\n{{ "two" }}')";

}  // namespace

TEST_CASE("ranges cover the output in order") {
    CHECK(ranges(record("a{{ 1 }}\n{{ 2 }}c")) == Ranges{"a1\n@page:1", "2c@page:2"});
}

TEST_CASE("an included template has its own origin") {
    const auto environment = with_patch();
    environment->set_loader(
        std::make_shared<TestLoader>(std::map<std::string, std::string>{{"part", "x\n{{ 1 }}"}}));
    const Rendering rendering = environment->from_string("a{% include 'part' %}b", {"page"})
                                    .render_recorded(TestVariables{});
    CHECK(ranges(rendering) == Ranges{"a@page:1", "x\n@part:1", "1@part:2", "b@page:1"});
    CHECK(rendering.origins[1].path == "/templates/part");
}

TEST_CASE("a patch keeps its lines through what is done to its text") {
    for (const std::string& expression :
         {"patch(" + two_lines + ")",
          "patch(" + two_lines + ")|trim",
          "'' ~ patch(" + two_lines + ")",
          "[patch(" + two_lines + ")]|join",
          "patch(" + two_lines + ").strip()"}) {
        CAPTURE(expression);
        const Rendering rendering = record("<{{ " + expression + " }}>");
        CHECK(ranges(rendering) == Ranges{"<@page:1", "one\n@patch:1", "two@patch:2", ">@page:1"});
        CHECK(rendering.origins[1].plugin == "x");
    }
    CHECK(
        ranges(record("<{{ patch(" + two_lines + ")|indent(2) }}>"))
        == Ranges{"<@page:1", "one\n@patch:1", "  two@patch:2", ">@page:1"});
    CHECK(
        ranges(record("<{{ patch(" + two_lines + ")|replace('o', '0') }}>"))
        == Ranges{"<@page:1", "0ne\n@patch:1", "tw0@patch:2", ">@page:1"});
    CHECK(
        ranges(record("<{% set t %}{{ patch(" + two_lines + ") }}{% endset %}{{ t }}>"))
        == Ranges{"<@page:1", "one\n@patch:1", "two@patch:2", ">@page:1"});
    CHECK(
        ranges(record("<{% filter trim %}{{ patch(" + two_lines + ") }}{% endfilter %}>"))
        == Ranges{"<@page:1", "one\n@patch:1", "two@patch:2", ">@page:1"});
}

TEST_CASE("what cannot be followed belongs to the line that printed it") {
    CHECK(ranges(record("<{{ [patch(" + two_lines + ")] }}>")) == Ranges{"<['one\\ntwo']>@page:1"});
}

TEST_CASE("the variables read are recorded") {
    const TestVariables variables{{"a", 1}, {"b", 2}};
    const Rendering rendering = record("{{ a }}{% if false %}{{ b }}{% endif %}", variables);
    CHECK(rendering.variables_read == std::set<std::string>{"a"});
}

TEST_CASE("secrets are marked in the ranges, whatever is done with them") {
    const TestVariables variables{{"key", value::Value::secret("s3cret")}};
    for (const std::string expression :
         {"key",
          "key|upper",
          "'a' ~ key",
          "'%s' % key",
          "key[1:]",
          "[key]",
          "{'k': key}|tojson",
          "key.replace('s', 'x')",
          "'{}'.format(key)",
          "[key, 'x']|join(',')",
          "key|indent",
          "key|wordwrap(3)",
          "key|truncate(4, true, '', 0)",
          "key|e"}) {
        CAPTURE(expression);
        const Rendering rendering = record("<{{ " + expression + " }}>", variables);
        REQUIRE(rendering.ranges.size() == 3);
        CHECK_FALSE(rendering.ranges[0].secret);
        CHECK(rendering.ranges[1].secret);
        CHECK_FALSE(rendering.ranges[2].secret);
    }
}

TEST_CASE("captured text with a secret inside is secret") {
    const TestVariables variables{{"key", value::Value::secret("s3cret")}};
    const Rendering block = record("{% set t %}{{ key }}{% endset %}{{ t|upper }}", variables);
    REQUIRE(block.ranges.size() == 1);
    CHECK(block.ranges[0].secret);
    const Rendering macro =
        record("{% macro m(x) %}k={{ x }}{% endmacro %}{{ m(key) }}", variables);
    CHECK(ranges(macro) == Ranges{"k=@page:1", "s3cret@page:1!"});
}

TEST_CASE("recording changes nothing of the text") {
    const std::string text =
        "{% for x in [1, 2] %}{{ patch('p{{ 1 }}')|indent }}{% endfor %}{{ 'a' ~ 1 }}";
    const auto environment = with_patch();
    const Template page = environment->from_string(text);
    CHECK(page.render(TestVariables{}) == page.render_recorded(TestVariables{}).text);
}

}  // namespace tutor::jinja
