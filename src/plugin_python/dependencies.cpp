// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/internal/dependencies.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <cstdint>
#include <cstdlib>

namespace tutor::plugin_python::internal {
namespace {

constexpr std::string_view absent = "-";

std::int64_t nanoseconds(const timespec& time) {
    constexpr std::int64_t per_second = 1'000'000'000;
    return static_cast<std::int64_t>(time.tv_sec) * per_second + time.tv_nsec;
}

std::string state_of_file(const std::string& path) {
    struct stat found = {};
    if (::stat(path.c_str(), &found) != 0) {
        return std::string(absent);
    }
    if (S_ISDIR(found.st_mode)) {
        return fmt::format("d:{}", nanoseconds(found.st_mtim));
    }
    return fmt::format(
        "f:{}:{}:{}", found.st_size, nanoseconds(found.st_mtim), nanoseconds(found.st_ctim));
}

std::string state_of_variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::string(absent) : fmt::format("={:016x}", checksum(value));
}

}  // namespace

std::string state_of(Dependency::Kind kind, const std::string& name) {
    switch (kind) {
    case Dependency::Kind::file: return state_of_file(name);
    case Dependency::Kind::kind: return state_of_file(name).substr(0, 1);
    case Dependency::Kind::variable: return state_of_variable(name);
    }
    return std::string(absent);
}

const Dependency* first_changed(const std::vector<Dependency>& dependencies) {
    for (const Dependency& dependency : dependencies) {
        if (state_of(dependency.kind, dependency.name) != dependency.state) {
            return &dependency;
        }
    }
    return nullptr;
}

void write_dependencies(Writer& out, const std::vector<Dependency>& dependencies) {
    out.number(dependencies.size());
    for (const Dependency& dependency : dependencies) {
        out.byte(static_cast<std::uint8_t>(dependency.kind));
        out.text(dependency.name);
        out.text(dependency.state);
    }
}

std::vector<Dependency> read_dependencies(Reader& in) {
    std::vector<Dependency> dependencies(in.count());
    for (Dependency& dependency : dependencies) {
        const std::uint8_t kind = in.byte();
        if (kind > static_cast<std::uint8_t>(Dependency::Kind::variable)) {
            throw Corrupt();
        }
        dependency.kind = static_cast<Dependency::Kind>(kind);
        dependency.name = in.text();
        dependency.state = in.text();
    }
    return dependencies;
}

}  // namespace tutor::plugin_python::internal
