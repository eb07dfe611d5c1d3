// SPDX-License-Identifier: Apache-2.0
//
// Where the lines of a text begin, as YAML counts them: a line ends with LF, CRLF, CR, or one of
// the Unicode breaks U+0085, U+2028 and U+2029.

#pragma once

#include "yaml/internal/graph.hpp"

#include <string_view>
#include <vector>

namespace tutor::yaml::internal {

class LineTable {
public:
    /// `first` is the offset at which line 0 begins. The text must outlive the table.
    LineTable(std::string_view text, std::size_t first);

    std::size_t count() const { return starts_.size(); }
    /// Offset of a line's first byte; the end of the text for lines behind the last.
    std::size_t start(std::size_t line) const {
        return line < starts_.size() ? starts_[line] : text_.size();
    }
    /// A line with its break.
    std::string_view line(std::size_t line) const {
        return text_.substr(start(line), start(line + 1) - start(line));
    }

    std::size_t offset_of(Place place) const;
    Place place_of(std::size_t offset) const;
    Mark mark_of(Place place) const;

private:
    std::string_view text_;
    std::vector<std::size_t> starts_;
};

/// The line without its break.
std::string_view without_break(std::string_view line);

}  // namespace tutor::yaml::internal
