// SPDX-License-Identifier: Apache-2.0

#include "kube/internal/time.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::kube::internal {
namespace {

using namespace std::chrono_literals;

/// What 64 bits of nanoseconds can say; later years, which stand for "never", become the last one.
constexpr int first_year = 1678;
constexpr int last_year = 2261;

// `size` digits at the front of `text`, which are taken away.
std::optional<int> take_number(std::string_view& text, std::size_t size) {
    if (text.size() < size) {
        return std::nullopt;
    }
    int number = 0;
    for (const char c : text.substr(0, size)) {
        if (!is_ascii_digit(c)) {
            return std::nullopt;
        }
        number = number * 10 + (c - '0');
    }
    text.remove_prefix(size);
    return number;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

// ".5" is half a second; digits beyond nanoseconds are dropped.
std::optional<std::chrono::nanoseconds> take_fraction(std::string_view& text) {
    std::chrono::nanoseconds fraction{0};
    if (!take(text, '.')) {
        return fraction;
    }
    std::int64_t unit = 100'000'000;
    bool any = false;
    while (!text.empty() && is_ascii_digit(text.front())) {
        fraction += std::chrono::nanoseconds((text.front() - '0') * unit);
        unit /= 10;
        any = true;
        text.remove_prefix(1);
    }
    return any ? std::optional(fraction) : std::nullopt;
}

std::optional<std::chrono::seconds> take_offset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) {
        return 0s;
    }
    const bool west = take(text, '-');
    if (!west && !take(text, '+')) {
        return std::nullopt;
    }
    const std::optional<int> hours = take_number(text, 2);
    const bool colon = take(text, ':');
    const std::optional<int> minutes = take_number(text, 2);
    if (!hours || !colon || !minutes || *hours > 23 || *minutes > 59) {
        return std::nullopt;
    }
    const std::chrono::seconds offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    return west ? -offset : offset;
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
    const std::optional<int> year = take_number(text, 4);
    const bool first = take(text, '-');
    const std::optional<int> month = take_number(text, 2);
    const bool second = take(text, '-');
    const std::optional<int> day = take_number(text, 2);
    if (!year || !first || !month || !second || !day || *year < first_year) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date(
        std::chrono::year(std::min(*year, last_year)),
        std::chrono::month(static_cast<unsigned>(*month)),
        std::chrono::day(static_cast<unsigned>(*day)));
    return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

}  // namespace

std::optional<Nanoseconds> parse_time(std::string_view text) {
    const std::optional<std::chrono::sys_days> date = take_date(text);
    const bool separator = take(text, 'T') || take(text, 't');
    const std::optional<int> hour = take_number(text, 2);
    const bool first = take(text, ':');
    const std::optional<int> minute = take_number(text, 2);
    const bool second = take(text, ':');
    const std::optional<int> seconds = take_number(text, 2);
    if (!date || !separator || !hour || !first || !minute || !second || !seconds || *hour > 23
        || *minute > 59 || *seconds > 60) {
        return std::nullopt;
    }
    const auto fraction = take_fraction(text);
    const auto offset = take_offset(text);
    if (!fraction || !offset || !text.empty()) {
        return std::nullopt;
    }
    return Nanoseconds(*date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute)
        + std::chrono::seconds(*seconds) + *fraction - *offset;
}

std::string to_text(Nanoseconds time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
    return fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        clock.hours().count(),
        clock.minutes().count(),
        clock.seconds().count());
}

}  // namespace tutor::kube::internal
