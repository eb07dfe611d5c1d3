// SPDX-License-Identifier: Apache-2.0
//
// The module's own way to cells: makes Values of them and looks behind Values.

#pragma once

#include "value/big_integer.hpp"
#include "value/value.hpp"

#include <string_view>
#include <utility>

namespace tutor::value {

namespace internal {

struct BigIntegerCell : Cell {
    BigInteger value;
};

}  // namespace internal

struct Access {
    /// Takes over the one reference of a new cell.
    static Value adopt(Kind kind, internal::Cell* cell) noexcept { return {kind, cell}; }

    /// A Value of a cell that is never freed.
    static Value immortal(Kind kind, internal::Cell* cell) noexcept {
        Value value(kind, cell);
        value.counted_ = false;
        return value;
    }

    static internal::Cell* cell(const Value& value) noexcept { return value.cell_; }
    static internal::StringCell& string_cell(const Value& value) noexcept {
        return static_cast<internal::StringCell&>(*value.cell_);
    }
    static internal::SequenceCell& sequence(const Value& value) noexcept {
        return static_cast<internal::SequenceCell&>(*value.cell_);
    }
    static internal::DictCell& dict(const Value& value) noexcept {
        return static_cast<internal::DictCell&>(*value.cell_);
    }
    static internal::ObjectCell& object(const Value& value) noexcept {
        return static_cast<internal::ObjectCell&>(*value.cell_);
    }
    /// The integer of a boolean or an integer.
    static std::int64_t small_integer(const Value& value) noexcept { return value.integer_; }

    /// The list of a `self` known to be one, for changing it.
    static std::vector<Value>& list_items(const Value& value) noexcept {
        return sequence(value).items;
    }
};

namespace internal {

/// A string of `kind` (string or markup).
Value make_string(Kind kind, std::string_view utf8, Mark mark);

/// The two texts one after the other.
Value make_string(Kind kind, std::string_view first, std::string_view second, Mark mark);

}  // namespace internal
}  // namespace tutor::value
