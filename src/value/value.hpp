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
// counts are not atomic: a value graph belongs to one thread at a time.

#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor::value {

class Value;
class List;
class Dict;
class Object;

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

/// What `bool()`, `str()`, `==` and so on mean: see operations.hpp.
class Value {
public:
    Value() noexcept;  ///< None
    Value(std::nullptr_t) noexcept : Value() {}  // NOLINT(google-explicit-constructor): literals
    Value(bool boolean) noexcept;                // NOLINT(google-explicit-constructor)
    Value(int integer) noexcept;                 // NOLINT(google-explicit-constructor)
    Value(std::int64_t integer) noexcept;        // NOLINT(google-explicit-constructor)
    Value(double real) noexcept;                 // NOLINT(google-explicit-constructor)
    Value(const char* utf8);                     // NOLINT(google-explicit-constructor)
    Value(std::string_view utf8);                // NOLINT(google-explicit-constructor)
    Value(const std::string& utf8);              // NOLINT(google-explicit-constructor)
    Value(const List& list) noexcept;            // NOLINT(google-explicit-constructor)
    Value(const Dict& dict) noexcept;            // NOLINT(google-explicit-constructor)
    template <class T>
    Value(const T*) = delete;  // a pointer is no boolean

    static Value tuple(std::vector<Value> items);
    static Value markup(std::string_view utf8);
    /// A string that carries the secret mark: everything derived from it in templates does too.
    static Value secret(std::string_view utf8);
    /// Any integer from decimal digits with an optional '-'; they must be well-formed.
    static Value integer_from_digits(std::string_view digits);
    static Value range(std::int64_t start, std::int64_t stop, std::int64_t step);
    static Value object(std::shared_ptr<Object> object);
    /// For templates: an undefined whose behaviour (message, chaining) `object` knows.
    static Value undefined(std::shared_ptr<Object> object);

    Value(const Value& other) noexcept;
    Value(Value&& other) noexcept;
    Value& operator=(const Value& other) noexcept;
    Value& operator=(Value&& other) noexcept;
    ~Value();

    Kind kind() const noexcept;
    bool is_undefined() const noexcept { return kind() == Kind::undefined; }
    bool is_none() const noexcept { return kind() == Kind::none; }
    bool is_boolean() const noexcept { return kind() == Kind::boolean; }
    bool is_integer() const noexcept {
        return kind() == Kind::integer || kind() == Kind::big_integer;
    }
    bool is_real() const noexcept { return kind() == Kind::real; }
    bool is_string() const noexcept { return kind() == Kind::string || kind() == Kind::markup; }
    bool is_list() const noexcept { return kind() == Kind::list; }
    bool is_tuple() const noexcept { return kind() == Kind::tuple; }
    bool is_dict() const noexcept { return kind() == Kind::dict; }
    bool is_object() const noexcept { return kind() == Kind::object; }

    /// Whether a string carries the secret mark; false for other kinds.
    bool is_secret() const noexcept;

    // The content; the kind must be the one named (TUTOR_ASSERT).
    bool as_boolean() const;
    std::int64_t as_integer() const;  ///< kind integer only
    double as_real() const;
    std::string_view as_string() const;  ///< string and markup; valid while a Value holds it
    List as_list() const;                ///< the same list, not a copy
    Dict as_dict() const;
    const std::vector<Value>& items() const;  ///< list or tuple
    const std::shared_ptr<Object>& as_object() const;  ///< object and undefined

private:
    // filled in by the implementation
};

/// A shared reference to a mutable list.
class List {
public:
    List();
    List(std::initializer_list<Value> items);
    explicit List(std::vector<Value> items);

    std::size_t size() const;
    bool empty() const { return size() == 0; }
    const Value& operator[](std::size_t index) const;
    void append(Value item);
    std::vector<Value>& items();
    const std::vector<Value>& items() const;
    auto begin() const { return items().begin(); }
    auto end() const { return items().end(); }
};

/// A shared reference to a mutable mapping that keeps the order of insertion.
/// Keys follow Python's hash and equality (1 == 1.0 == True).
class Dict {
public:
    struct Entry {
        Value key;
        Value value;
    };

    Dict();
    Dict(std::initializer_list<std::pair<std::string_view, Value>> entries);

    std::size_t size() const;
    bool empty() const { return size() == 0; }
    /// The value, or nullptr; valid until the dict changes.
    const Value* find(std::string_view key) const;
    const Value* find(const Value& key) const;  ///< @throws Error for an unhashable key
    bool contains(std::string_view key) const { return find(key) != nullptr; }
    /// Adds at the end, or replaces in place.
    void set(std::string_view key, Value value);
    void set(const Value& key, Value value);
    /// Whether there was one.
    bool erase(std::string_view key);
    bool erase(const Value& key);
    void clear();
    /// Entries in order.
    class Iterator;
    Iterator begin() const;
    Iterator end() const;
};

}  // namespace tutor::value
