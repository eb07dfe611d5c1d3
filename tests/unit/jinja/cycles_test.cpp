// SPDX-License-Identifier: Apache-2.0
//
// What a rendering leaves behind: nothing but what somebody outside holds.

#include "value/cycles.hpp"

#include "support.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/object.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

namespace tutor::jinja {

namespace {

using value::Value;

/// Holds one value, which templates set and read as `held`.
class Holder final : public value::Object {
public:
    std::string type_name() const override { return "Holder"; }
    std::optional<Value> attribute(std::string_view name) const override {
        return name == "held" ? std::optional<Value>(held) : std::nullopt;
    }
    bool set_attribute(std::string_view /*name*/, const Value& value) override {
        held = value;
        return true;
    }
    bool is_callable() const override { return true; }
    Value call(value::Arguments& arguments) override {
        held = arguments.positional.at(0);
        return "";
    }
    void visit_references(const std::function<void(const Value&)>& visit) const override {
        visit(held);
    }
    void clear_references() override { held = {}; }

    Value held;
};

Options all_extensions() {
    return {.extensions = {"do", "loopcontrols"}};
}

/// Containers and objects that outlive the rendering of `text`.
std::size_t left_by(std::string_view text) {
    Environment environment(all_extensions());
    environment.set_loader(std::make_shared<TestLoader>(std::map<std::string, std::string>{
        {"macros",
         "{% macro m() %}{{ m }}{% endmacro %}{% set all = [m] %}{% do all.append(all) %}"},
        {"parent", "{% block a %}{% endblock %}"},
        {"part", "{% macro in_part() %}{% endmacro %}{% set _keep = self %}"}}));
    environment.add_function("holder", [](State&, value::Arguments&) {
        return Value::object(std::make_shared<Holder>());
    });
    environment.add_function("fail", [](State&, value::Arguments&) -> Value {
        throw UsageError({.message = "on purpose"});
    });
    const Template compiled = environment.from_string(text);
    const value::CycleScope scope;
    try {
        compiled.render(value::Dict());
    } catch (const UsageError&) {
    }
    return scope.alive();
}

}  // namespace

TEST_CASE("cycles made by templates are freed with the rendering") {
    for (const std::string text :
         {"{% set l = [] %}{% do l.append(l) %}",
          "{% set d = {} %}{% do d.update(me=d) %}",
          "{% set d = {} %}{% do d.update(view=d.items()) %}",
          "{% set l = [] %}{% do l.append((l, {'l': l})) %}",
          "{% set l = [] %}{% do l.append(l.append) %}{% do l.append(l.__len__) %}",
          "{% set l = [] %}{% do l.append(l.nothing) %}",
          "{% set l = ['a'] %}{% do l.append(l|map('upper')) %}",
          "{% set l = [1] %}{% set g = l|select('odd') %}{{ g|first }}{% do l.append(g) %}",
          "{% set l = [1] %}{% for g in l|groupby('x') %}{% do l.append(g) %}{% endfor %}",
          "{% set ns = namespace() %}{% set ns.me = ns %}",
          "{% set ns = namespace(c=cycler(1)) %}{% set ns.next = ns.c.next %}{% set ns.me = ns %}",
          "{% set l = [] %}{% set c = cycler(l) %}{% do l.append(c.next) %}{% do l.append(c) %}",
          "{% set l = [] %}{% set j = joiner(l) %}{% do l.append(j) %}"}) {
        CAPTURE(text);
        CHECK(left_by(text) == 0);
    }
}

TEST_CASE("macros and what they close over are freed with the rendering") {
    for (const std::string text :
         {"{% macro m() %}{% endmacro %}",
          "{% macro m() %}{{ m is callable }}{% endmacro %}{{ m() }}",
          "{% macro m(x=1) %}{% macro n() %}{{ x }}{{ m }}{% endmacro %}{{ n() }}{% endmacro %}"
          "{{ m() }}{{ m() }}",
          "{% if true %}{% macro m() %}{% endmacro %}{% endif %}",
          "{% set ns = namespace() %}{% macro m() %}{{ ns }}{% endmacro %}{% set ns.m = m %}",
          "{% for x in [1, 2] %}{% macro m() %}{{ x }}{{ m }}{% endmacro %}{{ m() }}{% endfor %}",
          "{% set l = [] %}{% macro m() %}{% do l.append(caller) %}{{ caller() }}{% endmacro %}"
          "{% call m() %}{{ l|length }}{% endcall %}",
          "{% set l = [] %}{% macro m() %}{% do l.append(kwargs) %}{% endmacro %}{{ m(a=m, l=l) }}",
          "{% from 'macros' import m, all %}{{ m() }}{% set mine = [m, all] %}",
          "{% import 'macros' as macros with context %}{% set ns = namespace(macros=macros) %}",
          "{% include 'part' %}{% include 'part' without context %}",
          "{% extends 'parent' %}{% macro m() %}{% endmacro %}"
          "{% block a %}{% set s = self %}{% set t = super %}{% macro n() %}{{ s }}{{ t }}"
          "{% endmacro %}{{ super() }}{{ n() }}{% endblock %}",
          "{% block b scoped %}{% set l = [self.b] %}{% do l.append(l) %}{% endblock %}"
          "{% set s = self %}",
          "{% macro m() %}{{ fail() }}{% endmacro %}{% set l = [m] %}{% do l.append(l) %}{{ m() "
          "}}"}) {
        CAPTURE(text);
        CHECK(left_by(text) == 0);
    }
}

TEST_CASE("loops that were stored are freed with the rendering") {
    for (const std::string text :
         {"{% set ns = namespace() %}{% for x in [1] %}{% set ns.loop = loop %}{% endfor %}",
          "{% set ns = namespace() %}{% for x in [ns] %}{% set ns.cycle = loop.cycle %}"
          "{% set ns.changed = loop.changed %}{{ loop.changed(ns) }}{% endfor %}",
          "{% set ns = namespace() %}{% for x in [1, 2] if x is odd %}{% set ns.l = loop %}"
          "{% endfor %}",
          "{% set ns = namespace() %}{% for x in [1, 2] if x %}{% set ns.l = loop %}{{ fail() }}"
          "{% endfor %}",
          "{% set ns = namespace() %}{% for x in [[1], [2]] recursive %}{% set ns.l = loop %}"
          "{{ loop(x) if x is iterable }}{% endfor %}",
          "{% set l = [] %}{% for x in [1, 2] recursive %}{% do l.append(loop) %}{% do l.append(l) "
          "%}"
          "{{ loop([3]) if loop.depth < 3 }}{% if x == 2 %}{{ fail() }}{% endif %}{% endfor %}",
          "{% set l = [] %}{% for x in [1, 2] %}{% for y in loop %}{% do l.append(y) %}"
          "{% do l.append(l) %}{% endfor %}{% endfor %}",
          "{% set l = [1, 2] %}{% for x in l %}{% do l.append(loop) if loop.index < 3 %}{% break %}"
          "{% endfor %}"}) {
        CAPTURE(text);
        CHECK(left_by(text) == 0);
    }
}

TEST_CASE("cycles through objects of the host that take part are freed") {
    CHECK(left_by("{% set h = holder() %}{{ h([h]) }}") == 0);
    CHECK(left_by("{% set h = holder() %}{% macro m() %}{{ h }}{% endmacro %}{{ h(m) }}") == 0);
    CHECK(left_by("{% set l = [] %}{% set h = holder() %}{{ h(l) }}{% do l.append(h) %}") == 0);
}

TEST_CASE("what the host holds outlives the rendering and stays as it was") {
    const value::CycleScope scope;  // takes what the host lets go of
    Environment environment(all_extensions());
    const auto holder = std::make_shared<Holder>();
    const auto render = [&](std::string_view text) {
        environment.from_string(text).render(value::Dict{{"h", Value::object(holder)}});
        return value::str(holder->held);
    };
    CHECK(render("{% set t %}a{{ 1 }}{% endset %}{{ h(t) }}") == "a1");
    CHECK(render("{% set l = [1] %}{% do l.append(l) %}{{ h({'l': l}) }}") == "{'l': [1, [...]]}");
    CHECK(
        render("{% set ns = namespace(a=[1]) %}{% set ns.b = ns.a %}{{ h(ns) }}")
        == "<Namespace {'a': [1], 'b': [1]}>");
    CHECK(
        render("{% macro m(a) %}{% endmacro %}{{ h([m.name, m.arguments, m]) }}")
        == "['m', ('a',), <Macro 'm'>]");
}

TEST_CASE("what works only in a rendering ends with it, safely") {
    Environment environment(all_extensions());
    const auto holder = std::make_shared<Holder>();
    const auto kept = [&](std::string_view text) {
        environment.from_string(text).render(value::Dict{{"h", Value::object(holder)}});
        return holder->held;
    };
    CHECK(
        value::str(Value(value::List(value::to_vector(kept("{{ h(['a', 'b']|map('upper')) }}")))))
        == "[]");
    value::Arguments none;
    for (const std::string text :
         {"{% macro m() %}{% endmacro %}{{ h(m) }}",
          "{% block a %}{{ h(self.a) }}{% endblock %}",
          "{% for x in [1] recursive %}{{ h(loop) }}{% endfor %}"}) {
        CAPTURE(text);
        value::Arguments arguments{{Value(value::List())}, {}};
        CHECK_THROWS_WITH_AS(
            kept(text).as_object()->call(arguments), "the rendering is over", value::PythonError);
    }
    const Value self = kept("{% block a %}{% endblock %}{{ h(self) }}");
    CHECK(value::repr(self) == "<TemplateReference '<template>'>");
    CHECK_THROWS_WITH_AS(self.as_object()->item("a"), "the rendering is over", value::PythonError);
    const Value loop = kept("{% for x in [1, 2] %}{{ h(loop) }}{% endfor %}");
    CHECK(value::str(*loop.as_object()->attribute("index")) == "2");
    CHECK(value::str(*loop.as_object()->attribute("length")) == "2");
}

TEST_CASE("a rendering inside a rendering does not end the outer one's macros") {
    Environment environment(all_extensions());
    environment.add_function("inner", [](State& state, value::Arguments& arguments) {
        return Value(
            state.environment()
                .from_string("{{ m() }}{{ l|list }}")
                .render(value::Dict{
                    {"m", arguments.positional.at(0)}, {"l", arguments.positional.at(1)}}));
    });
    CHECK(
        environment
            .from_string("{% macro m() %}{% macro n() %}x{% endmacro %}{% do ns.update(n=n) %}"
                         "{% endmacro %}{% set ns = {} %}{{ inner(m, ['a']|map('upper')) }}"
                         "{{ ns.n() }}{{ m() }}")
            .render(value::Dict())
        == "['A']x");
}

}  // namespace tutor::jinja
