// SPDX-License-Identifier: Apache-2.0

#include "term/table.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace tutor::term {

std::string format_table(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], code_point_count(row[i]));
        }
    }
    std::string result;
    for (const auto& row : rows) {
        if (&row != &rows.front()) {
            result += '\n';
        }
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const std::string cell = i < row.size() ? row[i] : "";
            result += cell;
            if (i + 1 < widths.size()) {
                result.append(widths[i] - code_point_count(cell), ' ');
                result += '\t';
            }
        }
    }
    return result;
}

}  // namespace tutor::term
