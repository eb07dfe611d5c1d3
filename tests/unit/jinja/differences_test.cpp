// SPDX-License-Identifier: Apache-2.0
//
// What differs from Jinja2: a test for every row of docs/compatibility/jinja2.md that has none
// elsewhere.

#include "support.hpp"
#include "value/errors.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

namespace tutor::jinja {

namespace {

/// "Class: message" of the error, or the output.
std::string outcome(std::string_view text, const value::Dict& variables = {}) {
    Environment environment;
    try {
        return environment.from_string(text).render(variables);
    } catch (const TemplateError& error) {
        return error.class_name() + ": " + error.info().message;
    }
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("half a surrogate pair is its three bytes") {
    CHECK(outcome(R"({{ '\ud800' }})") == "\xed\xa0\x80");
}

TEST_CASE("bytes print, have a length, iterate, compare and decode, and do nothing else") {
    CHECK(
        outcome("{{ 'é'.encode() }} {{ 'é'.encode()|length }} {{ 'é'.encode()|list }}")
        == "b'\\xc3\\xa9' 2 [195, 169]");
    CHECK(outcome("{{ 'é'.encode() == 'é'.encode() }} {{ 'é'.encode().decode() }}") == "True é");
    CHECK(outcome("{{ 'é'.encode('latin-1') }}").starts_with("LookupError: "));
    CHECK(outcome("{{ 'a'.encode() + 'a'.encode() }}").starts_with("TypeError: "));
    CHECK(outcome("{{ 'é'.encode('ascii') }}").starts_with("UnicodeEncodeError: "));
}

TEST_CASE("a complex number has neither abs nor conjugate") {
    CHECK(outcome("{{ ((-8) ** 0.5)|abs }}").starts_with("TypeError: "));
    CHECK(outcome("{{ ((-8) ** 0.5).conjugate is defined }}") == "False");
}

TEST_CASE("equal texts and equal numbers are the same thing") {
    CHECK(
        outcome("{{ 'a b' is sameas ('a' ~ ' b') }} {{ (10**20) is sameas (10**20) }}")
        == "True False");
    CHECK(
        outcome("{{ 1 is sameas 1.0 }} {{ 1 is sameas true }} {{ 1.5 is sameas 1.5 }}")
        == "False False True");
}

TEST_CASE("special names are undefined, except for those that name the class") {
    for (const char* name :
         {"__class__.__mro__",
          "__class__.__subclasses__",
          "__doc__",
          "__add__",
          "__dict__",
          "__init__",
          "__reduce__",
          "format.__globals__"}) {
        CHECK_MESSAGE(
            outcome("{{ x." + std::string(name) + " is defined }}", value::Dict{{"x", "text"}})
                == "False",
            name);
    }
    CHECK(outcome("{{ ''.__class__ }} {{ (1).__class__.__name__ }}") == "<class 'str'> int");
    CHECK(outcome("{{ ''.__class__() }}").starts_with("TypeError: "));
}

TEST_CASE("what only Python programs call is undefined") {
    CHECK(
        outcome("{{ dict.fromkeys is defined }} {{ range.__name__ is defined }}") == "False False");
    CHECK(
        outcome("{{ (255).to_bytes is defined }} {{ (1.5).fromhex is defined }}") == "False False");
}

TEST_CASE("the bounds of a range have 64 bits") {
    CHECK(
        outcome("{{ range(10**30) }}")
        == "OverflowError: Python int too large to convert to C ssize_t");
    CHECK(outcome("{{ range(2**63 - 1) }}") == "range(0, 9223372036854775807)");
}

TEST_CASE("some objects are described in other words") {
    CHECK(contains(outcome("{{ joiner() }}"), "<Joiner object>"));
    CHECK(contains(outcome("{{ self }}"), "TemplateReference"));
}

TEST_CASE("addresses are ours") {
    CHECK(contains(outcome("{{ 'ab'|map('upper') }}"), "<generator object sync_do_map at 0x"));
}

TEST_CASE("random choices are random") {
    CHECK(
        outcome("{{ [1, 2, 3]|random in [1, 2, 3] }} {{ lipsum(n=1)|length > 20 }}")
        == "True True");
}

TEST_CASE("a filter block whose result is no string always says item 0") {
    CHECK(
        outcome("a{% filter length %}b{% endfilter %}")
        == "TypeError: sequence item 0: expected str instance, int found");
}

TEST_CASE("an integer too long to print fails when it is reached") {
    CHECK(outcome("a{% if false %}{{ 10 ** 5000 }}{% endif %}b") == "ab");
    CHECK(outcome("{{ 10 ** 5000 }}").starts_with("ValueError: Exceeds the limit (4300 digits)"));
}

TEST_CASE("the message of endless recursion is always the same") {
    CHECK(
        outcome("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")
        == "RecursionError: maximum recursion depth exceeded");
}

TEST_CASE("views of dicts are no sets") {
    CHECK(outcome("{{ {'a': 1}.keys() - [] }}").starts_with("TypeError: unsupported operand"));
    CHECK(outcome("{{ {'a': 1}.keys() < {'a': 1}.keys() }}").starts_with("TypeError: '<' not"));
}

TEST_CASE("a slice of what has none is an error, constants included") {
    CHECK(outcome("{{ none[1:] }}") == "TypeError: 'NoneType' object is not subscriptable");
}

TEST_CASE("a slice among several subscripts names no line of Python") {
    CHECK(
        outcome("{% if false %}{{ 'abc'[1:2, 3] }}{% endif %}")
        == "SyntaxError: invalid syntax: a slice among several subscripts");
}

TEST_CASE("leaving no loop is an error with the template's line") {
    for (const char* text :
         {"\n{% break %}",
          "\n{% continue %}",
          "{% for i in x %}{% macro m() %}\n{% break %}{% endmacro %}{% endfor %}",
          "{% for i in x %}{% else %}\n{% break %}{% endfor %}"}) {
        Environment environment({.extensions = {"loopcontrols"}});
        try {
            environment.from_string(text, {.name = "page"});
            FAIL_CHECK(text);
        } catch (const TemplateError& error) {
            CHECK(error.class_name() == "SyntaxError");
            REQUIRE(error.info().where);
            CHECK(error.info().where->line == 2);
        }
    }
}

TEST_CASE("an include without context stays where it is written") {
    Environment environment;
    environment.set_loader(
        std::make_shared<TestLoader>(std::map<std::string, std::string>{{"part", "part"}}));
    CHECK(
        environment
            .from_string("{% filter upper %}{% include 'part' without context %}{% endfilter %}")
            .render(value::Dict())
        == "PART");
}

TEST_CASE("blocks escape as what stands around them") {
    CHECK(
        outcome("{% autoescape true %}{% block b %}{{ '<' }}{% endblock %}{% endautoescape %}")
        == "&lt;");
}

TEST_CASE("an undefined shows its class, but has no __html__") {
    CHECK(outcome("{{ nope.__class__ }}") == "<class 'jinja2.runtime.Undefined'>");
    Environment environment({.undefined = UndefinedKind::chainable});
    CHECK(environment.from_string("{{ nope.__html__ }}").render(value::Dict()).empty());
}

TEST_CASE("wrong arguments of Markup's methods are described as str's") {
    CHECK(
        outcome("{{ ('x'|safe).zfill() }}")
        == "TypeError: str.zfill() takes exactly one argument (0 given)");
}

TEST_CASE("a missing template is named whatever kind of value asked for it") {
    Environment environment;
    environment.set_loader(std::make_shared<TestLoader>(std::map<std::string, std::string>()));
    const auto fails = [&](std::string_view text) -> std::string {
        try {
            return environment.from_string(text).render(value::Dict());
        } catch (const TemplateError& error) {
            return error.class_name() + ": " + error.info().message;
        }
    };
    CHECK(fails("{% extends 5 %}") == "TemplateNotFound: 5");
    CHECK(fails("{% include 5 %}") == "TypeError: 'int' object is not iterable");
    CHECK(
        fails("{% include 0 %}")
        == "TemplatesNotFound: Tried to select from an empty list of templates.");
    CHECK(
        fails("{% include ['no', 5] %}")
        == "TemplatesNotFound: none of the templates given were found: no, 5");
    CHECK(fails("{% import [] as x %}") == "TypeError: unhashable type: 'list'");
    CHECK(fails("{% include nope %}") == "UndefinedError: 'nope' is undefined");
}

TEST_CASE("options that no environment can have are errors") {
    const auto fails = [](Options options) -> std::string {
        try {
            const Environment environment(std::move(options));
            return "no error";
        } catch (const TemplateError& error) {
            return error.class_name() + ": " + error.info().message + " " + error.info().hint;
        }
    };
    CHECK(
        fails({.extensions = {"do", "loopcontrol"}})
        == "ImportError: there is no extension 'loopcontrol' did you mean 'loopcontrols'?");
    CHECK(
        fails({.syntax = {.block_start = "{{"}})
        == "AssertionError: block, variable and comment start strings must be different ");
    CHECK(
        fails({.syntax = {.newline_sequence = "x"}})
        == "AssertionError: newline_sequence set to unknown line ending string. ");
}

TEST_CASE("characters have the names that Python knows") {
    CHECK(outcome(R"({{ '\N{BULLET}\N{snowman}\N{LF}\N{HANGUL SYLLABLE GGYEOLT}' }})") == "•☃\n꼁");
    CHECK(
        outcome(R"({{ '\N{CJK UNIFIED IDEOGRAPH-4E00}\N{greek small letter alpha}' }})") == "一α");
    for (const char* name :
         {"BULLETS",
          "",
          "CJK UNIFIED IDEOGRAPH-41",
          "HANGUL SYLLABLE X",
          "CJK UNIFIED IDEOGRAPH-"}) {
        CHECK_MESSAGE(
            outcome("{{ '\\N{" + std::string(name) + "}' }}").starts_with("TemplateSyntaxError: "),
            name);
    }
}

}  // namespace tutor::jinja
