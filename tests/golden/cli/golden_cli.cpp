// SPDX-License-Identifier: Apache-2.0
//
// Runs every case of click/ and own/ on the fixture and compares. A case `name.in` holds lines
// `NAME=VALUE` for the environment and, last, the command line; `name.exp` what comes of it.
// Expectations in click/ come from click itself (tests/oracle/cli); GOLDEN_ACCEPT=1 rewrites
// those in own/, which are described in docs/compatibility/click.md.

#include "base/files.hpp"
#include "base/text.hpp"
#include "cli/internal/completion.hpp"
#include "cli/program.hpp"
#include "fixture.hpp"
#include "term/output.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tutor::test {
namespace {

namespace fs = std::filesystem;

struct Case {
    std::map<std::string, std::string> environment;
    std::vector<std::string> words;
};

Case read_case(const fs::path& path) {
    Case result{.environment = {{"COLUMNS", "80"}}, .words = {}};
    const std::string text = read_file(path);
    const std::vector<std::string_view> lines = split_lines(text);
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        const std::size_t equals = lines[i].find('=');
        result.environment[std::string(lines[i].substr(0, equals))] = lines[i].substr(equals + 1);
    }
    result.words = cli::split_command_line(lines.back());
    return result;
}

std::string outcome_of(const Case& one) {
    for (const auto& [name, value] : one.environment) {
        ::setenv(name.c_str(), value.c_str(), 1);
    }
    const Masker masker;
    term::StringSink out;
    term::StringSink error;
    term::Output output(masker, out, error);
    cli::Program program(fixture(output), "fix, version 1.2.3");
    std::vector<const char*> argv;
    for (const std::string& word : one.words) {
        argv.push_back(word.c_str());
    }
    const int status =
        cli::run_program(program, static_cast<int>(argv.size()), argv.data(), output);
    for (const auto& [name, value] : one.environment) {
        ::unsetenv(name.c_str());
    }
    return "status " + std::to_string(status) + "\n--- stdout\n" + out.text() + "--- stderr\n"
        + error.text();
}

std::vector<fs::path> cases_of(const fs::path& folder) {
    std::vector<fs::path> cases;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".in") {
            cases.push_back(entry.path());
        }
    }
    std::sort(cases.begin(), cases.end());
    return cases;
}

fs::path folder(const std::string& family) {
    const char* root = std::getenv("TUTOR_SOURCE_DIR");
    REQUIRE(root != nullptr);
    return fs::path(root) / "tests/golden/cli" / family;
}

}  // namespace

TEST_CASE("command lines have the outcome that click gives them") {
    const std::vector<fs::path> cases = cases_of(folder("click"));
    CHECK(cases.size() > 50);
    for (const fs::path& path : cases) {
        CAPTURE(path.stem().string());
        CHECK(outcome_of(read_case(path)) == read_file(fs::path(path).replace_extension(".exp")));
    }
}

TEST_CASE("where we differ from click on purpose, the outcome is the described one") {
    const char* accept = std::getenv("GOLDEN_ACCEPT");
    for (const fs::path& path : cases_of(folder("own"))) {
        CAPTURE(path.stem().string());
        const fs::path expectation = fs::path(path).replace_extension(".exp");
        const std::string outcome = outcome_of(read_case(path));
        if (accept != nullptr) {
            write_atomically(expectation, outcome);
            MESSAGE("accepted, not compared");
        } else {
            CHECK(outcome == read_file(expectation));
        }
    }
}

}  // namespace tutor::test
