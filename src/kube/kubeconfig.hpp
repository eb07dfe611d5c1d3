// SPDX-License-Identifier: Apache-2.0
//
// Which cluster, as whom: kubeconfig files and the account that a pod is given.
//
//     const Access access = choose_access({.context = "staging"}, http::process_environment());
//
// Files are merged as kubectl does: the first file that names a cluster, user or context wins, and
// so does the first current-context. Paths in a file are relative to it.

#pragma once

#include "base/error.hpp"
#include "http/proxy.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::kube {

/// Data that stands in the file itself, or in a file of its own. Both empty: not given.
struct DataOrFile {
    std::string data;  ///< decoded
    std::filesystem::path file;

    bool empty() const { return data.empty() && file.empty(); }
    /// @throws Error  the file cannot be read; `what` names it in the message
    std::string read(std::string_view what) const;
};

struct Cluster {
    std::string name;
    Position where;
    std::string server;  ///< "https://127.0.0.1:6443"
    DataOrFile authorities;
    std::string tls_server_name;  ///< empty: the host of `server`
    std::string proxy_url;        ///< empty: HTTPS_PROXY and NO_PROXY decide
    /// Where insecure-skip-tls-verify is switched on: using such a cluster is refused.
    std::optional<Position> insecure = {};
};

/// A program that prints credentials (client.authentication.k8s.io).
struct ExecPlugin {
    std::string api_version;
    std::string command;
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> environment;
    std::string install_hint;
    bool provide_cluster_info = false;
    enum class Interactive { never, if_available, always } interactive = Interactive::if_available;
    std::filesystem::path directory;  ///< of the file that names it
    Position where;
};

struct User {
    std::string name;
    Position where;
    DataOrFile certificate;
    DataOrFile private_key;
    std::string token;
    std::filesystem::path token_file;  ///< wins over `token`, as with kubectl
    std::string username;
    std::string password;
    std::optional<ExecPlugin> exec;
    /// As whom to act: "as", "as-uid", "as-groups".
    std::string impersonated_user;
    std::string impersonated_uid;
    std::vector<std::string> impersonated_groups;
    /// Where an auth-provider is named: using such a user is refused, as kubectl does by now.
    std::optional<Position> auth_provider = {};
};

struct Context {
    std::string name;
    Position where;
    std::string cluster;
    std::string user;
    std::string name_space;  ///< empty: "default"
};

struct Kubeconfig {
    std::vector<Cluster> clusters;
    std::vector<User> users;
    std::vector<Context> contexts;
    std::string current_context;

    const Cluster* find_cluster(std::string_view name) const;
    const User* find_user(std::string_view name) const;
    const Context* find_context(std::string_view name) const;
};

/// One file. Fields that are not known are ignored, as kubectl does.
///
/// @throws Error  with file and line: no YAML, a field of the wrong kind, data that is no base64,
///     insecure-skip-tls-verify (there is no way to switch verification off), auth-provider
///     (kubectl dropped it too)
Kubeconfig parse_kubeconfig(std::string_view text, const std::filesystem::path& file);

/// Adds what `into` has not got yet.
void merge_kubeconfig(Kubeconfig& into, Kubeconfig other);

/// A cluster and who we are there.
struct Access {
    std::string context;  ///< empty in a cluster
    Cluster cluster;
    User user;
    std::string name_space = "default";
    http::ProxyRules proxies;
};

struct AccessOptions {
    std::optional<std::string> context = {};               ///< --context
    std::optional<std::filesystem::path> kubeconfig = {};  ///< --kubeconfig: this file alone
    /// Where a pod finds its account.
    std::filesystem::path service_account = "/var/run/secrets/kubernetes.io/serviceaccount";
};

/// The file named by the options, or the files of KUBECONFIG, or ~/.kube/config, or the account of
/// the pod we run in.
///
/// @throws Error  there is none of these, a file is wrong, a name in it leads nowhere, or what it
///     leads to is refused: insecure-skip-tls-verify (there is no way to switch verification off),
///     auth-provider, plain http to another machine
Access choose_access(const AccessOptions& options, const http::Environment& environment);

/// The files that `choose_access` reads, whether they exist or not; for messages.
std::vector<std::filesystem::path>
kubeconfig_files(const AccessOptions& options, const http::Environment& environment);

}  // namespace tutor::kube
