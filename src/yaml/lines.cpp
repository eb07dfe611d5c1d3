// SPDX-License-Identifier: Apache-2.0

#include "yaml/internal/lines.hpp"

#include <algorithm>
#include <array>

namespace tutor::yaml::internal {
namespace {

constexpr std::array<std::string_view, 6> breaks = {
    "\r\n", "\n", "\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};

/// Bytes of the line break at `offset`; 0 when there is none.
std::size_t break_size(std::string_view text, std::size_t offset) {
    const std::string_view rest = text.substr(offset);
    const auto* found = std::find_if(breaks.begin(), breaks.end(), [&](std::string_view mark) {
        return rest.starts_with(mark);
    });
    return found == breaks.end() ? 0 : found->size();
}

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

LineTable::LineTable(std::string_view text, std::size_t first) : text_(text), starts_({first}) {
    std::size_t offset = first;
    while (true) {
        offset = text_.find_first_of("\n\r\xC2\xE2", offset);
        if (offset == std::string_view::npos) {
            return;
        }
        if (const std::size_t size = break_size(text_, offset)) {
            offset += size;
            starts_.push_back(offset);
        } else {
            ++offset;
        }
    }
}

std::size_t LineTable::offset_of(Place place) const {
    std::size_t offset = start(place.line);
    for (std::uint32_t column = 0; column < place.column && offset < text_.size(); ++column) {
        ++offset;
        while (offset < text_.size() && continues_character(text_[offset])) {
            ++offset;
        }
    }
    return offset;
}

Place LineTable::place_of(std::size_t offset) const {
    const auto after = std::upper_bound(starts_.begin() + 1, starts_.end(), offset);
    const std::size_t line = static_cast<std::size_t>(after - starts_.begin()) - 1;
    const std::string_view before = text_.substr(starts_[line], offset - starts_[line]);
    const auto column = before.size()
        - static_cast<std::size_t>(
                            std::count_if(before.begin(), before.end(), continues_character));
    return {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(column)};
}

Mark LineTable::mark_of(Place place) const {
    return {static_cast<int>(place.line) + 1, static_cast<int>(place.column) + 1, offset_of(place)};
}

std::string_view without_break(std::string_view line) {
    for (const std::string_view mark : breaks) {
        if (line.ends_with(mark)) {
            line.remove_suffix(mark.size());
            break;
        }
    }
    return line;
}

}  // namespace tutor::yaml::internal
