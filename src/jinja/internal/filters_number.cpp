// SPDX-License-Identifier: Apache-2.0
//
// Filters on numbers.

#include "jinja/internal/filters.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <cmath>

namespace tutor::jinja {

using value::Arguments;
using value::Value;

namespace {

Value abs(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Value& number = take_only("abs", arguments);
    if (auto result = special_method(number, "__abs__")) {
        return *std::move(result);
    }
    return value::absolute(number);
}

/// float(value), none where that is a TypeError or a ValueError.
std::optional<double> float_of(const Value& value) {
    if (value.is_string()) {
        return value::real_from_text(value.as_string());
    }
    if (value.is_undefined()) {
        as_undefined(value).fail();
    }
    if (const auto real = special_method(value, "__float__"); real && real->is_real()) {
        return real->as_real();
    }
    return value::is_number(value) ? std::optional<double>(value::to_real(value)) : std::nullopt;
}

Value to_float(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_float", {"value", "default"}, 1});
    if (const auto real = float_of(p[0])) {
        return *real;
    }
    return p.has(1) ? p[1] : Value(0.0);
}

Value to_int(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_int", {"value", "default", "base"}, 1});
    const Value fallback = p.has(1) ? p[1] : Value(0);
    if (p[0].is_string()) {
        const std::int64_t base = p.integer(2, 10);
        const bool known = base == 0 || (base >= 2 && base <= 36);
        if (known) {
            try {
                if (auto number =
                        value::integer_from_text(p[0].as_string(), static_cast<unsigned>(base))) {
                    return *number;
                }
            } catch (const value::PythonError& error) {
                if (error.class_name() != "ValueError") {  // of too many digits
                    throw;
                }
            }
        }
    } else if (p[0].is_undefined()) {
        as_undefined(p[0]).fail();
    } else if (p[0].is_real()) {
        if (std::isinf(p[0].as_real())) {
            throw value::PythonError("OverflowError", "cannot convert float infinity to integer");
        }
        return std::isnan(p[0].as_real()) ? fallback : value::truncate(p[0]);
    } else if (value::is_number(p[0])) {
        return value::truncate(p[0]);
    } else if (auto integer = special_method(p[0], "__int__")) {
        return *std::move(integer);
    }
    const auto real = float_of(p[0]);
    return real && std::isfinite(*real) ? value::truncate(Value(*real)) : fallback;
}

Value round(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_round", {"value", "precision", "method"}, 1});
    const Value method = p.has(2) ? p[2] : Value("common");
    const bool ceil = value::equal(method, "ceil");
    if (!ceil && !value::equal(method, "floor") && !value::equal(method, "common")) {
        fail_argument("method must be common, ceil or floor");
    }
    if (value::equal(method, "common")) {
        if (auto result = special_method(p[0], "__round__", {p.has(1) ? p[1] : Value(0)})) {
            return *std::move(result);
        }
        if (!value::is_number(p[0])) {
            fail_type(
                fmt::format("type {} doesn't define __round__ method", value::type_name(p[0])));
        }
        if (p.has(1) && p[1].is_none()) {
            return value::round_to_integer(p[0]);
        }
        const std::int64_t digits = p.integer(1, 0);
        return value::round_to_digits(
            p[0], static_cast<int>(std::clamp<std::int64_t>(digits, -100000, 100000)));
    }
    const Value scale = value::power(Value(10), p.has(1) ? p[1] : Value(0));
    const Value scaled = value::multiply(p[0], scale);
    Value whole = scaled;
    if (scaled.is_real()) {
        const double real = scaled.as_real();
        whole = value::truncate(Value(ceil ? std::ceil(real) : std::floor(real)));
    } else if (!value::is_number(scaled)) {
        fail_type(fmt::format("must be real number, not {}", value::type_name(scaled)));
    }
    return value::divide(whole, scale);
}

Value filesizeformat(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_filesizeformat", {"value", "binary"}, 1});
    const auto number = float_of(p[0]);
    if (!number) {
        if (p[0].is_string()) {
            fail_value(fmt::format("could not convert string to float: {}", value::repr(p[0])));
        }
        fail_type(fmt::format(
            "float() argument must be a string or a real number, not '{}'",
            value::type_name(p[0])));
    }
    const double bytes = *number;
    const bool binary = p.truth(1);
    const double base = binary ? 1024 : 1000;
    if (bytes == 1) {
        return "1 Byte";
    }
    if (bytes < base) {
        return fmt::format("{} Bytes", value::str(value::truncate(Value(bytes))));
    }
    double unit = base;
    char prefix = 'Y';
    for (const char candidate : std::string_view(binary ? "KMGTPEZY" : "kMGTPEZY")) {
        unit *= base;
        prefix = candidate;
        if (bytes < unit) {
            break;
        }
    }
    return fmt::format("{:.1f} {}{}", base * bytes / unit, prefix, binary ? "iB" : "B");
}

constexpr BuiltinEntry entries[] = {
    {"abs", abs},
    {"filesizeformat", filesizeformat},
    {"float", to_float},
    {"int", to_int},
    {"round", round}};

}  // namespace

std::span<const BuiltinEntry> number_filters() {
    return entries;
}

}  // namespace tutor::jinja
