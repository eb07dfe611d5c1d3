// SPDX-License-Identifier: Apache-2.0
//
// What is in the namespace, kind by kind, as rows for people.

#pragma once

#include "k8s/platform.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::k8s {

/// The objects of one kind. The first row is the header; names begin with the kind's name:
/// "pod/lms-5f7d".
struct StatusTable {
    std::string kind;  ///< "Pod"
    std::vector<std::vector<std::string>> rows;
};

struct Status {
    std::vector<StatusTable> tables;    ///< of kinds of which there are objects: pods first
    std::vector<std::string> troubles;  ///< "pod/lms-5f7d: image 'x' cannot be pulled"
};

/// A kind that the cluster does not have, or does not let us see, is left out.
Status status(Platform& platform);

/// What is wrong with pods.
std::vector<std::string> troubles(const std::vector<value::Dict>& pods);

/// Rows, with the header, for objects of one kind; `now` in seconds since 1970.
StatusTable
table_of(std::string_view kind, const std::vector<value::Dict>& objects, std::int64_t now);

/// "45s", "5m30s", "3h", "2d", as kubectl has it.
std::string age_text(std::int64_t seconds);

/// Seconds since 1970 of "2024-01-31T12:00:00Z"; none for anything else.
std::optional<std::int64_t> parse_time(std::string_view text);

}  // namespace tutor::k8s
