// SPDX-License-Identifier: Apache-2.0

#include "kube/kubeconfig.hpp"

#include "base/files.hpp"
#include "base/suggest.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <utility>

namespace tutor::kube {
namespace {

using std::filesystem::path;

struct Found {
    Kubeconfig config;
    bool any_file = false;
};

Found read_files(const std::vector<path>& files, bool must_exist) {
    Found found;
    for (const path& file : files) {
        const std::optional<std::string> text =
            must_exist ? std::optional(read_file(file)) : read_file_if_exists(file);
        if (text) {
            found.any_file = true;
            // Paths in it are relative to it, wherever we go.
            merge_kubeconfig(
                found.config, parse_kubeconfig(*text, std::filesystem::absolute(file)));
        }
    }
    return found;
}

template <class Entry>
std::vector<std::string> names_of(const std::vector<Entry>& entries) {
    std::vector<std::string> names;
    for (const Entry& entry : entries) {
        names.push_back(entry.name);
    }
    return names;
}

std::string known(const std::vector<std::string>& names, std::string_view wanted) {
    const std::string near = did_you_mean(wanted, names);
    if (!near.empty()) {
        return near;
    }
    return names.empty() ? "there is none in the kubeconfig"
                         : fmt::format("there are: {}", join(names, ", "));
}

const Context& context_named(const Kubeconfig& config, const std::string& name) {
    const Context* context = config.find_context(name);
    if (context == nullptr) {
        throw Error(
            {.message = fmt::format("the Kubernetes context '{}' does not exist", name),
             .hint = known(names_of(config.contexts), name)});
    }
    return *context;
}

const Cluster& cluster_of(const Kubeconfig& config, const Context& context) {
    const Cluster* cluster = config.find_cluster(context.cluster);
    if (cluster == nullptr) {
        throw Error(
            {.message = fmt::format(
                 "the cluster '{}' of context '{}' does not exist", context.cluster, context.name),
             .where = context.where,
             .hint = known(names_of(config.clusters), context.cluster)});
    }
    return *cluster;
}

User user_of(const Kubeconfig& config, const Context& context) {
    if (context.user.empty()) {
        return {};
    }
    const User* user = config.find_user(context.user);
    if (user == nullptr) {
        throw Error(
            {.message = fmt::format(
                 "the user '{}' of context '{}' does not exist", context.user, context.name),
             .where = context.where,
             .hint = known(names_of(config.users), context.user)});
    }
    return *user;
}

void check_cluster(const Cluster& cluster) {
    if (cluster.insecure) {
        throw Error(
            {.message = fmt::format(
                 "cluster '{}' switches the verification of its certificate off, which is not "
                 "supported",
                 cluster.name),
             .where = cluster.insecure,
             .hint = "remove insecure-skip-tls-verify and give the certificate-authority of the "
                     "cluster; tls-server-name helps where only the name is wrong"});
    }
    if (cluster.server.empty()) {
        throw Error(
            {.message = fmt::format("cluster '{}' has no server", cluster.name),
             .where = cluster.where,
             .hint = "add its address: 'server: https://host:6443'"});
    }
    http::Url server;
    try {
        server = http::parse_url(cluster.server);
    } catch (const Error& error) {
        throw Error(
            {.message = fmt::format("the server of cluster '{}': {}", cluster.name, error.what()),
             .where = cluster.where,
             .hint = error.info().hint});
    }
    if (server.scheme != "https" && !(server.scheme == "http" && http::is_loopback(server.host))) {
        throw Error(
            {.message =
                 fmt::format("the server of cluster '{}' is not reached with https", cluster.name),
             .where = cluster.where,
             .hint = "write its address as https://host:6443"});
    }
}

void check_user(const User& user) {
    if (user.auth_provider) {
        throw Error(
            {.message = fmt::format(
                 "user '{}' has an auth-provider, which Kubernetes does not support any more",
                 user.name),
             .where = user.auth_provider,
             .hint = "use the provider's credential plugin ('exec') instead"});
    }
    if (user.certificate.empty() != user.private_key.empty()) {
        throw Error(
            {.message = fmt::format(
                 "user '{}' has only one of client-certificate and client-key", user.name),
             .where = user.where,
             .hint = "give both"});
    }
}

http::ProxyRules proxies_of(const Cluster& cluster, const http::Environment& environment) {
    if (cluster.proxy_url.empty()) {
        return http::ProxyRules::from_environment(environment);
    }
    return http::ProxyRules::always(http::parse_proxy(
        cluster.proxy_url, fmt::format("cluster '{}' (proxy-url)", cluster.name)));
}

std::optional<Access>
access_of_pod(const AccessOptions& options, const http::Environment& environment) {
    const std::optional<std::string> host = environment("KUBERNETES_SERVICE_HOST");
    const std::optional<std::string> port = environment("KUBERNETES_SERVICE_PORT");
    const path token = options.service_account / "token";
    if (!host || host->empty() || !port || !std::filesystem::exists(token)) {
        return std::nullopt;
    }
    Access access;
    const bool v6 = host->find(':') != std::string::npos;
    access.cluster.name = "in-cluster";
    access.cluster.server = v6 ? fmt::format("https://[{}]:{}", *host, *port)
                               : fmt::format("https://{}:{}", *host, *port);
    access.cluster.authorities.file = options.service_account / "ca.crt";
    access.user.name = "service account";
    access.user.token_file = token;
    const std::optional<std::string> name_space =
        read_file_if_exists(options.service_account / "namespace");
    if (name_space && !trim(*name_space).empty()) {
        access.name_space = trim(*name_space);
    }
    access.proxies = http::ProxyRules::from_environment(environment);
    check_cluster(access.cluster);
    return access;
}

Access
access_of(const Kubeconfig& config, const std::string& name, const http::Environment& environment) {
    const Context& context = context_named(config, name);
    Access access;
    access.context = name;
    access.cluster = cluster_of(config, context);
    access.user = user_of(config, context);
    check_cluster(access.cluster);
    check_user(access.user);
    if (!context.name_space.empty()) {
        access.name_space = context.name_space;
    }
    access.proxies = proxies_of(access.cluster, environment);
    return access;
}

}  // namespace

std::string DataOrFile::read(std::string_view what) const {
    if (file.empty()) {
        return data;
    }
    try {
        return read_file(file);
    } catch (Error& error) {
        error.add_frame(fmt::format("reading the {}", what));
        throw;
    }
}

std::vector<path>
kubeconfig_files(const AccessOptions& options, const http::Environment& environment) {
    if (options.kubeconfig) {
        return {*options.kubeconfig};
    }
    std::vector<path> files;
    for (const std::string& name : split(environment("KUBECONFIG").value_or(""), ':')) {
        if (!name.empty()) {
            files.emplace_back(name);
        }
    }
    const std::string home = environment("HOME").value_or("");
    if (files.empty() && !home.empty()) {
        files.push_back(path(home) / ".kube" / "config");
    }
    return files;
}

Access choose_access(const AccessOptions& options, const http::Environment& environment) {
    const std::vector<path> files = kubeconfig_files(options, environment);
    const Found found = read_files(files, options.kubeconfig.has_value());
    const std::string name = options.context.value_or(found.config.current_context);
    if (!name.empty()) {
        return access_of(found.config, name, environment);
    }
    if (std::optional<Access> access = access_of_pod(options, environment)) {
        return *access;
    }
    if (found.any_file && !found.config.contexts.empty()) {
        throw Error(
            {.message = "the kubeconfig has no current context",
             .hint = fmt::format(
                 "choose one with --context; there are: {}",
                 join(names_of(found.config.contexts), ", "))});
    }
    std::vector<std::string> looked_at;
    for (const path& file : files) {
        looked_at.push_back("'" + file.string() + "'");
    }
    throw Error(
        {.message = "no Kubernetes cluster is configured",
         .hint = fmt::format(
             "looked for a kubeconfig in {}; set KUBECONFIG to the file that your cluster gave you",
             looked_at.empty() ? "no place" : join(looked_at, ", "))});
}

}  // namespace tutor::kube
