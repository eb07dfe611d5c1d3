// SPDX-License-Identifier: Apache-2.0
//
// The texts of scalars turned into values. Each function returns none when the text is no such
// value ("!!int abc", the 30th of February).

#pragma once

#include "value/value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tutor::yaml::internal {

std::optional<value::Value> read_boolean(std::string_view text);

/// Decimal, 0b, 0x, octal with a leading 0, base 60 with colons; underscores anywhere.
std::optional<value::Value> read_integer(std::string_view text);

std::optional<value::Value> read_real(std::string_view text);

/// A date or a date with a time, as a value::date.
std::optional<value::Value> read_timestamp(std::string_view text);

/// Bytes from base64, as a value (see objects.hpp).
std::optional<value::Value> read_binary(std::string_view text);

/// The parts of a time stamp; they need not exist in the calendar.
struct Timestamp {
    int year = 0;
    int month = 0;
    int day = 0;
    bool has_time = false;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int microsecond = 0;
    std::optional<int> offset_minutes = {};  ///< from UTC
};

std::optional<Timestamp> scan_timestamp(std::string_view text);

}  // namespace tutor::yaml::internal
