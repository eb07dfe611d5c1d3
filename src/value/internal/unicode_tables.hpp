// SPDX-License-Identifier: Apache-2.0
//
// Tables of Unicode 14 in ranges; made by tools/make_unicode_tables.py.

#pragma once

#include <cstddef>
#include <cstdint>

namespace tutor::value::unicode::tables {

/// Every `step`th character from `first` to `last`. Tables are in order.
struct Range {
    char32_t first;
    char32_t last;
    std::uint32_t step;
};

/// Characters that become themselves plus `delta`.
struct Change {
    char32_t first;
    char32_t last;
    std::uint32_t step;
    std::int32_t delta;
};

/// A character that becomes several; 0 where there is none.
struct Expansion {
    char32_t from;
    char32_t to[3];
};

#define TUTOR_UNICODE_RANGES(name)                                                                 \
  extern const Range name[];                                                                       \
  extern const std::size_t name##_size
#define TUTOR_UNICODE_CHANGES(name)                                                                \
  extern const Change name[];                                                                      \
  extern const std::size_t name##_size;                                                            \
  extern const Expansion name##_special[];                                                         \
  extern const std::size_t name##_special_size

TUTOR_UNICODE_RANGES(alpha);
TUTOR_UNICODE_RANGES(decimal);
TUTOR_UNICODE_RANGES(digit_only);
TUTOR_UNICODE_RANGES(numeric_only);
TUTOR_UNICODE_RANGES(space);
TUTOR_UNICODE_RANGES(unprintable);
TUTOR_UNICODE_RANGES(lower_case);
TUTOR_UNICODE_RANGES(upper_case);
TUTOR_UNICODE_RANGES(title_case);
TUTOR_UNICODE_RANGES(identifier_start);
TUTOR_UNICODE_RANGES(identifier_part_only);
TUTOR_UNICODE_RANGES(case_ignorable);
TUTOR_UNICODE_CHANGES(to_lower);
TUTOR_UNICODE_CHANGES(to_upper);
TUTOR_UNICODE_CHANGES(to_title);
TUTOR_UNICODE_CHANGES(to_folded);

#undef TUTOR_UNICODE_RANGES
#undef TUTOR_UNICODE_CHANGES

}  // namespace tutor::value::unicode::tables
