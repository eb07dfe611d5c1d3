// SPDX-License-Identifier: Apache-2.0

#include "base/error.hpp"
#include "jinja/errors.hpp"
#include "jinja/internal/names.hpp"
#include "jinja/internal/operators.hpp"
#include "jinja/internal/resolver.hpp"
#include "value/arithmetic.hpp"
#include "value/methods.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

namespace tutor::jinja {

void Resolver::resolve_arguments(CallArguments& arguments, Frame& frame) {
    for (Node*& argument : arguments.positional) {
        resolve_expression(argument, frame);
    }
    for (Keyword& keyword : arguments.keyword) {
        resolve_expression(keyword.value, frame);
    }
    resolve_expression(arguments.star, frame);
    resolve_expression(arguments.star_star, frame);
}

void Resolver::resolve_filter(Filter& node, Frame& frame) {
    const bool is_filter = node.op == Op::filter;
    node.target = is_filter ? callables_.find_filter(node.name) : callables_.find_test(node.name);
    if (node.target == nullptr && !frame.soft) {
        fail(
            fmt::format("No {} named {}.", is_filter ? "filter" : "test", quoted(node.name)),
            node.line);
    }
    resolve_expression(node.input, frame);
    resolve_arguments(node.arguments, frame);
}

void Resolver::resolve_compound(Node*& node, Frame& frame) {
    switch (node->op) {
    case Op::compare: {
        auto& compare = *static_cast<Compare*>(node);
        resolve_expression(compare.first, frame);
        for (Compared& compared : compare.rest) {
            resolve_expression(compared.operand, frame);
        }
        break;
    }
    case Op::condition: {
        auto& condition = *static_cast<Condition*>(node);
        Frame soft = frame;
        soft.soft = true;
        resolve_expression(condition.then, soft);
        resolve_expression(condition.test, soft);
        resolve_expression(condition.otherwise, soft);
        break;
    }
    case Op::slice: {
        auto& slice = *static_cast<Slice*>(node);
        resolve_expression(slice.start, frame);
        resolve_expression(slice.stop, frame);
        resolve_expression(slice.step, frame);
        break;
    }
    case Op::call:
        resolve_expression(static_cast<Call*>(node)->callee, frame);
        resolve_arguments(static_cast<Call*>(node)->arguments, frame);
        break;
    default: {
        auto& binary = *static_cast<Binary*>(node);
        resolve_expression(binary.left, frame);
        resolve_expression(binary.right, frame);
        if (node->op == Op::power) {
            spread_sign(node);
        }
        break;
    }
    }
}

/// `x[1:2, 3]`: the Python that Jinja2 makes of it does not compile.
void Resolver::refuse_slices(const Node& key) const {
    if (key.op != Op::tuple) {
        return;
    }
    for (const Node* item : static_cast<const Items&>(key).items) {
        if (item->op == Op::slice) {
            throw TemplateError(
                "SyntaxError",
                {.message = "invalid syntax: a slice among several subscripts",
                 .where = target_.position(key.line, key.offset)});
        }
    }
}

void Resolver::resolve_expression(Node*& node, Frame& frame) {
    if (node == nullptr) {
        return;
    }
    switch (node->op) {
    case Op::constant: return;
    case Op::name: place(*static_cast<Name*>(node), frame); return;
    case Op::tuple:
    case Op::list:
    case Op::dict:
    case Op::concat:
        for (Node*& item : static_cast<Items*>(node)->items) {
            resolve_expression(item, frame);
        }
        return;
    case Op::negate:
    case Op::plus:
    case Op::logical_not:
    case Op::mark_safe: resolve_expression(static_cast<Unary*>(node)->operand, frame); break;
    case Op::attribute: {
        auto& attribute = *static_cast<Attribute*>(node);
        attribute.dict_method =
            value::find_method(value::Kind::dict, attribute.name->as_string()) != nullptr;
        resolve_expression(attribute.object, frame);
        return;
    }
    case Op::item:
        resolve_expression(static_cast<Item*>(node)->object, frame);
        refuse_slices(*static_cast<Item*>(node)->key);
        resolve_expression(static_cast<Item*>(node)->key, frame);
        return;
    case Op::filter:
    case Op::test: resolve_filter(*static_cast<Filter*>(node), frame); return;
    default: resolve_compound(node, frame); break;
    }
    fold(node);
}

namespace {

const value::Value* constant_of(const Node* node) {
    return node->op == Op::constant ? static_cast<const Constant*>(node)->value : nullptr;
}

bool is_negative_number(const Node* node) {
    const value::Value* number = constant_of(node);
    return number != nullptr && (number->is_integer() || number->is_real())
        && value::less(*number, 0);
}

/// The value of an operator whose operands are constants; none when one is not.
std::optional<value::Value> constant_result(const Node& node) {
    switch (node.op) {
    case Op::negate:
    case Op::plus:
    case Op::logical_not: {
        const value::Value* operand = constant_of(static_cast<const Unary&>(node).operand);
        if (operand == nullptr) {
            return std::nullopt;
        }
        return unary_result(node.op, *operand);
    }
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::floor_divide:
    case Op::modulo:
    case Op::power: {
        const auto& binary = static_cast<const Binary&>(node);
        const value::Value* left = constant_of(binary.left);
        const value::Value* right = constant_of(binary.right);
        if (left == nullptr || right == nullptr) {
            return std::nullopt;
        }
        return binary_result(node.op, *left, *right);
    }
    case Op::compare: {
        const auto& compare = static_cast<const Compare&>(node);
        const value::Value* left = constant_of(compare.first);
        const value::Value* right = constant_of(compare.rest[0].operand);
        if (compare.rest.size() != 1 || left == nullptr || right == nullptr) {
            return std::nullopt;
        }
        return value::Value(comparison_result(compare.rest[0].comparison, *left, *right));
    }
    default: return std::nullopt;
    }
}

}  // namespace

void Resolver::spread_sign(Node*& node) {
    // Jinja2 writes a folded "-2" into Python's source, where the power binds tighter: the
    // sign goes to the result. Pinned by golden case expressions/power_of_negative.
    auto& power = *static_cast<Binary*>(node);
    if (constant_of(power.right) != nullptr || !is_negative_number(power.left)) {
        return;
    }
    auto* base = target_.arena.make<Constant>(*static_cast<Constant*>(power.left));
    base->value = target_.constant(value::negate(*base->value));
    power.left = base;
    auto* sign = target_.arena.make<Unary>();
    sign->op = Op::negate;
    sign->line = node->line;
    sign->offset = node->offset;
    sign->operand = node;
    node = sign;
}

void Resolver::fold(Node*& node) {
    try {
        std::optional<value::Value> result = constant_result(*node);
        if (!result || (result->is_string() && result->as_string().size() > 256)) {
            return;
        }
        auto* constant = target_.arena.make<Constant>();
        constant->op = Op::constant;
        constant->line = node->line;
        constant->offset = node->offset;
        constant->value = target_.constant(std::move(*result));
        node = constant;
    } catch (const Error&) {
        return;  // it fails again when it runs, if it ever does
    }
}

}  // namespace tutor::jinja
