// SPDX-License-Identifier: Apache-2.0
//
// What golden cases cannot show: who is called when, and what becomes of exceptions.

#include "cli/program.hpp"

#include "base/error.hpp"
#include "cli/invocation.hpp"
#include "term/prompt.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>

namespace tutor::cli {
namespace {

struct Result {
    int status = 0;
    std::string out;
    std::string error;
};

Result run(const Command& root, std::vector<const char*> words) {
    const Masker masker;
    term::StringSink out;
    term::StringSink error;
    term::Output output(masker, out, error);
    Program program(root, "p, version 1");
    words.insert(words.begin(), "p");
    const int status = run_program(program, static_cast<int>(words.size()), words.data(), output);
    return {.status = status, .out = out.text(), .error = error.text()};
}

Command throwing(const std::function<void()>& action) {
    return {.name = "p", .commands = {{.name = "go", .run = [action](const Invocation&) {
                                           action();
                                       }}}};
}

// A group whose hooks leave a trace.
Command traced(std::string& trace) {
    return {
        .name = "p",
        .options = {{.names = {"--root"}, .default_value = "/d"}},
        .commands =
            {{.name = "static",
              .run =
                  [&](const Invocation&) {
                      trace += "static ";
                  }}},
        .more_commands =
            [&] {
                trace += "more ";
                return std::vector<Command>{{.name = "lazy", .run = [&](const Invocation&) {
                                                 trace += "lazy ";
                                             }}};
            },
        .parsed = [&](const Invocation& call) { trace += "parsed:" + *call.text("root") + " "; },
        .before =
            [&](const Invocation&) {
                trace += "before ";
            }};
}

}  // namespace

TEST_CASE("lazy commands are listed only when they are needed, once") {
    std::string trace;
    const Command root = traced(trace);
    CHECK(run(root, {"static"}).status == 0);
    CHECK(trace == "parsed:/d before static ");
    trace.clear();
    CHECK(run(root, {"--root", "/x", "lazy"}).status == 0);
    CHECK(trace == "parsed:/x more before lazy ");
    trace.clear();
    CHECK(run(root, {"lasy"}).error.find("Hint: did you mean 'lazy'?") != std::string::npos);
    CHECK(trace == "parsed:/d more ");
    trace.clear();
    CHECK(run(root, {"--version"}).out == "p, version 1\n");
    CHECK(trace.empty());
}

TEST_CASE("help knows the group's options and lists lazy commands, but runs nothing") {
    for (const char* const word : {"-h", "--help"}) {
        std::string trace;
        const Result result = run(traced(trace), {"--root", "/x", word, "static"});
        CHECK(result.out.find("  lazy\n") != std::string::npos);
        CHECK(trace == "parsed:/x more ");
    }
}

TEST_CASE("a subcommand's mistake is found after the group has prepared") {
    std::string trace;
    CHECK(run(traced(trace), {"static", "--nope"}).status == 2);
    CHECK(trace == "parsed:/d before ");
}

TEST_CASE("a group may run without a subcommand") {
    std::string trace;
    Command root = traced(trace);
    root.invoke_without_command = true;
    root.run = [&](const Invocation& call) {
        trace += "alone" + *call.text("root");
    };
    CHECK(run(root, {"--root=/x"}).out.empty());
    CHECK(trace == "parsed:/x alone/x");
}

TEST_CASE("a command's own hint for unknown names comes before the nearest one") {
    std::string trace;
    Command root = traced(trace);
    root.unknown_command_hint = [](std::string_view name) {
        return name == "quickstart" ? "it is called 'launch' now" : "";
    };
    CHECK(run(root, {"quickstart"}).error.ends_with("Hint: it is called 'launch' now\n"));
    CHECK(run(root, {"statik"}).error.ends_with("Hint: did you mean 'static'?\n"));
}

TEST_CASE("errors are reported and end with their own status") {
    const Result result =
        run(throwing([] { throw Error({.message = "broken", .hint = "mend it"}); }), {"go"});
    CHECK(result.status == 1);
    CHECK(result.error == "Error: broken\nHint: mend it\n");
    CHECK(result.out.empty());
}

TEST_CASE("a usage error thrown by a command comes with that command's usage") {
    const Result result =
        run(throwing([] { throw UsageError({.message = "Not like this."}); }), {"go"});
    CHECK(result.status == 2);
    CHECK(
        result.error
        == "Usage: p go [OPTIONS]\nTry 'p go -h' for help.\n\nError: Not like this.\n");
}

TEST_CASE("an aborted question and Ctrl-C end with 1") {
    const Result abort = run(throwing([] { throw term::Abort(); }), {"go"});
    CHECK(abort.status == 1);
    CHECK(abort.error == "Aborted!\n");
    const Result interrupted = run(throwing([] { throw Interrupted(); }), {"go"});
    CHECK(interrupted.status == 1);
    CHECK(interrupted.error == "\nAborted!\n");
}

TEST_CASE("Ctrl-C while a command computes ends with 1, and is what it was afterwards") {
    const auto former = std::signal(SIGINT, SIG_DFL);  // doctest has a handler of its own
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], 2);
        run(throwing([] { ::raise(SIGINT); }), {"go"});
        ::_exit(99);
    }
    ::close(ends[1]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 1);
    std::array<char, 100> text = {};
    CHECK(::read(ends[0], text.data(), text.size() - 1) == 10);
    CHECK(std::string(text.data()) == "\nAborted!\n");
    ::close(ends[0]);
    run(throwing([] {}), {"go"});
    struct sigaction now = {};
    ::sigaction(SIGINT, nullptr, &now);
    const bool is_default = now.sa_handler == SIG_DFL;
    CHECK(is_default);
    std::signal(SIGINT, former);
}

TEST_CASE("any other exception is reported as our defect, not a crash") {
    const Result result = run(throwing([] { throw std::runtime_error("oops"); }), {"go"});
    CHECK(result.status == 1);
    CHECK(result.error.find("Error: unexpected failure: oops\nHint: ") == 0);
}

TEST_CASE("help of any command can be had as text") {
    const Command command{.name = "go", .help = "Go."};
    CHECK(
        help_text(command, "p go")
        == "Usage: p go [OPTIONS]\n\n  Go.\n\nOptions:\n  -h, --help  Show this message and "
           "exit.\n");
    CHECK(help_text(Command{.name = "p"}, "p").find("--version") != std::string::npos);
}

TEST_CASE("an option that takes -h away leaves --help") {
    const Command command{
        .name = "p", .options = {{.names = {"-h", "--host"}}}, .run = [](const Invocation& call) {
            CHECK(call.text("host") == "x");
        }};
    CHECK(run(command, {"-h", "x"}).status == 0);
    CHECK(run(command, {"--help"}).out.find("  --help ") != std::string::npos);
}

}  // namespace tutor::cli
