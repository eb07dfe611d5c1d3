// SPDX-License-Identifier: Apache-2.0

#include "jinja/environment.hpp"

#include "support.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

namespace tutor::jinja {

namespace {

Error failure_of(Environment& environment, std::string_view text, const Origin& origin = {"page"}) {
    try {
        environment.from_string(text, origin).render(value::Dict{{"PLATFORM_NAME", "x"}});
    } catch (const Error& error) {
        return error;
    }
    return Error({.message = "no failure"});
}

}  // namespace

TEST_CASE("a text is rendered with variables") {
    Environment environment;
    CHECK(
        environment.from_string("Hello {{ name }}!").render(value::Dict{{"name", "World"}})
        == "Hello World!");
}

TEST_CASE("a scope keeps hundreds of names apart, set in branches and included") {
    Environment environment;
    environment.set_loader(std::make_shared<TestLoader>(
        std::map<std::string, std::string>{{"part", "{{ a0 }}{{ a99 }}{{ b7 }}"}}));
    std::string text;
    std::string expected;
    value::Dict variables{{"yes", true}};
    for (int i = 0; i < 100; ++i) {
        const std::string number = std::to_string(i);
        variables.set("b" + number, "b" + number + ",");
        text += "{% if yes %}{% set a" + number + " = b" + number + " %}{% else %}{{ c" + number
            + " }}{% endif %}{{ a" + number + " }}";
        expected += "b" + number + ",";
    }
    text += "{% set a0 = 'last' %}{% for a99 in [1] %}{% include 'part' %}{% endfor %}";
    CHECK(environment.from_string(text).render(variables) == expected + "last1b7,");
}

TEST_CASE("variables are asked for only when they are reached, and once") {
    Environment environment;
    const TestVariables variables{{"a", 1}, {"b", 2}};
    const Template page =
        environment.from_string("{% if a %}{{ a }}{% for i in [1, 2] %}{{ a }}{% endfor %}"
                                "{% else %}{{ b }}{% endif %}");
    CHECK(page.render(variables) == "111");
    CHECK(variables.asked == std::vector<std::string>{"a"});
}

TEST_CASE("filters, tests, functions and globals of the host are used") {
    Environment environment;
    environment.add_filter("twice", [](State&, value::Arguments& arguments) {
        const std::string text = value::str(arguments.positional[0]);
        return value::Value(text + text);
    });
    environment.add_test("big", [](State&, value::Arguments& arguments) {
        return value::Value(arguments.positional[0].as_integer() > 9);
    });
    environment.add_function("add", [](State&, value::Arguments& arguments) {
        return value::Value(
            arguments.positional[0].as_integer() + arguments.keyword[0].second.as_integer());
    });
    environment.add_global("version", "1.0");
    CHECK(
        environment.from_string("{{ 'ab'|twice }} {{ 10 is big }} {{ add(1, y=2) }} {{ version }}")
            .render(value::Dict())
        == "abab True 3 1.0");
}

TEST_CASE("an added filter replaces one of the same name in compiled templates too") {
    Environment environment;
    const Template page = environment.from_string("{{ 'x'|upper }}");
    environment.add_filter("upper", [](State&, value::Arguments&) { return value::Value("own"); });
    CHECK(page.render(value::Dict()) == "own");
}

TEST_CASE("templates are loaded once and include each other") {
    Environment environment;
    const auto loader = std::make_shared<TestLoader>(
        std::map<std::string, std::string>{{"a", "[{% include 'b' %}]"}, {"b", "{{ x }}"}});
    environment.set_loader(loader);
    CHECK(environment.get_template("a").render(value::Dict{{"x", 1}}) == "[1]");
    CHECK(environment.get_template("a").render(value::Dict{{"x", 2}}) == "[2]");
    CHECK(loader->loads == 2);
}

TEST_CASE("a missing template names the nearest one") {
    Environment environment;
    environment.set_loader(
        std::make_shared<TestLoader>(std::map<std::string, std::string>{{"apps/lms.yml", ""}}));
    try {
        environment.get_template("apps/lms.yaml");
        FAIL("it was found");
    } catch (const TemplateNotFound& error) {
        CHECK(error.info().message == "apps/lms.yaml");
        CHECK(error.info().hint == "did you mean 'apps/lms.yml'?");
    }
}

TEST_CASE("an undefined name fails with place and hint") {
    Environment environment({.undefined = UndefinedKind::strict});
    const Error error = failure_of(environment, "a\n  {{ PLATFROM_NAME }}");
    CHECK(error.info().message == "'PLATFROM_NAME' is undefined");
    REQUIRE(error.info().where);
    CHECK(*error.info().where == Position{"page", 2, 6});
    CHECK(error.info().hint == "did you mean 'PLATFORM_NAME'?");
    CHECK(error.frames() == std::vector<std::string>{"rendering 'page'"});
}

TEST_CASE("a syntax error has Jinja2's message and its line in the file") {
    Environment environment;
    try {
        environment.from_string("a\n{% if %}", {.name = "patch 'x'", .first_line = 10});
        FAIL("it was compiled");
    } catch (const TemplateError& error) {
        CHECK(error.is_syntax_error());
        CHECK(error.class_name() == "TemplateSyntaxError");
        CHECK(error.info().where->line == 11);
        CHECK(error.info().where->source == "patch 'x'");
    }
}

TEST_CASE("the same text at another column is told apart") {
    Environment environment({.undefined = UndefinedKind::strict});
    for (const int column : {1, 5}) {
        const Origin origin{
            .name = "patch", .path = "plugin.yml", .first_line = 3, .first_column = column};
        try {
            environment.from_string("{{ nope }}", origin).render(value::Dict());
            FAIL("it was rendered");
        } catch (const UndefinedError& error) {
            CHECK(error.info().where == Position{"plugin.yml", 3, column + 3});
        }
    }
}

TEST_CASE("an error in an included template tells the chain of includes") {
    Environment environment({.undefined = UndefinedKind::strict});
    environment.set_loader(std::make_shared<TestLoader>(std::map<std::string, std::string>{
        {"main", "\n{% include 'part' %}"}, {"part", "{{ nope }}"}}));
    try {
        environment.get_template("main").render(value::Dict());
        FAIL("it was rendered");
    } catch (const UndefinedError& error) {
        CHECK(error.info().where->source == "/templates/part");
        CHECK(
            error.frames()
            == std::vector<std::string>{
                "rendering 'part', called at 'main':2", "rendering 'main'"});
    }
}

TEST_CASE("errors of values become template errors with their class and place") {
    Environment environment;
    try {
        environment.from_string("\n{{ 1 // zero }}").render(value::Dict{{"zero", 0}});
        FAIL("it was rendered");
    } catch (const TemplateError& error) {
        CHECK(error.class_name() == "ZeroDivisionError");
        CHECK(error.info().where->line == 2);
    }
}

TEST_CASE("a text that is not UTF-8 is an error with its line") {
    Environment environment;
    try {
        environment.from_string("a\nb\xff");
        FAIL("it was compiled");
    } catch (const TemplateError& error) {
        CHECK(error.class_name() == "UnicodeDecodeError");
        CHECK(error.info().where->line == 2);
    }
}

TEST_CASE("a NUL in a text is a character like others") {
    CHECK(
        render(std::string_view("a\0{{ 1 }}", 9))
        == std::string(
            "a\0"
            "1",
            3));
}

TEST_CASE("autoescape can depend on the name of the template") {
    Environment environment({.autoescape_for = [](std::string_view name) {
        return name.ends_with(".html");
    }});
    environment.set_loader(std::make_shared<TestLoader>(
        std::map<std::string, std::string>{{"a.html", "{{ '<' }}"}, {"a.txt", "{{ '<' }}"}}));
    CHECK(environment.get_template("a.html").render(value::Dict()) == "&lt;");
    CHECK(environment.get_template("a.txt").render(value::Dict()) == "<");
}

TEST_CASE("trans calls the gettext of the host") {
    Environment environment({.extensions = {"i18n"}});
    environment.add_function("gettext", [](State&, value::Arguments& arguments) {
        return value::Value("<" + value::str(arguments.positional[0]) + ">");
    });
    environment.add_function("ngettext", [](State&, value::Arguments& arguments) {
        return arguments.positional[2].as_integer() == 1 ? arguments.positional[0]
                                                         : arguments.positional[1];
    });
    const auto translate = [&](std::string_view text) {
        return environment.from_string(text).render(value::Dict{{"user", "Ann"}, {"n", 2}});
    };
    CHECK(translate("{% trans %}100% {{ user }}{% endtrans %}") == "<100% Ann>");
    CHECK(
        translate("{% trans count=n %}one{% pluralize %}{{ count }} many{% endtrans %}")
        == "2 many");
    CHECK(translate("{% trans trimmed %}\n a\n  b\n{% endtrans %}") == "<a b>");
}

}  // namespace tutor::jinja
