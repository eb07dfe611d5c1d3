// SPDX-License-Identifier: Apache-2.0
//
// Watches that are cut, expire, and are refused.

#include "kube/watch.hpp"

#include "kube/internal/frames.hpp"
#include "unit/kube/world.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <vector>

namespace tutor::kube {
namespace {

using namespace std::chrono_literals;
using test::answering;
using test::Peer;
using test::ServedRequest;

const WatchRequest config_maps = {.kind = {"v1", "ConfigMap"}, .tag = 7};

std::string list_of(int version, const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) {
        text += (text.empty() ? "" : ",") + item;
    }
    return fmt::format(
        R"({{"kind":"ConfigMapList","metadata":{{"resourceVersion":"{}"}},"items":[{}]}})",
        version,
        text);
}

bool is_watch(const ServedRequest& request) {
    return request.target.find("watch=1") != std::string::npos;
}

std::string version_asked(const ServedRequest& request) {
    const std::size_t begin = request.target.find("resourceVersion=") + 16;
    return request.target.substr(begin, request.target.find('&', begin) - begin);
}

std::string text_of(const WatchEvent& event) {
    const std::string name = string_field(event.object, {"metadata", "name"});
    const std::string version = string_field(event.object, {"metadata", "resourceVersion"});
    switch (event.type) {
    case WatchEvent::Type::added: return "+" + name + version;
    case WatchEvent::Type::modified: return "~" + name + version;
    case WatchEvent::Type::deleted: return "-" + name + version;
    case WatchEvent::Type::synchronised: return "=";
    case WatchEvent::Type::disconnected: return "lost";
    case WatchEvent::Type::reconnected: return "back";
    case WatchEvent::Type::woken: return "woken";
    }
    return {};
}

// The next `count` events.
std::string events(WatchQueue& queue, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        const auto event = queue.next_before(std::chrono::steady_clock::now() + 5s);
        text += (i == 0 ? "" : " ") + (event ? text_of(*event) : "nothing");
    }
    return text;
}

}  // namespace

TEST_CASE("a watch lists, says when that is complete, and goes on from there") {
    World world(answering([](Peer& peer, const ServedRequest& request) {
        if (!is_watch(request)) {
            peer.respond(200, list_of(5, {config_map("a", 3), config_map("b", 4)}));
            return;
        }
        peer.begin_chunks();
        peer.chunk(frame("MODIFIED", config_map("a", 6)) + frame("ADDED", config_map("c", 7)));
        peer.chunk(frame("DELETED", config_map("b", 8)));
        peer.chunk(frame("SOMETHING", config_map("x", 9)));
        peer.pause(5000);
    }));
    WatchQueue queue;
    const Watcher watcher(world.client, config_maps, queue);
    CHECK(events(queue, 6) == "+a3 +b4 = ~a6 +c7 -b8");
    CHECK(version_asked(world.server.requests().at(1)) == "5");
    CHECK(queue.next_before(std::chrono::steady_clock::now() + 50ms) == std::nullopt);
}

TEST_CASE("events carry the tag of their watcher and objects of the kind that was asked for") {
    World world(answering([](Peer& peer, const ServedRequest& request) {
        if (is_watch(request)) {
            peer.pause(5000);
        } else {
            peer.respond(200, list_of(5, {R"({"metadata":{"name":"a"}})"}));
        }
    }));
    WatchQueue queue;
    const Watcher watcher(world.client, config_maps, queue);
    const auto event = queue.next();
    REQUIRE(event);
    CHECK(event->tag == 7);
    CHECK(string_field(event->object, {"kind"}) == "ConfigMap");
}

TEST_CASE("a watch that is cut goes on where it was, nothing lost and nothing twice") {
    const char* const types[] = {"ADDED", "MODIFIED", "DELETED", "ADDED"};
    for (const std::size_t step : {std::size_t{37}, std::size_t{151}}) {
        CAPTURE(step);
        std::atomic<std::size_t> watches = 0;
        World world(answering([&](Peer& peer, const ServedRequest& request) {
            if (!is_watch(request)) {
                peer.respond(200, list_of(5, {}));
                return;
            }
            // All that is newer than what was asked for, cut somewhere else each time.
            std::string rest;
            for (int version = std::stoi(version_asked(request)) + 1; version <= 9; ++version) {
                rest += frame(types[version - 6], config_map(version == 9 ? "b" : "a", version));
            }
            rest.resize(std::min(rest.size(), ++watches * step % 400));
            peer.begin_chunks();
            for (std::size_t i = 0; i < rest.size(); i += 25) {
                peer.chunk(std::string_view(rest).substr(i, 25));
            }
            peer.cut();
        }));
        WatchQueue queue;
        const Watcher watcher(world.client, config_maps, queue);
        CHECK(events(queue, 5) == "= +a6 ~a7 -a8 +b9");
        CHECK(watches > 2);
    }
}

TEST_CASE("bookmarks move the place where a watch goes on") {
    std::atomic<int> watches = 0;
    World world(answering([&](Peer& peer, const ServedRequest& request) {
        if (!is_watch(request)) {
            peer.respond(200, list_of(5, {}));
            return;
        }
        peer.begin_chunks();
        if (watches++ == 0) {
            peer.chunk(frame("BOOKMARK", R"({"metadata":{"resourceVersion":"90"}})"));
            peer.end_chunks();
        } else {
            peer.chunk(frame("ADDED", config_map("a", 91)));
            peer.pause(5000);
        }
    }));
    WatchQueue queue;
    const Watcher watcher(world.client, config_maps, queue);
    CHECK(events(queue, 2) == "= +a91");
    CHECK(version_asked(world.server.requests().at(2)) == "90");
}

TEST_CASE("410 leads to a new list, and the differences are told, deletions included") {
    for (const bool as_frame : {false, true}) {
        CAPTURE(as_frame);
        std::atomic<int> lists = 0;
        std::atomic<int> watches = 0;
        World world(answering([&](Peer& peer, const ServedRequest& request) {
            if (!is_watch(request)) {
                peer.respond(
                    200,
                    lists++ == 0
                        ? list_of(
                            5, {config_map("a", 1), config_map("b", 2), config_map("c", 3, "old")})
                        : list_of(
                            50,
                            {config_map("a", 1), config_map("c", 40, "new"), config_map("d", 41)}));
            } else if (watches++ > 0) {
                peer.begin_chunks();
                peer.pause(5000);
            } else if (as_frame) {
                peer.begin_chunks();
                peer.chunk(frame("ERROR", status_text(410, "Expired", "too old")));
                peer.pause(5000);
            } else {
                peer.respond(410, status_text(410, "Expired", "too old"));
            }
        }));
        WatchQueue queue;
        const Watcher watcher(world.client, config_maps, queue);
        CHECK(events(queue, 4) == "+a1 +b2 +c3 =");
        CHECK(events(queue, 5) == "-b2 -c3 +c40 +d41 =");
    }
}

TEST_CASE("what is no event is read again after a while") {
    std::atomic<int> watches = 0;
    World world(answering([&](Peer& peer, const ServedRequest& request) {
        if (!is_watch(request)) {
            peer.respond(200, list_of(5, {}));
            return;
        }
        peer.begin_chunks();
        switch (watches++) {
        case 0: peer.chunk("{\"type\":\"ADDED\"}\n"); break;
        case 1: peer.chunk("no JSON\n"); break;
        case 2: peer.chunk(frame("ERROR", status_text(500, "InternalError", "oops"))); break;
        default: peer.chunk("\n\r\n" + frame("ADDED", config_map("a", 6)));
        }
        peer.pause(5000);
    }));
    WatchQueue queue;
    const Watcher watcher(world.client, config_maps, queue);
    CHECK(events(queue, 2) == "= +a6");
}

TEST_CASE("a watch that is refused fails for good, after its earlier events") {
    World world(answering([&](Peer& peer, const ServedRequest&) {
        peer.respond(403, status_text(403, "Forbidden", "no"));
    }));
    WatchQueue queue;
    queue.wake();
    const Watcher watcher(world.client, config_maps, queue);
    CHECK(events(queue, 1) == "woken");
    CHECK_THROWS_AS(events(queue, 1), ApiError);
    CHECK_THROWS_AS(events(queue, 1), ApiError);
}

TEST_CASE("a server that is away is waited for, and the consumer is told") {
    const test::Authority authority;
    const test::Identity identity = authority.issue();
    const auto handler = answering([](Peer& peer, const ServedRequest& request) {
        if (!is_watch(request)) {
            peer.respond(200, list_of(5, {config_map("a", 1)}));
            return;
        }
        peer.begin_chunks();
        if (version_asked(request) == "5" && peer.number() == 0) {
            peer.chunk(frame("MODIFIED", config_map("a", 6)));
        } else {
            peer.chunk(frame("MODIFIED", config_map("a", 7)));
        }
        peer.pause(5000);
    });
    auto server = std::make_unique<test::TlsServer>(identity, handler);
    Access access;
    access.cluster.server = server->url();
    access.cluster.authorities.data = authority.certificate();
    const Client client(access, World::options());
    WatchQueue queue;
    SUBCASE("for ever") {
        const Watcher watcher(client, config_maps, queue);
        CHECK(events(queue, 3) == "+a1 = ~a6");
        const std::uint16_t port = server->port();
        server.reset();
        CHECK(events(queue, 1) == "lost");
        server = std::make_unique<test::TlsServer>(
            identity,
            answering([&](Peer& peer, const ServedRequest& request) {
                CHECK(version_asked(request) == "6");
                peer.begin_chunks();
                peer.chunk(frame("MODIFIED", config_map("a", 7)));
                peer.pause(5000);
            }),
            test::ServerOptions{.port = port});
        CHECK(events(queue, 2) == "back ~a7");
    }
    SUBCASE("up to a limit") {
        WatchRequest request = config_maps;
        request.give_up = 2500ms;
        const Watcher watcher(client, request, queue);
        CHECK(events(queue, 3) == "+a1 = ~a6");
        server.reset();
        CHECK(events(queue, 1) == "lost");
        CHECK_THROWS_AS(events(queue, 1), http::TransportError);
    }
}

TEST_CASE("a watcher ends at once, whatever it waits for") {
    World world(answering([&](Peer& peer, const ServedRequest& request) {
        if (is_watch(request)) {
            peer.begin_chunks();
        }
        peer.pause(5000);
    }));
    WatchQueue queue;
    const auto begin = std::chrono::steady_clock::now();
    {
        const Watcher watcher(world.client, config_maps, queue);
        CHECK(queue.next_before(begin + 50ms) == std::nullopt);
    }
    CHECK(std::chrono::steady_clock::now() - begin < 1s);
}

TEST_CASE("whoever waits for events can be stopped and woken") {
    WatchQueue queue;
    std::stop_source source;
    source.request_stop();
    CHECK(queue.next(source.get_token()) == std::nullopt);
    queue.wake(3);
    const auto event = queue.next();
    CHECK(event->type == WatchEvent::Type::woken);
    CHECK(event->tag == 3);
}

TEST_CASE("an event reaches the consumer within milliseconds") {
    World world(answering([](Peer& peer, const ServedRequest& request) {
        if (!is_watch(request)) {
            peer.respond(200, list_of(5, {}));
            return;
        }
        peer.begin_chunks();
        for (int i = 0; i < 20; ++i) {
            peer.pause(10);
            const auto now = std::chrono::steady_clock::now().time_since_epoch();
            peer.chunk(frame("ADDED", config_map(std::to_string(now.count()), 6 + i)));
        }
        peer.pause(5000);
    }));
    WatchQueue queue;
    const Watcher watcher(world.client, config_maps, queue);
    CHECK(events(queue, 1) == "=");
    std::vector<std::int64_t> delays;
    for (int i = 0; i < 20; ++i) {
        const auto event = queue.next_before(std::chrono::steady_clock::now() + 5s);
        REQUIRE(event);
        const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
        delays.push_back(now - std::stoll(string_field(event->object, {"metadata", "name"})));
    }
    std::sort(delays.begin(), delays.end());
    CHECK(delays[10] < 50'000'000);
}

TEST_CASE("lines are put together from pieces of any size") {
    const std::string text = "one\ntwo\r\n\nlast";
    for (std::size_t size = 1; size <= text.size(); ++size) {
        internal::LineCutter cutter;
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < text.size(); i += size) {
            cutter.add(std::string_view(text).substr(i, size), [&](std::string_view line) {
                lines.emplace_back(line);
            });
        }
        CHECK(lines == std::vector<std::string>{"one", "two", ""});
        CHECK(cutter.rest() == "last");
    }
}

}  // namespace tutor::kube
