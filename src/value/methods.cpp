// SPDX-License-Identifier: Apache-2.0

#include "value/methods.hpp"

#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/internal/numeric.hpp"
#include "value/internal/parameters.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <span>
#include <unordered_map>

namespace tutor::value {

namespace {

using Table = std::unordered_map<std::string_view, const Method*>;

Table table_of(std::initializer_list<std::span<const Method>> parts) {
    Table table;
    for (const auto& part : parts) {
        for (const Method& method : part) {
            table.emplace(method.name, &method);
        }
    }
    return table;
}

const Table* find_table(Kind kind) {
    static const Table text = table_of(
        {internal::case_methods(),
         internal::search_methods(),
         internal::piece_methods(),
         internal::layout_methods()});
    static const Table markup = table_of(
        {internal::markup_methods(),
         internal::case_methods(),
         internal::search_methods(),
         internal::piece_methods(),
         internal::layout_methods()});
    static const Table list = table_of({internal::list_methods()});
    static const Table tuple = table_of({internal::tuple_methods()});
    static const Table range = table_of({internal::range_methods()});
    static const Table dict = table_of({internal::dict_methods()});
    static const Table integer = table_of({internal::integer_methods()});
    static const Table real = table_of({internal::real_methods()});
    switch (kind) {
    case Kind::string: return &text;
    case Kind::markup: return &markup;
    case Kind::list: return &list;
    case Kind::tuple: return &tuple;
    case Kind::range: return &range;
    case Kind::dict: return &dict;
    case Kind::boolean:
    case Kind::integer:
    case Kind::big_integer: return &integer;
    case Kind::real: return &real;
    case Kind::none:
    case Kind::object:
    case Kind::undefined: break;
    }
    return nullptr;
}

/// A method together with what it is called on.
class BoundMethod final : public Object {
public:
    BoundMethod(Value self, const Method& method) : self_(std::move(self)), method_(method) {}

    std::string type_name() const override { return "builtin_function_or_method"; }
    std::string repr() const override {
        if (self_.is_markup()) {
            return fmt::format("<bound method Markup.{} of {}>", method_.name, value::repr(self_));
        }
        return fmt::format(
            "<built-in method {} of {} object at {}>",
            method_.name,
            value::type_name(self_),
            fmt::ptr(self_.identity()));
    }
    bool is_callable() const override { return true; }
    Value call(Arguments& arguments) override { return method_.call(self_, arguments); }
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "__name__") {
            return Value(method_.name);
        }
        if (name == "__self__") {
            return self_;
        }
        return std::nullopt;
    }
    bool equals(const Value& other) const override {
        const auto* const their =
            other.is_object() ? dynamic_cast<const BoundMethod*>(other.as_object().get()) : nullptr;
        return their != nullptr && their->self_.is(self_) && &their->method_ == &method_;
    }
    std::optional<std::size_t> hash() const override {
        return std::hash<const void*>()(&method_) ^ std::hash<const void*>()(self_.identity());
    }
    void visit_references(const std::function<void(const Value&)>& visit) const override {
        visit(self_);
    }
    void clear_references() override { self_ = Value(); }

private:
    Value self_;
    const Method& method_;
};

/// What `x.__class__` gives: enough to read its name.
class Type final : public Object {
public:
    explicit Type(std::string name) : name_(std::move(name)) {}

    std::string type_name() const override { return "type"; }
    std::string repr() const override { return "<class '" + name_ + "'>"; }
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "__name__" || name == "__qualname__") {
            return Value(name_.substr(name_.rfind('.') + 1));
        }
        return std::nullopt;
    }
    bool equals(const Value& other) const override {
        const auto* const their =
            other.is_object() ? dynamic_cast<const Type*>(other.as_object().get()) : nullptr;
        return their != nullptr && their->name_ == name_;
    }
    std::optional<std::size_t> hash() const override { return std::hash<std::string>()(name_); }

private:
    std::string name_;
};

/// "range" of what prints as "<class 'range'>".
std::string str_of_class(const Value& type) {
    const std::string text = repr(type);
    const std::size_t begin = text.find('\'');
    const std::size_t end = text.rfind('\'');
    return begin == end ? text : text.substr(begin + 1, end - begin - 1);
}

std::optional<Value> number_attribute(const Value& self, std::string_view name) {
    if (name == "real") {
        return self.is_real() ? self : truncate(self);
    }
    if (name == "imag") {
        return self.is_real() ? Value(0.0) : Value(0);
    }
    if (!self.is_real() && name == "numerator") {
        return truncate(self);
    }
    if (!self.is_real() && name == "denominator") {
        return Value(1);
    }
    return std::nullopt;
}

std::optional<Value> range_attribute(const internal::RangeCell& range, std::string_view name) {
    if (name == "start") {
        return Value(range.start);
    }
    if (name == "stop") {
        return Value(range.stop);
    }
    if (name == "step") {
        return Value(range.step);
    }
    return std::nullopt;
}

}  // namespace

const Method* find_method(Kind kind, std::string_view name) {
    const Table* const table = find_table(kind);
    if (table == nullptr) {
        return nullptr;
    }
    const auto found = table->find(name);
    return found == table->end() ? nullptr : found->second;
}

std::optional<Value> bound_method(const Value& self, std::string_view name) {
    const Method* const method = find_method(self.kind(), name);
    if (method == nullptr) {
        return std::nullopt;
    }
    return bind_method(self, *method);
}

Value bind_method(const Value& self, const Method& method) {
    return Value::object(std::make_shared<BoundMethod>(self, method));
}

Value call_method(const Value& self, std::string_view name, Arguments& arguments) {
    if (const Method* const method = find_method(self.kind(), name)) {
        return method->call(self, arguments);
    }
    const auto callable = attribute(self, name);
    if (!callable) {
        const std::string type = type_name(self);
        throw PythonError(
            "AttributeError",
            type == "type" && self.is_object()
                ? fmt::format("type object '{}' has no attribute '{}'", str_of_class(self), name)
                : fmt::format("'{}' object has no attribute '{}'", type, name));
    }
    return call(*callable, arguments);
}

std::optional<Value> attribute(const Value& self, std::string_view name) {
    if (self.is_object() || self.is_undefined()) {
        auto found = self.as_object()->attribute(name);
        if (!found && name == "__class__") {
            found = Value::object(std::make_shared<Type>(
                (self.is_undefined() ? "jinja2.runtime." : "") + type_name(self)));
        }
        return found;
    }
    std::optional<Value> found;
    if (internal::is_numeric(self)) {
        found = number_attribute(self, name);
    } else if (self.is_range()) {
        found = range_attribute(self.as_range(), name);
    }
    if (!found) {
        found = bound_method(self, name);
    }
    if (!found && name == "__class__") {
        found = Value::object(
            std::make_shared<Type>(self.is_markup() ? "markupsafe.Markup" : type_name(self)));
    }
    return found;
}

}  // namespace tutor::value
