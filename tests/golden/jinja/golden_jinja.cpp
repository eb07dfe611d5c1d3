// SPDX-License-Identifier: Apache-2.0
//
// Renders every golden case below a folder and compares: see CMakeLists.txt beside it.
//
// A context key "$templates" holds further templates by name, "$env" options of the
// environment in the conformance cases' words. Undefined names fail unless "$env" says otherwise.

#include "base/error.hpp"
#include "base/files.hpp"
#include "jinja/environment.hpp"
#include "jinja/errors.hpp"
#include "jinja/tools/case_reader.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
namespace jinja = tutor::jinja;
namespace cases = tutor::jinja::cases;
namespace value = tutor::value;

struct Outcome {
    bool failed = false;
    std::string text;
};

Outcome run(const std::string& input) {
    const std::size_t line = input.find("\n---\n");
    if (line == std::string::npos) {
        throw tutor::Error({.message = "a golden case has no line '---'"});
    }
    const value::Dict context = cases::decode(cases::read_json(input.substr(0, line))).as_dict();
    value::Dict env;
    env.set("undefined", "StrictUndefined");
    if (const value::Value* given = context.find("$env")) {
        for (const auto& [key, item] : given->as_dict()) {
            env.set(key, item);
        }
    }
    jinja::Environment environment(cases::make_options(env));
    if (const value::Value* templates = context.find("$templates")) {
        environment.set_loader(std::make_shared<cases::MapLoader>(templates->as_dict()));
    }
    try {
        return {false, environment.from_string(input.substr(line + 5)).render(context)};
    } catch (const jinja::TemplateError& error) {
        return {true, error.class_name() + ": " + error.info().message};
    }
}

fs::path with_extension(fs::path path, const char* extension) {
    return path.replace_extension(extension);
}

/// Whether the case came out as written; says what differs when it did not.
bool check(const fs::path& path, bool accept) {
    const Outcome outcome = run(tutor::read_file(path));
    const fs::path file = with_extension(path, outcome.failed ? ".err" : ".exp");
    if (accept) {
        tutor::write_atomically(file, outcome.text);
        fs::remove(with_extension(path, outcome.failed ? ".exp" : ".err"));
        return true;
    }
    const auto expected = tutor::read_file_if_exists(file);
    if (expected && *expected == outcome.text) {
        return true;
    }
    std::cerr << path.string() << ": "
              << (expected ? "expected:\n" + *expected : "expected the other of .exp and .err")
              << "\ngot:\n"
              << outcome.text << "\n";
    return false;
}

}  // namespace

int main(int count, char** arguments) {
    constexpr int skipped = 77;
    if (count < 2) {
        std::cerr << "usage: golden_jinja FOLDER\n";
        return 2;
    }
    const char* const accept_setting = std::getenv("GOLDEN_ACCEPT");
    const bool accept = accept_setting != nullptr && std::string(accept_setting) == "1";
    std::size_t total = 0;
    std::size_t failed = 0;
    for (const auto& entry : fs::recursive_directory_iterator(arguments[1])) {
        if (entry.path().extension() == ".in") {
            ++total;
            failed += check(entry.path(), accept) ? 0U : 1U;
        }
    }
    std::cout << total - failed << " of " << total << " golden cases passed\n";
    if (accept) {
        return skipped;
    }
    return failed == 0 && total != 0 ? 0 : 1;
}
