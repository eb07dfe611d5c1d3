// SPDX-License-Identifier: Apache-2.0
//
// Completion beyond the golden cases: completers, laziness, silence.

#include "cli/internal/completion.hpp"

#include "cli/invocation.hpp"
#include "cli/program.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <stdexcept>

namespace tutor::cli {
namespace {

std::vector<std::string>
values(const Command& root, const Words& words, const std::string& incomplete) {
    Tree tree(root);
    std::vector<std::string> result;
    for (const Completion& completion : complete(tree, words, incomplete)) {
        result.push_back(completion.value);
    }
    return result;
}

Completer fixed(std::vector<std::string> names) {
    return [names](std::string_view incomplete) {
        return matching(names, incomplete);
    };
}

}  // namespace

TEST_CASE("completers of options and arguments are asked with what has been typed") {
    const Command root{
        .name = "p",
        .commands = {
            {.name = "save",
             .options =
                 {{.names = {"-s", "--set"},
                   .multiple = true,
                   .complete = fixed({"A=", "AB=", "C="})}},
             .arguments = {
                 {.name = "image", .arity = Arity::any, .complete = fixed({"openedx", "mfe"})}}}}};
    CHECK(values(root, {"save", "--set"}, "A") == Words{"A=", "AB="});
    CHECK(values(root, {"save"}, "--set=C") == Words{"C="});
    CHECK(values(root, {"save", "-s", "A=1"}, "") == Words{"openedx", "mfe"});
    CHECK(values(root, {"save", "mfe"}, "o") == Words{"openedx"});
    CHECK(values(root, {"save"}, "--s") == Words{"--set"});
    CHECK(values(root, {"save", "-s", "x"}, "--s") == Words{"--set"});
}

TEST_CASE("the options of groups are known to completers through the parsed hook") {
    std::string project_root;
    const Command root{
        .name = "p",
        .options = {{.names = {"--root"}, .default_value = "/d"}},
        .commands =
            {{.name = "x",
              .arguments =
                  {{.name = "a",
                    .complete =
                        [&](std::string_view) {
                            return std::vector<Completion>{{.value = project_root}};
                        }}}}},
        .parsed = [&](const Invocation& call) {
            project_root = *call.text("root");
        }};
    CHECK(values(root, {"--root", "/r", "x"}, "") == Words{"/r"});
    CHECK(values(root, {"x"}, "") == Words{"/d"});
}

TEST_CASE("lazy commands are completed, but not listed for those that are at hand") {
    int listed = 0;
    const Command root{
        .name = "p",
        .commands = {{.name = "core", .options = {{.names = {"--one"}}}}},
        .more_commands = [&] {
            ++listed;
            return std::vector<Command>{{.name = "plug", .options = {{.names = {"--two"}}}}};
        }};
    CHECK(values(root, {"core"}, "--o") == Words{"--one"});
    CHECK(listed == 0);
    CHECK(values(root, {"plug"}, "--t") == Words{"--two"});
    CHECK(values(root, {}, "") == Words{"core", "plug"});
    CHECK(listed == 2);
}

TEST_CASE("while completing nothing else is printed, not even for an error") {
    const Masker masker;
    term::StringSink out;
    term::StringSink error;
    term::Output output(masker, out, error);
    Program program(
        {.name = "p-x",
         .commands =
             {{.name = "loud",
               .arguments =
                   {{.name = "a",
                     .complete =
                         [&](std::string_view) {
                             output.alert("noise");
                             return matching({"value"}, "");
                         }}}},
              {.name = "bad",
               .arguments =
                   {{.name = "a",
                     .complete = [](std::string_view) -> std::vector<Completion> {
                         throw std::runtime_error("broken config");
                     }}}}}},
        "1");
    ::setenv("_P_X_COMPLETE", "bash_complete", 1);
    ::setenv("COMP_CWORD", "2", 1);
    ::setenv("COMP_WORDS", "p-x loud ", 1);
    CHECK(program.main({"p-x"}, output) == 0);
    CHECK(out.text() == "plain,value\n");
    out.clear();
    ::setenv("COMP_WORDS", "p-x bad ", 1);
    CHECK(program.main({"p-x"}, output) == 0);
    CHECK(out.text().empty());
    CHECK(error.text().empty());
    ::unsetenv("_P_X_COMPLETE");
    ::unsetenv("COMP_CWORD");
    ::unsetenv("COMP_WORDS");
}

}  // namespace tutor::cli
