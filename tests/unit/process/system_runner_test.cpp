// SPDX-License-Identifier: Apache-2.0

#include "process/system_runner.hpp"

#include "base/files.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace tutor::process {
namespace {

Command shell(const std::string& script) {
    return {.argv = {"sh", "-c", script}};
}

double seconds_of(const std::function<void()>& action) {
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

TEST_CASE("run returns the exit status, or 128 + N after signal N") {
    SystemRunner runner;
    CHECK(runner.run(shell("exit 0")) == 0);
    CHECK(runner.run(shell("exit 42")) == 42);
    CHECK(runner.run(shell("kill -9 $$")) == 137);
}

TEST_CASE("arguments arrive as given, without a shell") {
    SystemRunner runner;
    CHECK(
        runner.capture({.argv = {"printf", "%s|", "a b", "$HOME", "*", "", "'\"\\"}})
        == "a b|$HOME|*||'\"\\|");
}

TEST_CASE("capture returns every byte and is an error on failure") {
    SystemRunner runner;
    CHECK(runner.capture(shell("printf 'a\\0b\\n\\n'")) == std::string("a\0b\n\n", 5));
    CHECK(runner.capture(shell("head -c 300000 /dev/zero")).size() == 300000);
    CHECK_THROWS_WITH(
        runner.capture({.argv = {"sh", "-c", "echo x; exit 3"}}),
        "Command failed: sh -c 'echo x; exit 3'");
    CHECK_THROWS_AS(runner.capture(shell("kill -9 $$")), Error);
}

TEST_CASE("environment is added to ours and directory is where the child starts") {
    const test::TempDir home;
    SystemRunner runner;
    Command command = shell("printf '%s %s %s' \"$TUTOR_TEST_ADDED\" \"${HOME:+kept}\" \"$PWD\"");
    command.environment = {{"TUTOR_TEST_ADDED", "one two"}};
    command.directory = home.path();
    ::setenv("HOME", home.path().c_str(), 0);
    CHECK(runner.capture(command) == "one two kept " + home.path().string());
}

TEST_CASE("a relative program is meant from the child's directory") {
    const test::TempDir home;
    write_atomically(home / "bin/tool", "#!/bin/sh\necho here\n", {.mode = 0755});
    SystemRunner runner;
    CHECK(runner.capture({.argv = {"bin/tool"}, .directory = home.path()}) == "here\n");
}

TEST_CASE("PATH of the added environment is used for the program") {
    const test::TempDir home;
    write_atomically(home / "docker", "#!/bin/sh\necho fake\n", {.mode = 0755});
    SystemRunner runner;
    CHECK(
        runner.capture(
            {.argv = {"docker"},
             .environment = {{"PATH", home.path().string() + ":/usr/bin:/bin"}}})
        == "fake\n");
}

TEST_CASE("input becomes the standard input, whatever its size") {
    SystemRunner runner;
    CHECK(runner.capture({.argv = {"cat"}, .input = "line\nrest"}) == "line\nrest");
    CHECK(runner.capture({.argv = {"cat"}, .input = ""}).empty());
    const std::string much(1'000'000, 'x');
    CHECK(runner.capture({.argv = {"cat"}, .input = much}) == much);
    CHECK(runner.run({.argv = {"true"}, .input = much}) == 0);
}

TEST_CASE("a missing program is an error that says what to install") {
    SystemRunner runner;
    try {
        runner.run({.argv = {"no-such-program-anywhere"}});
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(
            std::string(error.what()) == "cannot run 'no-such-program-anywhere': no such program");
        CHECK(error.info().hint == "install no-such-program-anywhere, or add its folder to PATH");
    }
    try {
        runner.capture({.argv = {"docker", "ps"}, .environment = {{"PATH", "/nowhere"}}});
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.info().hint.find("install Docker") == 0);
    }
}

TEST_CASE("what cannot be executed is an error") {
    const test::TempDir home;
    write_atomically(
        home / "broken",
        "\x7f"
        "ELF no program",
        {.mode = 0755});
    SystemRunner runner;
    CHECK_THROWS_AS(runner.run({.argv = {(home / "broken").string()}}), Error);
    CHECK_THROWS_AS(runner.run({.argv = {"true"}, .directory = home / "no-such-folder"}), Error);
}

TEST_CASE("stream hands on lines of both streams as they come, the unfinished one at the end") {
    SystemRunner runner;
    std::vector<std::string> output;
    std::vector<std::string> error;
    const int status = runner.stream(
        shell("echo one; echo oops >&2; echo; printf 'two'; exit 5"),
        [&](std::string_view line) { output.emplace_back(line); },
        [&](std::string_view line) { error.emplace_back(line); });
    CHECK(status == 5);
    CHECK(output == std::vector<std::string>{"one", "", "two"});
    CHECK(error == std::vector<std::string>{"oops"});
}

TEST_CASE("a line is delivered before the child ends") {
    const test::TempDir home;
    SystemRunner runner;
    // The child goes on only when it sees the file that the first line makes us write.
    const int status = runner.stream(
        shell(
            "echo ready; n=0; until [ -e '" + (home / "go").string()
            + "' ]; do n=$((n+1)); [ $n -gt 500 ] && exit 9; sleep 0.01; done"),
        [&](std::string_view) { write_atomically(home / "go", ""); },
        [](std::string_view) {});
    CHECK(status == 0);
}

TEST_CASE("an exception of a line sink ends the child and comes through") {
    SystemRunner runner;
    const double seconds = seconds_of([&] {
        CHECK_THROWS_WITH(
            runner.stream(
                shell("echo x; exec sleep 30"),
                [](std::string_view) { throw Error({.message = "enough"}); },
                [](std::string_view) {}),
            "enough");
    });
    CHECK(seconds < 10);
}

TEST_CASE("a timeout kills the child, even one that ignores SIGTERM") {
    SystemRunner runner;
    const auto timed = [](std::string script) {
        Command command = shell(script);
        command.timeout = std::chrono::seconds(1);
        return command;
    };
    const double seconds = seconds_of([&] {
        CHECK_THROWS_WITH(
            runner.run(timed("exec sleep 30")),
            "command did not end within 1 s: sh -c 'exec sleep 30'");
        CHECK_THROWS_AS(runner.capture(timed("trap '' TERM; sleep 8 & wait; wait")), Error);
    });
    CHECK(seconds < 15);
    CHECK(runner.capture(timed("echo quick")) == "quick\n");
    CHECK(runner.run(timed("exit 4")) == 4);
}

TEST_CASE("SIGINT for us alone is passed on, and the call throws Interrupted afterwards") {
    const test::TempDir home;
    SystemRunner runner;
    const std::string mark = (home / "mark").string();
    const std::string script = "trap 'echo got >> " + mark + "; exit 3' INT TERM; kill -"
        + std::string("SIGNAL $PPID; n=0; while [ $n -lt 500 ]; do "
                      "n=$((n+1)); sleep 0.01; done");
    for (const std::string signal : {"INT", "TERM"}) {
        std::string one = script;
        one.replace(one.find("SIGNAL"), 6, signal);
        CHECK_THROWS_AS(runner.run(shell(one)), Interrupted);
        CHECK_THROWS_AS(runner.capture(shell(one)), Interrupted);
        CHECK_THROWS_AS(
            runner.stream(
                shell(one), [](std::string_view) {}, [](std::string_view) {}),
            Interrupted);
    }
    CHECK(read_file(mark) == "got\ngot\ngot\ngot\ngot\ngot\n");
    CHECK(runner.run(shell("exit 1")) == 1);
}

TEST_CASE("the former signal handlers are back after a call") {
    SystemRunner runner;
    struct sigaction before = {};
    struct sigaction after = {};
    ::sigaction(SIGINT, nullptr, &before);
    runner.run(shell("exit 0"));
    ::sigaction(SIGINT, nullptr, &after);
    const bool same = before.sa_handler == after.sa_handler;
    CHECK(same);
}

TEST_CASE("an ignored SIGINT stays ignored, for the child too") {
    SystemRunner runner;
    const auto former = std::signal(SIGINT, SIG_IGN);
    CHECK(runner.run(shell("kill -INT $$; kill -INT $PPID; exit 6")) == 6);
    std::signal(SIGINT, former);
}

TEST_CASE("no descriptor of ours reaches the child") {
    SystemRunner runner;
    const int leaky = ::open("/dev/null", O_RDONLY);  // NOLINT(android-cloexec-open): on purpose
    const int copy = ::fcntl(leaky, F_DUPFD, 90);     // NOLINT(android-cloexec-dup): on purpose
    CHECK(runner.run(shell("[ ! -e /proc/self/fd/" + std::to_string(copy) + " ]")) == 0);
    ::close(copy);
    ::close(leaky);
}

TEST_CASE("children run in several threads at once") {
    std::vector<std::thread> threads;
    std::vector<std::string> results(8);
    for (std::size_t i = 0; i < results.size(); ++i) {
        threads.emplace_back([&results, i] {
            SystemRunner runner;
            results[i] = runner.capture(shell("sleep 0.1; echo " + std::to_string(i)));
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (std::size_t i = 0; i < results.size(); ++i) {
        CHECK(results[i] == std::to_string(i) + "\n");
    }
}

}  // namespace tutor::process
