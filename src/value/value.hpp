// SPDX-License-Identifier: Apache-2.0
//
// Values as Python has them: what YAML, JSON, configuration, templates and plugins pass around.
//
//     value::Dict config;
//     config.set("PORT", 3306);
//     value::Value list(value::List{"a", 1, true});
//     value::repr(list);                       // ['a', 1, True]
//
// A Value is 16 bytes. Strings are immutable; lists and dicts are shared by reference, as in
// Python: copying a Value copies the reference (`deep_copy` copies the content). Reference
// counts are not atomic: a value graph belongs to one thread at a time. Cycles are broken by
// cycles.hpp.

#pragma once

#include "base/assert.hpp"
#include "value/internal/cells.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor::value {

class BigInteger;
class Dict;
class List;

enum class Kind : std::uint8_t {
    undefined,  ///< only templates make these; see jinja/undefined.hpp
    none,
    boolean,
    integer,      ///< fits into 64 bits
    big_integer,  ///< any other integer
    real,
    string,
    markup,  ///< a string marked safe for HTML
    list,
    tuple,
    dict,
    range,
    object,  ///< functions, namespaces, dates, objects of Python plugins …
};

/// Whether what a string says must not be shown.
enum class Mark : std::uint8_t { plain, secret };

/// What `bool()`, `str()`, `==` and so on mean: see operations.hpp.
class Value {
public:
    Value() noexcept : kind_(Kind::none), counted_(false), integer_(0) {}  ///< None
    Value(std::nullptr_t) noexcept : Value() {}  // NOLINT(google-explicit-constructor): literals
    // NOLINTBEGIN(google-explicit-constructor): plain data becomes a Value without ceremony
    Value(bool boolean) noexcept : kind_(Kind::boolean), counted_(false), integer_(boolean) {}
    Value(int integer) noexcept : kind_(Kind::integer), counted_(false), integer_(integer) {}
    Value(std::int64_t integer) noexcept
        : kind_(Kind::integer), counted_(false), integer_(integer) {}
    Value(double real) noexcept : kind_(Kind::real), counted_(false), real_(real) {}
    Value(const char* utf8);
    Value(std::string_view utf8);
    Value(const std::string& utf8);
    Value(const List& list) noexcept;
    Value(const Dict& dict) noexcept;
    // NOLINTEND(google-explicit-constructor)
    template <class T>
    Value(const T*) = delete;  // a pointer is no boolean

    static Value tuple(std::vector<Value> items);
    static Value string(std::string_view utf8, Mark mark);
    static Value markup(std::string_view utf8, Mark mark = Mark::plain);
    /// A string that carries the secret mark: everything derived from it in templates does too.
    static Value secret(std::string_view utf8);
    /// Any integer from decimal digits with an optional '-'; they must be well-formed.
    static Value integer_from_digits(std::string_view digits);
    /// Kind integer where it fits, big_integer otherwise.
    static Value big(const BigInteger& integer);
    static Value range(std::int64_t start, std::int64_t stop, std::int64_t step);
    static Value object(std::shared_ptr<Object> object);
    /// For templates: an undefined whose behaviour (message, chaining) `object` knows.
    static Value undefined(std::shared_ptr<Object> object);

    Value(const Value& other) noexcept
        : kind_(other.kind_), counted_(other.counted_), integer_(other.integer_) {
        retain();
    }
    Value(Value&& other) noexcept
        : kind_(other.kind_), counted_(other.counted_), integer_(other.integer_) {
        other.forget();
    }
    Value& operator=(const Value& other) noexcept {
        Value copy(other);
        swap(copy);
        return *this;
    }
    Value& operator=(Value&& other) noexcept {
        Value moved(std::move(other));
        swap(moved);
        return *this;
    }
    ~Value() { release(); }

    void swap(Value& other) noexcept {
        std::swap(kind_, other.kind_);
        std::swap(counted_, other.counted_);
        std::swap(integer_, other.integer_);
    }

    Kind kind() const noexcept { return kind_; }
    bool is_undefined() const noexcept { return kind_ == Kind::undefined; }
    bool is_none() const noexcept { return kind_ == Kind::none; }
    bool is_boolean() const noexcept { return kind_ == Kind::boolean; }
    bool is_integer() const noexcept {
        return kind_ == Kind::integer || kind_ == Kind::big_integer;
    }
    bool is_real() const noexcept { return kind_ == Kind::real; }
    bool is_string() const noexcept { return kind_ == Kind::string || kind_ == Kind::markup; }
    bool is_markup() const noexcept { return kind_ == Kind::markup; }
    bool is_list() const noexcept { return kind_ == Kind::list; }
    bool is_tuple() const noexcept { return kind_ == Kind::tuple; }
    bool is_dict() const noexcept { return kind_ == Kind::dict; }
    bool is_range() const noexcept { return kind_ == Kind::range; }
    bool is_object() const noexcept { return kind_ == Kind::object; }

    /// Whether a string carries the secret mark; false for other kinds.
    bool is_secret() const noexcept { return is_string() && string_cell()->secret; }
    Mark mark() const noexcept { return is_secret() ? Mark::secret : Mark::plain; }

    // The content; the kind must be the one named (TUTOR_ASSERT).
    bool as_boolean() const {
        TUTOR_ASSERT(kind_ == Kind::boolean);
        return integer_ != 0;
    }
    std::int64_t as_integer() const {  ///< kind integer only
        TUTOR_ASSERT(kind_ == Kind::integer);
        return integer_;
    }
    double as_real() const {
        TUTOR_ASSERT(kind_ == Kind::real);
        return real_;
    }
    std::string_view as_string() const {  ///< string and markup; valid while a Value holds it
        TUTOR_ASSERT(is_string());
        return string_cell()->view();
    }
    List as_list() const;                              ///< the same list, not a copy
    Dict as_dict() const;                              ///< the same dict, not a copy
    const std::vector<Value>& items() const;           ///< list or tuple
    const std::shared_ptr<Object>& as_object() const;  ///< object and undefined
    const BigInteger& as_big_integer() const;          ///< kind big_integer only
    const internal::RangeCell& as_range() const;       ///< kind range only

    /// Length of a string as Python counts it; counted once.
    std::size_t code_point_count() const {
        TUTOR_ASSERT(is_string());
        return internal::code_points(*string_cell());
    }
    /// Whether a string has no character beyond U+007F, so that bytes are code points.
    bool is_ascii() const { return code_point_count() == string_cell()->size; }

    /// A number that a host may hang on a string (0: none), for example to find where it came
    /// from. Strings derived from it start again at 0.
    std::uint32_t annotation() const noexcept {
        return is_string() ? string_cell()->annotation : 0;
    }
    /// The same text in a string of its own that carries `annotation`.
    Value with_annotation(std::uint32_t annotation) const;

    /// Whether both are the same thing, as Python's `is` (small numbers compare by value).
    bool is(const Value& other) const noexcept {
        return kind_ == other.kind_ && integer_ == other.integer_;
    }
    /// Tells strings, lists, dicts and objects apart; for tables keyed by identity.
    const void* identity() const noexcept { return cell_; }

private:
    friend class List;
    friend class Dict;
    friend class CycleScope;
    friend struct Access;

    Value(Kind kind, internal::Cell* cell) noexcept : kind_(kind), counted_(true), cell_(cell) {}

    const internal::StringCell* string_cell() const noexcept {
        return static_cast<const internal::StringCell*>(cell_);
    }
    void retain() const noexcept {
        if (counted_) {
            ++cell_->references;
        }
    }
    void release() noexcept {
        if (counted_ && --cell_->references == 0) {
            internal::destroy(cell_, kind_);
        }
    }
    void forget() noexcept {
        kind_ = Kind::none;
        counted_ = false;
        integer_ = 0;
    }

    Kind kind_;
    bool counted_;  ///< false for plain numbers and for strings that live for ever
    union {
        std::int64_t integer_;
        double real_;
        internal::Cell* cell_;
    };
};

static_assert(sizeof(Value) == 16);

}  // namespace tutor::value

#include "value/dict.hpp"
#include "value/list.hpp"
