// SPDX-License-Identifier: Apache-2.0
//
// The format mini-language: "[[fill]align][sign][z][#][0][width][,][.precision][type]".

#pragma once

#include "value/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tutor::value::internal {

struct FormatSpec {
    char32_t fill = ' ';
    char align = 0;  ///< one of < > = ^
    char sign = 0;   ///< one of + - and space; 0 when absent
    bool no_negative_zero = false;
    bool alternate = false;
    std::int64_t width = -1;
    char grouping = 0;  ///< , or _
    std::int64_t precision = -1;
    char32_t type = 0;

    /// `align` is what a value of the kind gets when the text names none.
    ///
    /// @throws PythonError  ValueError
    static FormatSpec parse(
        std::string_view spec,
        std::string_view type_name,
        char32_t default_type,
        char default_align);
};

/// The digits of a float with code e, f, g (or E, F, G; r for the shortest), as Python's
/// PyOS_double_to_string writes them, with its sign.
enum class RealStyle : std::uint8_t { plain, alternate, with_fraction };
std::string format_real_digits(double real, char code, int precision, RealStyle style);

/// A text within the spec's width.
std::string padded(std::string_view text, const FormatSpec& spec);

std::string format_text(const Value& text, std::string_view spec);
std::string format_integer(const Value& integral, std::string_view spec);
std::string format_real(double real, std::string_view spec);

}  // namespace tutor::value::internal
