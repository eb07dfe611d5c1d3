// SPDX-License-Identifier: Apache-2.0
//
// Evaluating expressions. Results are borrowed where a slot, a constant or an item holds them.

#include "jinja/errors.hpp"
#include "jinja/internal/interpreter.hpp"
#include "jinja/internal/names.hpp"
#include "jinja/internal/operators.hpp"
#include "jinja/internal/provenance.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/markup.hpp"
#include "value/methods.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

namespace tutor::jinja {

using value::Value;

const Value& Interpreter::eval(const Node& node, Value& scratch) {
    switch (node.op) {
    case Op::constant: return *static_cast<const Constant&>(node).value;
    case Op::name: return eval_name(static_cast<const Name&>(node), scratch);
    case Op::attribute: return eval_attribute(static_cast<const Attribute&>(node), scratch);
    case Op::item: return eval_item(static_cast<const Item&>(node), scratch);
    default: return eval_slow(node, scratch);
    }
}

void Interpreter::look_up(Slot& target, std::string_view name) {
    if (auto found = find_variable(name)) {
        target.set(std::move(*found));
    } else {
        target.state = Slot::State::missing;
    }
}

const Value& Interpreter::eval_name(const Name& node, Value& scratch) {
    Slot& found = slot(node.place);
    if (found.state == Slot::State::present) {
        return found.value;
    }
    if (found.state == Slot::State::unknown) {
        look_up(found, node.text);
        if (found.state == Slot::State::present) {
            return found.value;
        }
    }
    scratch = make_undefined(
        internal_.options.undefined,
        {.name = node.text, .source = template_, .line = node.line, .offset = node.offset});
    return scratch;
}

Value Interpreter::eval_copy(const Node& node) {
    Value scratch;
    const Value& result = eval(node, scratch);
    if (&result == &scratch) {
        return scratch;
    }
    return result;
}

/// As `eval`, but the result survives the evaluation of `next`.
const Value& Interpreter::eval_lasting(const Node& node, Value& scratch, const Node& next) {
    const Value& result = eval(node, scratch);
    if (&result == &scratch || next.op == Op::constant || next.op == Op::name
        || node.op == Op::constant) {
        return result;
    }
    scratch = Value(result);
    return scratch;
}

bool Interpreter::truth(const Node& node) {
    switch (node.op) {
    case Op::logical_not: return !truth(*static_cast<const Unary&>(node).operand);
    case Op::logical_and: {
        const auto& binary = static_cast<const Binary&>(node);
        return truth(*binary.left) && truth(*binary.right);
    }
    case Op::logical_or: {
        const auto& binary = static_cast<const Binary&>(node);
        return truth(*binary.left) || truth(*binary.right);
    }
    case Op::test: return eval_test(static_cast<const Filter&>(node));
    default: break;
    }
    Value scratch;
    const Value& value = eval(node, scratch);
    switch (value.kind()) {
    case value::Kind::boolean: return value.as_boolean();
    case value::Kind::none: return false;
    case value::Kind::integer: return value.as_integer() != 0;
    case value::Kind::string: return !value.as_string().empty();
    default: return value::truth(value);
    }
}

const Value& Interpreter::eval_slow(const Node& node, Value& scratch) {
    check_stack();
    switch (node.op) {
    case Op::tuple:
    case Op::list: {
        std::vector<Value> items;
        items.reserve(static_cast<const Items&>(node).items.size());
        for (const Node* item : static_cast<const Items&>(node).items) {
            items.push_back(eval_copy(*item));
        }
        scratch = node.op == Op::tuple ? Value::tuple(std::move(items))
                                       : Value(value::List(std::move(items)));
        break;
    }
    case Op::dict: {
        value::Dict dict;
        const Nodes& items = static_cast<const Items&>(node).items;
        for (std::size_t i = 0; i < items.size(); i += 2) {
            const Value key = eval_copy(*items[i]);
            dict.set(key, eval_copy(*items[i + 1]));
        }
        scratch = dict;
        break;
    }
    case Op::negate:
    case Op::plus: {
        Value operand;
        scratch = unary_result(node.op, eval(*static_cast<const Unary&>(node).operand, operand));
        break;
    }
    case Op::logical_not:
    case Op::test: scratch = Value(truth(node)); break;
    case Op::logical_and:
    case Op::logical_or: {
        const auto& binary = static_cast<const Binary&>(node);
        const Value& left = eval(*binary.left, scratch);
        if (value::truth(left) == (node.op == Op::logical_or)) {
            return left;
        }
        return eval(*binary.right, scratch);
    }
    case Op::concat: eval_concat(static_cast<const Items&>(node), scratch); break;
    case Op::compare: eval_compare(static_cast<const Compare&>(node), scratch); break;
    case Op::condition: {
        const auto& condition = static_cast<const Condition&>(node);
        if (truth(*condition.test)) {
            return eval(*condition.then, scratch);
        }
        if (condition.otherwise != nullptr) {
            return eval(*condition.otherwise, scratch);
        }
        scratch = missing_else(node);
        break;
    }
    case Op::call: eval_call(static_cast<const Call&>(node), scratch, nullptr); break;
    case Op::filter: eval_filter(static_cast<const Filter&>(node), scratch, nullptr); break;
    case Op::mark_safe: {
        scratch = eval_copy(*static_cast<const Unary&>(node).operand);
        if (context_->autoescape && !scratch.is_markup()) {
            scratch = Value::markup(value::str(scratch), value::mark_of(scratch));
        }
        break;
    }
    default: eval_binary(static_cast<const Binary&>(node), scratch); break;
    }
    return scratch;
}

Value Interpreter::missing_else(const Node& node) const {
    const std::string where = template_->from_loader
        ? fmt::format("line {} in {}", node.line, quoted(template_->origin.name))
        : fmt::format("line {}", node.line);
    return make_undefined(
        UndefinedKind::lenient,  // whatever the environment says, as in Jinja2
        {.hint = fmt::format(
             "the inline if-expression on {} evaluated to false and no else section was defined.",
             where),
         .source = template_,
         .line = node.line,
         .offset = node.offset});
}

void Interpreter::eval_binary(const Binary& node, Value& result) {
    Value left_scratch;
    Value right_scratch;
    const Value& left = eval_lasting(*node.left, left_scratch, *node.right);
    const Value& right = eval(*node.right, right_scratch);
    if (left.kind() == value::Kind::integer && right.kind() == value::Kind::integer) {
        std::int64_t number = 0;
        const std::int64_t a = left.as_integer();
        const std::int64_t b = right.as_integer();
        if ((node.op == Op::add && !__builtin_add_overflow(a, b, &number))
            || (node.op == Op::subtract && !__builtin_sub_overflow(a, b, &number))
            || (node.op == Op::multiply && !__builtin_mul_overflow(a, b, &number))) {
            result = Value(number);
            return;
        }
    }
    result = binary_result(node.op, left, right);
    if (recorder_ != nullptr && node.op == Op::add && result.is_string()) {
        result = keep_runs_joined(*recorder_, result, {left, right}, line_run(node.line));
    }
}

Recorder::Run Interpreter::line_run(int line) const {
    return {0, origin_, line, false};
}

void Interpreter::eval_compare(const Compare& node, Value& result) {
    Value left = eval_copy(*node.first);
    for (const Compared& compared : node.rest) {
        Value right = eval_copy(*compared.operand);
        if (!comparison_result(compared.comparison, left, right)) {
            result = Value(false);
            return;
        }
        left = std::move(right);
    }
    result = Value(true);
}

void Interpreter::eval_concat(const Items& node, Value& result) {
    std::vector<Value> parts;
    parts.reserve(node.items.size());
    for (const Node* item : node.items) {
        parts.push_back(eval_copy(*item));
    }
    result = join_texts(parts, context_->autoescape);
    if (recorder_ != nullptr) {
        result = keep_runs_joined(*recorder_, result, parts, line_run(node.line));
    }
}

/// One string of all parts; markup once a part is, the others then escaped.
Value Interpreter::join_texts(const std::vector<Value>& parts, bool markup_allowed) {
    bool markup = false;
    for (const Value& part : parts) {
        markup |= markup_allowed && part.is_markup();
    }
    std::string text;
    auto mark = value::Mark::plain;
    for (const Value& part : parts) {
        const Value piece = markup ? value::escape(part) : value::str_value(part);
        text += piece.as_string();
        mark = piece.is_secret() ? value::Mark::secret : mark;
    }
    return markup ? Value::markup(text, mark) : Value::string(text, mark);
}

const Value& Interpreter::eval_attribute(const Attribute& node, Value& scratch) {
    Value object_scratch;
    const Value& object = eval(*node.object, object_scratch);
    if (object.kind() == value::Kind::dict && !node.dict_method) {
        if (const Value* found = object.as_dict().find(*node.name)) {
            if (&object == &object_scratch) {
                scratch = *found;
                return scratch;
            }
            return *found;
        }
    }
    Value found = [&] {
        try {
            return get_attribute(object, *node.name);
        } catch (...) {
            rethrow_at(node);
        }
    }();
    if (found.is_undefined() && object.kind() != value::Kind::undefined) {
        found = located(found, node);
    }
    scratch = std::move(found);
    return scratch;
}

Value Interpreter::located(const Value& undefined, const Node& node) const {
    const auto* known = dynamic_cast<const Undefined*>(undefined.as_object().get());
    if (known == nullptr || !known->about().owner) {
        return undefined;
    }
    Undefined::About about = known->about();
    about.source = template_;
    about.line = node.line;
    about.offset = node.offset;
    return make_undefined(known->undefined_kind(), std::move(about));
}

const Value& Interpreter::eval_item(const Item& node, Value& scratch) {
    if (node.key->op == Op::slice) {
        eval_slice(node, static_cast<const Slice&>(*node.key), scratch);
        return scratch;
    }
    Value object_scratch;
    Value key_scratch;
    const Value& object = eval_lasting(*node.object, object_scratch, *node.key);
    const Value& key = eval(*node.key, key_scratch);
    if (key.kind() == value::Kind::integer && (object.is_list() || object.is_tuple())) {
        const auto& items = object.items();
        const std::int64_t size = static_cast<std::int64_t>(items.size());
        const std::int64_t index =
            key.as_integer() < 0 ? key.as_integer() + size : key.as_integer();
        if (index >= 0 && index < size) {
            const Value& item = items[static_cast<std::size_t>(index)];
            if (&object == &object_scratch) {
                scratch = Value(item);
                return scratch;
            }
            return item;
        }
    }
    Value found = get_item(object, key);
    scratch = found.is_undefined() && object.kind() != value::Kind::undefined ? located(found, node)
                                                                              : std::move(found);
    return scratch;
}

void Interpreter::eval_slice(const Item& node, const Slice& slice, Value& result) {
    const Value object = eval_copy(*node.object);
    const auto part = [&](const Node* bound) {
        return bound == nullptr ? Value() : eval_copy(*bound);
    };
    const Value start = part(slice.start);
    const Value stop = part(slice.stop);
    const Value step = part(slice.step);
    if (object.kind() == value::Kind::undefined) {
        result = *object.as_object()->item(Value());
        return;
    }
    result = value::get_slice(object, start, stop, step);
}

void Interpreter::add_star(const Value& items, value::Arguments& target) {
    if (!value::is_iterable(items)) {
        fail(
            "TypeError",
            fmt::format("argument after * must be an iterable, not {}", value::type_name(items)));
    }
    for (const Value& item : value::to_vector(items)) {
        target.positional.push_back(item);
    }
}

void Interpreter::add_star_star(const Value& mapping, value::Arguments& target) {
    if (!mapping.is_dict()) {
        if (mapping.kind() == value::Kind::undefined) {
            as_undefined(mapping).fail();
        }
        fail(
            "TypeError",
            fmt::format("argument after ** must be a mapping, not {}", value::type_name(mapping)));
    }
    for (const auto& [key, value] : mapping.as_dict()) {
        if (!key.is_string()) {
            fail("TypeError", "keywords must be strings");
        }
        for (const auto& [known, unused] : target.keyword) {
            if (known == key.as_string()) {
                fail(
                    "TypeError",
                    fmt::format("got multiple values for keyword argument {}", value::repr(key)));
            }
        }
        target.keyword.emplace_back(std::string(key.as_string()), value);
    }
}

void Interpreter::eval_arguments(const CallArguments& source, value::Arguments& target) {
    for (const Node* argument : source.positional) {
        Value scratch;
        const Value& result = eval(*argument, scratch);
        if (&result == &scratch) {
            target.positional.push_back(std::move(scratch));
        } else {
            target.positional.push_back(result);
        }
    }
    if (source.star != nullptr) {
        add_star(eval_copy(*source.star), target);
    }
    for (const Keyword& keyword : source.keyword) {
        target.keyword.emplace_back(std::string(keyword.name), eval_copy(*keyword.value));
    }
    if (source.star_star != nullptr) {
        add_star_star(eval_copy(*source.star_star), target);
    }
}

void Interpreter::eval_call(const Call& node, Value& result, const Value* caller) {
    PooledArguments arguments(pool_);
    if (node.callee->op == Op::attribute) {
        const auto& attribute = static_cast<const Attribute&>(*node.callee);
        const Value object = eval_copy(*attribute.object);
        const value::Method* method =
            value::find_method(object.kind(), attribute.name->as_string());
        if (method != nullptr) {
            eval_arguments(node.arguments, *arguments);
            result = method->call(object, *arguments);
            if (recorder_ != nullptr && result.is_string()) {
                result = keep_runs_of_method(
                    *recorder_,
                    attribute.name->as_string(),
                    object,
                    *arguments,
                    result,
                    line_run(node.line));
            }
            return;
        }
        Value callee = object.is_dict() && object.as_dict().find(*attribute.name) != nullptr
            ? *object.as_dict().find(*attribute.name)
            : get_attribute(object, *attribute.name);
        if (callee.is_undefined() && object.kind() != value::Kind::undefined) {
            callee = located(callee, attribute);
        }
        call_into(callee, node, *arguments, caller, result);
        return;
    }
    const Value callee = eval_copy(*node.callee);
    call_into(callee, node, *arguments, caller, result);
}

void Interpreter::call_into(
    const Value& callee,
    const Call& node,
    value::Arguments& arguments,
    const Value* caller,
    Value& result) {
    eval_arguments(node.arguments, arguments);
    if (caller != nullptr) {
        arguments.keyword.emplace_back("caller", *caller);
    }
    const Node* const statement = statement_;
    try {
        result = call(callee, arguments);
    } catch (...) {
        statement_ = statement;
        rethrow_at(node);
    }
    statement_ = statement;
}

void Interpreter::eval_filter(const Filter& node, Value& result, const Value* input) {
    PooledArguments arguments(pool_);
    if (input != nullptr && node.input == nullptr) {
        arguments->positional.push_back(*input);
    } else if (node.input->op == Op::filter && input != nullptr) {
        Value inner;
        eval_filter(static_cast<const Filter&>(*node.input), inner, input);
        arguments->positional.push_back(std::move(inner));
    } else {
        arguments->positional.push_back(eval_copy(*node.input));
    }
    eval_arguments(node.arguments, *arguments);
    try {
        if (node.target == nullptr) {
            fail(
                "TemplateRuntimeError",
                fmt::format("No filter named {} found.", quoted(node.name)));
        }
        if (recorder_ == nullptr) {
            result = node.target->call(*this, *arguments);
            return;
        }
        const value::Arguments given = *arguments;
        result = node.target->call(*this, *arguments);
        if (result.is_string() && result.annotation() == 0) {
            result = keep_runs_of_filter(*recorder_, node.name, given, result, line_run(node.line));
        }
    } catch (...) {
        rethrow_at(node);
    }
}

bool Interpreter::eval_test(const Filter& node) {
    PooledArguments arguments(pool_);
    arguments->positional.push_back(eval_copy(*node.input));
    eval_arguments(node.arguments, *arguments);
    try {
        if (node.target == nullptr) {
            fail("TemplateRuntimeError", fmt::format("No test named {} found.", quoted(node.name)));
        }
        return value::truth(node.target->call(*this, *arguments));
    } catch (...) {
        rethrow_at(node);
    }
}

}  // namespace tutor::jinja
