// SPDX-License-Identifier: Apache-2.0
//
// kustomize-probe FOLDER...: prints what is built of each folder, or the error.
// kustomize-probe --time RUNS FOLDER: prints milliseconds of processor time of one build.

#include "base/error.hpp"
#include "kustomize/build.hpp"

#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string_view>

namespace {

void print_time(int runs, const char* folder) {
    std::size_t bytes = 0;
    const std::clock_t begin = std::clock();
    for (int i = 0; i < runs; ++i) {
        bytes += tutor::kustomize::to_text(tutor::kustomize::build(folder)).size();
    }
    const auto ticks = static_cast<double>(std::clock() - begin);
    std::cout << ticks * 1000 / CLOCKS_PER_SEC / runs << '\n';
    if (bytes == 0) {
        std::cerr << "nothing was built\n";
    }
}

}  // namespace

int main(int count, char** arguments) {
    int status = 0;
    if (count == 4 && std::string_view(arguments[1]) == "--time") {
        print_time(std::atoi(arguments[2]), arguments[3]);
        return 0;
    }
    for (int i = 1; i < count; ++i) {
        try {
            std::cout << tutor::kustomize::to_text(tutor::kustomize::build(arguments[i]));
        } catch (const tutor::Error& error) {
            const auto& where = error.info().where;
            std::cerr << (where ? where->source + ":" + std::to_string(where->line) + ": " : "")
                      << error.what() << '\n';
            status = 1;
        }
    }
    return status;
}
