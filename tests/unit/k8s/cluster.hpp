// SPDX-License-Identifier: Apache-2.0
//
// A stand-in for a cluster with one job: what happens is told to watches and logs that are cut all
// the time.

#pragma once

#include "unit/kube/world.hpp"

#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor::k8s::test {

/// Safe to use from several threads.
class Cluster {
public:
    /// A watch is cut after so many events, the stream of a log after so many lines; 0: never.
    explicit Cluster(std::size_t cut_after);

    const kube::Client& client() const { return world_.client; }

    /// `status` is JSON.
    void set_job(const std::string& name, const std::string& status);
    /// `state` is that of its container: "running", or "terminated" with what it ended with.
    void set_pod(const std::string& name, const std::string& state, int exit_status = 0);
    /// A line that the container of a pod prints.
    void print(const std::string& pod, const std::string& line);
    /// Requests whose target holds `part` are refused with 403.
    void refuse(const std::string& part);

private:
    struct Change {
        std::string collection;
        std::string name;
        std::string object;
    };

    void put(const std::string& collection, const std::string& name, const std::string& rest);
    bool is_refused(const std::string& target);
    void answer(tutor::test::Peer& peer, const tutor::test::ServedRequest& request);
    void list(tutor::test::Peer& peer, const std::string& target, const std::string& collection);
    void watch(tutor::test::Peer& peer, const std::string& target, const std::string& collection);
    void get(tutor::test::Peer& peer, const std::string& collection, const std::string& name);
    void log(tutor::test::Peer& peer, const std::string& target, const std::string& pod);
    /// The lines of a pod, and how many of them a stream that was cut has told.
    std::pair<std::vector<std::string>, std::size_t> printed(const std::string& pod);
    void note_told(const std::string& pod, std::size_t lines);
    std::size_t newest();
    /// An empty name: of all.
    std::vector<Change>
    changes_after(std::size_t version, const std::string& collection, const std::string& name);
    bool has_ended(const std::string& pod);

    std::size_t cut_after_;
    std::mutex mutex_;             ///< guards what follows
    std::vector<Change> changes_;  ///< resource version: its place, from 1
    std::map<std::string, std::vector<std::string>> logs_;
    std::map<std::string, std::size_t> told_;
    std::set<std::string> ended_;
    std::vector<std::string> refused_;
    kube::World world_;  ///< last: its threads use the rest
};

}  // namespace tutor::k8s::test
