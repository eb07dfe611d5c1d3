// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/internal/process.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

#include <unistd.h>

namespace tutor::plugin_python::internal {

std::optional<std::uint64_t> bytes_written() {
    constexpr std::string_view field = "wchar:";
    try {
        const std::string text = read_file("/proc/self/io");
        for (const std::string_view line : split_lines(text)) {
            if (line.starts_with(field)) {
                if (const auto number = parse_int(trim(line.substr(field.size())))) {
                    return static_cast<std::uint64_t>(*number);
                }
            }
        }
    } catch (const Error&) {
        // Not told here.
    }
    return std::nullopt;
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
