// SPDX-License-Identifier: Apache-2.0
//
// Hostile templates end in an error, in bounded time and memory.

#include "support.hpp"

#include <doctest/doctest.h>

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
