// SPDX-License-Identifier: Apache-2.0

#include "crypto/base64.hpp"
#include "kube/internal/fields.hpp"
#include "kube/kubeconfig.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tutor::kube {
namespace {

using internal::Fields;
using std::filesystem::path;

path beside(const path& folder, const std::string& name) {
    return name.empty() ? path() : folder / name;
}

// NAME-data, in base64, wins over the file that NAME names.
DataOrFile data_or_file(const Fields& fields, std::string_view name, const path& folder) {
    const std::string data_name = fmt::format("{}-data", name);
    const std::string encoded = fields.text(data_name);
    if (encoded.empty()) {
        return {.data = {}, .file = beside(folder, fields.text(name))};
    }
    std::optional<std::string> decoded = crypto::base64_decode(encoded);
    if (!decoded || decoded->empty()) {
        fields.fail(data_name, fmt::format("'{}' is no base64", data_name));
    }
    return {.data = std::move(*decoded), .file = {}};
}

Cluster cluster_of(const Fields& entry, const path& folder) {
    Cluster cluster;
    cluster.name = entry.text("name");
    cluster.where = entry.where();
    entry.inside("cluster", [&](const Fields& fields) {
        cluster.where = fields.where();
        cluster.server = fields.text("server");
        cluster.authorities = data_or_file(fields, "certificate-authority", folder);
        cluster.tls_server_name = fields.text("tls-server-name");
        cluster.proxy_url = fields.text("proxy-url");
        if (fields.boolean("insecure-skip-tls-verify")) {
            cluster.insecure = fields.where("insecure-skip-tls-verify");
        }
    });
    return cluster;
}

ExecPlugin::Interactive interactive_of(const Fields& fields) {
    const std::string mode = fields.text("interactiveMode");
    if (mode.empty() || mode == "IfAvailable") {
        return ExecPlugin::Interactive::if_available;
    }
    if (mode == "Never") {
        return ExecPlugin::Interactive::never;
    }
    if (mode == "Always") {
        return ExecPlugin::Interactive::always;
    }
    fields.fail(
        "interactiveMode",
        fmt::format("interactiveMode '{}' does not exist", mode),
        "it is Never, IfAvailable or Always");
}

ExecPlugin exec_of(const Fields& fields, const path& folder) {
    ExecPlugin plugin;
    plugin.where = fields.where();
    plugin.directory = folder;
    plugin.api_version = fields.text("apiVersion");
    plugin.command = fields.text("command");
    if (plugin.command.empty()) {
        fields.fail("command", "a credential plugin ('exec') has no 'command'");
    }
    if (plugin.api_version != "client.authentication.k8s.io/v1"
        && plugin.api_version != "client.authentication.k8s.io/v1beta1") {
        fields.fail(
            "apiVersion",
            fmt::format("a credential plugin of version '{}' is not supported", plugin.api_version),
            "use client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1");
    }
    plugin.arguments = fields.texts("args");
    fields.each("env", [&](const Fields& variable) {
        plugin.environment.emplace_back(variable.text("name"), variable.text("value"));
    });
    plugin.install_hint = fields.text("installHint");
    plugin.provide_cluster_info = fields.boolean("provideClusterInfo");
    plugin.interactive = interactive_of(fields);
    return plugin;
}

User user_of(const Fields& entry, const path& folder) {
    User user;
    user.name = entry.text("name");
    user.where = entry.where();
    entry.inside("user", [&](const Fields& fields) {
        user.where = fields.where();
        user.certificate = data_or_file(fields, "client-certificate", folder);
        user.private_key = data_or_file(fields, "client-key", folder);
        user.token = fields.text("token");
        user.token_file = beside(folder, fields.text("tokenFile"));
        user.username = fields.text("username");
        user.password = fields.text("password");
        user.impersonated_user = fields.text("as");
        user.impersonated_uid = fields.text("as-uid");
        user.impersonated_groups = fields.texts("as-groups");
        fields.inside("exec", [&](const Fields& exec) { user.exec = exec_of(exec, folder); });
        fields.inside("auth-provider", [&](const Fields& provider) {
            user.auth_provider = provider.where();
        });
    });
    return user;
}

Context context_of(const Fields& entry) {
    Context context;
    context.name = entry.text("name");
    context.where = entry.where();
    entry.inside("context", [&](const Fields& fields) {
        context.where = fields.where();
        context.cluster = fields.text("cluster");
        context.user = fields.text("user");
        context.name_space = fields.text("namespace");
    });
    return context;
}

template <class Entry>
const Entry* find_named(const std::vector<Entry>& entries, std::string_view name) {
    const auto found = std::find_if(
        entries.begin(), entries.end(), [&](const Entry& entry) { return entry.name == name; });
    return found == entries.end() ? nullptr : &*found;
}

template <class Entry>
void add_missing(std::vector<Entry>& into, std::vector<Entry>& others) {
    for (Entry& entry : others) {
        if (find_named(into, entry.name) == nullptr) {
            into.push_back(std::move(entry));
        }
    }
}

}  // namespace

const Cluster* Kubeconfig::find_cluster(std::string_view name) const {
    return find_named(clusters, name);
}

const User* Kubeconfig::find_user(std::string_view name) const {
    return find_named(users, name);
}

const Context* Kubeconfig::find_context(std::string_view name) const {
    return find_named(contexts, name);
}

Kubeconfig parse_kubeconfig(std::string_view text, const path& file) {
    const yaml::Document document = yaml::load_with_positions(text, file.string());
    Kubeconfig config;
    if (document.root.kind == yaml::NodeKind::scalar && document.root.value.is_none()) {
        return config;
    }
    const Fields fields(document, document.root, "a kubeconfig file");
    const std::string kind = fields.text("kind");
    if (!kind.empty() && kind != "Config") {
        fields.fail("kind", fmt::format("a document of kind '{}' is no kubeconfig", kind));
    }
    const path folder = file.parent_path();
    config.current_context = fields.text("current-context");
    fields.each("clusters", [&](const Fields& entry) {
        config.clusters.push_back(cluster_of(entry, folder));
    });
    fields.each(
        "users", [&](const Fields& entry) { config.users.push_back(user_of(entry, folder)); });
    fields.each(
        "contexts", [&](const Fields& entry) { config.contexts.push_back(context_of(entry)); });
    return config;
}

void merge_kubeconfig(Kubeconfig& into, Kubeconfig other) {
    add_missing(into.clusters, other.clusters);
    add_missing(into.users, other.users);
    add_missing(into.contexts, other.contexts);
    if (into.current_context.empty()) {
        into.current_context = std::move(other.current_context);
    }
}

}  // namespace tutor::kube
