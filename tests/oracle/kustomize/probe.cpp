// SPDX-License-Identifier: Apache-2.0
//
// kustomize-probe FOLDER...: prints what is built of each folder, or the error.

#include "base/error.hpp"
#include "kustomize/build.hpp"

#include <iostream>

int main(int count, char** arguments) {
    int status = 0;
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
