// SPDX-License-Identifier: Apache-2.0
//
// What we want to know of pods, jobs, events and deployments, as plain data: taken from documents
// of the API on the thread that receives them, judged on another.

#pragma once

#include "value/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tutor::k8s {

/// One container of a pod, as the node reports it.
struct ContainerFacts {
    enum class State : std::uint8_t { unknown, waiting, running, terminated };

    std::string name = {};
    std::string image = {};
    bool is_init = false;
    bool is_ready = false;
    State state = State::unknown;
    std::string reason = {};   ///< of the state: "ErrImagePull", "OOMKilled"
    std::string message = {};  ///< may be long
    int exit_status = 0;       ///< of a terminated one
    int restarts = 0;
    /// How it ended before it was started again; none when it never did.
    std::optional<int> last_exit_status = {};
    std::string last_reason = {};

    /// Whether there is, or was, something that prints.
    bool has_log() const { return state == State::running || state == State::terminated; }
};

struct PodFacts {
    std::string name = {};
    std::string uid = {};
    std::string phase = {};  ///< "Pending", "Running", "Succeeded", "Failed", "Unknown"
    std::string reason = {};
    std::string message = {};
    bool is_gone = false;     ///< deleted
    bool is_leaving = false;  ///< being deleted
    bool is_ready = false;
    std::string service = {};              ///< its label of names
    std::string revision = {};             ///< of the template it was made from: a hash
    std::string created = {};              ///< grows with time
    std::string unschedulable = {};        ///< what the scheduler says against it; empty: nothing
    std::vector<std::string> claims = {};  ///< of volumes, by name
    std::vector<ContainerFacts> containers = {};  ///< init containers first
};

struct JobFacts {
    std::string name = {};
    std::string uid = {};
    int active = 0;
    bool is_gone = false;
    bool is_complete = false;
    bool has_failed = false;
    bool is_suspended = false;
    std::string reason = {};  ///< of the failure: "BackoffLimitExceeded"
    std::string message = {};
};

struct EventFacts {
    std::string kind = {};  ///< of what it is about: "Pod"
    std::string name = {};
    std::string uid = {};
    std::string reason = {};  ///< "FailedScheduling"
    std::string message = {};
};

/// Each reads what is there and takes the rest for absent; `document` may be anything.
PodFacts pod_facts(const value::Value& document);
JobFacts job_facts(const value::Value& document);
EventFacts event_facts(const value::Value& document);

/// How far a deployment has come; stateful sets and daemon sets are read alike.
struct RolloutFacts {
    std::string kind = {};  ///< "Deployment"
    std::string name = {};
    std::string service = {};  ///< its label of names
    bool is_gone = false;
    bool is_seen = false;  ///< the controller has taken notice of the last change
    int wanted = 0;
    int updated = 0;
    int ready = 0;
    int existing = 0;
    std::string failure = {};  ///< ReplicaFailure, ProgressDeadlineExceeded: its message

    bool is_done() const {
        return is_seen && updated >= wanted && ready >= wanted && existing <= updated;
    }
};

RolloutFacts rollout_facts(const value::Value& document);

}  // namespace tutor::k8s
