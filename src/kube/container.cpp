// SPDX-License-Identifier: Apache-2.0

#include "kube/internal/container.hpp"

#include "kube/kinds.hpp"

namespace tutor::kube::internal {
namespace {

const value::Value* find_status(const value::Value& pod, const std::string& container) {
    for (const char* list :
         {"containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"}) {
        const value::Value* statuses = find_field(pod, {"status", list});
        if (statuses == nullptr || !statuses->is_list()) {
            continue;
        }
        for (const value::Value& status : statuses->items()) {
            if (container.empty() || string_field(status, {"name"}) == container) {
                return &status;
            }
        }
    }
    return nullptr;
}

}  // namespace

std::optional<ContainerRun> find_run(const value::Value& pod, const std::string& container) {
    const value::Value* status = find_status(pod, container);
    if (status == nullptr) {
        return std::nullopt;
    }
    ContainerRun run;
    run.id = string_field(*status, {"containerID"});
    run.previous_id = string_field(*status, {"lastState", "terminated", "containerID"});
    if (find_field(*status, {"state", "running"}) != nullptr) {
        run.state = ContainerRun::State::running;
    } else if (find_field(*status, {"state", "terminated"}) != nullptr) {
        run.state = ContainerRun::State::terminated;
    } else if (!run.id.empty() || !run.previous_id.empty()) {
        // It waits to be started again: its last run is what there is.
        run.id = run.previous_id.empty() ? run.id : run.previous_id;
        run.state = ContainerRun::State::terminated;
    }
    return run;
}

bool is_over(const value::Value& pod) {
    const std::string phase = string_field(pod, {"status", "phase"});
    return phase == "Succeeded" || phase == "Failed";
}

}  // namespace tutor::kube::internal
