// SPDX-License-Identifier: Apache-2.0
//
// Hostile templates end in an error, in bounded time and memory.

#include "support.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <stop_token>

namespace tutor::jinja {

namespace {

std::string class_of_failure(Environment& environment, std::string_view text) {
    try {
        environment.from_string(text).render(value::Dict());
    } catch (const TemplateError& error) {
        return error.class_name();
    }
    return "none";
}

std::string repeat(std::string_view text, std::size_t count) {
    std::string result;
    for (std::size_t i = 0; i < count; ++i) {
        result += text;
    }
    return result;
}

}  // namespace

TEST_CASE("endless recursion is an error") {
    Environment environment;
    environment.set_loader(std::make_shared<TestLoader>(
        std::map<std::string, std::string>{{"self", "{% include 'self' %}"}}));
    CHECK(
        class_of_failure(environment, "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")
        == "RecursionError");
    CHECK(class_of_failure(environment, "{% include 'self' %}") == "RecursionError");
    CHECK(
        class_of_failure(environment, "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}")
        == "RecursionError");
    CHECK(
        class_of_failure(environment, "{% block a %}{{ self.a() }}{% endblock %}")
        == "RecursionError");
}

TEST_CASE("a template that extends itself is an error") {
    Environment environment;
    environment.set_loader(std::make_shared<TestLoader>(
        std::map<std::string, std::string>{{"self", "{% extends 'self' %}"}}));
    CHECK(class_of_failure(environment, "{% extends 'self' %}") == "RecursionError");
}

TEST_CASE("deeply nested sources are syntax errors") {
    Environment environment;
    constexpr std::size_t deep = 100'000;
    for (const std::string& text :
         {"{{ " + repeat("(", deep) + repeat(")", deep) + " }}",
          "{{ " + repeat("not ", deep) + "1 }}",
          "{{ " + repeat("-", deep) + "1 }}",
          "{{ 1" + repeat(" + 1", deep) + " }}",
          "{{ a" + repeat(".a", deep) + " }}",
          "{{ a" + repeat("|e", deep) + " }}",
          "{{ " + repeat("1 if 1 else ", deep) + "1 }}",
          repeat("{% if 1 %}", deep)}) {
        CHECK(class_of_failure(environment, text) == "TemplateSyntaxError");
    }
}

TEST_CASE("recursion of every kind is an error") {
    Environment environment({.extensions = {"do"}});
    std::map<std::string, std::string> chain;
    for (int i = 0; i < 300; ++i) {
        chain.emplace(fmt::format("up{}", i), fmt::format("{{% extends 'up{}' %}}", i + 1));
    }
    chain.emplace("up300", "end");
    chain.emplace("twice", "{% include 'twice' %}{% include 'twice' %}");
    chain.emplace("import", "{% import 'import' as x %}");
    environment.set_loader(std::make_shared<TestLoader>(chain));
    environment.add_function("patch", [](State& state, value::Arguments& arguments) {
        return state.render_nested(
            state.environment().from_string(value::str(arguments.positional.at(0))));
    });
    for (const std::string text :
         {"{% extends 'up0' %}",
          "{% include 'twice' %}",
          "{% import 'import' as x %}",
          "{% macro m() %}{% call m() %}{{ caller }}{% endcall %}{{ caller is defined }}{% "
          "endmacro %}{{ m() }}",
          "{% macro m() %}{{ caller() }}{% endmacro %}{% macro n() %}{% call m() %}{{ n() }}"
          "{% endcall %}{% endmacro %}{{ n() }}",
          "{% set t = '{{ patch(t) }}' %}{% macro m(t) %}{{ m([t]|map('upper')) }}{% endmacro %}"
          "{{ m('a') }}",
          "{% macro m(x) %}{% for y in [1]|map('string') %}{{ m(y) }}{% endfor %}{% endmacro %}"
          "{{ m(1) }}"}) {
        CAPTURE(text);
        CHECK(class_of_failure(environment, text) == "RecursionError");
    }
    CHECK_THROWS_AS(
        environment.from_string("{{ patch(text) }}")
            .render(value::Dict{{"text", "{{ patch(text) }}"}}),
        TemplateError);
}

TEST_CASE("calls and items of filters count as loop items") {
    Environment environment({.extensions = {"do"}, .limits = {.max_loop_items = 10'000}});
    for (const std::string text :
         {"{% macro m(n) %}{{ m(n - 1) ~ m(n - 1) if n }}{% endmacro %}{{ m(60) }}",
          "{{ range(10 ** 12)|sum }}",
          "{{ range(10 ** 12)|map('string')|list }}",
          "{{ range(10 ** 12)|select('none')|first }}",
          "{{ range(10 ** 12)|max }}",
          "{{ range(10 ** 12)|unique|list }}",
          "{{ range(10 ** 12)|batch(10 ** 12)|list }}",
          "{{ [1]|batch(10 ** 12, 1)|list }}",
          "{{ [1]|slice(10 ** 12)|list }}",
          "{{ range(10 ** 12)|list }}",
          "{{ range(10 ** 12)|sort }}",
          "{{ range(10 ** 12)|join }}",
          "{{ ''.join(range(10 ** 12)|map('string')) }}",
          "{{ 'x' in range(10 ** 12)|map('string') }}",
          "{{ lipsum(10 ** 9) }}",
          "{{ dict(range(10 ** 9)) }}",
          "{% set l = [1] %}{% for x in l %}{% do l.append(x) %}{% endfor %}",
          "{% set ns = namespace(a=[1], b=[1]) %}{% for x in range(60) %}"
          "{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}"
          "{{ ns.a == ns.b }}"}) {
        CAPTURE(text);
        const std::string failure = class_of_failure(environment, text);
        CHECK((failure == "RuntimeError" || failure == "MemoryError"));
    }
    CHECK(class_of_failure(environment, "{% for x in range(9000) %}{% endfor %}") == "none");
}

TEST_CASE("the output is never longer than its limit, captured or not") {
    Environment environment({.extensions = {"do"}, .limits = {.max_output_bytes = 100}});
    const auto length_of = [&](std::string_view text) {
        return environment.from_string(text).render(value::Dict()).size();
    };
    CHECK(length_of(repeat("x", 100)) == 100);
    CHECK(length_of(repeat("x", 98) + "{{ 10 }}") == 100);
    for (const std::string& text :
         {repeat("x", 101),
          repeat("x", 99) + "{{ 10 }}",
          std::string("{% for x in range(101) %}x{% endfor %}"),
          "{% set t %}" + repeat("x", 101) + "{% endset %}",
          "{% macro m() %}" + repeat("x", 101) + "{% endmacro %}{% do m() %}",
          "{% filter length %}" + repeat("x", 101) + "{% endfilter %}",
          std::string("{{ 'x' * 101 }}"),
          std::string("{% do 'x' * 101 %}"),
          std::string("{{ ('x' * 60 ~ 'y' * 60)|length }}"),
          std::string("{{ ('x' * 60 + 'y' * 60)|length }}"),
          std::string("{{ ['x' * 60, 'y' * 60]|join|length }}"),
          std::string("{{ ('x' * 60)|replace('', 'ab') }}"),
          std::string("{{ ('x\n' * 20)|indent(9) }}"),
          std::string("{{ ('x' * 20)|wordwrap(1, wrapstring='abcdef') }}"),
          std::string("{{ ('<' * 60)|urlencode }}"),
          std::string("{{ ('<' * 60)|e }}"),
          std::string("{{ ['x' * 60, 'y' * 60] }}"),
          std::string("{{ ['x' * 60, 'y' * 60]|tojson }}"),
          std::string("{{ ['x' * 60, 'y' * 60]|pprint }}"),
          std::string("{{ {'x' * 60: 'y' * 60}|xmlattr }}"),
          std::string("{{ ('ab.com ' * 14)|urlize }}"),
          std::string("{{ [1]|tojson(indent=10 ** 9) }}"),
          std::string("{{ 'x'|center(101) }}"),
          std::string("{{ 'x'.ljust(10 ** 12) }}"),
          std::string("{{ '%101d' % 1 }}"),
          std::string("{{ '%.101d' % 1 }}"),
          std::string("{{ '{:101}'.format(1) }}"),
          std::string("{{ '%s%s' % ('x' * 60, 'x' * 60) }}"),
          std::string("{{ '1'.zfill(101) }}"),
          std::string("{{ '\t'.expandtabs(101) }}"),
          std::string("{{ 'abc'.translate({97: 'x' * 60, 98: 'x' * 60}) }}"),
          std::string("{{ lipsum() }}")}) {
        CAPTURE(text);
        CHECK(class_of_failure(environment, text) == "MemoryError");
    }
}

TEST_CASE("what a rendering keeps has a limit") {
    Environment environment({.extensions = {"do"}, .limits = {.max_held_bytes = 10'000'000}});
    for (const std::string text :
         {"{% set l = [] %}{% for i in range(1000) %}{% do l.append('x' * 100000) %}{% endfor %}",
          "{% set l = [] %}{% for i in range(1000) %}{% do l.append([i] * 10000) %}{% endfor %}",
          "{% set l = [] %}{% for i in range(10 ** 6) %}{% do l.append([i]) %}{% endfor %}",
          "{% set l = [] %}{% for i in range(10 ** 6) %}{% do l.append('x' ~ i) %}{% endfor %}"}) {
        CAPTURE(text);
        CHECK(class_of_failure(environment, text) == "MemoryError");
    }
    CHECK(
        class_of_failure(
            environment,
            "{% for i in range(1000) %}{% set l = [i] * 10000 %}{% set s = 'x' * 100000 %}"
            "{% endfor %}")
        == "none");
}

TEST_CASE("absurd sizes are errors") {
    Environment environment({.limits = {.max_loop_items = 1'000'000}});
    for (const std::string text :
         {"{{ 'x' * 10 ** 10 }}",
          "{{ [0] * 10 ** 10 }}",
          "{{ '%1000000000d' % 1 ~ '%1000000000d' % 1 }}",
          "{{ '%100000000000d' % 1 }}",
          "{{ '{:>9999999999}'.format(1) }}",
          "{{ '{:>99999999999999999999}'.format(1) }}",
          "{{ '{:.99999999999}'.format(1.5) }}",
          "{{ 'x'|center(10 ** 12) }}",
          "{{ 'x'|indent(10 ** 12) }}",
          "{{ 'x'|indent(10 ** 12, true) }}",
          "{{ [1]|batch(10 ** 12, 0)|list }}",
          "{{ [1]|tojson(10 ** 12) }}",
          "{{ lipsum(10 ** 9) }}",
          "{{ lipsum(1, false, 10 ** 12, 10 ** 13) }}",
          "{{ 2 ** (10 ** 9) }}",
          "{{ (2 ** 1000000) * (2 ** 1000000) }}",
          "{{ 7 ** 300000 }}",
          "{{ '%d' % 10 ** 5000 }}",
          "{% set ns = namespace(s='x') %}{% for i in range(64) %}{% set ns.s = ns.s * 9 %}"
          "{% endfor %}"}) {
        CAPTURE(text);
        CHECK(class_of_failure(environment, text) != "none");
    }
    CHECK(class_of_failure(environment, "{{ range(10 ** 18)|length }}") == "none");
    CHECK(class_of_failure(environment, "{{ (2 ** 100000) % 97 }}") == "none");
}

TEST_CASE("constants are computed within the limits of the environment") {
    Environment environment({.limits = {.max_output_bytes = 10, .max_integer_bits = 64}});
    CHECK(class_of_failure(environment, "{{ ('x' * 11)|length }}") == "MemoryError");
    CHECK(class_of_failure(environment, "{{ 2 ** 80 > 1 }}") == "OverflowError");
    CHECK(class_of_failure(environment, "{% if false %}{{ 2 ** 80 }}{% endif %}") == "none");
}

TEST_CASE("deep data ends in an error or is handled, never in a crash") {
    constexpr int depth = 100'000;
    value::Value list = value::List();
    value::Value dict = value::Dict();
    value::Value tuple = value::Value::tuple({});
    for (int i = 0; i < depth; ++i) {
        list = value::List({list});
        dict = value::Dict{{"a", dict}};
        tuple = value::Value::tuple({tuple});
    }
    Environment environment({.extensions = {"do"}});
    const value::Dict variables{
        {"list", list}, {"dict", dict}, {"tuple", tuple}, {"other", value::List({list})}};
    for (const char* const name : {"list", "dict", "tuple"}) {
        for (const char* const shape :
             {"{{{{ {0} }}}}",
              "{{{{ {0}|tojson }}}}",
              "{{{{ {0}|pprint }}}}",
              "{{{{ {0}|e }}}}",
              "{{{{ {0}|string|length }}}}",
              "{{{{ '%s' % ({0},) }}}}",
              "{{{{ '{{}}'.format({0}) }}}}",
              "{{{{ [{0}, other]|sort }}}}",
              "{{{{ {0} == [{0}] }}}}",
              "{{{{ {0} in other }}}}",
              "{{{{ [{0}]|unique|list|length }}}}",
              "{{{{ {{{0}: 1}} }}}}",
              "{{{{ {0} is in([1]) }}}}",
              "{{{{ [{0}, 'a']|join }}}}",
              "{{{{ {0}|urlencode }}}}",
              "{{{{ {0}|list|length }}}}",
              "{{% set c = {0} %}}{{{{ c|length }}}}",
              "{{{{ [{0}]|map('string')|list }}}}"}) {
            const std::string text = fmt::format(fmt::runtime(shape), name);
            CAPTURE(text);
            try {
                environment.from_string(text).render(variables);
            } catch (const TemplateError& error) {
                CHECK(error.info().where.has_value());
            }
        }
    }
    CHECK_THROWS_AS(environment.from_string("{{ list }}").render(variables), TemplateError);
}

TEST_CASE("a million lists in each other are printed to an error, copied and freed") {
    value::Value list = value::List();
    for (int i = 0; i < 1'000'000; ++i) {
        list = value::List({list});
    }
    Environment environment;
    CHECK_THROWS_AS(
        environment.from_string("{{ list }}").render(value::Dict{{"list", list}}), TemplateError);
    CHECK_THROWS_AS(value::deep_copy(list), Error);
    CHECK_THROWS_AS(value::equal(list, value::List({list})), Error);
}

TEST_CASE("huge hostile sources fail quickly with a line") {
    Environment environment;
    constexpr std::size_t huge = 4'000'000;
    for (const std::string& text :
         {repeat("{{", huge / 2),
          repeat("{%", huge / 2),
          "{{" + repeat("(", huge),
          "{{ '" + repeat("x", huge),
          "{{ " + repeat("[", huge),
          "{{ a" + repeat(".a", huge / 2),
          "{{ " + repeat("1+", huge / 2),
          repeat("{% if 1 %}", huge / 10),
          "{#" + repeat("x", huge),
          "{% raw %}" + repeat("{{", huge / 2)}) {
        CAPTURE(text.substr(0, 20));
        try {
            environment.from_string(text);
            FAIL("compiled");
        } catch (const TemplateError& error) {
            CHECK(error.is_syntax_error());
            REQUIRE(error.info().where.has_value());
            CHECK(error.info().where->line == 1);
        }
    }
    for (const std::string& text :
         {repeat("{", huge) + " ", repeat("x", huge), "{{ '" + repeat("x", huge) + "' }}"}) {
        CAPTURE(text.substr(0, 20));
        CHECK(class_of_failure(environment, text) != "RecursionError");
    }
}

TEST_CASE("a rendering can be cancelled") {
    Environment environment;
    std::stop_source source;
    environment.set_stop_token(source.get_token());
    int calls = 0;
    environment.add_function("stop", [&](State&, value::Arguments&) {
        if (++calls == 3) {
            source.request_stop();
        }
        return value::Value("");
    });
    for (const std::string text :
         {"\n{% for x in range(10 ** 7) %}{{ stop() }}{% endfor %}",
          "\n{{ stop() }}{{ stop() }}{{ stop() }}{{ range(10 ** 7)|sum }}",
          "\n{{ stop() }}{{ stop() }}{{ stop() }}{% macro m(n) %}{{ m(n - 1) ~ m(n - 1) if n }}"
          "{% endmacro %}{{ m(40) }}"}) {
        CAPTURE(text);
        source = std::stop_source();
        environment.set_stop_token(source.get_token());
        calls = 0;
        try {
            environment.from_string(text).render(value::Dict());
            FAIL("went on");
        } catch (const Cancelled& error) {
            CHECK(error.class_name() == "Cancelled");
            REQUIRE(error.info().where.has_value());
            CHECK(error.info().where->line == 2);
        }
        CHECK(calls < 10'000);
    }
    environment.set_stop_token({});
    CHECK(environment.from_string("{{ 1 }}").render(value::Dict()) == "1");
}

TEST_CASE("output, loops and integers have limits") {
    Environment environment(
        {.limits = {.max_output_bytes = 1000, .max_loop_items = 100, .max_integer_bits = 1000}});
    CHECK(
        class_of_failure(environment, "{% for x in range(50) %}" + repeat("x", 90) + "{% endfor %}")
        == "MemoryError");
    CHECK(
        class_of_failure(environment, "{% for x in range(10 ** 12) %}{% endfor %}")
        == "RuntimeError");
    CHECK(class_of_failure(environment, "{{ 10 ** 100000 }}") == "OverflowError");
    CHECK(class_of_failure(environment, "{{ 'x' * 10 ** 9 }}") != "none");
}

TEST_CASE("constants that fail are no compile errors") {
    Environment environment;
    CHECK(class_of_failure(environment, "{% if false %}{{ 1 // 0 }}{% endif %}") == "none");
    CHECK(class_of_failure(environment, "{{ 1 // 0 }}") == "ZeroDivisionError");
}

}  // namespace tutor::jinja
