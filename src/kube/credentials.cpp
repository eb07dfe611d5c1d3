// SPDX-License-Identifier: Apache-2.0

#include "kube/internal/credentials.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "crypto/base64.hpp"
#include "json/dump.hpp"
#include "json/parse.hpp"
#include "kube/kinds.hpp"
#include "process/find_program.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <utility>

namespace tutor::kube::internal {
namespace {

bool same(const Proof& one, const Proof& other) {
    if (one.certificate != other.certificate || one.private_key != other.private_key
        || one.headers.size() != other.headers.size()) {
        return false;
    }
    for (std::size_t i = 0; i < one.headers.size(); ++i) {
        if (one.headers[i].value != other.headers[i].value) {
            return false;
        }
    }
    return true;
}

// A program with a slash in its name is beside the kubeconfig, any other in PATH.
std::string program_of(const ExecPlugin& plugin) {
    return plugin.command.find('/') == std::string::npos
        ? plugin.command
        : (plugin.directory / plugin.command).lexically_normal().string();
}

bool wants_terminal(const ExecPlugin& plugin) {
    const bool terminal = ::isatty(STDIN_FILENO) != 0;
    if (plugin.interactive == ExecPlugin::Interactive::always && !terminal) {
        throw Error(
            {.message = fmt::format(
                 "the credential plugin '{}' wants to ask something, but there is no terminal",
                 plugin.command),
             .where = plugin.where,
             .hint = "run the command in a terminal"});
    }
    return terminal && plugin.interactive != ExecPlugin::Interactive::never;
}

[[noreturn]] void fail(const ExecPlugin& plugin, std::string_view problem) {
    throw Error(
        {.message = fmt::format("the credential plugin '{}' {}", plugin.command, problem),
         .where = plugin.where,
         .hint = plugin.install_hint.empty() ? "run it by hand to see what it says"
                                             : plugin.install_hint});
}

}  // namespace

Credentials::Credentials(
    const Access& access, std::shared_ptr<process::Runner> runner, http::Environment environment)
    : access_(access), runner_(std::move(runner)), environment_(std::move(environment)) {}

Proof Credentials::proof() {
    const std::lock_guard lock(mutex_);
    refresh(false);
    return proof_;
}

bool Credentials::renew(std::uint64_t generation) {
    const std::lock_guard lock(mutex_);
    if (proof_.generation == generation) {
        refresh(true);
    }
    return proof_.generation != generation;
}

void Credentials::refresh(bool refused) {
    const Proof before = proof_;
    if (access_.user.exec) {
        // A little early: a token that expires on its way is refused.
        const bool expired =
            expires_ && std::chrono::system_clock::now() + std::chrono::seconds(10) >= *expires_;
        if (!plugin_ran_ || expired || refused) {
            run_plugin();
        }
    } else {
        load_token();
    }
    if (proof_.generation == 0 || refused) {
        load_identity();
    }
    proof_.headers.clear();
    const User& user = access_.user;
    if (!token_.empty()) {
        proof_.headers.push_back({.name = "Authorization", .value = "Bearer " + token_});
    } else if (!user.username.empty()) {
        const std::string pair = user.username + ":" + user.password;
        proof_.headers.push_back(
            {.name = "Authorization", .value = "Basic " + crypto::base64_encode(pair)});
    }
    if (!user.impersonated_user.empty()) {
        proof_.headers.push_back({.name = "Impersonate-User", .value = user.impersonated_user});
    }
    if (!user.impersonated_uid.empty()) {
        proof_.headers.push_back({.name = "Impersonate-Uid", .value = user.impersonated_uid});
    }
    for (const std::string& group : user.impersonated_groups) {
        proof_.headers.push_back({.name = "Impersonate-Group", .value = group});
    }
    if (proof_.generation == 0 || !same(before, proof_)) {
        ++proof_.generation;
    }
}

// Certificates of the kubeconfig; those of a plugin come with its answer.
void Credentials::load_identity() {
    if (!access_.user.certificate.empty()) {
        proof_.certificate = access_.user.certificate.read("client certificate");
        proof_.private_key = access_.user.private_key.read("key of the client certificate");
    }
}

// A token file is read each time: the platform replaces it about once an hour.
void Credentials::load_token() {
    const User& user = access_.user;
    if (user.token_file.empty()) {
        token_ = user.token;
        return;
    }
    token_ = trim(read_file(user.token_file));
    if (token_.empty()) {
        throw Error(
            {.message = fmt::format("the token file '{}' is empty", user.token_file.string()),
             .where = user.where});
    }
}

std::string Credentials::plugin_input(bool interactive) const {
    const ExecPlugin& plugin = *access_.user.exec;
    value::Dict spec;
    spec.set("interactive", interactive);
    if (plugin.provide_cluster_info) {
        const Cluster& cluster = access_.cluster;
        value::Dict info;
        info.set("server", cluster.server);
        if (!cluster.tls_server_name.empty()) {
            info.set("tls-server-name", cluster.tls_server_name);
        }
        if (!cluster.authorities.empty()) {
            info.set(
                "certificate-authority-data",
                crypto::base64_encode(cluster.authorities.read("certificate authority")));
        }
        if (!cluster.proxy_url.empty()) {
            info.set("proxy-url", cluster.proxy_url);
        }
        spec.set("cluster", info);
    }
    value::Dict document;
    document.set("kind", "ExecCredential");
    document.set("apiVersion", plugin.api_version);
    document.set("spec", spec);
    return json::dump(document);
}

void Credentials::run_plugin() {
    const ExecPlugin& plugin = *access_.user.exec;
    process::Command command;
    command.argv = {program_of(plugin)};
    if (!process::find_program(command.argv.front(), environment_("PATH").value_or(""))) {
        fail(plugin, "was not found");
    }
    command.argv.insert(command.argv.end(), plugin.arguments.begin(), plugin.arguments.end());
    const bool interactive = wants_terminal(plugin);
    if (!interactive) {
        command.input = "";
    }
    for (const auto& [name, value] : plugin.environment) {
        command.environment[name] = value;
    }
    command.environment["KUBERNETES_EXEC_INFO"] = plugin_input(interactive);
    std::string answer;
    try {
        answer = runner_->capture(command);
    } catch (const Error&) {
        // Not its message: it would hold the arguments, and these may be secret.
        fail(plugin, "failed; what it said is above");
    }
    take(answer);
    plugin_ran_ = true;
}

void Credentials::take(const std::string& answer) {
    const ExecPlugin& plugin = *access_.user.exec;
    value::Value document;
    try {
        document = json::parse(answer, plugin.command);
    } catch (const Error&) {
        fail(plugin, "printed something that is no ExecCredential");
    }
    const std::string version = string_field(document, {"apiVersion"});
    if (string_field(document, {"kind"}) != "ExecCredential" || version != plugin.api_version) {
        fail(
            plugin,
            fmt::format("printed something that is no ExecCredential of {}", plugin.api_version));
    }
    token_ = string_field(document, {"status", "token"});
    proof_.certificate = string_field(document, {"status", "clientCertificateData"});
    proof_.private_key = string_field(document, {"status", "clientKeyData"});
    if (token_.empty() && (proof_.certificate.empty() || proof_.private_key.empty())) {
        fail(plugin, "gave neither a token nor a certificate with its key");
    }
    const std::string expires = string_field(document, {"status", "expirationTimestamp"});
    expires_ = parse_time(expires);
    if (!expires.empty() && !expires_) {
        fail(plugin, fmt::format("gave an expirationTimestamp that is no time: '{}'", expires));
    }
}

}  // namespace tutor::kube::internal
