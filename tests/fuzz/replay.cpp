// SPDX-License-Identifier: Apache-2.0
//
// fuzz-replay TARGET FILE-OR-FOLDER...: runs inputs through a fuzz target, one process for all.
// Ends with an abort where one of them violates what the target requires.

#include "target.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace {

namespace fs = std::filesystem;
using tutor::fuzz::Target;

void replay(Target target, const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    std::fprintf(stderr, "%s\n", path.c_str());
    target(bytes);
}

}  // namespace

int main(int argc, char** argv) {
    const Target target = argc > 2 ? tutor::fuzz::find_target(argv[1]) : nullptr;
    if (target == nullptr) {
        std::fputs("usage: fuzz-replay TARGET FILE-OR-FOLDER...\n", stderr);
        return 2;
    }
    int count = 0;
    for (int i = 2; i < argc; ++i) {
        if (!fs::is_directory(argv[i])) {
            replay(target, argv[i]);
            ++count;
            continue;
        }
        for (const auto& entry : fs::directory_iterator(argv[i])) {
            replay(target, entry.path());
            ++count;
        }
    }
    std::printf("%d inputs\n", count);
    return count == 0 ? 1 : 0;
}
