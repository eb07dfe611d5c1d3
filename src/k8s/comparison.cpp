// SPDX-License-Identifier: Apache-2.0

#include "k8s/comparison.hpp"

#include "base/text.hpp"
#include "k8s/internal/document.hpp"
#include "k8s/internal/parallel.hpp"
#include "k8s/objects.hpp"
#include "value/operations.hpp"
#include "yaml/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace tutor::k8s {
namespace {

using internal::text_at;
using kube::ObjectName;
using value::Dict;
using value::Value;

constexpr std::size_t hash_length = 10;

// "openedx-config" of "openedx-config-7k9bg2hc5t".
std::string without_hash(const std::string& name) {
    const std::size_t dash = name.rfind('-');
    const bool has_hash = dash != std::string::npos && name.size() - dash - 1 == hash_length
        && std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dash) + 1,
                       name.end(),
                       [](char c) { return is_ascii_digit(c) || is_ascii_lower(c); });
    return has_hash ? name.substr(0, dash) : name;
}

bool is_generated(const Dict& document) {
    const std::string kind = text_at(document, {"kind"});
    return kind == "ConfigMap" || kind == "Secret";
}

/// The newest object of each generator that the cluster has.
class Predecessors {
public:
    Predecessors(const kube::Client& client, const std::string& selector, bool has_secrets) {
        for (const char* kind : {"ConfigMap", "Secret"}) {
            if (std::string_view(kind) == "ConfigMap" || has_secrets) {
                add(client, kind, selector);
            }
        }
    }

    std::optional<Dict> of(const Dict& document) const {
        const auto found = newest_.find(
            {text_at(document, {"kind"}), without_hash(text_at(document, {"metadata", "name"}))});
        return found == newest_.end() ? std::nullopt : std::optional(found->second);
    }

private:
    void add(const kube::Client& client, const std::string& kind, const std::string& selector) {
        for (const Dict& object : client.list({"v1", kind}, {.label_selector = selector}).items) {
            const std::pair key(kind, without_hash(text_at(object, {"metadata", "name"})));
            const auto [known, is_new] = newest_.emplace(key, object);
            const auto created = [](const Dict& one) {
                return text_at(one, {"metadata", "creationTimestamp"});
            };
            if (!is_new && created(object) > created(known->second)) {
                known->second = object;
            }
        }
    }

    std::map<std::pair<std::string, std::string>, Dict> newest_;
};

// Without what the server counts and measures by itself.
Dict essence(const Dict& object) {
    Dict copy = value::deep_copy(object).as_dict();
    copy.erase("status");
    Dict metadata = internal::dict_at(copy, {"metadata"});
    for (const char* field :
         {"managedFields",
          "resourceVersion",
          "generation",
          "uid",
          "creationTimestamp",
          "selfLink"}) {
        metadata.erase(field);
    }
    Dict annotations = internal::dict_at(metadata, {"annotations"});
    annotations.erase("kubectl.kubernetes.io/last-applied-configuration");
    annotations.erase("deployment.kubernetes.io/revision");
    return copy;
}

// In place of secret data: stars that differ where the data do.
void hide_data(Dict object, const Dict& other, std::string_view which) {
    for (const char* field : {"data", "stringData"}) {
        Dict data = internal::dict_at(object, {field});
        const Dict others = value::deep_copy(internal::dict_at(other, {field})).as_dict();
        const Dict own = value::deep_copy(data).as_dict();
        for (const auto& [key, content] : own) {
            const Value* counterpart = others.find(key);
            const bool same = counterpart != nullptr && value::equal(*counterpart, content);
            data.set(key, same ? "***" : fmt::format("*** ({})", which));
        }
    }
}

// Files of a config map line by line: as one quoted string nobody could compare them.
std::string text_of(const Dict& object) {
    if (text_at(object, {"kind"}) != "ConfigMap") {
        return yaml::dump_manifest(object);
    }
    Dict rest = value::deep_copy(object).as_dict();
    const Dict data = internal::dict_at(rest, {"data"});
    rest.erase("data");
    std::string text = yaml::dump_manifest(rest);
    for (const auto& [key, content] : data) {
        text += fmt::format("data: {} |\n", value::str(key));
        const std::string file = value::str(content);
        for (const std::string_view line : split_lines(file)) {
            text += fmt::format("  {}\n", line);
        }
    }
    return text;
}

bool is_missing_namespace(const kube::ApiError& error) {
    return error.is_not_found() && error.server_message().find("namespaces") != std::string::npos;
}

// What the server would make of it; of a namespace that is not there yet, what we send.
Dict planned(const kube::ApplyResult& result, const Dict& document) {
    if (!result.error) {
        return *result.object;
    }
    try {
        std::rethrow_exception(result.error);
    } catch (const kube::ApiError& error) {
        if (is_missing_namespace(error)) {
            return document;
        }
        throw;
    }
}

std::vector<std::optional<Dict>>
live_objects(const kube::Client& client, const std::vector<ObjectName>& names) {
    std::vector<std::optional<Dict>> objects(names.size());
    const auto problems = internal::in_parallel(
        names.size(), [&](std::size_t i) { objects[i] = client.find(names[i]); });
    for (const std::exception_ptr& problem : problems) {
        if (problem) {
            std::rethrow_exception(problem);
        }
    }
    return objects;
}

}  // namespace

ObjectChange compare(std::string name, const std::optional<Dict>& before, const Dict& after) {
    ObjectChange change{.name = std::move(name), .before = {}, .after = {}};
    Dict new_object = essence(after);
    const std::optional<Dict> old_object = before ? std::optional(essence(*before)) : std::nullopt;
    if (text_at(new_object, {"kind"}) == "Secret") {
        const Dict old_copy = old_object ? value::deep_copy(*old_object).as_dict() : Dict();
        const Dict new_copy = value::deep_copy(new_object).as_dict();
        hide_data(new_object, old_copy, "after");
        if (old_object) {
            hide_data(*old_object, new_copy, "before");
        }
    }
    if (old_object) {
        change.before = text_of(*old_object);
    }
    change.after = text_of(new_object);
    return change;
}

std::vector<ObjectChange> changes(Platform& platform, const std::vector<std::string>& names) {
    const std::vector<Dict> documents = documents_to_start(platform, names);
    const kube::Client& client = platform.client();
    const auto results = client.apply_all(
        documents,
        {.dry_run = kube::DryRun::all, .force = kube::Force::yes},
        {},
        internal::parallel_requests);
    std::vector<ObjectName> object_names;
    for (const Dict& document : documents) {
        object_names.push_back(kube::name_of(document));
    }
    std::vector<std::optional<Dict>> live = live_objects(client, object_names);
    const Predecessors predecessors(
        client, platform.selector("app.kubernetes.io/managed-by=tutor"), platform.has_secrets());
    std::vector<ObjectChange> found;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        if (!live[i] && is_generated(documents[i])) {
            live[i] = predecessors.of(documents[i]);
        }
        ObjectChange change =
            compare(kube::to_text(object_names[i]), live[i], planned(results[i], documents[i]));
        if (change.before != change.after) {
            found.push_back(std::move(change));
        }
    }
    return found;
}

}  // namespace tutor::k8s
