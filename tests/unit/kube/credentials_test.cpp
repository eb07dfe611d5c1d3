// SPDX-License-Identifier: Apache-2.0
//
// Credentials that change, expire, or come from a program.

#include "base/files.hpp"
#include "kube/client.hpp"
#include "support/recording_runner.hpp"
#include "support/temp_dir.hpp"
#include "unit/kube/world.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <memory>
#include <set>

namespace tutor::kube {
namespace {

using test::answering;
using test::Peer;
using test::ServedRequest;
using test::TempDir;

const ObjectName config_a = {{"v1", "ConfigMap"}, "", "a"};

// A server that knows certain tokens.
struct Guarded {
    explicit Guarded(std::set<std::string> tokens)
        : world(answering([tokens = std::move(tokens)](Peer& peer, const ServedRequest& request) {
              const auto given = request.headers.find("authorization");
              const bool known = given != request.headers.end() && tokens.contains(given->second);
              peer.respond(
                  known ? 200 : 401,
                  known ? config_map("a", 1) : status_text(401, "Unauthorized", "who?"));
          })),
          access(world.access()) {
        access.user = {};
        write_atomically(folder / "bin" / "login", "#!/bin/sh\n", {.mode = 0755});
        options = World::options();
        options.runner = runner;
        options.environment = [this](std::string_view name) {
            return name == "PATH" ? std::optional((folder / "bin").string()) : std::nullopt;
        };
    }

    void use_plugin(const std::string& version = "v1") {
        access.user.exec = ExecPlugin{
            .api_version = "client.authentication.k8s.io/" + version,
            .command = "login",
            .arguments = {"--secret", "s3cr3t"},
            .environment = {{"REGION", "x"}},
            .install_hint = "install login",
            .interactive = ExecPlugin::Interactive::never,
            .directory = folder.path(),
            .where = {.source = "config", .line = 7}};
    }

    static std::string credential(const std::string& status, const std::string& version = "v1") {
        return fmt::format(
            R"({{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/{}",)"
            R"("status":{{{}}}}})",
            version,
            status);
    }

    std::string error() {
        try {
            Client(access, options).get(config_a);
        } catch (const Error& caught) {
            return caught.what();
        }
        return "no error";
    }

    TempDir folder;
    World world;
    Access access;
    std::shared_ptr<test::RecordingRunner> runner = std::make_shared<test::RecordingRunner>();
    ClientOptions options;
};

}  // namespace

TEST_CASE("name and password are sent as basic authentication") {
    Guarded guarded({"Basic YTpi"});
    guarded.access.user.username = "a";
    guarded.access.user.password = "b";
    CHECK(guarded.error() == "no error");
}

TEST_CASE("a token file is read again when it changes, and an empty one is an error") {
    Guarded guarded({"Bearer one", "Bearer two"});
    guarded.access.user.token_file = guarded.folder / "token";
    write_atomically(guarded.folder / "token", "one\n");
    const Client client(guarded.access, guarded.options);
    client.get(config_a);
    write_atomically(guarded.folder / "token", "two\n");
    client.get(config_a);
    CHECK(guarded.world.server.requests().back().headers.at("authorization") == "Bearer two");
    write_atomically(guarded.folder / "token", " \n");
    CHECK_THROWS_AS(client.get(config_a), Error);
}

TEST_CASE("a plugin is run once, and again when the server refuses its token") {
    Guarded guarded({"Bearer new"});
    guarded.use_plugin();
    int runs = 0;
    guarded.runner->answer(
        "login", {.act = [&](const process::Command& command) {
            CHECK(command.environment.at("REGION") == "x");
            CHECK(
                command.environment.at("KUBERNETES_EXEC_INFO")
                == R"({"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1", )"
                   R"("spec": {"interactive": false}})");
            CHECK(command.input == "");
            ++runs;
            return Guarded::credential(runs == 1 ? R"("token":"old")" : R"("token":"new")");
        }});
    const Client client(guarded.access, guarded.options);
    client.get(config_a);
    client.get(config_a);
    CHECK(runs == 2);
    CHECK(guarded.runner->lines().at(0) == "login --secret s3cr3t");
}

TEST_CASE("a token that goes on being refused is one error") {
    Guarded guarded({});
    guarded.use_plugin();
    int runs = 0;
    guarded.runner->answer("login", {.act = [&](const process::Command&) {
                               return Guarded::credential(fmt::format(R"("token":"{}")", ++runs));
                           }});
    CHECK(guarded.error() == "the cluster does not know us (reading configmap/a): who?");
    CHECK(runs == 2);
}

TEST_CASE("a token is renewed when its time is over") {
    for (const auto& [time, runs_expected] :
         {std::pair("2001-01-01T00:00:00Z", 2), std::pair("2199-01-01T00:00:00+01:00", 1)}) {
        CAPTURE(time);
        Guarded guarded({"Bearer t"});
        guarded.use_plugin("v1beta1");
        int runs = 0;
        guarded.runner->answer(
            "login", {.act = [&](const process::Command&) {
                ++runs;
                return Guarded::credential(
                    fmt::format(R"("token":"t","expirationTimestamp":"{}")", time), "v1beta1");
            }});
        const Client client(guarded.access, guarded.options);
        client.get(config_a);
        client.get(config_a);
        CHECK(runs == runs_expected);
    }
}

TEST_CASE("a plugin may give a certificate") {
    const test::Authority authority;
    const test::TlsServer server(
        authority.issue(),
        answering([](Peer& peer, const ServedRequest&) { peer.respond(200, config_map("a", 1)); }),
        {.client_authority = authority.certificate()});
    Guarded guarded({});
    guarded.use_plugin();
    const test::Identity us = authority.issue({.common_name = "admin"});
    const auto lines = [](std::string text) {
        std::string escaped;
        for (const char c : text) {
            escaped += c == '\n' ? "\\n" : std::string(1, c);
        }
        return escaped;
    };
    guarded.runner->answer(
        "login",
        {.output = Guarded::credential(fmt::format(
             R"("clientCertificateData":"{}","clientKeyData":"{}")",
             lines(us.certificate),
             lines(us.private_key)))});
    guarded.access.cluster.server = server.url();
    guarded.access.cluster.authorities.data = authority.certificate();
    CHECK(guarded.error() == "no error");
}

TEST_CASE("a plugin that fails is one error, which does not show its arguments") {
    Guarded guarded({"Bearer t"});
    guarded.use_plugin();
    for (const auto& [answer, message] :
         std::initializer_list<std::pair<test::Answer, std::string>>{
             {{.status = 1}, "the credential plugin 'login' failed; what it said is above"},
             {{.output = "token: x"},
              "the credential plugin 'login' printed something that is no ExecCredential"},
             {{.output = Guarded::credential(R"("token":"t")", "v1beta1")},
              "the credential plugin 'login' printed something that is no ExecCredential of "
              "client.authentication.k8s.io/v1"},
             {{.output = Guarded::credential("")},
              "the credential plugin 'login' gave neither a token nor a certificate with its key"},
             {{.output = Guarded::credential(R"("token":"t","expirationTimestamp":"soon")")},
              "the credential plugin 'login' gave an expirationTimestamp that is no time: "
              "'soon'"}}) {
        guarded.runner->answer("login", answer);
        CHECK(guarded.error() == message);
    }
    guarded.access.user.exec->command = "no-such-login";
    CHECK(guarded.error() == "the credential plugin 'no-such-login' was not found");
    CHECK(guarded.world.server.requests().empty());
}

TEST_CASE("a plugin that wants the cluster is told of it") {
    Guarded guarded({"Bearer t"});
    guarded.use_plugin();
    guarded.access.user.exec->provide_cluster_info = true;
    std::string told;
    guarded.runner->answer("login", {.act = [&](const process::Command& command) {
                               told = command.environment.at("KUBERNETES_EXEC_INFO");
                               return Guarded::credential(R"("token":"t")");
                           }});
    CHECK(guarded.error() == "no error");
    CHECK(told.find(R"("server": ")" + guarded.world.server.url()) != std::string::npos);
    CHECK(told.find("certificate-authority-data") != std::string::npos);
}

TEST_CASE("we act as somebody else where the kubeconfig says so") {
    Guarded guarded({"Bearer t"});
    guarded.access.user.token = "t";
    guarded.access.user.impersonated_user = "jane";
    guarded.access.user.impersonated_groups = {"staff"};
    CHECK(guarded.error() == "no error");
    const ServedRequest seen = guarded.world.server.requests().at(0);
    CHECK(seen.headers.at("impersonate-user") == "jane");
    CHECK(seen.headers.at("impersonate-group") == "staff");
}

}  // namespace tutor::kube
