// SPDX-License-Identifier: Apache-2.0

#include "kube/kubeconfig.hpp"

#include "base/files.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <map>

namespace tutor::kube {
namespace {

using test::TempDir;

http::Environment environment_of(std::map<std::string, std::string> variables) {
    return [variables = std::move(variables)](std::string_view name) {
        const auto found = variables.find(std::string(name));
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

constexpr const char* first_text = R"(apiVersion: v1
kind: Config
current-context: one
clusters:
- name: c1
  cluster:
    server: https://one:6443
    certificate-authority: ca.pem
    tls-server-name: api.one
contexts:
- name: one
  context: {cluster: c1, user: u1, namespace: openedx}
users:
- name: u1
  user:
    token: t1
    tokenFile: token.txt
)";

constexpr const char* second_text = R"(current-context: two
clusters:
- {name: c1, cluster: {server: "https://other:1"}}
- {name: c2, cluster: {server: "https://two:6443", certificate-authority-data: SGVsbG8=, proxy-url: "http://p:3128"}}
contexts:
- {name: two, context: {cluster: c2, user: u2}}
users:
- {name: u2, user: {username: a, password: b, as: root, as-groups: [x, y]}}
)";

// The error of a file with `text`.
Error error_of(const std::string& text, const AccessOptions& options = {}) {
    const TempDir folder;
    write_atomically(folder / "config", text);
    try {
        choose_access(options, environment_of({{"KUBECONFIG", (folder / "config").string()}}));
    } catch (const Error& error) {
        return error;
    }
    return Error({.message = "no error"});
}

std::string with_cluster(const std::string& fields) {
    return "current-context: x\ncontexts:\n- {name: x, context: {cluster: c, user: u}}\nusers:\n"
           "- {name: u, user: {}}\nclusters:\n- name: c\n  cluster:\n"
        + fields;
}

std::string with_user(const std::string& fields) {
    return "current-context: x\ncontexts:\n- {name: x, context: {cluster: c, user: u}}\n"
           "clusters:\n- {name: c, cluster: {server: 'https://a'}}\nusers:\n- name: u\n  user:\n"
        + fields;
}

}  // namespace

TEST_CASE("the current context leads to a cluster and a user; paths are relative to the file") {
    const TempDir folder;
    write_atomically(folder / "config", first_text);
    const Access access =
        choose_access({}, environment_of({{"KUBECONFIG", (folder / "config").string()}}));
    CHECK(access.context == "one");
    CHECK(access.name_space == "openedx");
    CHECK(access.cluster.server == "https://one:6443");
    CHECK(access.cluster.authorities.file == folder / "ca.pem");
    CHECK(access.cluster.tls_server_name == "api.one");
    CHECK(access.user.token == "t1");
    CHECK(access.user.token_file == folder / "token.txt");
}

TEST_CASE("files of KUBECONFIG are merged, the first one wins, missing ones are passed over") {
    const TempDir folder;
    write_atomically(folder / "a", first_text);
    write_atomically(folder / "b", second_text);
    const std::string path =
        (folder / "none").string() + "::" + (folder / "a").string() + ":" + (folder / "b").string();
    const auto environment = environment_of({{"KUBECONFIG", path}});
    CHECK(choose_access({}, environment).cluster.server == "https://one:6443");
    const Access two = choose_access({.context = "two"}, environment);
    CHECK(two.cluster.authorities.data == "Hello");
    CHECK(two.user.username == "a");
    CHECK(two.user.password == "b");
    CHECK(two.user.impersonated_user == "root");
    CHECK(two.user.impersonated_groups == std::vector<std::string>{"x", "y"});
    CHECK(two.name_space == "default");
    CHECK(two.proxies.proxy_for(http::parse_url("https://two:6443"))->origin() == "http://p:3128");
}

TEST_CASE("without KUBECONFIG the home has one, and --kubeconfig wins over both") {
    const TempDir folder;
    write_atomically(folder / ".kube" / "config", first_text);
    write_atomically(folder / "b", second_text);
    const auto environment = environment_of({{"HOME", folder.path().string()}});
    CHECK(choose_access({}, environment).context == "one");
    CHECK(choose_access({.kubeconfig = folder / "b"}, environment).context == "two");
    CHECK_THROWS_AS(choose_access({.kubeconfig = folder / "none"}, environment), Error);
}

TEST_CASE("a context that does not exist is an error with the nearest name") {
    const Error error = error_of(first_text, {.context = "onne"});
    CHECK(std::string(error.what()) == "the Kubernetes context 'onne' does not exist");
    CHECK(error.info().hint == "did you mean 'one'?");
}

TEST_CASE("names that lead nowhere are errors with their line") {
    const Error cluster =
        error_of("current-context: x\ncontexts:\n- name: x\n  context: {cluster: nope, user: u}\n");
    CHECK(std::string(cluster.what()) == "the cluster 'nope' of context 'x' does not exist");
    REQUIRE(cluster.info().where);
    CHECK(cluster.info().where->line == 4);
    const Error user =
        error_of("current-context: x\ncontexts:\n- {name: x, context: {cluster: c, user: nope}}\n"
                 "clusters:\n- {name: c, cluster: {server: 'https://a'}}\n");
    CHECK(std::string(user.what()) == "the user 'nope' of context 'x' does not exist");
}

TEST_CASE("verification cannot be switched off") {
    const Error error =
        error_of(with_cluster("    server: https://a\n    insecure-skip-tls-verify: true\n"));
    CHECK(
        std::string(error.what())
        == "cluster 'c' switches the verification of its certificate off, which is not supported");
    REQUIRE(error.info().where);
    CHECK(error.info().where->line == 10);
    CHECK(error.info().hint.find("certificate-authority") != std::string::npos);
}

TEST_CASE("a cluster that is not chosen may be as it likes") {
    const std::string text = with_cluster("    server: https://a\n")
        + "- {name: other, cluster: {server: 'https://b', insecure-skip-tls-verify: true}}\n";
    CHECK(std::string(error_of(text).what()) == "no error");
}

TEST_CASE("a server must be reached with https, but on this machine") {
    CHECK(
        std::string(error_of(with_cluster("    server: http://example.com:8080\n")).what())
        == "the server of cluster 'c' is not reached with https");
    CHECK(
        std::string(error_of(with_cluster("    server: http://127.0.0.1:8001\n")).what())
        == "no error");
    for (const char* server : {"''", "nonsense", "https://", "ftp://a"}) {
        CAPTURE(server);
        const Error error = error_of(with_cluster(std::string("    server: ") + server + "\n"));
        CHECK(std::string(error.what()) != "no error");
        CHECK(error.info().where);
    }
}

TEST_CASE("wrong fields are errors with their line") {
    const std::pair<std::string, int> cases[] = {
        {with_cluster("    server: [a]\n"), 9},
        {with_cluster("    server: https://a\n    certificate-authority-data: '%%'\n"), 10},
        {with_cluster("    server: https://a\n    insecure-skip-tls-verify: maybe\n"), 10},
        {with_user("    token: 12345\n"), 9},
        {with_user("    as-groups: root\n"), 9},
        {with_user("    as-groups: [1]\n"), 9},
        {with_user("    exec: {command: x, apiVersion: client.authentication.k8s.io/v2}\n"), 9},
        {with_user("    exec: {apiVersion: client.authentication.k8s.io/v1}\n"), 9},
        {with_user("    exec: {command: x, apiVersion: client.authentication.k8s.io/v1, "
                   "interactiveMode: Often}\n"),
         9},
        {with_user("    auth-provider: {name: gcp}\n"), 9},
        {"kind: Pod\n", 1},
        {"clusters: {}\n", 1},
        {"clusters: [x]\n", 1},
        {"- x\n", 1},
        {"a: b: c\n", 1}};
    for (const auto& [text, line] : cases) {
        CAPTURE(text);
        const Error error = error_of(text);
        REQUIRE(error.info().where);
        CHECK(error.info().where->line == line);
        CHECK(error.info().where->source.ends_with("/config"));
    }
}

TEST_CASE("a client certificate needs its key") {
    CHECK(
        std::string(error_of(with_user("    client-certificate: a.pem\n")).what())
        == "user 'u' has only one of client-certificate and client-key");
}

TEST_CASE("no configuration at all says where it was looked for") {
    try {
        choose_access({}, environment_of({{"HOME", "/nonexistent"}}));
        FAIL("found one");
    } catch (const Error& error) {
        CHECK(std::string(error.what()) == "no Kubernetes cluster is configured");
        CHECK(error.info().hint.find("/nonexistent/.kube/config") != std::string::npos);
    }
    CHECK(std::string(error_of("").what()) == "no Kubernetes cluster is configured");
    CHECK(
        std::string(error_of("contexts:\n- {name: a, context: {}}\n").what())
        == "the kubeconfig has no current context");
}

TEST_CASE("a pod uses the account that it is given") {
    const TempDir folder;
    write_atomically(folder / "token", "pod-token\n");
    write_atomically(folder / "ca.crt", "pem");
    write_atomically(folder / "namespace", "here\n");
    const auto environment = environment_of(
        {{"KUBERNETES_SERVICE_HOST", "fd00::1"}, {"KUBERNETES_SERVICE_PORT", "443"}});
    const Access access = choose_access({.service_account = folder.path()}, environment);
    CHECK(access.cluster.server == "https://[fd00::1]:443");
    CHECK(access.cluster.authorities.file == folder / "ca.crt");
    CHECK(access.user.token_file == folder / "token");
    CHECK(access.name_space == "here");
}

TEST_CASE("a credential plugin is read with everything it may have") {
    const TempDir folder;
    write_atomically(
        folder / "config",
        with_user("    exec:\n      apiVersion: client.authentication.k8s.io/v1beta1\n"
                  "      command: ./login\n      args: [get, token]\n"
                  "      env: [{name: A, value: b}]\n      installHint: install it\n"
                  "      provideClusterInfo: true\n      interactiveMode: Never\n"));
    const Access access =
        choose_access({}, environment_of({{"KUBECONFIG", (folder / "config").string()}}));
    REQUIRE(access.user.exec);
    CHECK(access.user.exec->command == "./login");
    CHECK(access.user.exec->arguments == std::vector<std::string>{"get", "token"});
    CHECK(access.user.exec->environment.at(0) == std::pair<std::string, std::string>("A", "b"));
    CHECK(access.user.exec->interactive == ExecPlugin::Interactive::never);
    CHECK(access.user.exec->provide_cluster_info);
    CHECK(access.user.exec->directory == folder.path());
}

}  // namespace tutor::kube
