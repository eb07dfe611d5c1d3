// SPDX-License-Identifier: Apache-2.0
//
// Logs that are cut, of containers that start late, end, and start again.

#include "kube/logs.hpp"

#include "unit/kube/world.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace tutor::kube {
namespace {

using namespace std::chrono_literals;
using test::answering;
using test::Peer;
using test::ServedRequest;

std::string pod(const std::string& state, const std::string& id = "docker://1") {
    return fmt::format(
        R"({{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"p","uid":"u","resourceVersion":"3"}},)"
        R"("status":{{"phase":"Running","containerStatuses":[)"
        R"({{"name":"c","containerID":"{}","state":{{"{}":{{}}}}}}]}}}})",
        id,
        state);
}

// A pod whose log comes from `log`; its state is "terminated" once `over` says so.
struct LogWorld {
    using Log = std::function<void(Peer&, const ServedRequest&)>;

    explicit LogWorld(Log given)
        : log(std::move(given)), world(answering([this](Peer& peer, const ServedRequest& request) {
              if (request.target.find("/log?") != std::string::npos) {
                  log(peer, request);
              } else if (request.target.find("watch=1") != std::string::npos) {
                  peer.begin_chunks();
                  peer.pause(5000);
              } else if (request.target.find('?') != std::string::npos) {
                  peer.respond(
                      200,
                      R"({"metadata":{"resourceVersion":"3"},"items":[)" + pod(state()) + "]}");
              } else {
                  peer.respond(200, pod(state()));
              }
          })) {}

    std::string state() const { return over ? "terminated" : "running"; }

    std::string read(const LogOptions& options) {
        std::string text;
        read_logs(world.client, "p", options, [&](std::string_view line, std::string_view) {
            text += std::string(line) + "|";
        });
        return text;
    }

    std::atomic<bool> over = false;
    Log log;
    World world;
};

bool follows(const ServedRequest& request) {
    return request.target.find("follow=true") != std::string::npos;
}

// Line n, written n tenths of a second after 00:00:10.
std::string line(int n) {
    return fmt::format("2024-01-01T00:00:{:02}.{}Z line {}\n", 10 + n / 10, n % 10, n);
}

}  // namespace

TEST_CASE("the log so far, with its last line whether that has an end or not") {
    LogWorld world([](Peer& peer, const ServedRequest&) {
        peer.respond(200, line(1) + line(2) + "2024-01-01T00:00:13Z unfinished");
    });
    CHECK(world.read({.container = "c", .tail_lines = 5}) == "line 1|line 2|unfinished|");
    CHECK(
        world.world.server.requests().at(0).target
        == "/api/v1/namespaces/openedx/pods/p/log?timestamps=true&container=c&tailLines=5");
}

TEST_CASE("a log is followed to the end of the container, over cuts at every place") {
    constexpr int count = 40;
    std::string all;
    for (int i = 0; i < count; ++i) {
        all += line(i);
    }
    std::string expected;
    for (int i = 0; i < count; ++i) {
        expected += fmt::format("line {}|", i);
    }
    for (const std::size_t step : {std::size_t{45}, std::size_t{333}}) {
        CAPTURE(step);
        std::atomic<std::size_t> written = 0;  // how much the container has written
        std::atomic<LogWorld*> self = nullptr;
        LogWorld world([&](Peer& peer, const ServedRequest& request) {
            const std::size_t since = request.target.find("sinceTime=");
            std::size_t begin = 0;
            if (since != std::string::npos) {
                // "2024-01-01T00%3A00%3A02Z": whole seconds are all that the server knows.
                const int second = std::stoi(request.target.substr(since + 10 + 21, 2));
                begin = second < 10 ? 0 : std::min(all.find(line((second - 10) * 10)), all.size());
            }
            if (!follows(request)) {
                peer.respond(200, all.substr(begin));
                return;
            }
            written += step;
            peer.begin_chunks();
            const std::size_t end = std::min<std::size_t>(written, all.size());
            if (end > begin) {
                peer.chunk(std::string_view(all).substr(begin, end - begin));
            }
            if (end == all.size()) {
                self.load()->over = true;
                peer.end_chunks();
            } else {
                peer.cut();
            }
        });
        self = &world;
        CHECK(world.read({.follow = Follow::yes}) == expected);
    }
}

TEST_CASE("a stream that ends properly while the container runs is no end") {
    std::atomic<int> streams = 0;
    std::atomic<LogWorld*> self = nullptr;
    LogWorld world([&](Peer& peer, const ServedRequest& request) {
        if (!follows(request)) {
            peer.respond(200, line(1) + line(2));
            return;
        }
        peer.begin_chunks();
        peer.chunk(streams == 0 ? line(1) + line(2).substr(0, 28) : line(1) + line(2));
        if (++streams == 2) {
            self.load()->over = true;
        }
        peer.end_chunks();
    });
    self = &world;
    CHECK(world.read({.follow = Follow::yes}) == "line 1|line 2|");
}

TEST_CASE("what the stream missed at the end is read afterwards") {
    std::atomic<LogWorld*> self = nullptr;
    LogWorld world([&](Peer& peer, const ServedRequest& request) {
        if (follows(request)) {
            self.load()->over = true;
            peer.begin_chunks();
            peer.chunk(line(1));
            peer.end_chunks();
        } else {
            peer.respond(200, line(1) + line(2) + "2024-01-01T00:00:13Z no end");
        }
    });
    self = &world;
    CHECK(world.read({.follow = Follow::yes}) == "line 1|line 2|no end|");
}

TEST_CASE("a container that has not started yet is waited for") {
    std::atomic<bool> started = false;
    World world(answering([&](Peer& peer, const ServedRequest& request) {
        if (request.target.find("/log?") != std::string::npos) {
            CHECK(started.load());
            peer.respond(200, line(1));
        } else if (request.target.find("watch=1") != std::string::npos) {
            peer.begin_chunks();
            peer.pause(50);
            started = true;
            peer.chunk(frame("MODIFIED", pod("terminated")));
            peer.pause(5000);
        } else if (request.target.find('?') != std::string::npos) {
            peer.respond(
                200,
                R"({"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"p","uid":"u",)"
                R"("resourceVersion":"1"},"status":{"phase":"Pending"}}]})");
        } else {
            peer.respond(200, pod("terminated"));
        }
    }));
    std::string text;
    read_logs(
        world.client,
        "p",
        {.follow = Follow::yes},
        [&](std::string_view given, std::string_view time) {
            text += given;
            CHECK(time == "2024-01-01T00:00:10.1Z");
        });
    CHECK(text == "line 1");
}

TEST_CASE("a pod that does not exist is an error") {
    World world(answering([&](Peer& peer, const ServedRequest& request) {
        if (request.target.find("limit=") != std::string::npos) {
            peer.respond(200, R"({"metadata":{"resourceVersion":"1"},"items":[]})");
        } else {
            peer.respond(404, status_text(404, "NotFound", "no pod"));
        }
    }));
    for (const Follow follow : {Follow::no, Follow::yes}) {
        try {
            read_logs(
                world.client, "p", {.follow = follow}, [](std::string_view, std::string_view) {});
            FAIL("no error");
        } catch (const ApiError& error) {
            CHECK(error.is_not_found());
        }
    }
}

TEST_CASE("following can be stopped") {
    LogWorld world([&](Peer& peer, const ServedRequest&) {
        peer.begin_chunks();
        peer.chunk(line(1));
        peer.pause(5000);
    });
    std::stop_source source;
    const std::jthread stopper([&] {
        std::this_thread::sleep_for(200ms);
        source.request_stop();
    });
    CHECK_THROWS_AS(
        read_logs(
            world.world.client.stoppable(source.get_token()),
            "p",
            {.follow = Follow::yes},
            [](std::string_view, std::string_view) {}),
        http::Cancelled);
}

}  // namespace tutor::kube
