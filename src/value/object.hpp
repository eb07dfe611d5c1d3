// SPDX-License-Identifier: Apache-2.0
//
// Objects that a host (the core, Python or native plugins) puts into templates.

#pragma once

#include "value/value.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor::value {

/// Arguments of a call, as in Python.
struct Arguments {
    std::vector<Value> positional;
    std::vector<std::pair<std::string, Value>> keyword;
};

/// Yields the items of an iteration, none at the end. May be asked again after the end.
using Iteration = std::function<std::optional<Value>()>;

/// Python's operators, for objects that take part in them.
enum class Operator : std::uint8_t {
    add,
    subtract,
    multiply,
    divide,
    floor_divide,
    modulo,
    power,
    less,
    less_equal,
    greater,
    greater_equal,
    negate,    ///< unary; the other operand is None
    positive,  ///< likewise
};

/// Whether an object is the left or the right operand.
enum class Side : std::uint8_t { left, right };

/// The base of everything that is not plain data. Every member has Python's default: an object
/// without attributes that cannot be called, indexed or iterated, and is true.
/// Members may throw `Error` or an exception of jinja/errors.hpp.
class Object {
public:
    virtual ~Object() = default;

    virtual std::string type_name() const = 0;  ///< as in Python's messages: "function", "date"
    virtual std::string str() const { return repr(); }
    virtual std::string repr() const { return "<" + type_name() + " object>"; }
    virtual bool truth() const { return true; }
    virtual bool is_callable() const { return false; }
    virtual Value call(Arguments& arguments);
    virtual std::optional<Value> attribute(std::string_view /*name*/) const { return std::nullopt; }
    virtual bool set_attribute(std::string_view /*name*/, const Value& /*value*/) { return false; }
    virtual std::optional<Value> item(const Value& /*key*/) const { return std::nullopt; }
    virtual std::optional<std::size_t> length() const { return std::nullopt; }
    virtual std::optional<bool> contains(const Value& /*item*/) const { return std::nullopt; }
    virtual std::optional<Iteration> iterate() { return std::nullopt; }
    virtual bool equals(const Value& other) const;    ///< identity unless overridden
    virtual std::optional<std::size_t> hash() const;  ///< of the identity unless overridden

    /// The result of an operator between the object, standing at `side`, and `other`; none when
    /// the object does not know it (Python's NotImplemented). An undefined throws here.
    virtual std::optional<Value>
    operate(Operator /*operation*/, Side /*side*/, const Value& /*other*/) const {
        return std::nullopt;
    }

    /// Python's format(object, spec); without one that is str().
    virtual std::string format(std::string_view spec) const;

    /// Calls `visit` with every value the object holds: see cycles.hpp.
    virtual void visit_references(const std::function<void(const Value&)>& /*visit*/) const {}
    /// Lets go of every value the object holds; it is not used any more.
    virtual void clear_references() {}
};

/// A callable named `name`.
Value function(std::string name, std::function<Value(Arguments&)> body);

/// A calendar date or time stamp as YAML reads it; `text` is what Python's str() prints,
/// `python_repr` what repr() does ("datetime.date(2020, 1, 1)").
Value date(std::string text, std::string python_repr);

}  // namespace tutor::value
