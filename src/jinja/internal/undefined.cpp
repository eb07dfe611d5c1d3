// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/undefined.hpp"

#include "base/assert.hpp"
#include "jinja/errors.hpp"
#include "jinja/internal/compiled.hpp"
#include "jinja/internal/names.hpp"
#include "value/errors.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace tutor::jinja {

using value::Value;

std::string describe_owner(const Value& owner) {
    if (owner.is_none()) {
        return "None";
    }
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> modules = {
        {{"Undefined", "jinja2.runtime."},
         {"StrictUndefined", "jinja2.runtime."},
         {"ChainableUndefined", "jinja2.runtime."},
         {"DebugUndefined", "jinja2.runtime."},
         {"LoopContext", "jinja2.runtime."},
         {"Macro", "jinja2.runtime."},
         {"BlockReference", "jinja2.runtime."},
         {"TemplateReference", "jinja2.runtime."},
         {"Namespace", "jinja2.utils."},
         {"Cycler", "jinja2.utils."},
         {"Joiner", "jinja2.utils."},
         {"_GroupTuple", "jinja2.filters."},
         {"TemplateModule", "jinja2.environment."},
         {"Markup", "markupsafe."}}};
    const std::string type = value::type_name(owner);
    for (const auto& [name, module] : modules) {
        if (type == name) {
            return fmt::format("{}{} object", module, type);
        }
    }
    return type + " object";
}

std::string Undefined::message() const {
    if (!about_.hint.empty()) {
        return about_.hint;
    }
    if (!about_.owner) {
        return fmt::format("{} is undefined", value::repr(about_.name));
    }
    if (!about_.name.is_string()) {
        return fmt::format(
            "{} has no element {}", describe_owner(*about_.owner), value::repr(about_.name));
    }
    return fmt::format(
        "{} has no attribute {}", quoted(describe_owner(*about_.owner)), value::repr(about_.name));
}

void Undefined::fail() const {
    std::optional<Position> where;
    if (about_.source != nullptr) {
        where = about_.source->position(about_.line, about_.offset);
    }
    throw UndefinedError({.message = message(), .where = where});
}

std::string Undefined::type_name() const {
    switch (kind_) {
    case UndefinedKind::lenient: return "Undefined";
    case UndefinedKind::chainable: return "ChainableUndefined";
    case UndefinedKind::debug: return "DebugUndefined";
    case UndefinedKind::strict: return "StrictUndefined";
    }
    return "Undefined";
}

std::string Undefined::str() const {
    if (strict()) {
        fail();
    }
    if (kind_ != UndefinedKind::debug) {
        return {};
    }
    if (!about_.hint.empty()) {
        return fmt::format("{{{{ undefined value printed: {} }}}}", about_.hint);
    }
    if (!about_.owner) {
        return fmt::format("{{{{ {} }}}}", value::str(about_.name));
    }
    return fmt::format(
        "{{{{ no such element: {}[{}] }}}}",
        describe_owner(*about_.owner),
        value::repr(about_.name));
}

bool Undefined::truth() const {
    if (strict()) {
        fail();
    }
    return false;
}

Value Undefined::call(value::Arguments& /*arguments*/) {
    fail();
}

std::optional<Value> Undefined::attribute(std::string_view name) const {
    if (name.size() > 3 && name.starts_with("__") && name.ends_with("__")) {
        return std::nullopt;
    }
    // Jinja2's own fields, which some templates print.
    if (name == "_undefined_name") {
        return about_.name;
    }
    if (name == "_undefined_hint") {
        return about_.hint.empty() ? Value() : Value(about_.hint);
    }
    if (name == "_undefined_obj" && about_.owner) {
        return *about_.owner;
    }
    if (kind_ == UndefinedKind::chainable) {
        return make_undefined(kind_, about_);
    }
    fail();
}

std::optional<Value> Undefined::item(const Value& /*key*/) const {
    if (kind_ == UndefinedKind::chainable) {
        return make_undefined(kind_, about_);
    }
    fail();
}

std::optional<std::size_t> Undefined::length() const {
    if (strict()) {
        fail();
    }
    return 0;
}

std::optional<bool> Undefined::contains(const Value& /*item*/) const {
    if (strict()) {
        fail();
    }
    return false;
}

std::optional<value::Iteration> Undefined::iterate() {
    if (strict()) {
        fail();
    }
    return value::Iteration([] { return std::nullopt; });
}

bool Undefined::equals(const Value& other) const {
    if (strict()) {
        fail();
    }
    return other.is_undefined() && as_undefined(other).kind_ == kind_;
}

std::optional<std::size_t> Undefined::hash() const {
    if (strict()) {
        fail();
    }
    return static_cast<std::size_t>(kind_) + 1;
}

std::optional<Value> Undefined::operate(
    value::Operator /*operation*/, value::Side /*side*/, const Value& /*other*/) const {
    fail();
}

void Undefined::visit_references(const std::function<void(const Value&)>& visit) const {
    visit(about_.name);
    if (about_.owner) {
        visit(*about_.owner);
    }
}

void Undefined::clear_references() {
    about_.name = {};
    about_.owner.reset();
}

Value make_undefined(UndefinedKind kind, Undefined::About about) {
    return Value::undefined(std::make_shared<Undefined>(kind, std::move(about)));
}

const Undefined& as_undefined(const Value& value) {
    const auto* undefined = dynamic_cast<const Undefined*>(value.as_object().get());
    TUTOR_ASSERT(undefined != nullptr);
    return *undefined;
}

}  // namespace tutor::jinja
