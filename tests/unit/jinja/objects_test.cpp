// SPDX-License-Identifier: Apache-2.0
//
// Objects of the host in templates.

#include "support.hpp"
#include "value/object.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

namespace tutor::jinja {

namespace {

class Key final : public value::Object {
public:
    std::string type_name() const override { return "Key"; }
    std::string str() const override { return "a key"; }
    std::optional<value::Value> attribute(std::string_view name) const override {
        return name == "n" ? std::optional<value::Value>(35) : std::nullopt;
    }
    std::optional<value::Value> item(const value::Value& key) const override {
        return value::str(key) == "x" ? std::optional<value::Value>("item") : std::nullopt;
    }
    std::optional<value::Iteration> iterate() override {
        return value::Iteration([next = 0]() mutable -> std::optional<value::Value> {
            return next < 3 ? std::optional<value::Value>(next++) : std::nullopt;
        });
    }
};

value::Dict with_key() {
    return value::Dict{{"key", value::Value::object(std::make_shared<Key>())}};
}

}  // namespace

TEST_CASE("attributes, items and iteration of an object are used") {
    CHECK(
        render("{{ key }} {{ key.n + 1 }} {{ key.x }} {{ key['n'] }} {{ key|list }}", with_key())
        == "a key 36 item 35 [0, 1, 2]");
}

TEST_CASE("a missing attribute names the type") {
    CHECK_THROWS_WITH_AS(
        render("{{ key.nope }}", with_key()),
        "'Key object' has no attribute 'nope'",
        UndefinedError);
}

TEST_CASE("an iteration without length still knows the last turn") {
    CHECK(
        render(
            "{% for i in key %}{{ i }}{{ ',' if not loop.last }}{{ loop.length }}{% endfor %}",
            with_key())
        == "0,31,323");
}

TEST_CASE("a set block can hold what its filter makes") {
    Environment environment({.undefined = UndefinedKind::strict});
    environment.add_filter("import_key", [](State&, value::Arguments&) {
        return value::Value::object(std::make_shared<Key>());
    });
    CHECK(
        environment.from_string("{% set k | import_key %}text{% endset %}{{ k.n }}")
            .render(value::Dict())
        == "35");
}

TEST_CASE("a function of the host can render while a rendering runs") {
    Environment environment({.undefined = UndefinedKind::strict});
    environment.add_function("patch", [](State& state, value::Arguments& arguments) {
        const Template text =
            state.environment().from_string(value::str(arguments.positional[0]), {"patch"});
        return state.render_nested(text);
    });
    CHECK(
        environment.from_string("{% set x = 1 %}[{{ patch('{{ y }}{{ x is defined }}') }}]")
            .render(value::Dict{{"y", 2}})
        == "[2False]");
}

TEST_CASE("errors of the host's functions pass through with their type") {
    Environment environment;
    environment.add_function("fail", [](State&, value::Arguments&) -> value::Value {
        throw UsageError({.message = "wrong"});
    });
    CHECK_THROWS_AS(environment.from_string("{{ fail() }}").render(value::Dict()), UsageError);
}

TEST_CASE("a macro that outlives its rendering fails when it is called") {
    Environment environment;
    value::Value kept;
    environment.add_function("keep", [&](State&, value::Arguments& arguments) {
        kept = arguments.positional[0];
        return value::Value("");
    });
    environment.from_string("{% macro m() %}{% endmacro %}{{ keep(m) }}").render(value::Dict());
    value::Arguments none;
    CHECK_THROWS_AS(kept.as_object()->call(none), Error);
}

}  // namespace tutor::jinja
