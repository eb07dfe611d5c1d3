// SPDX-License-Identifier: Apache-2.0

#include "kube/kinds.hpp"

#include "base/text.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace tutor::kube {
namespace {

struct Entry {
    const char* api_version;
    const char* kind;
    const char* plural;
    bool namespaced;
    const char* short_name;  ///< as kubectl knows it; nullptr for none
};

// The version that we write comes first where several are served.
constexpr std::array entries = {
    Entry{"v1", "ConfigMap", "configmaps", true, "cm"},
    Entry{"v1", "Endpoints", "endpoints", true, "ep"},
    Entry{"v1", "Event", "events", true, "ev"},
    Entry{"v1", "LimitRange", "limitranges", true, "limits"},
    Entry{"v1", "Namespace", "namespaces", false, "ns"},
    Entry{"v1", "Node", "nodes", false, "no"},
    Entry{"v1", "PersistentVolume", "persistentvolumes", false, "pv"},
    Entry{"v1", "PersistentVolumeClaim", "persistentvolumeclaims", true, "pvc"},
    Entry{"v1", "Pod", "pods", true, "po"},
    Entry{"v1", "PodTemplate", "podtemplates", true, nullptr},
    Entry{"v1", "ReplicationController", "replicationcontrollers", true, "rc"},
    Entry{"v1", "ResourceQuota", "resourcequotas", true, "quota"},
    Entry{"v1", "Secret", "secrets", true, nullptr},
    Entry{"v1", "Service", "services", true, "svc"},
    Entry{"v1", "ServiceAccount", "serviceaccounts", true, "sa"},
    Entry{"apps/v1", "ControllerRevision", "controllerrevisions", true, nullptr},
    Entry{"apps/v1", "DaemonSet", "daemonsets", true, "ds"},
    Entry{"apps/v1", "Deployment", "deployments", true, "deploy"},
    Entry{"apps/v1", "ReplicaSet", "replicasets", true, "rs"},
    Entry{"apps/v1", "StatefulSet", "statefulsets", true, "sts"},
    Entry{"batch/v1", "Job", "jobs", true, nullptr},
    Entry{"batch/v1", "CronJob", "cronjobs", true, "cj"},
    Entry{"batch/v1beta1", "CronJob", "cronjobs", true, nullptr},
    Entry{"autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true, "hpa"},
    Entry{"autoscaling/v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true, nullptr},
    Entry{"policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", true, "pdb"},
    Entry{"policy/v1beta1", "PodDisruptionBudget", "poddisruptionbudgets", true, nullptr},
    Entry{"networking.k8s.io/v1", "Ingress", "ingresses", true, "ing"},
    Entry{"networking.k8s.io/v1", "IngressClass", "ingressclasses", false, nullptr},
    Entry{"networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", true, "netpol"},
    Entry{"rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", false, nullptr},
    Entry{
        "rbac.authorization.k8s.io/v1",
        "ClusterRoleBinding",
        "clusterrolebindings",
        false,
        nullptr},
    Entry{"rbac.authorization.k8s.io/v1", "Role", "roles", true, nullptr},
    Entry{"rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings", true, nullptr},
    Entry{"storage.k8s.io/v1", "StorageClass", "storageclasses", false, "sc"},
    Entry{"scheduling.k8s.io/v1", "PriorityClass", "priorityclasses", false, "pc"},
    Entry{"events.k8s.io/v1", "Event", "events", true, nullptr},
    Entry{
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        "customresourcedefinitions",
        false,
        "crd"},
    Entry{"coordination.k8s.io/v1", "Lease", "leases", true, nullptr},
};

const std::vector<Resource>& resources() {
    static const std::vector<Resource> table = [] {
        std::vector<Resource> built;
        for (const Entry& entry : entries) {
            built.push_back(
                {.kind = {.api_version = entry.api_version, .kind = entry.kind},
                 .plural = entry.plural,
                 .namespaced = entry.namespaced});
        }
        return built;
    }();
    return table;
}

bool answers_to(const Entry& entry, std::string_view name) {
    return name == to_ascii_lower(entry.kind) || name == entry.plural
        || (entry.short_name != nullptr && name == entry.short_name);
}

const value::Value* child(const value::Value& parent, std::string_view step) {
    if (parent.is_dict()) {
        return parent.as_dict().find(step);
    }
    if (!parent.is_list()) {
        return nullptr;
    }
    const std::optional<std::int64_t> index = parse_int(step);
    const std::vector<value::Value>& items = parent.items();
    if (!index || *index < 0 || static_cast<std::size_t>(*index) >= items.size()) {
        return nullptr;
    }
    return &items[static_cast<std::size_t>(*index)];
}

}  // namespace

const Resource* find_builtin_kind(std::string_view api_version, std::string_view kind) {
    for (const Resource& resource : resources()) {
        if (resource.kind.kind == kind && resource.kind.api_version == api_version) {
            return &resource;
        }
    }
    return nullptr;
}

const Resource* find_builtin_kind_by_name(std::string_view name) {
    const std::string lower = to_ascii_lower(name);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (answers_to(entries[i], lower)) {
            return &resources()[i];
        }
    }
    return nullptr;
}

ObjectName name_of(const value::Dict& document) {
    const value::Value value(document);
    return {
        .kind =
            {.api_version = string_field(value, {"apiVersion"}),
             .kind = string_field(value, {"kind"})},
        .name_space = string_field(value, {"metadata", "namespace"}),
        .name = string_field(value, {"metadata", "name"})};
}

std::string to_text(const ObjectName& name) {
    return fmt::format("{}/{}", to_ascii_lower(name.kind.kind), name.name);
}

std::string collection_path(const Resource& resource, std::string_view name_space) {
    const std::string& version = resource.kind.api_version;
    const bool core = version.find('/') == std::string::npos;
    std::string path = fmt::format("/{}/{}", core ? "api" : "apis", version);
    if (resource.namespaced && !name_space.empty()) {
        path += "/namespaces/" + http::percent_encode(name_space);
    }
    return path + "/" + resource.plural;
}

const value::Value*
find_field(const value::Value& document, std::initializer_list<std::string_view> path) {
    const value::Value* found = &document;
    for (const std::string_view step : path) {
        found = child(*found, step);
        if (found == nullptr) {
            return nullptr;
        }
    }
    return found;
}

std::string
string_field(const value::Value& document, std::initializer_list<std::string_view> path) {
    const value::Value* found = find_field(document, path);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

std::int64_t integer_field(
    const value::Value& document,
    std::initializer_list<std::string_view> path,
    std::int64_t otherwise) {
    const value::Value* found = find_field(document, path);
    return found != nullptr && found->kind() == value::Kind::integer ? found->as_integer()
                                                                     : otherwise;
}

}  // namespace tutor::kube
