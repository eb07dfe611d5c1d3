// SPDX-License-Identifier: Apache-2.0

#include "term/sink.hpp"

#include "term/prompt.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace tutor::term {
namespace {

// A terminal whose keyboard and screen is `user`.
struct Terminal {
    Terminal() : user(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
        if (user < 0 || ::grantpt(user) != 0 || ::unlockpt(user) != 0) {
            throw std::runtime_error("no terminal to be had");
        }
        program = ::open(::ptsname(user), O_RDWR | O_NOCTTY | O_CLOEXEC);
    }
    ~Terminal() {
        ::close(program);
        ::close(user);
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    void type(std::string_view keys) const {
        REQUIRE(::write(user, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
    }
    /// What has been shown, up to `end`.
    std::string screen_until(std::string_view end) const {
        std::string shown;
        while (!shown.ends_with(end)) {
            char c = 0;
            REQUIRE(::read(user, &c, 1) == 1);
            shown += c;
        }
        return shown;
    }
    bool echoes() const {
        termios settings = {};
        ::tcgetattr(program, &settings);
        return (settings.c_lflag & ECHO) != 0;
    }

    int user;
    int program = -1;
};

}  // namespace

TEST_CASE("lines are read one at a time and nothing beyond them") {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    REQUIRE(::write(ends[1], "one\n\ntwo\nrest", 13) == 13);
    ::close(ends[1]);
    DescriptorInput input(ends[0]);
    CHECK_FALSE(input.is_terminal());
    CHECK(input.read_line(Echo::yes) == "one");
    CHECK(input.read_line(Echo::no) == "");
    std::array<char, 10> next = {};
    CHECK(::read(ends[0], next.data(), 4) == 4);
    CHECK(std::string(next.data()) == "two\n");
    CHECK(input.read_line(Echo::yes) == "rest");
    CHECK(input.read_line(Echo::yes) == std::nullopt);
    ::close(ends[0]);
}

TEST_CASE("a hidden answer is not echoed, and the terminal echoes again afterwards") {
    const Terminal terminal;
    DescriptorInput input(terminal.program);
    CHECK(input.is_terminal());
    std::optional<std::string> answer;
    std::thread reader([&] { answer = input.read_line(Echo::no); });
    while (terminal.echoes()) {
        std::this_thread::yield();
    }
    terminal.type("hunter2\n");
    reader.join();
    CHECK(answer == "hunter2");
    CHECK(terminal.echoes());
    terminal.type("x");
    CHECK(terminal.screen_until("x") == "\r\nx");
}

TEST_CASE("Ctrl-C aborts a question and restores the terminal") {
    const Terminal terminal;
    DescriptorInput input(terminal.program);
    const pthread_t self = ::pthread_self();
    std::thread user([&] {
        while (terminal.echoes()) {
            std::this_thread::yield();
        }
        // Until it hits the blocking read: an earlier one is only noted.
        ::pthread_kill(self, SIGINT);
        terminal.type("\n");
    });
    CHECK_THROWS_AS(input.read_line(Echo::no), Abort);
    user.join();
    CHECK(terminal.echoes());
}

TEST_CASE("a descriptor sink writes everything and knows a terminal") {
    const Terminal terminal;
    DescriptorSink sink(terminal.program);
    CHECK(sink.is_terminal());
    sink.write("hello");
    CHECK(terminal.screen_until("o") == "hello");
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    CHECK_FALSE(DescriptorSink(ends[1]).is_terminal());
    ::close(ends[0]);
    ::close(ends[1]);
}

}  // namespace tutor::term
