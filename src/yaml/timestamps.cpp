// SPDX-License-Identifier: Apache-2.0
//
// Dates and times, printed as Python's datetime prints them.

#include "base/text.hpp"
#include "value/object.hpp"
#include "yaml/internal/scalars.hpp"
#include "yaml/internal/scanner.hpp"

#include <fmt/format.h>

namespace tutor::yaml::internal {
namespace {

constexpr int minutes_per_day = 24 * 60;

int to_int(std::string_view digits) {
    int number = 0;
    for (const char c : digits) {
        number = number * 10 + (c - '0');
    }
    return number;
}

/// Between `min` and `max` digits; false when there are fewer.
bool take_number(Scanner& scanner, std::size_t min, std::size_t max, int& number) {
    const std::string_view digits = scanner.take_while(is_ascii_digit, max);
    number = to_int(digits);
    return digits.size() >= min;
}

/// "Z", "+5", "-05:30"; false when what follows the optional blanks is something else.
bool take_zone(Scanner& scanner, std::optional<int>& offset_minutes) {
    if (scanner.at_end()) {
        return true;
    }
    scanner.take_while([](char c) { return c == ' ' || c == '\t'; });
    if (scanner.accept('Z')) {
        offset_minutes = 0;
        return scanner.at_end();
    }
    const bool west = scanner.accept('-');
    int hours = 0;
    int minutes = 0;
    if ((!west && !scanner.accept('+')) || !take_number(scanner, 1, 2, hours)
        || (scanner.accept(':') && !take_number(scanner, 2, 2, minutes))) {
        return false;
    }
    offset_minutes = (hours * 60 + minutes) * (west ? -1 : 1);
    return scanner.at_end();
}

bool take_time(Scanner& scanner, Timestamp& result) {
    if (!scanner.accept('T') && !scanner.accept('t')
        && scanner.take_while([](char c) { return c == ' ' || c == '\t'; }).empty()) {
        return false;
    }
    result.has_time = true;
    if (!take_number(scanner, 1, 2, result.hour) || !scanner.accept(':')
        || !take_number(scanner, 2, 2, result.minute) || !scanner.accept(':')
        || !take_number(scanner, 2, 2, result.second)) {
        return false;
    }
    if (scanner.accept('.')) {
        std::string fraction(scanner.take_while(is_ascii_digit));
        fraction.resize(6, '0');
        result.microsecond = to_int(fraction);
    }
    return take_zone(scanner, result.offset_minutes);
}

int days_in_month(int year, int month) {
    if (month == 2) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool exists(const Timestamp& time) {
    return time.year >= 1 && time.month >= 1 && time.month <= 12 && time.day >= 1
        && time.day <= days_in_month(time.year, time.month) && time.hour <= 23 && time.minute <= 59
        && time.second <= 59 && time.offset_minutes.value_or(0) < minutes_per_day
        && time.offset_minutes.value_or(0) > -minutes_per_day;
}

std::string str_of(const Timestamp& time) {
    std::string text = fmt::format("{:04}-{:02}-{:02}", time.year, time.month, time.day);
    if (!time.has_time) {
        return text;
    }
    text += fmt::format(" {:02}:{:02}:{:02}", time.hour, time.minute, time.second);
    if (time.microsecond != 0) {
        text += fmt::format(".{:06}", time.microsecond);
    }
    if (time.offset_minutes) {
        const int offset = *time.offset_minutes;
        const int distance = offset < 0 ? -offset : offset;
        text += fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', distance / 60, distance % 60);
    }
    return text;
}

std::string repr_of_zone(int offset_minutes) {
    if (offset_minutes == 0) {
        return "datetime.timezone.utc";
    }
    // Python keeps seconds positive and counts days back
    const std::string delta = offset_minutes > 0
        ? fmt::format("seconds={}", offset_minutes * 60)
        : fmt::format("days=-1, seconds={}", (minutes_per_day + offset_minutes) * 60);
    return fmt::format("datetime.timezone(datetime.timedelta({}))", delta);
}

std::string repr_of(const Timestamp& time) {
    if (!time.has_time) {
        return fmt::format("datetime.date({}, {}, {})", time.year, time.month, time.day);
    }
    std::string text = fmt::format(
        "datetime.datetime({}, {}, {}, {}, {}",
        time.year,
        time.month,
        time.day,
        time.hour,
        time.minute);
    if (time.second != 0 || time.microsecond != 0) {
        text += fmt::format(", {}", time.second);
    }
    if (time.microsecond != 0) {
        text += fmt::format(", {}", time.microsecond);
    }
    if (time.offset_minutes) {
        text += ", tzinfo=" + repr_of_zone(*time.offset_minutes);
    }
    return text + ")";
}

}  // namespace

std::optional<Timestamp> scan_timestamp(std::string_view text) {
    Timestamp result;
    Scanner scanner(text);
    if (!take_number(scanner, 4, 4, result.year) || !scanner.accept('-')
        || !take_number(scanner, 1, 2, result.month) || !scanner.accept('-')
        || !take_number(scanner, 1, 2, result.day)) {
        return std::nullopt;
    }
    if (!scanner.at_end() && !take_time(scanner, result)) {
        return std::nullopt;
    }
    return result;
}

std::optional<value::Value> read_timestamp(std::string_view text) {
    const std::optional<Timestamp> time = scan_timestamp(text);
    if (!time || !exists(*time)) {
        return std::nullopt;
    }
    return value::date(str_of(*time), repr_of(*time));
}

}  // namespace tutor::yaml::internal
