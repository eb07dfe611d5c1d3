// SPDX-License-Identifier: Apache-2.0
//
// Runs tasks one after the other, shows their output as it comes, keeps it in files, and says
// what became of each.
//
//     jobs::Engine engine(renderer, output, results, project.logs());
//     engine.run("init", sequence, config, runner);

#pragma once

#include "catalog/types.hpp"
#include "render/renderer.hpp"
#include "term/output.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::jobs {

/// A task ready to run.
struct Script {
    std::string service;  ///< "lms": it runs in the job service "lms-job"
    std::string text;     ///< rendered, without white space around it
    catalog::TaskOutput output = catalog::TaskOutput::log;
};

enum class Channel { out, error };

/// Receives each line of a task's output, without "\n", as soon as it is complete.
using LineSink = std::function<void(Channel channel, std::string_view line)>;

/// How one task ended.
struct Outcome {
    int status = 0;          ///< 0: success; 128 + N: ended by signal N
    std::string cause = {};  ///< why, when more is known than the status: "image cannot be pulled"

    bool ok() const { return status == 0; }
};

/// Starts, watches and stops one task: Compose, Kubernetes, or a recorder in tests.
class JobRunner {
public:
    virtual ~JobRunner() = default;

    /// Blocks until the task has ended. A task with TaskOutput::terminal runs on the user's
    /// terminal when there is one, and then calls no sink.
    ///
    /// @throws Error        it cannot be started
    /// @throws Interrupted  the user pressed Ctrl-C; the task has been stopped
    virtual Outcome run(const Script& script, const LineSink& sink) = 0;
};

/// Tasks of a plain list, as a sequence.
catalog::TaskSequence sequence_of(std::vector<catalog::Task> tasks);

/// Not to be shared between threads.
class Engine {
public:
    /// All must outlive the object. What tasks with TaskOutput::result write to their standard
    /// output goes to `results`, everything else to `output`. `logs` is the folder for what tasks
    /// print; it is made when needed.
    Engine(
        render::Renderer& renderer,
        term::Output& output,
        term::Output& results,
        std::filesystem::path logs);

    /// Runs all tasks of `job` ("init", "createuser"), each only after the one before succeeded.
    /// The output of each is kept, masked, in LOGS/DATE-JOB/NN-SERVICE.log, mode 0600; logs of the
    /// last 50 jobs stay.
    ///
    /// @throws Error  the first task that failed: its service, plugin, status, cause, last lines
    ///     and log file; later tasks are not run
    void
    run(const std::string& job,
        const catalog::TaskSequence& tasks,
        const catalog::Configuration& config,
        JobRunner& runner);

private:
    struct Progress;

    void run_one(
        const catalog::Task& task,
        const Progress& progress,
        const catalog::Configuration& config,
        JobRunner& runner);

    render::Renderer& renderer_;
    term::Output& output_;
    term::Output& results_;
    std::filesystem::path logs_;
};

}  // namespace tutor::jobs
