// SPDX-License-Identifier: Apache-2.0
//
// Requests of the client, what it repeats, and what it says when the server refuses.

#include "kube/client.hpp"

#include "base/files.hpp"
#include "json/parse.hpp"
#include "support/temp_dir.hpp"
#include "unit/kube/world.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <optional>
#include <thread>

namespace tutor::kube {
namespace {

using namespace std::chrono_literals;
using test::answering;
using test::Peer;
using test::ServedRequest;

const ObjectName config_a = {{"v1", "ConfigMap"}, "", "a"};

value::Dict document(const std::string& text) {
    return json::parse(text, "test").as_dict();
}

// Answers every request so.
test::TlsServer::Handler always(int status, std::string body) {
    return answering([status, body = std::move(body)](Peer& peer, const ServedRequest&) {
        peer.respond(status, body);
    });
}

template <class Call>
std::optional<ApiError> refusal_of(const Call& call) {
    try {
        call();
    } catch (const ApiError& error) {
        return error;
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("an object is read with our token, from its namespace") {
    World world(always(200, config_map("a", 1)));
    const value::Dict found = world.client.get(config_a);
    CHECK(to_text(name_of(found)) == "configmap/a");
    const ServedRequest seen = world.server.requests().at(0);
    CHECK(seen.method == "GET");
    CHECK(seen.target == "/api/v1/namespaces/openedx/configmaps/a");
    CHECK(seen.headers.at("authorization") == "Bearer secret-token");
    world.client.in_namespace("other").get(config_a);
    CHECK(world.server.requests().at(1).target == "/api/v1/namespaces/other/configmaps/a");
}

TEST_CASE("writing requests say who writes, and how") {
    World world(always(200, config_map("a", 1)));
    const value::Dict config = document(config_map("a", 1));
    world.client.apply(config);
    world.client.apply(config, {.dry_run = DryRun::all, .force = Force::yes, .field_manager = "x"});
    world.client.create(config);
    world.client.patch(config_a, PatchType::merge, document(R"({"data":{"é":null}})"));
    world.client.patch(config_a, PatchType::json, value::List());
    world.client.patch(config_a, PatchType::strategic_merge, value::Dict());
    world.client.scale({{"apps/v1", "Deployment"}, "", "lms"}, 3);
    world.client.remove(config_a, {.propagation = Propagation::foreground, .grace_period = 0s});
    const std::vector<ServedRequest> seen = world.server.requests();
    REQUIRE(seen.size() == 8);
    const std::string path = "/api/v1/namespaces/openedx/configmaps";
    CHECK(seen[0].method == "PATCH");
    CHECK(seen[0].target == path + "/a?fieldManager=tutor");
    CHECK(seen[0].headers.at("content-type") == "application/apply-patch+yaml");
    CHECK(seen[1].target == path + "/a?fieldManager=x&force=true&dryRun=All");
    CHECK(seen[2].method == "POST");
    CHECK(seen[2].target == path + "?fieldManager=tutor");
    CHECK(seen[3].headers.at("content-type") == "application/merge-patch+json");
    CHECK(seen[3].body == R"({"data":{"é":null}})");
    CHECK(seen[4].headers.at("content-type") == "application/json-patch+json");
    CHECK(seen[5].headers.at("content-type") == "application/strategic-merge-patch+json");
    CHECK(seen[6].target == "/apis/apps/v1/namespaces/openedx/deployments/lms/scale");
    CHECK(seen[6].body == R"({"spec":{"replicas":3}})");
    CHECK(seen[7].method == "DELETE");
    CHECK(
        seen[7].body
        == R"({"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Foreground",)"
           R"("gracePeriodSeconds":0})");
}

TEST_CASE("a list is read page by page, and its items say what they are") {
    World world(answering([](Peer& peer, const ServedRequest& request) {
        const bool second = request.target.find("continue=next%2F1") != std::string::npos;
        peer.respond(
            200,
            fmt::format(
                R"({{"metadata":{{"resourceVersion":"9","continue":"{}"}},)"
                R"("items":[{{"metadata":{{"name":"{}"}}}}]}})",
                second ? "" : "next/1",
                second ? "b" : "a"));
    }));
    const ObjectList list = world.client.list(
        {"v1", "ConfigMap"}, {.label_selector = "app=x", .field_selector = "f=y", .page_size = 1});
    REQUIRE(list.items.size() == 2);
    CHECK(to_text(name_of(list.items[1])) == "configmap/b");
    CHECK(list.resource_version == "9");
    CHECK(
        world.server.requests().at(0).target
        == "/api/v1/namespaces/openedx/"
           "configmaps?labelSelector=app%3Dx&fieldSelector=f%3Dy&limit=1");
}

TEST_CASE("a list whose pages expire begins anew") {
    std::atomic<int> count = 0;
    World world(answering([&](Peer& peer, const ServedRequest& request) {
        const bool goes_on = request.target.find("continue") != std::string::npos;
        if (goes_on && count++ == 0) {
            peer.respond(410, status_text(410, "Expired", "too old"));
            return;
        }
        peer.respond(
            200,
            fmt::format(
                R"({{"metadata":{{"resourceVersion":"9","continue":"{}"}},"items":[{{}}]}})",
                goes_on ? "" : "next"));
    }));
    CHECK(world.client.list({"v1", "ConfigMap"}).items.size() == 2);
    CHECK(world.server.requests().size() == 4);
}

TEST_CASE("what the server says is in the error") {
    World world(always(
        422,
        R"({"kind":"Status","message":"Deployment \"x\" is invalid","reason":"Invalid","code":422,)"
        R"("details":{"causes":[{"reason":"FieldValueInvalid","message":"bad","field":"spec.x"}]}})"));
    const auto error = refusal_of([&] { world.client.get(config_a); });
    REQUIRE(error);
    CHECK(error->code() == 422);
    CHECK(error->reason() == "Invalid");
    CHECK(error->server_message() == "Deployment \"x\" is invalid");
    CHECK(std::string(error->what()) == "reading configmap/a: Deployment \"x\" is invalid");
    REQUIRE(error->status().causes.size() == 1);
    CHECK(error->status().causes[0].field == "spec.x");
}

TEST_CASE("an answer of something else than the API server is an error too") {
    for (const auto& [status, body, message] :
         {std::tuple(403, "<html>\n<b>blocked</b>\x01", "HTTP status 403: <html> <b>blocked</b>"),
          std::tuple(404, "", "HTTP status 404"),
          std::tuple(418, "[1]", "HTTP status 418: [1]"),
          std::tuple(400, "\xFF\xFE", "HTTP status 400")}) {
        World world(always(status, body));
        const auto error = refusal_of([&] { world.client.get(config_a); });
        REQUIRE(error);
        CHECK(error->server_message() == message);
    }
    World world(always(200, "[]"));
    CHECK_THROWS_AS(world.client.get(config_a), Error);
    World html(always(200, "<html>"));
    CHECK_THROWS_AS(html.client.get(config_a), Error);
}

TEST_CASE("an object that does not exist is none, and deleting it is no error") {
    World world(always(404, status_text(404, "NotFound", "no")));
    CHECK(world.client.find(config_a) == std::nullopt);
    CHECK_FALSE(world.client.remove(config_a));
    CHECK(world.client.wait_until_gone(config_a, 1s));
    CHECK(refusal_of([&] { world.client.get(config_a); })->is_not_found());
}

TEST_CASE("401 and 403 are one clear error each") {
    World unknown(always(401, status_text(401, "Unauthorized", "Unauthorized")));
    const auto error = refusal_of([&] { unknown.client.get(config_a); });
    REQUIRE(error);
    CHECK(error->is_unauthorized());
    CHECK(
        std::string(error->what())
        == "the cluster does not know us (reading configmap/a): Unauthorized");
    CHECK(unknown.server.requests().size() == 1);
    World forbidden(always(403, status_text(403, "Forbidden", "exceeded quota: q")));
    const auto refused = refusal_of([&] { forbidden.client.get(config_a); });
    CHECK(refused->is_forbidden());
    CHECK(refused->is_quota());
}

TEST_CASE("429 is waited out as long as the server says, for every method") {
    std::atomic<int> count = 0;
    World world(answering([&](Peer& peer, const ServedRequest&) {
        if (count++ == 0) {
            peer.respond(429, "slow down", {{"Retry-After", "1"}});
        } else {
            peer.respond(201, config_map("a", 1));
        }
    }));
    const auto begin = std::chrono::steady_clock::now();
    world.client.create(document(config_map("a", 1)));
    CHECK(std::chrono::steady_clock::now() - begin >= 1s);
    CHECK(count == 2);
}

TEST_CASE("a server that stays overloaded is given up, with its own words") {
    World world(always(503, status_text(503, "ServiceUnavailable", "starting")));
    const auto error = refusal_of([&] { world.client.get(config_a); });
    REQUIRE(error);
    CHECK(error->server_message() == "starting");
    CHECK(world.server.requests().size() > 5);
}

TEST_CASE("what may have happened is not done twice: only idempotent requests are repeated") {
    const auto cut_first = [](std::atomic<int>& count) {
        return [&count](Peer& peer) {
            while (const auto request = peer.read_request()) {
                if (count++ == 0) {
                    peer.cut();
                    return;
                }
                peer.respond(200, config_map("a", 1));
            }
        };
    };
    SUBCASE("reading") {
        std::atomic<int> count = 0;
        World world(cut_first(count));
        world.client.get(config_a);
        CHECK(count == 2);
    }
    SUBCASE("applying") {
        std::atomic<int> count = 0;
        World world(cut_first(count));
        world.client.apply(document(config_map("a", 1)));
        CHECK(count == 2);
    }
    SUBCASE("deleting") {
        std::atomic<int> count = 0;
        World world(cut_first(count));
        CHECK(world.client.remove(config_a));
        CHECK(count == 2);
    }
    SUBCASE("creating") {
        std::atomic<int> count = 0;
        World world(cut_first(count));
        CHECK_THROWS_AS(world.client.create(document(config_map("a", 1))), http::TransportError);
        CHECK(count == 1);
    }
    SUBCASE("creating, after a 503") {
        World world(always(503, "x"));
        CHECK(refusal_of([&] { world.client.create(document(config_map("a", 1))); }));
        CHECK(world.server.requests().size() == 1);
    }
}

TEST_CASE("an authority that is empty does not stand for those of the system") {
    World world(always(200, config_map("a", 1)));
    const test::TempDir folder;
    write_atomically(folder / "ca.crt", "");
    Access access = world.access();
    access.cluster.authorities = {.data = {}, .file = folder / "ca.crt"};
    CHECK_THROWS_WITH_AS(
        Client(access, World::options()).get(config_a),
        "the certificate authority of cluster 'test' is empty",
        Error);
}

TEST_CASE("a server that was there before is waited for, one that never was is not") {
    const test::Authority authority;
    const test::Identity identity = authority.issue();
    auto server = std::make_unique<test::TlsServer>(identity, always(200, config_map("a", 1)));
    Access access;
    access.cluster.server = server->url();
    access.cluster.authorities.data = authority.certificate();
    const Client client(access, World::options());
    const Client stranger(access, World::options());
    client.get(config_a);
    const std::uint16_t port = server->port();
    server.reset();
    CHECK_THROWS_AS(stranger.get(config_a), http::TransportError);
    std::jthread restart([&] {
        std::this_thread::sleep_for(150ms);
        server = std::make_unique<test::TlsServer>(
            identity, always(200, config_map("b", 2)), test::ServerOptions{.port = port});
    });
    CHECK(to_text(name_of(client.get(config_a))) == "configmap/b");
    restart.join();
}

TEST_CASE("a call that waits for its next attempt can be stopped") {
    World world(always(429, "x"));
    std::stop_source source;
    const std::jthread stopper([&] {
        std::this_thread::sleep_for(50ms);
        source.request_stop();
    });
    CHECK_THROWS_AS(world.client.stoppable(source.get_token()).get(config_a), http::Cancelled);
}

TEST_CASE("kinds that are not in the table are asked for once") {
    World world(answering([](Peer& peer, const ServedRequest& request) {
        if (request.target == "/apis/example.com/v1") {
            peer.respond(
                200,
                R"({"resources":[{"name":"widgets/scale","kind":"Widget","namespaced":true},)"
                R"({"name":"widgets","kind":"Widget","namespaced":true}]})");
        } else if (request.target.starts_with("/apis/none.com")) {
            peer.respond(404, "404 page not found");
        } else {
            peer.respond(200, config_map("w", 1));
        }
    }));
    const ObjectName widget = {{"example.com/v1", "Widget"}, "", "w"};
    world.client.get(widget);
    world.client.get(widget);
    CHECK(world.server.requests().size() == 3);
    CHECK(
        world.server.requests().at(1).target
        == "/apis/example.com/v1/namespaces/openedx/widgets/w");
    for (const Kind& unknown : {Kind{"example.com/v1", "Gadget"}, Kind{"none.com/v1", "X"}}) {
        CHECK_THROWS_WITH_AS(
            world.client.resource(unknown),
            fmt::format("the cluster has no kind '{}' of '{}'", unknown.kind, unknown.api_version)
                .c_str(),
            Error);
    }
}

TEST_CASE("many documents are applied in order where others need one, and each has its result") {
    World world(answering([](Peer& peer, const ServedRequest& request) {
        if (request.target.find("/bad?") != std::string::npos) {
            peer.respond(422, status_text(422, "Invalid", "bad"));
        } else {
            peer.pause(request.target.find("/namespaces/n?") != std::string::npos ? 50 : 0);
            peer.respond(200, config_map("x", 1));
        }
    }));
    std::vector<value::Dict> documents;
    documents.push_back(
        document(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n"}})"));
    for (const char* name : {"a", "bad", "b", "c"}) {
        documents.push_back(document(config_map(name, 1)));
    }
    documents.push_back(document(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{}})"));
    int told = 0;
    const auto results = world.client.apply_all(documents, {}, [&](const ApplyResult&) { ++told; });
    REQUIRE(results.size() == 6);
    CHECK(told == 6);
    CHECK(to_text(results[1].name) == "configmap/a");
    CHECK(results[1].object);
    CHECK(results[2].error);
    CHECK_FALSE(results[2].object);
    CHECK(results[5].error);
    CHECK(world.server.requests().at(0).target == "/api/v1/namespaces/n?fieldManager=tutor");
    CHECK(world.server.requests().size() == 5);
}

TEST_CASE("deleting waits until the object is gone, or another of its name is there") {
    for (const bool replaced : {false, true}) {
        World world(answering([&](Peer& peer, const ServedRequest& request) {
            if (request.method == "DELETE" || request.target.ends_with("/a")) {
                peer.respond(200, config_map("a", 1));
            } else if (request.target.find("watch=1") == std::string::npos) {
                peer.respond(
                    200,
                    R"({"metadata":{"resourceVersion":"5"},"items":[)" + config_map("a", 1) + "]}");
            } else {
                peer.begin_chunks();
                peer.pause(50);
                if (!replaced) {
                    peer.chunk(frame("DELETED", config_map("a", 6)));
                }
                peer.chunk(frame("MODIFIED", config_map("a", 7, "other")));
                peer.pause(2000);
            }
        }));
        CHECK(world.client.remove(config_a, {.wait = Wait::yes, .wait_limit = 5s}));
        CHECK(
            world.server.requests().at(2).target
            == "/api/v1/namespaces/openedx/configmaps?fieldSelector=metadata.name%3Da&limit=500");
    }
}

TEST_CASE("an object that stays is an error after the wait limit") {
    World world(answering([&](Peer& peer, const ServedRequest& request) {
        if (request.target.find('?') == std::string::npos) {
            peer.respond(200, config_map("a", 1));
        } else if (request.target.find("watch=1") == std::string::npos) {
            peer.respond(
                200,
                R"({"metadata":{"resourceVersion":"5"},"items":[)" + config_map("a", 1) + "]}");
        } else {
            peer.begin_chunks();
            peer.pause(2000);
        }
    }));
    CHECK_THROWS_WITH_AS(
        world.client.remove(config_a, {.wait = Wait::yes, .wait_limit = 100ms}),
        "configmap/a is still there after 0 s",
        Error);
}

TEST_CASE("kinds that cannot be deleted together are deleted one by one") {
    World world(answering([&](Peer& peer, const ServedRequest& request) {
        if (request.method == "DELETE" && request.target.find("services?") != std::string::npos) {
            peer.respond(405, status_text(405, "MethodNotAllowed", "no"));
        } else if (request.method == "GET") {
            peer.respond(
                200, R"({"metadata":{"resourceVersion":"5"},"items":[{"metadata":{"name":"s"}}]})");
        } else {
            peer.respond(200, "{}");
        }
    }));
    world.client.remove_all({"v1", "Service"}, {.label_selector = "app=x"});
    CHECK(world.server.requests().back().method == "DELETE");
    CHECK(world.server.requests().back().target == "/api/v1/namespaces/openedx/services/s");
}

}  // namespace tutor::kube
