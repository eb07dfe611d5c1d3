// SPDX-License-Identifier: Apache-2.0
//
// Tasks as Job objects: made, followed by watching, judged.
//
//     k8s::JobRunner runner(platform, prompt, {.timeout = std::chrono::minutes(10)});
//     engine.run("init", tasks, config, runner);

#pragma once

#include "jobs/engine.hpp"
#include "k8s/platform.hpp"
#include "term/prompt.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace tutor::k8s {

/// What becomes of a job in the cluster when the user presses Ctrl-C; `ask` deletes it where there
/// is no terminal.
enum class OnInterrupt : std::uint8_t { ask, remove, detach };

struct JobOptions {
    /// Of each task; the job is deleted then. None: as long as it takes.
    std::optional<std::chrono::seconds> timeout = {};
    OnInterrupt on_interrupt = OnInterrupt::ask;
    bool is_terminal = false;  ///< there is somebody to ask, and a terminal for dialogues
};

class JobRunner final : public jobs::JobRunner {
public:
    /// Both must outlive it.
    JobRunner(Platform& platform, term::Prompt& prompt, JobOptions options);

    /// Waits for other jobs of this platform first. A job that cannot start, of which the cluster
    /// says why, and one whose time is over is deleted; one that has failed is left to its time to
    /// live.
    ///
    /// @throws  as jobs::JobRunner::run
    jobs::Outcome run(const jobs::Script& script, const jobs::LineSink& sink) override;

private:
    jobs::Outcome run_dialogue(const jobs::Script& script);
    std::string create(const std::string& service, const std::string& script);
    [[noreturn]] void end_interrupted(const std::string& name);

    Platform& platform_;
    term::Prompt& prompt_;
    JobOptions options_;
};

}  // namespace tutor::k8s
