// SPDX-License-Identifier: Apache-2.0

#include "k8s/job_runner.hpp"

#include "base/text.hpp"
#include "k8s/internal/document.hpp"
#include "k8s/internal/job_follower.hpp"
#include "k8s/job_form.hpp"
#include "kube/exec.hpp"
#include "process/interruption.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace tutor::k8s {
namespace {

using Clock = std::chrono::steady_clock;
using kube::WatchEvent;

/// Keeps a container there for a dialogue in it.
constexpr const char* idle_script = "trap 'exit 0' TERM INT\nwhile :; do sleep 1; done";

kube::ObjectName job_name(const std::string& name) {
    return {.kind = {.api_version = "batch/v1", .kind = "Job"}, .name_space = {}, .name = name};
}

// A job that cannot run blocks the next one: it goes. What fails here is told, since there is a
// more important failure to tell.
void remove_job(Platform& platform, const std::string& name) {
    try {
        platform.client().remove(job_name(name));
    } catch (const Error& error) {
        platform.output().alert(
            fmt::format("job '{}' could not be deleted: {}", name, error.what()));
    }
}

jobs::Outcome outcome_of(const Verdict& verdict) {
    std::string cause = verdict.cause;
    if (!verdict.hint.empty()) {
        cause += fmt::format(" ({})", verdict.hint);
    }
    return {.status = verdict.status, .cause = cause};
}

// The names of active jobs in the order in which they were made.
void note_active(std::set<std::string>& active, const WatchEvent& event) {
    const JobFacts facts = job_facts(event.object);
    if (event.type == WatchEvent::Type::deleted || facts.active == 0) {
        active.erase(facts.name);
    } else {
        active.insert(facts.name);
    }
}

// Two tasks must not work on the same data at once.
bool wait_for_other_jobs(
    Platform& platform,
    std::optional<Clock::time_point> deadline,
    const process::Interruption& interruption) {
    constexpr std::chrono::milliseconds moment{100};
    kube::WatchQueue queue;
    const kube::Watcher watcher(
        platform.client(),
        {.kind = {"batch/v1", "Job"}, .label_selector = "app.kubernetes.io/managed-by=tutor"},
        queue);
    std::set<std::string> active;
    std::string told;
    bool is_listed = false;
    while (!is_listed || !active.empty()) {
        const auto now = Clock::now();
        if (interruption.requested()) {
            return false;
        }
        if (deadline && now >= *deadline) {
            throw Error(
                {.message = fmt::format(
                     "other jobs still run: {}", join({active.begin(), active.end()}, ", ")),
                 .hint = "wait for them, or delete those that will not end"});
        }
        const auto event = queue.next_before(now + moment);
        if (!event) {
            continue;
        }
        if (event->type == WatchEvent::Type::synchronised) {
            is_listed = true;
        } else if (event->type == WatchEvent::Type::disconnected) {
            platform.output().alert(
                fmt::format("The cluster cannot be reached, trying again: {}", event->problem));
        } else if (event->type != WatchEvent::Type::reconnected) {
            note_active(active, *event);
        }
        const std::string names = join({active.begin(), active.end()}, ", ");
        if (is_listed && !active.empty() && names != told) {
            platform.output().info(fmt::format("Waiting for active jobs to end: {}", names));
            told = names;
        }
    }
    return true;
}

}  // namespace

JobRunner::JobRunner(Platform& platform, term::Prompt& prompt, JobOptions options)
    : platform_(platform), prompt_(prompt), options_(options) {}

std::string JobRunner::create(const std::string& service, const std::string& script) {
    while (true) {
        const std::string name = unique_job_name(service);
        try {
            platform_.client().create(make_job(platform_.manifests(), service, name, script));
            return name;
        } catch (kube::ApiError& error) {
            if (error.is_already_exists()) {
                continue;
            }
            if (error.is_not_found()) {
                throw Error(
                    {.message =
                         fmt::format("namespace '{}' does not exist", platform_.name_space()),
                     .hint = "start the platform first: tutor k8s start"});
            }
            throw;
        } catch (const http::TransportError& error) {
            // The name is ours alone: if it is there now, the request has arrived.
            if (error.sent() == http::Sent::nothing || !platform_.client().find(job_name(name))) {
                throw;
            }
            return name;
        }
    }
}

jobs::Outcome JobRunner::run(const jobs::Script& script, const jobs::LineSink& sink) {
    const bool dialogue = script.output == catalog::TaskOutput::terminal && options_.is_terminal;
    if (dialogue) {
        return run_dialogue(script);
    }
    const auto begin = Clock::now();
    const process::Interruption interruption;
    const auto deadline =
        options_.timeout ? std::optional(begin + *options_.timeout) : std::nullopt;
    if (!wait_for_other_jobs(platform_, deadline, interruption)) {
        throw Interrupted();
    }
    const std::string name = create(script.service, script.text);
    platform_.output().info(fmt::format("Job '{}' is created", name));
    internal::JobFollower follower(platform_.client(), name, platform_.output());
    std::optional<Verdict> verdict;
    try {
        verdict = follower.follow(sink, deadline, interruption);
    } catch (Error& error) {
        error.add_frame(fmt::format("following job '{}', which goes on in the cluster", name));
        throw;
    }
    if (!verdict) {
        end_interrupted(name);
    }
    if (!verdict->is_over) {
        remove_job(platform_, name);
    } else if (verdict->status == 0) {
        platform_.output().info(fmt::format(
            "Job '{}' succeeded after {:.1f} s",
            name,
            std::chrono::duration<double>(Clock::now() - begin).count()));
    }
    return outcome_of(*verdict);
}

void JobRunner::end_interrupted(const std::string& name) {
    OnInterrupt choice = options_.on_interrupt;
    if (choice == OnInterrupt::ask && options_.is_terminal) {
        try {
            platform_.output().line();
            choice = prompt_.choice(
                         fmt::format("Delete job '{}', or leave it running (detach)?", name),
                         {"delete", "detach"},
                         "delete")
                    == "detach"
                ? OnInterrupt::detach
                : OnInterrupt::remove;
        } catch (const term::Abort&) {
            choice = OnInterrupt::remove;
        }
    }
    if (choice == OnInterrupt::detach) {
        platform_.output().info(fmt::format(
            "Job '{0}' goes on; what it prints is shown by: tutor k8s logs --follow {0}", name));
    } else {
        remove_job(platform_, name);
        platform_.output().info(fmt::format("Job '{}' is deleted", name));
    }
    throw Interrupted();
}

// A job keeps a container of the service's form; the dialogue runs in it.
jobs::Outcome JobRunner::run_dialogue(const jobs::Script& script) {
    std::string name;
    std::optional<internal::JobFollower::Started> started;
    {
        const process::Interruption interruption;
        if (!wait_for_other_jobs(platform_, std::nullopt, interruption)) {
            throw Interrupted();
        }
        name = create(script.service, idle_script);
        internal::JobFollower follower(platform_.client(), name, platform_.output());
        started = follower.wait_for_pod(std::nullopt, interruption);
    }
    if (!started || started->verdict) {
        remove_job(platform_, name);
        if (!started) {
            throw Interrupted();
        }
        return outcome_of(*started->verdict);
    }
    jobs::Outcome outcome;
    try {
        outcome.status = kube::exec(
            platform_.client(),
            {.pod = started->pod,
             .command = {"sh", "-e", "-c", script.text},
             .input = kube::Input::yes,
             .terminal = kube::Terminal::yes});
    } catch (...) {
        remove_job(platform_, name);
        throw;
    }
    remove_job(platform_, name);
    return outcome;
}

}  // namespace tutor::k8s
