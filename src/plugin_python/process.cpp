// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/internal/process.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

#include <unistd.h>

#include <limits>

namespace tutor::plugin_python::internal {

std::uint64_t bytes_written() {
    constexpr std::string_view field = "wchar:";
    try {
        for (const std::string_view line : split_lines(read_file("/proc/self/io"))) {
            if (line.starts_with(field)) {
                if (const auto number = parse_int(trim(line.substr(field.size())))) {
                    return static_cast<std::uint64_t>(*number);
                }
            }
        }
    } catch (const Error&) {
        // Not told here.
    }
    return std::numeric_limits<std::uint64_t>::max();
}

void start_again(
    const std::filesystem::path& program, const std::vector<std::string>& arguments) noexcept {
    try {
        std::vector<std::string> words = arguments;
        std::vector<char*> pointers;
        for (std::string& word : words) {
            pointers.push_back(word.data());
        }
        pointers.push_back(nullptr);
        ::execv(program.c_str(), pointers.data());
    } catch (const std::exception&) {
        return;
    }
}

}  // namespace tutor::plugin_python::internal
