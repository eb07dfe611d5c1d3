// SPDX-License-Identifier: Apache-2.0
//
// The builtin tests.

#include "jinja/internal/filters.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/methods.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

namespace tutor::jinja {

using value::Arguments;
using value::Value;

namespace {

const Value& only(std::string_view name, const Arguments& arguments, std::size_t hidden = 0) {
    const Parameters p(arguments, {name, {"value"}, 1, hidden});
    return p[0];
}

template <value::Comparison comparison>
Value compare(Interpreter& /*interpreter*/, Arguments& arguments) {
    static constexpr std::string_view names[] = {"eq", "ne", "lt", "le", "gt", "ge"};
    if (!arguments.keyword.empty()) {
        fail_type(fmt::format(
            "_operator.{}() takes no keyword arguments",
            names[static_cast<std::size_t>(comparison)]));
    }
    if (arguments.positional.size() != 2) {
        fail_type(fmt::format(
            "{} expected 2 arguments, got {}",
            names[static_cast<std::size_t>(comparison)],
            arguments.positional.size()));
    }
    return value::compare(comparison, arguments.positional[0], arguments.positional[1]);
}

Value odd(Interpreter& /*interpreter*/, Arguments& arguments) {
    return value::equal(value::modulo(only("test_odd", arguments), 2), 1);
}

Value even(Interpreter& /*interpreter*/, Arguments& arguments) {
    return value::equal(value::modulo(only("test_even", arguments), 2), 0);
}

Value divisibleby(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"test_divisibleby", {"value", "num"}, 2});
    return value::equal(value::modulo(p[0], p[1]), 0);
}

Value defined(Interpreter& /*interpreter*/, Arguments& arguments) {
    return !only("test_defined", arguments).is_undefined();
}

Value undefined(Interpreter& /*interpreter*/, Arguments& arguments) {
    return only("test_undefined", arguments).is_undefined();
}

Value filter(Interpreter& interpreter, Arguments& arguments) {
    const Value& name = only("test_filter", arguments, 1);
    value::hash(name);
    return name.is_string() && interpreter.internal().find_filter(name.as_string()) != nullptr;
}

Value test(Interpreter& interpreter, Arguments& arguments) {
    const Value& name = only("test_test", arguments, 1);
    value::hash(name);
    return name.is_string() && interpreter.internal().find_test(name.as_string()) != nullptr;
}

Value none(Interpreter& /*interpreter*/, Arguments& arguments) {
    return only("test_none", arguments).is_none();
}

Value boolean(Interpreter& /*interpreter*/, Arguments& arguments) {
    return only("test_boolean", arguments).is_boolean();
}

Value is_false(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Value& value = only("test_false", arguments);
    return value.is_boolean() && !value.as_boolean();
}

Value is_true(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Value& value = only("test_true", arguments);
    return value.is_boolean() && value.as_boolean();
}

Value integer(Interpreter& /*interpreter*/, Arguments& arguments) {
    return only("test_integer", arguments).is_integer();
}

Value real(Interpreter& /*interpreter*/, Arguments& arguments) {
    return only("test_float", arguments).is_real();
}

Value lower(Interpreter& /*interpreter*/, Arguments& arguments) {
    return text_method(value::str_value(only("test_lower", arguments)), "islower");
}

Value upper(Interpreter& /*interpreter*/, Arguments& arguments) {
    return text_method(value::str_value(only("test_upper", arguments)), "isupper");
}

Value string(Interpreter& /*interpreter*/, Arguments& arguments) {
    return only("test_string", arguments).is_string();
}

Value mapping(Interpreter& /*interpreter*/, Arguments& arguments) {
    return is_mapping(only("test_mapping", arguments));
}

Value number(Interpreter& /*interpreter*/, Arguments& arguments) {
    return value::is_number(only("test_number", arguments));
}

Value sequence(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Value& value = only("test_sequence", arguments);
    if (value.is_undefined()) {
        return as_undefined(value).undefined_kind() != UndefinedKind::strict;
    }
    if (value.is_object()) {
        return value.as_object()->length().has_value() && !value::as_dict_view(value).has_value()
            && value.as_object()->type_name() != "LoopContext";
    }
    return value::find_length(value).has_value();
}

Value sameas(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"test_sameas", {"value", "other"}, 2});
    if (p[0].is_string() && p[1].is_string()) {
        // Equal texts without blanks are one object in CPython more often than not.
        return p[0].is(p[1]) || (p[0].kind() == p[1].kind() && value::equal(p[0], p[1]));
    }
    if (p[0].is_tuple() && p[1].is_tuple() && p[0].items().empty() && p[1].items().empty()) {
        return true;
    }
    return p[0].is(p[1]);
}

Value iterable(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Value& value = only("test_iterable", arguments);
    if (value.is_undefined()) {
        if (as_undefined(value).undefined_kind() == UndefinedKind::strict) {
            as_undefined(value).fail();
        }
        return true;
    }
    return value::is_iterable(value);
}

Value callable(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Value& value = take_only("callable", arguments);
    return value.is_undefined() || value::is_callable(value);
}

Value escaped(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Value& value = only("test_escaped", arguments);
    if (value.is_undefined()) {
        return as_undefined(value).undefined_kind() == UndefinedKind::chainable;
    }
    return value.is_markup()
        || (value.is_object() && value.as_object()->attribute("__html__").has_value());
}

Value in(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"test_in", {"value", "seq"}, 2});
    return value::contains(p[1], p[0]);
}

constexpr BuiltinEntry entries[] = {
    {"!=", compare<value::Comparison::not_equal>},
    {"<", compare<value::Comparison::less>},
    {"<=", compare<value::Comparison::less_equal>},
    {"==", compare<value::Comparison::equal>},
    {">", compare<value::Comparison::greater>},
    {">=", compare<value::Comparison::greater_equal>},
    {"boolean", boolean},
    {"callable", callable},
    {"defined", defined},
    {"divisibleby", divisibleby},
    {"eq", compare<value::Comparison::equal>},
    {"equalto", compare<value::Comparison::equal>},
    {"escaped", escaped},
    {"even", even},
    {"false", is_false},
    {"filter", filter},
    {"float", real},
    {"ge", compare<value::Comparison::greater_equal>},
    {"greaterthan", compare<value::Comparison::greater>},
    {"gt", compare<value::Comparison::greater>},
    {"in", in},
    {"integer", integer},
    {"iterable", iterable},
    {"le", compare<value::Comparison::less_equal>},
    {"lessthan", compare<value::Comparison::less>},
    {"lower", lower},
    {"lt", compare<value::Comparison::less>},
    {"mapping", mapping},
    {"ne", compare<value::Comparison::not_equal>},
    {"none", none},
    {"number", number},
    {"odd", odd},
    {"sameas", sameas},
    {"sequence", sequence},
    {"string", string},
    {"test", test},
    {"true", is_true},
    {"undefined", undefined},
    {"upper", upper}};

}  // namespace

std::span<const BuiltinEntry> builtin_tests() {
    return entries;
}

}  // namespace tutor::jinja
