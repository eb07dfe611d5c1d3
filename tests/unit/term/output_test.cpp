// SPDX-License-Identifier: Apache-2.0

#include "term/output.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

namespace tutor::term {
namespace {

struct Screen {
    explicit Screen(bool is_terminal = false)
        : out(is_terminal), error(is_terminal), output(masker, out, error) {}

    Masker masker;
    StringSink out;
    StringSink error;
    Output output;
};

}  // namespace

TEST_CASE("results, infos, echoes and titles go to standard output, the rest to standard error") {
    Screen screen;
    screen.output.line("result");
    screen.output.info("info");
    screen.output.command({"docker", "run", "a b"});
    screen.output.title("Été");
    screen.output.alert("careful");
    screen.output.error("broken");
    CHECK(
        screen.out.text()
        == "result\n"
           "info\n"
           "docker run 'a b'\n"
           "===================\n"
           "        Été\n"
           "===================\n");
    CHECK(screen.error.text() == "\u26a0\ufe0f  careful\nError: broken\n");
}

TEST_CASE("a terminal gets colours") {
    Screen screen(true);
    screen.output.info("i");
    screen.output.command({"c"});
    screen.output.line("q", Stream::out, Style::question);
    screen.output.line("plain");
    screen.output.alert("a");
    screen.output.error("e");
    CHECK(screen.out.text() == "\033[34mi\033[0m\n\033[35mc\033[0m\n\033[33mq\033[0m\nplain\n");
    CHECK(
        screen.error.text() == "\033[33m\033[1m\u26a0\ufe0f  a\033[0m\n\033[31mError: e\033[0m\n");
    screen.out.clear();
    screen.output.title("t");
    CHECK(screen.out.text().starts_with("\033[32m=================\033[0m\n\033[32m        t"));
}

TEST_CASE("colour is decided for each stream, and NO_COLOR forbids it") {
    const Masker masker;
    StringSink terminal(true);
    StringSink file(false);
    const Output mixed(masker, file, terminal);
    CHECK_FALSE(mixed.has_colours(Stream::out));
    CHECK(mixed.has_colours(Stream::error));
    ::setenv("NO_COLOR", "1", 1);
    const Output plain(masker, terminal, terminal);
    ::unsetenv("NO_COLOR");
    CHECK_FALSE(plain.has_colours(Stream::out));
    CHECK(plain.is_terminal(Stream::out));
}

TEST_CASE("whatever is printed is masked, also by secrets that become known later") {
    Screen screen;
    screen.masker.add("hunter2");
    screen.output.write("a hunter2 ");
    screen.output.line("hunter2");
    screen.output.info("hunter2");
    screen.output.command({"mysql", "--password=hunter2"});
    screen.output.title("hunter2");
    screen.output.alert("hunter2");
    screen.output.error("hunter2");
    screen.output.report(Error({.message = "no hunter2", .hint = "not hunter2"}));
    CHECK(screen.out.text().find("hunter2") == std::string::npos);
    CHECK(screen.error.text().find("hunter2") == std::string::npos);
    CHECK(screen.out.text().find("--password=***") != std::string::npos);
    CHECK(screen.error.text().find("Error: no ***\nHint: not ***\n") != std::string::npos);
}

TEST_CASE("only the message of a report is red") {
    Screen screen(true);
    screen.output.report(Error({.message = "two\nlines", .hint = "retry"}));
    CHECK(screen.error.text() == "\033[31mError: two\nlines\033[0m\nHint: retry\n");
}

TEST_CASE("a silent output prints nothing") {
    Screen screen;
    screen.output.set_silent(true);
    screen.output.info("x");
    screen.output.write("x");
    screen.output.alert("x");
    screen.output.report(Error({.message = "x"}));
    CHECK(screen.out.text().empty());
    CHECK(screen.error.text().empty());
    screen.output.set_silent(false);
    screen.output.line("y");
    CHECK(screen.out.text() == "y\n");
}

TEST_CASE("COLUMNS gives the width when it is a positive number") {
    ::setenv("COLUMNS", "123", 1);
    CHECK(terminal_columns() == 123);
    ::setenv("COLUMNS", "wide", 1);
    CHECK(terminal_columns() > 0);
    ::setenv("COLUMNS", "80", 1);
    CHECK(terminal_columns() == 80);
}

}  // namespace tutor::term
