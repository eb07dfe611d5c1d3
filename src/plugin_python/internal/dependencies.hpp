// SPDX-License-Identifier: Apache-2.0
//
// What a snapshot depends on outside of itself, and whether it is still the same.

#pragma once

#include "plugin_python/internal/bytes.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tutor::plugin_python {

struct Dependency {
    enum class Kind : std::uint8_t {
        file,      ///< a file's content, or the names in a folder
        kind,      ///< whether it is a file, a folder or nothing
        variable,  ///< of the environment
    };

    Kind kind = Kind::file;
    std::string name = {};   ///< an absolute path; the name of the variable
    std::string state = {};  ///< see `state_of`; never the content itself

    bool operator==(const Dependency&) const = default;
};

namespace internal {

/// What it is now: for a file its size and time stamps, for a folder its time stamp, for a
/// variable a checksum; "-" for what does not exist. As in python/tutor/_host/watch.py.
std::string state_of(Dependency::Kind kind, const std::string& name);

/// The first that is not as it was; null when all are.
const Dependency* first_changed(const std::vector<Dependency>& dependencies);

void write_dependencies(Writer& out, const std::vector<Dependency>& dependencies);
/// @throws Corrupt
std::vector<Dependency> read_dependencies(Reader& in);

}  // namespace internal
}  // namespace tutor::plugin_python
