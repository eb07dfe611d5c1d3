// SPDX-License-Identifier: Apache-2.0
//
// Values that are not there: what a missing name, attribute or item evaluates to.

#pragma once

#include "jinja/environment.hpp"
#include "value/object.hpp"

#include <memory>
#include <optional>
#include <string>

namespace tutor::jinja {

/// Behaves as Jinja2's class of the same kind: prints as nothing, prints itself, or fails on
/// any use.
class Undefined final : public value::Object {
public:
    struct About {
        std::string hint = {};                   ///< the whole message; empty: worked out
        std::optional<value::Value> owner = {};  ///< that has no such attribute or item
        value::Value name = {};
        const CompiledTemplate* source = nullptr;  ///< with the expression that made it
        int line = 0;
        std::uint32_t offset = 0;
    };

    Undefined(UndefinedKind kind, About about) : kind_(kind), about_(std::move(about)) {}

    [[noreturn]] void fail() const;
    std::string message() const;
    UndefinedKind undefined_kind() const { return kind_; }
    const About& about() const { return about_; }

    std::string type_name() const override;
    std::string str() const override;
    std::string repr() const override { return "Undefined"; }
    bool truth() const override;
    value::Value call(value::Arguments& arguments) override;
    std::optional<value::Value> attribute(std::string_view name) const override;
    std::optional<value::Value> item(const value::Value& key) const override;
    std::optional<std::size_t> length() const override;
    std::optional<bool> contains(const value::Value& item) const override;
    std::optional<value::Iteration> iterate() override;
    bool equals(const value::Value& other) const override;
    std::optional<std::size_t> hash() const override;
    std::optional<value::Value>
    operate(value::Operator operation, value::Side side, const value::Value& other) const override;
    void visit_references(const std::function<void(const value::Value&)>& visit) const override;
    void clear_references() override;

private:
    bool strict() const { return kind_ == UndefinedKind::strict; }

    UndefinedKind kind_;
    About about_;
};

value::Value make_undefined(UndefinedKind kind, Undefined::About about);

/// The class behind an undefined value; it must be one that this module made.
const Undefined& as_undefined(const value::Value& value);

/// "dict object", "jinja2.runtime.Macro object": what messages call the owner.
std::string describe_owner(const value::Value& owner);

}  // namespace tutor::jinja
