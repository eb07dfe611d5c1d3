// SPDX-License-Identifier: Apache-2.0
//
// Methods of texts that take them apart and put them together.

#include "value/arithmetic.hpp"
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

using Pieces = std::vector<std::string_view>;

Value list_of(const Value& self, const Pieces& pieces) {
    require_room(pieces.size(), sizeof(Value));
    std::vector<Value> items;
    items.reserve(pieces.size());
    for (const std::string_view piece : pieces) {
        items.push_back(make_string(self.kind(), piece, self.mark()));
    }
    return List(std::move(items));
}

std::size_t skip(std::string_view text, std::size_t offset, bool spaces) {
    while (offset < text.size()) {
        std::size_t after = offset;
        if (unicode::is_space(unicode::decode(text, after)) != spaces) {
            break;
        }
        offset = after;
    }
    return offset;
}

std::size_t skip_back(std::string_view text, std::size_t offset, bool spaces) {
    while (offset > 0) {
        std::size_t before = offset;
        if (unicode::is_space(unicode::decode_before(text, before)) != spaces) {
            break;
        }
        offset = before;
    }
    return offset;
}

Pieces split_at_spaces(std::string_view text, std::uint64_t limit) {
    Pieces pieces;
    std::size_t offset = skip(text, 0, true);
    for (; limit > 0 && offset < text.size(); --limit) {
        const std::size_t end = skip(text, offset, false);
        pieces.push_back(text.substr(offset, end - offset));
        offset = skip(text, end, true);
    }
    if (offset < text.size()) {
        pieces.push_back(text.substr(offset));
    }
    return pieces;
}

Pieces rsplit_at_spaces(std::string_view text, std::uint64_t limit) {
    Pieces pieces;
    std::size_t offset = skip_back(text, text.size(), true);
    for (; limit > 0 && offset > 0; --limit) {
        const std::size_t begin = skip_back(text, offset, false);
        pieces.push_back(text.substr(begin, offset - begin));
        offset = skip_back(text, begin, true);
    }
    if (offset > 0) {
        pieces.push_back(text.substr(0, offset));
    }
    std::reverse(pieces.begin(), pieces.end());
    return pieces;
}

Pieces split_at(std::string_view text, std::string_view separator, std::uint64_t limit) {
    Pieces pieces;
    for (; limit > 0; --limit) {
        const std::size_t found = find_text(text, separator);
        if (found == std::string_view::npos) {
            break;
        }
        pieces.push_back(text.substr(0, found));
        text.remove_prefix(found + separator.size());
    }
    pieces.push_back(text);
    return pieces;
}

Pieces rsplit_at(std::string_view text, std::string_view separator, std::uint64_t limit) {
    Pieces pieces;
    for (; limit > 0; --limit) {
        const std::size_t found = rfind_text(text, separator);
        if (found == std::string_view::npos) {
            break;
        }
        pieces.push_back(text.substr(found + separator.size()));
        text = text.substr(0, found);
    }
    pieces.push_back(text);
    std::reverse(pieces.begin(), pieces.end());
    return pieces;
}

using AtSpaces = Pieces (*)(std::string_view text, std::uint64_t limit);
using AtSeparator =
    Pieces (*)(std::string_view text, std::string_view separator, std::uint64_t limit);

Value split_with(
    const Value& self,
    std::string_view name,
    const Arguments& arguments,
    AtSpaces at_spaces,
    AtSeparator at_separator) {
    const auto given = take_named(name, arguments, {"sep", "maxsplit"});
    const std::int64_t most = given[1] == nullptr ? -1 : index_argument(*given[1]);
    const std::uint64_t limit = most < 0 ? UINT64_MAX : static_cast<std::uint64_t>(most);
    if (given[0] == nullptr || given[0]->is_none()) {
        return list_of(self, at_spaces(self.as_string(), limit));
    }
    if (!given[0]->is_string()) {
        raise_type_error("must be str or None, not " + type_name(*given[0]));
    }
    const std::string_view separator = given[0]->as_string();
    if (separator.empty()) {
        raise_value_error("empty separator");
    }
    return list_of(self, at_separator(self.as_string(), separator, limit));
}

Value split(const Value& self, Arguments& arguments) {
    return split_with(self, "split", arguments, split_at_spaces, split_at);
}
Value rsplit(const Value& self, Arguments& arguments) {
    return split_with(self, "rsplit", arguments, rsplit_at_spaces, rsplit_at);
}

Value splitlines(const Value& self, Arguments& arguments) {
    const auto given = take_named("splitlines", arguments, {"keepends"});
    const bool keep_ends = given[0] != nullptr && index_argument(*given[0], "int") != 0;
    const std::string_view text = self.as_string();
    Pieces lines;
    std::size_t begin = 0;
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t end = offset;
        const char32_t c = unicode::decode(text, offset);
        if (!unicode::is_line_break(c)) {
            continue;
        }
        if (c == '\r' && offset < text.size() && text[offset] == '\n') {
            ++offset;
        }
        lines.push_back(text.substr(begin, (keep_ends ? offset : end) - begin));
        begin = offset;
    }
    if (begin < text.size()) {
        lines.push_back(text.substr(begin));
    }
    return list_of(self, lines);
}

Value partition_with(
    const Value& self, std::string_view name, const Arguments& arguments, bool last) {
    const Value& separator = take_one(self, name, arguments);
    if (!separator.is_string()) {
        raise_type_error("must be str, not " + type_name(separator));
    }
    if (separator.as_string().empty()) {
        raise_value_error("empty separator");
    }
    const std::string_view text = self.as_string();
    const std::size_t found =
        last ? rfind_text(text, separator.as_string()) : find_text(text, separator.as_string());
    const auto piece = [&self](std::string_view utf8) {
        return make_string(self.kind(), utf8, self.mark());
    };
    if (found == std::string_view::npos) {
        return last ? Value::tuple({piece(""), piece(""), self})
                    : Value::tuple({self, piece(""), piece("")});
    }
    const std::size_t size = separator.as_string().size();
    return Value::tuple(
        {piece(text.substr(0, found)),
         piece(text.substr(found, size)),
         piece(text.substr(found + size))});
}

Value partition(const Value& self, Arguments& arguments) {
    return partition_with(self, "partition", arguments, false);
}
Value rpartition(const Value& self, Arguments& arguments) {
    return partition_with(self, "rpartition", arguments, true);
}

Value join(const Value& self, Arguments& arguments) {
    const Value& items = take_one(self, "join", arguments);
    if (!is_iterable(items)) {
        if (items.is_undefined()) {
            iterate(items);  // an undefined has its own words
        }
        raise_type_error("can only join an iterable");
    }
    Mark mark = self.mark();
    std::string out;
    std::size_t index = 0;
    const auto append = [&](const Value& item) {
        if (index != 0) {
            out += self.as_string();
        }
        if (self.is_markup()) {
            mark = mark | mark_of(item);
            out += escape(item).as_string();
        } else if (item.is_string()) {
            mark = mark | item.mark();
            out += item.as_string();
        } else {
            raise_type_error(fmt::format(
                "sequence item {}: expected str instance, {} found", index, type_name(item)));
        }
        require_room(out.size());
        ++index;
    };
    if (items.is_list() || items.is_tuple()) {
        for (std::size_t i = 0; i < items.items().size(); ++i) {
            append(Value(items.items()[i]));
        }
    } else {
        const Iteration next = iterate(items);
        while (const auto item = next()) {
            charge();
            append(*item);
        }
    }
    return make_string(self.kind(), out, mark);
}

bool is_among(char32_t c, const Value* characters) {
    if (characters == nullptr) {
        return unicode::is_space(c);
    }
    constexpr std::size_t bytes_per_item = 64;
    const std::string_view text = characters->as_string();
    charge(text.size() / bytes_per_item);
    for (std::size_t offset = 0; offset < text.size();) {
        if (unicode::decode(text, offset) == c) {
            return true;
        }
    }
    return false;
}

Value strip_with(
    const Value& self, std::string_view name, const Arguments& arguments, bool left, bool right) {
    take_between(self, name, arguments, 0, 1);
    const Value* characters = argument(arguments, 0);
    if (characters != nullptr && characters->is_none()) {
        characters = nullptr;
    }
    if (characters != nullptr && !characters->is_string()) {
        raise_type_error(fmt::format("{} arg must be None or str", name));
    }
    const std::string_view text = self.as_string();
    std::size_t begin = 0;
    std::size_t end = text.size();
    while (left && begin < end) {
        std::size_t after = begin;
        if (!is_among(unicode::decode(text, after), characters)) {
            break;
        }
        begin = after;
    }
    while (right && end > begin) {
        std::size_t before = end;
        if (!is_among(unicode::decode_before(text, before), characters)) {
            break;
        }
        end = before;
    }
    if (begin == 0 && end == text.size()) {
        return self;
    }
    return make_string(self.kind(), text.substr(begin, end - begin), self.mark());
}

Value strip(const Value& self, Arguments& arguments) {
    return strip_with(self, "strip", arguments, true, true);
}
Value lstrip(const Value& self, Arguments& arguments) {
    return strip_with(self, "lstrip", arguments, true, false);
}
Value rstrip(const Value& self, Arguments& arguments) {
    return strip_with(self, "rstrip", arguments, false, true);
}

constexpr Method table[] = {
    {"join", join},
    {"lstrip", lstrip},
    {"partition", partition},
    {"rpartition", rpartition},
    {"rsplit", rsplit},
    {"rstrip", rstrip},
    {"split", split},
    {"splitlines", splitlines},
    {"strip", strip},
};

}  // namespace

std::span<const Method> piece_methods() {
    return table;
}

}  // namespace tutor::value::internal
