// SPDX-License-Identifier: Apache-2.0

#include "cli/invocation.hpp"

#include "cli/program.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

namespace tutor::cli {
namespace {

// Runs `words` on `root` and expects success.
void run(const Command& root, std::vector<std::string> words) {
    const Masker masker;
    term::StringSink out;
    term::StringSink error;
    term::Output output(masker, out, error);
    Program program(root, "1");
    words.insert(words.begin(), root.name);
    CHECK(program.main(words, output) == 0);
    CHECK(error.text().empty());
}

}  // namespace

TEST_CASE("values have the types of their parameters") {
    bool called = false;
    const Command command{
        .name = "p",
        .options =
            {{.names = {"-d", "--detach"}, .is_flag = true},
             {.names = {"--setup"},
              .is_flag = true,
              .negative = "--no-setup",
              .default_value = "true"},
             {.names = {"--tail"}, .type = Type::integer},
             {.names = {"--rate"}, .type = Type::floating},
             {.names = {"--set"}, .multiple = true},
             {.names = {"--absent"}},
             {.names = {"--with-default"}, .default_value = "x"}},
        .arguments = {{.name = "first"}, {.name = "rest-of-it", .arity = Arity::any}},
        .run = [&](const Invocation& call) {
            called = true;
            CHECK(call.flag("detach"));
            CHECK_FALSE(call.flag("setup"));
            CHECK(call.integer("tail") == -12);
            CHECK(call.floating("rate") == 2.5);
            CHECK(call.texts("set") == std::vector<std::string>{"a=1", "b=2"});
            CHECK(call.text("absent") == std::nullopt);
            CHECK(call.text("with_default") == "x");
            CHECK(call.text("first") == "f");
            CHECK(call.texts("rest_of_it") == std::vector<std::string>{"g", "h"});
            CHECK(call.given("tail"));
            CHECK_FALSE(call.given("with_default"));
            CHECK(call.command_path() == "p");
            CHECK(call.parent() == nullptr);
        }};
    run(command,
        {"-d",
         "f",
         "--no-setup",
         "--tail=-12",
         "--rate",
         "2.5",
         "--set",
         "a=1",
         "g",
         "--set=b=2",
         "h"});
    CHECK(called);
}

TEST_CASE("values of the groups above are found, the innermost first") {
    bool called = false;
    const Command root{
        .name = "p",
        .options = {{.names = {"-r", "--root"}}, {.names = {"--limit"}}},
        .commands = {
            {.name = "local",
             .commands = {
                 {.name = "start",
                  .options = {{.names = {"--limit"}}},
                  .run = [&](const Invocation& call) {
                      called = true;
                      CHECK(call.text("root") == "/r");
                      CHECK(call.text("limit") == "inner");
                      CHECK(call.command_path() == "p local start");
                      REQUIRE(call.parent() != nullptr);
                      CHECK(call.parent()->text("limit") == "outer");
                      CHECK(call.parent()->command_path() == "p local");
                      CHECK(call.command().name == "start");
                  }}}}}};
    run(root, {"--root", "/r", "--limit", "outer", "local", "start", "--limit", "inner"});
    CHECK(called);
}

TEST_CASE("a value from the environment counts as given and loses to a typed one") {
    std::string seen;
    const Command command{
        .name = "p",
        .options = {{.names = {"--root"}, .default_value = "/d", .environment = "TUTOR_TEST_ROOT"}},
        .run = [&](const Invocation& call) {
            seen = *call.text("root") + (call.given("root") ? " given" : "");
        }};
    ::setenv("TUTOR_TEST_ROOT", "/e", 1);
    run(command, {});
    CHECK(seen == "/e given");
    run(command, {"--root=/t"});
    CHECK(seen == "/t given");
    ::setenv("TUTOR_TEST_ROOT", "", 1);
    run(command, {});
    CHECK(seen == "/d");
    ::unsetenv("TUTOR_TEST_ROOT");
}

}  // namespace tutor::cli
