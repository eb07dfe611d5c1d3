// SPDX-License-Identifier: Apache-2.0
//
// Keeps secrets out of what the program prints. Every sink of text (echoes, logs, errors,
// diffs) passes through one Masker, so a caller cannot forget it.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tutor {

/// Replaces every known secret by "***".
///
/// A secret of several lines is also masked line by line. Values shorter than four bytes are
/// not taken: masking them would garble ordinary text.
class Masker {
public:
    void add(std::string_view secret);

    std::string mask(std::string_view text) const;

    bool empty() const { return secrets_.empty(); }

    /// Bytes that a stream must hold back so that a secret cut in two is still found.
    std::size_t longest() const { return secrets_.empty() ? 0 : secrets_.front().size(); }

private:
    std::vector<std::string> secrets_;  // longest first, no duplicates
};

}  // namespace tutor
