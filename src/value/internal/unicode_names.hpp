// SPDX-License-Identifier: Apache-2.0
//
// Names of characters as hashes; made by tools/make_unicode_names.py.

#pragma once

#include <cstddef>
#include <cstdint>

namespace tutor::value::unicode::tables {

/// The names from `index` on, up to the next run's, are of `first` and what follows it.
struct NameRun {
    char32_t first;
    std::uint32_t index;
};

extern const std::uint64_t name_hashes[];
extern const std::size_t name_hashes_size;
extern const NameRun name_runs[];
extern const std::size_t name_runs_size;

}  // namespace tutor::value::unicode::tables
