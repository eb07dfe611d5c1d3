// SPDX-License-Identifier: Apache-2.0
//
// Methods of texts that look for others.

#include "value/internal/access.hpp"
#include "value/internal/operators.hpp"
#include "value/internal/parameters.hpp"
#include "value/internal/search.hpp"
#include "value/markup.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::value::internal {

namespace {

/// The part of a text from code point `start` to `stop`, as Python clips them.
struct Region {
    std::string_view text;  // empty when `start` lies behind `stop`
    std::size_t start = 0;
    bool valid = true;  // false when `start` lies behind `stop` or the end
};

std::int64_t bound(const Arguments& arguments, std::size_t index, std::int64_t missing) {
    const Value* const given = argument(arguments, index);
    if (given == nullptr || given->is_none()) {
        return missing;
    }
    const auto number = clamped_index(*given);
    if (!number) {
        raise_type_error("slice indices must be integers or None or have an __index__ method");
    }
    return *number;
}

std::size_t byte_offset(const Value& self, std::size_t index) {
    return self.is_ascii() ? index : unicode::offset_of(self.as_string(), index);
}

/// From arguments 1 and 2.
Region region_of(const Value& self, const Arguments& arguments) {
    const auto length = static_cast<std::int64_t>(self.code_point_count());
    std::int64_t start = bound(arguments, 1, 0);
    std::int64_t stop = bound(arguments, 2, INT64_MAX);
    stop = stop > length ? length : stop < 0 ? std::max<std::int64_t>(stop + length, 0) : stop;
    start = start < 0 ? std::max<std::int64_t>(start + length, 0) : start;
    if (start > stop) {
        return {{}, 0, false};
    }
    const std::size_t begin = byte_offset(self, static_cast<std::size_t>(start));
    const std::size_t end = byte_offset(self, static_cast<std::size_t>(stop));
    return {self.as_string().substr(begin, end - begin), static_cast<std::size_t>(start), true};
}

std::string_view wanted_text(const Arguments& arguments) {
    const Value& wanted = arguments.positional.front();
    if (!wanted.is_string()) {
        raise_type_error("must be str, not " + type_name(wanted));
    }
    return wanted.as_string();
}

enum class From : std::uint8_t { start, end };

/// The code point index of the text found, -1 when there is none.
std::int64_t
search(const Value& self, std::string_view name, const Arguments& arguments, From from) {
    take_parsed(name, arguments, 1, 3);
    const Region region = region_of(self, arguments);
    const std::string_view wanted = wanted_text(arguments);
    if (!region.valid) {
        return -1;
    }
    const std::size_t at =
        from == From::start ? find_text(region.text, wanted) : rfind_text(region.text, wanted);
    if (at == std::string_view::npos) {
        return -1;
    }
    const std::size_t before = self.is_ascii() ? at : unicode::count(region.text.substr(0, at));
    return static_cast<std::int64_t>(region.start + before);
}

Value required(std::int64_t index) {
    if (index < 0) {
        raise_value_error("substring not found");
    }
    return index;
}

Value find(const Value& self, Arguments& arguments) {
    return search(self, "find", arguments, From::start);
}
Value rfind(const Value& self, Arguments& arguments) {
    return search(self, "rfind", arguments, From::end);
}
Value index(const Value& self, Arguments& arguments) {
    return required(search(self, "index", arguments, From::start));
}
Value rindex(const Value& self, Arguments& arguments) {
    return required(search(self, "rindex", arguments, From::end));
}

Value count(const Value& self, Arguments& arguments) {
    take_parsed("count", arguments, 1, 3);
    const Region region = region_of(self, arguments);
    const std::string_view wanted = wanted_text(arguments);
    if (!region.valid) {
        return 0;
    }
    if (wanted.empty()) {
        return static_cast<std::int64_t>(unicode::count(region.text) + 1);
    }
    std::int64_t found = 0;
    for (std::size_t at = find_text(region.text, wanted); at != std::string_view::npos;
         at = find_text(region.text, wanted, at + wanted.size())) {
        ++found;
    }
    return found;
}

using Matches = bool (*)(std::string_view text, std::string_view affix);

Value has_affix(
    const Value& self, std::string_view name, const Arguments& arguments, Matches matches) {
    take_parsed(name, arguments, 1, 3);
    const Region region = region_of(self, arguments);
    const Value& wanted = arguments.positional.front();
    if (wanted.is_tuple()) {
        for (const Value& affix : wanted.items()) {
            if (!affix.is_string()) {
                raise_type_error(fmt::format(
                    "tuple for {} must only contain str, not {}", name, type_name(affix)));
            }
            if (region.valid && matches(region.text, affix.as_string())) {
                return true;
            }
        }
        return false;
    }
    if (!wanted.is_string()) {
        raise_type_error(fmt::format(
            "{} first arg must be str or a tuple of str, not {}", name, type_name(wanted)));
    }
    return region.valid && matches(region.text, wanted.as_string());
}

Value startswith(const Value& self, Arguments& arguments) {
    return has_affix(
        self, "startswith", arguments, [](std::string_view text, std::string_view affix) {
            return text.starts_with(affix);
        });
}
Value endswith(const Value& self, Arguments& arguments) {
    return has_affix(
        self, "endswith", arguments, [](std::string_view text, std::string_view affix) {
            return text.ends_with(affix);
        });
}

std::string_view
affix_argument(const Value& self, std::string_view name, const Arguments& arguments) {
    const Value& affix = take_one(self, name, arguments);
    if (!affix.is_string()) {
        raise_type_error(
            fmt::format("{}() argument must be str, not {}", name, argument_type(affix)));
    }
    return affix.as_string();
}

Value removeprefix(const Value& self, Arguments& arguments) {
    const std::string_view affix = affix_argument(self, "removeprefix", arguments);
    const std::string_view text = self.as_string();
    return make_string(
        self.kind(), text.starts_with(affix) ? text.substr(affix.size()) : text, self.mark());
}
Value removesuffix(const Value& self, Arguments& arguments) {
    const std::string_view affix = affix_argument(self, "removesuffix", arguments);
    const std::string_view text = self.as_string();
    return make_string(
        self.kind(),
        text.ends_with(affix) ? text.substr(0, text.size() - affix.size()) : text,
        self.mark());
}

/// `text` with the first `limit` of `from` replaced.
std::string
replaced(std::string_view text, std::string_view from, std::string_view to, std::uint64_t limit) {
    std::string out;
    std::size_t at = 0;
    if (from.empty()) {
        // Between all characters and at both ends.
        for (; limit > 0; --limit) {
            out += to;
            if (at >= text.size()) {
                break;
            }
            const std::size_t begin = at;
            unicode::decode(text, at);
            out += text.substr(begin, at - begin);
            require_room(out.size());
        }
        return out += text.substr(at);
    }
    for (; limit > 0; --limit) {
        const std::size_t found = find_text(text, from, at);
        if (found == std::string_view::npos) {
            break;
        }
        out += text.substr(at, found - at);
        out += to;
        at = found + from.size();
        require_room(out.size());
    }
    return out += text.substr(at);
}

Value replace(const Value& self, Arguments& arguments) {
    take_between(self, "replace", arguments, 2, 3);
    for (std::size_t i = 0; i < 2; ++i) {
        const Value& text = arguments.positional[i];
        if (!text.is_string() && !(self.is_markup() && i == 1)) {
            raise_type_error(fmt::format(
                "replace() argument {} must be str, not {}", i + 1, argument_type(text)));
        }
    }
    const Value* const limit = argument(arguments, 2);
    const std::int64_t most = limit == nullptr ? -1 : index_argument(*limit);
    const Value to = self.is_markup() ? escape(arguments.positional[1]) : arguments.positional[1];
    const std::string_view from = arguments.positional[0].as_string();
    if (find_text(self.as_string(), from) == std::string_view::npos || most == 0) {
        return self;
    }
    return make_string(
        self.kind(),
        replaced(
            self.as_string(),
            from,
            to.as_string(),
            most < 0 ? UINT64_MAX : static_cast<std::uint64_t>(most)),
        self.mark() | mark_of(to));
}

constexpr Method table[] = {
    {"count", count},
    {"endswith", endswith},
    {"find", find},
    {"index", index},
    {"removeprefix", removeprefix},
    {"removesuffix", removesuffix},
    {"replace", replace},
    {"rfind", rfind},
    {"rindex", rindex},
    {"startswith", startswith},
};

}  // namespace

std::span<const Method> search_methods() {
    return table;
}

}  // namespace tutor::value::internal
