// SPDX-License-Identifier: Apache-2.0

#include "k8s/status.hpp"

#include "base/text.hpp"
#include "k8s/diagnosis.hpp"
#include "k8s/internal/document.hpp"
#include "k8s/internal/parallel.hpp"

#include <fmt/format.h>

#include <ctime>

namespace tutor::k8s {
namespace {

using internal::integer_at;
using internal::items_at;
using internal::text_at;
using value::Dict;
using value::Value;

using Cells = std::vector<std::string>;

std::string number(const Value& object, internal::Path path) {
    return std::to_string(integer_at(object, path));
}

std::string ready_of(const Value& object, internal::Path ready, internal::Path wanted) {
    return fmt::format("{}/{}", integer_at(object, ready), integer_at(object, wanted));
}

// One word, as `kubectl get pods` has it.
std::string state_of(const PodFacts& pod) {
    if (pod.is_leaving) {
        return "Terminating";
    }
    for (const ContainerFacts& container : pod.containers) {
        const bool stands_out = container.state == ContainerFacts::State::waiting
            || (container.state == ContainerFacts::State::terminated
                && (container.exit_status != 0 || !container.is_init));
        if (stands_out && !container.reason.empty() && container.reason != "PodInitializing") {
            return (container.is_init ? "Init:" : "") + container.reason;
        }
    }
    return pod.reason.empty() ? pod.phase : pod.reason;
}

Cells pod_cells(const Value& object) {
    const PodFacts pod = pod_facts(object);
    int ready = 0;
    int restarts = 0;
    for (const ContainerFacts& container : pod.containers) {
        ready += container.is_ready && !container.is_init ? 1 : 0;
        restarts += container.restarts;
    }
    return {
        fmt::format("{}/{}", ready, items_at(object, {"spec", "containers"}).size()),
        state_of(pod),
        std::to_string(restarts)};
}

Cells service_cells(const Value& object) {
    std::vector<std::string> ports;
    for (const Value& port : items_at(object, {"spec", "ports"})) {
        const std::int64_t node = integer_at(port, {"nodePort"});
        ports.push_back(fmt::format(
            "{}{}/{}",
            integer_at(port, {"port"}),
            node == 0 ? "" : fmt::format(":{}", node),
            text_at(port, {"protocol"})));
    }
    std::vector<std::string> addresses;
    for (const Value& address : items_at(object, {"status", "loadBalancer", "ingress"})) {
        const std::string ip = text_at(address, {"ip"});
        addresses.push_back(ip.empty() ? text_at(address, {"hostname"}) : ip);
    }
    const std::string type = text_at(object, {"spec", "type"});
    const char* none = type == "LoadBalancer" ? "<pending>" : "<none>";
    return {
        type,
        text_at(object, {"spec", "clusterIP"}),
        addresses.empty() ? none : join(addresses, ","),
        join(ports, ",")};
}

Cells deployment_cells(const Value& object) {
    return {
        ready_of(object, {"status", "readyReplicas"}, {"spec", "replicas"}),
        number(object, {"status", "updatedReplicas"}),
        number(object, {"status", "availableReplicas"})};
}

Cells replica_set_cells(const Value& object) {
    return {
        number(object, {"spec", "replicas"}),
        number(object, {"status", "replicas"}),
        number(object, {"status", "readyReplicas"})};
}

Cells stateful_set_cells(const Value& object) {
    return {ready_of(object, {"status", "readyReplicas"}, {"spec", "replicas"})};
}

Cells daemon_set_cells(const Value& object) {
    return {
        number(object, {"status", "desiredNumberScheduled"}),
        number(object, {"status", "currentNumberScheduled"}),
        number(object, {"status", "numberReady"})};
}

Cells job_cells(const Value& object) {
    const JobFacts job = job_facts(object);
    const auto begin = parse_time(text_at(object, {"status", "startTime"}));
    const auto end = parse_time(text_at(object, {"status", "completionTime"}));
    return {
        job.is_complete        ? "Complete"
            : job.has_failed   ? "Failed"
            : job.is_suspended ? "Suspended"
                               : "Running",
        begin && end ? age_text(*end - *begin) : ""};
}

Cells cron_job_cells(const Value& object) {
    return {
        text_at(object, {"spec", "schedule"}),
        internal::flag_at(object, {"spec", "suspend"}) ? "True" : "False",
        std::to_string(items_at(object, {"status", "active"}).size())};
}

Cells autoscaler_cells(const Value& object) {
    return {
        fmt::format(
            "{}/{}",
            text_at(object, {"spec", "scaleTargetRef", "kind"}),
            text_at(object, {"spec", "scaleTargetRef", "name"})),
        number(object, {"spec", "minReplicas"}),
        number(object, {"spec", "maxReplicas"}),
        number(object, {"status", "currentReplicas"})};
}

/// Between the name and the age.
struct Columns {
    const char* api_version;
    const char* kind;
    Cells header;
    Cells (*cells)(const Value& object);
};

const std::vector<Columns>& kinds() {
    static const std::vector<Columns> all{
        {"v1", "Pod", {"READY", "STATUS", "RESTARTS"}, pod_cells},
        {"v1", "Service", {"TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORTS"}, service_cells},
        {"apps/v1", "DaemonSet", {"DESIRED", "CURRENT", "READY"}, daemon_set_cells},
        {"apps/v1", "Deployment", {"READY", "UP-TO-DATE", "AVAILABLE"}, deployment_cells},
        {"apps/v1", "ReplicaSet", {"DESIRED", "CURRENT", "READY"}, replica_set_cells},
        {"apps/v1", "StatefulSet", {"READY"}, stateful_set_cells},
        {"autoscaling/v1",
         "HorizontalPodAutoscaler",
         {"REFERENCE", "MINPODS", "MAXPODS", "REPLICAS"},
         autoscaler_cells},
        {"batch/v1", "CronJob", {"SCHEDULE", "SUSPEND", "ACTIVE"}, cron_job_cells},
        {"batch/v1", "Job", {"STATUS", "DURATION"}, job_cells}};
    return all;
}

const Columns* columns_of(std::string_view kind) {
    for (const Columns& one : kinds()) {
        if (one.kind == kind) {
            return &one;
        }
    }
    return nullptr;
}

// What the cluster does not have, or does not show us, is no failure of the whole report.
std::vector<Dict> objects_of(const kube::Client& client, const Columns& kind) {
    try {
        return client.list({kind.api_version, kind.kind}).items;
    } catch (const kube::ApiError& error) {
        if (error.is_not_found() || error.is_forbidden()) {
            return {};
        }
        throw;
    }
}

}  // namespace

std::string age_text(std::int64_t seconds) {
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;
    if (seconds < 0) {
        return "0s";
    }
    if (seconds < 2 * minute) {
        return fmt::format("{}s", seconds);
    }
    if (seconds < 10 * minute) {
        const std::int64_t rest = seconds % minute;
        return fmt::format("{}m{}", seconds / minute, rest == 0 ? "" : fmt::format("{}s", rest));
    }
    if (seconds < 3 * hour) {
        return fmt::format("{}m", seconds / minute);
    }
    if (seconds < 8 * hour) {
        const std::int64_t rest = seconds % hour / minute;
        return fmt::format("{}h{}", seconds / hour, rest == 0 ? "" : fmt::format("{}m", rest));
    }
    if (seconds < 2 * day) {
        return fmt::format("{}h", seconds / hour);
    }
    if (seconds < 8 * day) {
        const std::int64_t rest = seconds % day / hour;
        return fmt::format("{}d{}", seconds / day, rest == 0 ? "" : fmt::format("{}h", rest));
    }
    return fmt::format("{}d", seconds / day);
}

std::optional<std::int64_t> parse_time(std::string_view text) {
    std::tm time = {};
    const std::string copy(text);
    const char* end = ::strptime(copy.c_str(), "%Y-%m-%dT%H:%M:%S", &time);
    if (end == nullptr || (*end != 'Z' && *end != '.')) {
        return std::nullopt;
    }
    return ::timegm(&time);
}

StatusTable table_of(std::string_view kind, const std::vector<Dict>& objects, std::int64_t now) {
    StatusTable table{.kind = std::string(kind), .rows = {}};
    const Columns* columns = columns_of(kind);
    if (columns == nullptr) {
        return table;
    }
    Cells header{"NAME"};
    header.insert(header.end(), columns->header.begin(), columns->header.end());
    header.emplace_back("AGE");
    table.rows.push_back(header);
    for (const Dict& object : objects) {
        Cells row{
            fmt::format("{}/{}", to_ascii_lower(kind), text_at(object, {"metadata", "name"}))};
        const Cells cells = columns->cells(object);
        row.insert(row.end(), cells.begin(), cells.end());
        const auto created = parse_time(text_at(object, {"metadata", "creationTimestamp"}));
        row.push_back(created ? age_text(now - *created) : "<unknown>");
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::vector<std::string> troubles(const std::vector<Dict>& pods) {
    std::vector<std::string> texts;
    for (const Dict& object : pods) {
        const PodFacts pod = pod_facts(object);
        if (const auto trouble = trouble_of(pod); trouble && !pod.is_leaving) {
            texts.push_back(fmt::format("pod/{}: {}", pod.name, trouble->cause));
        }
    }
    return texts;
}

Status status(Platform& platform) {
    const kube::Client& client = platform.client();
    std::vector<std::vector<Dict>> found(kinds().size());
    const auto problems = internal::in_parallel(
        kinds().size(), [&](std::size_t i) { found[i] = objects_of(client, kinds()[i]); });
    Status result;
    const std::int64_t now = std::time(nullptr);
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (problems[i]) {
            std::rethrow_exception(problems[i]);
        }
        if (!found[i].empty()) {
            result.tables.push_back(table_of(kinds()[i].kind, found[i], now));
        }
    }
    result.troubles = troubles(found.front());
    return result;
}

}  // namespace tutor::k8s
