// SPDX-License-Identifier: Apache-2.0
//
// Shared by the operators: failures with Python's words, and the limits in force.

#pragma once

#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/value.hpp"

#include <optional>
#include <string_view>

namespace tutor::value::internal {

[[noreturn]] void raise_type_error(std::string message);
[[noreturn]] void raise_value_error(std::string message);

/// Throws `error` again, the failure of a format, whose message may quote what `mark` is about.
[[noreturn]] void rethrow_masked(const PythonError& error, Mark mark);

/// The result of an operand that is an object or undefined; none when neither knows the operator.
std::optional<Value> operate_on_objects(Operator operation, const Value& a, const Value& b);

const Limits& limits() noexcept;

using value::require_room;
/// @throws PythonError  OverflowError when an integer of `bits` is beyond the limit
void require_bits(std::size_t bits);

/// Where a slice begins and how many items it takes, as Python's PySlice_AdjustIndices has it.
struct SliceRange {
    std::int64_t start;
    std::int64_t stop;
    std::int64_t step;
    std::size_t count;
};
SliceRange
resolve_slice(const Value& start, const Value& stop, const Value& step, std::size_t length);

/// A position in a sequence of `length` items, counted from the end when negative; none when
/// outside.
std::optional<std::size_t> resolve_index(std::int64_t index, std::size_t length);

/// `sequence * count` for strings, lists and tuples.
Value repeat(const Value& sequence, const Value& count);

/// "an integer of any Python index": bool or int within 64 bits, clamped when bigger.
std::optional<std::int64_t> clamped_index(const Value& value);

/// The character numbered `index` of a string, which has more than that.
Value character(const Value& text, std::size_t index);

}  // namespace tutor::value::internal
