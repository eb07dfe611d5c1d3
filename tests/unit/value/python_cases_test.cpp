// SPDX-License-Identifier: Apache-2.0
//
// Compares operators, methods and formatting with CPython's answers in python_cases.txt, which
// tests/oracle/value/make_cases.py wrote.

#include "unit/value/literal.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/formatting.hpp"
#include "value/markup.hpp"
#include "value/methods.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace tutor::value {

namespace {

using Items = std::vector<Value>;
using Operation = Value (*)(const Items& arguments);

Value as_list(const Value& value) {
    return List(to_vector(value));
}

Value integer_of(const Items& a) {
    if (!a[0].is_string()) {
        return truncate(a[0]);
    }
    const auto base = a.size() > 1 ? static_cast<unsigned>(a[1].as_integer()) : 10;
    if (auto value = integer_from_text(a[0].as_string(), base)) {
        return *value;
    }
    throw PythonError(
        "ValueError",
        "invalid literal for int() with base " + std::to_string(base) + ": " + repr(a[0]));
}

Value real_of(const Items& a) {
    if (!a[0].is_string()) {
        return to_real(a[0]);
    }
    if (const auto real = real_from_text(a[0].as_string())) {
        return *real;
    }
    throw PythonError("ValueError", "could not convert string to float: " + repr(a[0]));
}

Value attribute_of(const Items& a) {
    if (auto found = attribute(a[0], a[1].as_string())) {
        return *found;
    }
    throw PythonError(
        "AttributeError",
        "'" + type_name(a[0]) + "' object has no attribute '" + std::string(a[1].as_string())
            + "'");
}

Value round_of(const Items& a) {
    return a.size() == 1 ? round_to_integer(a[0])
                         : round_to_digits(a[0], static_cast<int>(a[1].as_integer()));
}

/// How many characters have a property, and the sum of them.
template <class Property>
Value census_of(const Property& property) {
    std::int64_t count = 0;
    std::uint64_t total = 0;
    for (char32_t c = 0; c < 0x110000; ++c) {
        if ((c < 0xD800 || c >= 0xE000) && property(c)) {
            ++count;
            total += c;
        }
    }
    return Value::tuple({count, static_cast<std::int64_t>(total)});
}

/// How many characters a change of case changes, and a sum of what they become.
Value census_of_change(std::string (*change)(std::string_view)) {
    std::int64_t count = 0;
    std::uint64_t total = 0;
    std::string before;
    for (char32_t c = 0; c < 0x110000; ++c) {
        if (c >= 0xD800 && c < 0xE000) {
            continue;
        }
        before.clear();
        unicode::append(before, c);
        const std::string after = change(before);
        if (after == before) {
            continue;
        }
        ++count;
        std::uint64_t sum = 0;
        std::uint64_t weight = 1;
        for (std::size_t offset = 0; offset < after.size(); ++weight) {
            sum += weight * unicode::decode(after, offset);
        }
        total = (total + c * sum) & ((std::uint64_t{1} << 61) - 1);
    }
    return Value::tuple({count, static_cast<std::int64_t>(total)});
}

Value census(const Items& a) {
    const std::string_view name = a[0].as_string();
    const std::map<std::string_view, bool (*)(char32_t)> properties{
        {"isalpha", unicode::is_alpha},
        {"isdecimal", unicode::is_decimal},
        {"isdigit", unicode::is_digit},
        {"isnumeric", unicode::is_numeric},
        {"isspace", unicode::is_space},
        {"isprintable", unicode::is_printable},
        {"islower", unicode::is_lower},
        {"isupper", unicode::is_upper},
        {"isalnum", unicode::is_alnum},
        {"isidentifier", unicode::is_identifier_start},
    };
    if (name == "istitle") {
        return census_of([](char32_t c) { return unicode::is_title(c) || unicode::is_upper(c); });
    }
    if (const auto found = properties.find(name); found != properties.end()) {
        return census_of(found->second);
    }
    const std::map<std::string_view, std::string (*)(std::string_view)> changes{
        {"lower", unicode::lower},
        {"upper", unicode::upper},
        {"title", unicode::title},
        {"casefold", unicode::casefold},
        {"swapcase", unicode::swap_case},
        {"capitalize", unicode::capitalize},
    };
    return census_of_change(changes.at(name));
}

const std::map<std::string, Operation>& operations() {
    static const std::map<std::string, Operation> table{
        {"+",
         [](const Items& a) {
             return add(a[0], a[1]);
         }},
        {"-",
         [](const Items& a) {
             return subtract(a[0], a[1]);
         }},
        {"*",
         [](const Items& a) {
             return multiply(a[0], a[1]);
         }},
        {"/",
         [](const Items& a) {
             return divide(a[0], a[1]);
         }},
        {"//",
         [](const Items& a) {
             return floor_divide(a[0], a[1]);
         }},
        {"%",
         [](const Items& a) {
             return modulo(a[0], a[1]);
         }},
        {"**",
         [](const Items& a) {
             return power(a[0], a[1]);
         }},
        {"==",
         [](const Items& a) {
             return Value(compare(Comparison::equal, a[0], a[1]));
         }},
        {"!=",
         [](const Items& a) {
             return Value(compare(Comparison::not_equal, a[0], a[1]));
         }},
        {"<",
         [](const Items& a) {
             return Value(compare(Comparison::less, a[0], a[1]));
         }},
        {"<=",
         [](const Items& a) {
             return Value(compare(Comparison::less_equal, a[0], a[1]));
         }},
        {">",
         [](const Items& a) {
             return Value(compare(Comparison::greater, a[0], a[1]));
         }},
        {">=",
         [](const Items& a) {
             return Value(compare(Comparison::greater_equal, a[0], a[1]));
         }},
        {"neg",
         [](const Items& a) {
             return negate(a[0]);
         }},
        {"pos",
         [](const Items& a) {
             return positive(a[0]);
         }},
        {"abs",
         [](const Items& a) {
             return absolute(a[0]);
         }},
        {"in",
         [](const Items& a) {
             return Value(contains(a[1], a[0]));
         }},
        {"len",
         [](const Items& a) {
             return Value(static_cast<std::int64_t>(length(a[0])));
         }},
        {"list",
         [](const Items& a) {
             return as_list(a[0]);
         }},
        {"bool",
         [](const Items& a) {
             return Value(truth(a[0]));
         }},
        {"str",
         [](const Items& a) {
             return str_value(a[0]);
         }},
        {"repr",
         [](const Items& a) {
             return repr_value(a[0]);
         }},
        {"ascii",
         [](const Items& a) {
             return Value(ascii(a[0]));
         }},
        {"[]",
         [](const Items& a) {
             return get_item(a[0], a[1]);
         }},
        {"slice",
         [](const Items& a) {
             return get_slice(a[0], a[1], a[2], a[3]);
         }},
        {"int", integer_of},
        {"float", real_of},
        {"round", round_of},
        {"attr", attribute_of},
        {"format",
         [](const Items& a) {
             return Value(format(a[0], a[1].as_string()));
         }},
        {"census", census},
        {"escape",
         [](const Items& a) {
             return escape(a[0]);
         }},
    };
    return table;
}

std::string shown(const Value& result) {
    return "= " + repr(result);
}

std::string answer(const std::string& operation, const Items& arguments, const Dict& keywords) {
    try {
        if (operation.front() != '.') {
            return shown(operations().at(operation)(arguments));
        }
        const Value& self = arguments.front();
        Arguments call{{arguments.begin() + 1, arguments.end()}, {}};
        for (const auto& [key, value] : keywords) {
            call.keyword.emplace_back(key.as_string(), value);
        }
        const std::string result = shown(call_method(self, operation.substr(1), call));
        return self.is_list() || self.is_dict() ? result + " ; " + repr(self) : result;
    } catch (const PythonError& error) {
        return "! " + error.class_name() + ": " + error.what();
    }
}

/// The answer as the file has it: control characters escaped.
std::string on_one_line(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\t': out += "\\t"; break;
        case '\r': out += "\\r"; break;
        default: out += c; break;
        }
    }
    return out;
}

std::filesystem::path cases_path() {
    const char* const root = std::getenv("TUTOR_SOURCE_DIR");
    return root == nullptr ? std::filesystem::path(__FILE__).parent_path() / "python_cases.txt"
                           : std::filesystem::path(root) / "tests/unit/value/python_cases.txt";
}

}  // namespace

TEST_CASE("operators, methods and formatting answer as CPython does") {
    std::ifstream file(cases_path());
    REQUIRE(file.is_open());
    int number = 0;
    std::map<std::string, int> failures;
    for (std::string line; std::getline(file, line);) {
        ++number;
        const std::size_t first = line.find('\t');
        const std::size_t second = line.find('\t', first + 1);
        const std::size_t third = line.find('\t', second + 1);
        REQUIRE(third != std::string::npos);
        const std::string operation = line.substr(0, first);
        const std::string arguments = line.substr(first + 1, second - first - 1);
        const Value keywords = read_literal(line.substr(second + 1, third - second - 1));
        const std::string expected = line.substr(third + 1);
        const std::string actual =
            on_one_line(answer(operation, read_literal(arguments).items(), keywords.as_dict()));
        if (actual != expected && ++failures[operation] <= 10) {
            INFO("line " << number << ": " << line.substr(0, third));
            CHECK(actual == expected);
        }
    }
    CHECK(failures.empty());
    CHECK(number > 10'000);
}

}  // namespace tutor::value
