// SPDX-License-Identifier: Apache-2.0
//
// Objects of the host in templates.

#include "support.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/formatting.hpp"
#include "value/methods.hpp"
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

/// What the bridge of a Python host makes of a mapping: everything by duck typing.
class Record final : public value::Object {
public:
    explicit Record(value::Dict fields) : fields_(std::move(fields)) {}

    std::string type_name() const override { return "Record"; }
    std::string repr() const override { return "Record(" + value::repr(fields_) + ")"; }
    bool truth() const override { return !fields_.empty(); }
    std::optional<std::size_t> length() const override { return fields_.size(); }
    std::optional<bool> contains(const value::Value& key) const override {
        return fields_.contains(key);
    }
    std::optional<value::Iteration> iterate() override { return value::iterate(fields_); }
    std::optional<value::Value> item(const value::Value& key) const override {
        const value::Value* found = fields_.find(key);
        return found == nullptr ? std::nullopt : std::optional(*found);
    }
    std::optional<value::Value> attribute(std::string_view name) const override {
        if (name == "keys" || name == "items" || name == "values") {
            return value::attribute(fields_, name);
        }
        if (name == "broken") {
            throw value::PythonError("PermissionError", "not for templates");
        }
        return std::nullopt;
    }
    bool set_attribute(std::string_view name, const value::Value& value) override {
        fields_.set(name, value);
        return true;
    }
    bool equals(const value::Value& other) const override {
        return value::equal(fields_, other.is_object() ? fields_of(other) : other);
    }

private:
    static value::Value fields_of(const value::Value& other) {
        const auto* record = dynamic_cast<const Record*>(other.as_object().get());
        return record == nullptr ? value::Value() : value::Value(record->fields_);
    }

    value::Dict fields_;
};

/// A number of the host, like decimal.Decimal.
class Cents final : public value::Object {
public:
    explicit Cents(std::int64_t cents) : cents_(cents) {}

    std::string type_name() const override { return "Cents"; }
    std::string str() const override { return std::to_string(cents_) + "c"; }
    std::string repr() const override { return "Cents(" + std::to_string(cents_) + ")"; }
    bool equals(const value::Value& other) const override {
        return value::equal(cents_, cents_of(other));
    }
    std::optional<std::size_t> hash() const override { return value::hash(cents_); }
    std::string format(std::string_view spec) const override {
        return value::format(value::Value(static_cast<double>(cents_) / 100), spec);
    }
    std::optional<value::Value> attribute(std::string_view name) const override {
        const auto method = [&](value::Value result) {
            return value::function(
                std::string(name), [result](value::Arguments&) { return result; });
        };
        if (name == "__int__") {
            return method(cents_ / 100);
        }
        if (name == "__float__") {
            return method(static_cast<double>(cents_) / 100);
        }
        if (name == "__abs__") {
            return method(cents_ < 0 ? -cents_ : cents_);
        }
        return std::nullopt;
    }
    std::optional<value::Value>
    operate(value::Operator operation, value::Side side, const value::Value& other) const override {
        const value::Value number = cents_of(other);
        if (number.is_none() && operation != value::Operator::negate) {
            return std::nullopt;
        }
        const value::Value left = side == value::Side::left ? value::Value(cents_) : number;
        const value::Value right = side == value::Side::left ? number : value::Value(cents_);
        const auto cents = [](const value::Value& result) {
            return value::Value::object(std::make_shared<Cents>(result.as_integer()));
        };
        switch (operation) {
        case value::Operator::add: return cents(value::add(left, right));
        case value::Operator::subtract: return cents(value::subtract(left, right));
        case value::Operator::negate: return cents(-cents_);
        case value::Operator::less: return value::less(left, right);
        case value::Operator::greater: return value::less(right, left);
        case value::Operator::multiply:
        case value::Operator::divide:
        case value::Operator::floor_divide:
        case value::Operator::modulo:
        case value::Operator::power:
        case value::Operator::less_equal:
        case value::Operator::greater_equal:
        case value::Operator::positive: break;
        }
        return std::nullopt;
    }

private:
    static value::Value cents_of(const value::Value& other) {
        if (other.is_integer()) {
            return other;
        }
        const auto* cents =
            other.is_object() ? dynamic_cast<const Cents*>(other.as_object().get()) : nullptr;
        return cents == nullptr ? value::Value() : value::Value(cents->cents_);
    }

    std::int64_t cents_;
};

value::Value cents(std::int64_t number) {
    return value::Value::object(std::make_shared<Cents>(number));
}

value::Dict with_records() {
    const auto record = [](value::Dict fields) {
        return value::Value::object(std::make_shared<Record>(std::move(fields)));
    };
    return value::Dict{
        {"r", record(value::Dict{{"name", "Ada"}, {"born", 1815}})},
        {"empty", record(value::Dict())},
        {"people",
         value::List{
             record(value::Dict{{"name", "Zoe"}, {"born", 2}}),
             record(value::Dict{{"name", "Bob"}, {"born", 1}})}},
        {"price", cents(250)},
        {"debt", cents(-99)}};
}

std::string render_records(std::string_view text) {
    return render(text, with_records());
}

}  // namespace

TEST_CASE("a mapping of the host is one to filters, tests and operators") {
    CHECK(render_records("{{ r.name }} {{ r['born'] }} {{ r|length }}") == "Ada 1815 2");
    CHECK(
        render_records("{{ r|list }} {{ 'name' in r }} {{ 'x' in r }}")
        == "['name', 'born'] True False");
    CHECK(render_records("{{ r|items|list }}") == "[('name', 'Ada'), ('born', 1815)]");
    CHECK(
        render_records("{% for k, v in r.items() %}{{ k }}={{ v }};{% endfor %}")
        == "name=Ada;born=1815;");
    CHECK(render_records("{{ r|dictsort }}") == "[('born', 1815), ('name', 'Ada')]");
    CHECK(
        render_records("{{ dict(r) }} {{ r|urlencode }}")
        == "{'name': 'Ada', 'born': 1815} name=Ada&born=1815");
    CHECK(
        render_records("{{ r is mapping }} {{ price is mapping }} {{ r is iterable }}")
        == "True False True");
    CHECK(render_records("{{ 'full' if r }}{{ 'full' if empty else 'none' }}") == "fullnone");
    CHECK(
        render_records("{{ r == {'name': 'Ada', 'born': 1815} }} {{ r == r }} {{ r == empty }}")
        == "True True False");
    CHECK_THROWS_WITH_AS(
        render_records("{{ price|items|list }}"),
        "Can only get item pairs from a mapping.",
        TemplateError);
}

TEST_CASE("filters that take an attribute read it from objects of the host") {
    CHECK(render_records("{{ people|map(attribute='name')|join(' ') }}") == "Zoe Bob");
    CHECK(
        render_records("{{ people|sort(attribute='born')|map(attribute='name')|join(' ') }}")
        == "Bob Zoe");
    CHECK(
        render_records("{{ people|selectattr('born', 'gt', 1)|map(attribute='name')|list }}")
        == "['Zoe']");
    CHECK(render_records("{{ people|sum(attribute='born') }}") == "3");
    CHECK(
        render_records("{% for g in people|groupby('name') %}{{ g.grouper }}{% endfor %}")
        == "BobZoe");
}

TEST_CASE("numbers of the host calculate, compare, format and convert") {
    CHECK(
        render_records("{{ price + 1 }} {{ 1 + price }} {{ price - debt }} {{ -price }}")
        == "251c 251c 349c -250c");
    CHECK(
        render_records("{{ debt < price }} {{ 300 > price }} {{ [price, debt]|sort }}")
        == "True True [Cents(-99), Cents(250)]");
    CHECK(
        render_records("{{ price == 250 }} {{ {price: 'x'}[250] }} {{ 250 in [price] }}")
        == "True x True");
    CHECK(
        render_records("{{ '{:.1f}|{}'.format(price, price) }} {{ '%s %r' % (price, price) }}")
        == "2.5|2.5 250c Cents(250)");
    CHECK(render_records("{{ price|int }} {{ price|float }} {{ debt|abs }}") == "2 2.5 99");
    CHECK_THROWS_WITH_AS(
        render_records("{{ price * 2 }}"),
        "unsupported operand type(s) for *: 'Cents' and 'int'",
        TemplateError);
    CHECK_THROWS_WITH_AS(
        render_records("{{ price < 'x' }}"),
        "'<' not supported between instances of 'Cents' and 'str'",
        TemplateError);
}

TEST_CASE("exceptions of the host keep their class and message and get the place") {
    Environment environment;
    try {
        environment.from_string("line\n{{ r.broken }}", {.name = "page"}).render(with_records());
        FAIL("no error");
    } catch (const TemplateError& error) {
        CHECK(error.class_name() == "PermissionError");
        CHECK(error.info().message == "not for templates");
        REQUIRE(error.info().where);
        CHECK(error.info().where->source == "page");
        CHECK(error.info().where->line == 2);
    }
}

TEST_CASE("a generator of the host is read once, lazily") {
    int asked = 0;
    const auto numbers = [&asked] {
        class Numbers final : public value::Object {
        public:
            explicit Numbers(int& asked) : asked_(asked) {}
            std::string type_name() const override { return "generator"; }
            std::optional<value::Iteration> iterate() override {
                return value::Iteration([this]() -> std::optional<value::Value> {
                    return asked_ < 5 ? std::optional<value::Value>(++asked_) : std::nullopt;
                });
            }

        private:
            int& asked_;
        };
        return value::Value::object(std::make_shared<Numbers>(asked));
    };
    Environment environment({.extensions = {"loopcontrols"}});
    CHECK(
        environment
            .from_string("{% for n in g %}{{ n }}{% if n == 2 %}{% break %}{% endif %}{% endfor %}"
                         "|{{ g|first }}|{{ g|list }}|{{ g|list }}")
            .render(value::Dict{{"g", numbers()}})
        == "12|3|[4, 5]|[]");
}

TEST_CASE("a callable of the host renders in the same environment inside a filter inside a loop") {
    Environment environment({.undefined = UndefinedKind::strict});
    environment.set_loader(std::make_shared<TestLoader>(std::map<std::string, std::string>{
        {"row", "{% macro cell(x) %}<{{ x }}>{% endmacro %}{{ cell(value) }}"}}));
    value::Dict variables{{"rows", value::List{1, 2, 3}}};
    variables.set("render_row", value::function("render_row", [&](value::Arguments& arguments) {
                      return value::Value(environment.get_template("row").render(
                          value::Dict{{"value", arguments.positional.at(0)}}));
                  }));
    environment.add_filter("row", [](State& state, value::Arguments& arguments) {
        value::Arguments given{{arguments.positional.at(0)}, {}};
        return value::call(*state.resolve("render_row"), given);
    });
    CHECK(
        environment
            .from_string("{% for r in rows %}{{ loop.index }}{{ r|row|upper }}{{ render_row(r) }}"
                         "{% endfor %}{{ rows|map('row')|join }}")
            .render(variables)
        == "1<1><1>2<2><2>3<3><3><1><2><3>");
}

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
