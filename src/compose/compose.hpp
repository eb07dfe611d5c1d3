// SPDX-License-Identifier: Apache-2.0
//
// The platform on Docker Compose: which files, which project, which client.
//
//     compose::Platform local(compose::Mode::local, parts);
//     local.execute({"up", "-d"});

#pragma once

#include "catalog/catalog.hpp"
#include "config/config.hpp"
#include "config/project.hpp"
#include "jobs/engine.hpp"
#include "process/runner.hpp"
#include "term/output.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tutor::compose {

enum class Mode { local, dev };

/// Everything a Platform works with; all must outlive it.
struct Parts {
    const catalog::Catalog& catalog;
    /// The configuration as it is now: it may be saved while the platform is in use.
    std::function<const config::Config&()> config;
    term::Output& output;
    process::Runner& runner;
    config::Project project;
    bool input_is_terminal = false;
    bool output_is_terminal = false;
};

/// How Compose is called on this machine: {"docker", "compose"}, or {"docker-compose"} where only
/// that exists. The former when there is neither, so that the error is the usual one. Found by
/// looking for the client's plugin, without starting a program.
std::vector<std::string> compose_client();

/// Whether a command line is shown before it runs.
enum class Echo : std::uint8_t { no, yes };

class Platform final : public jobs::JobRunner {
public:
    Platform(Mode mode, Parts parts);

    /// `docker compose FILES --project-name P WORDS` on the terminal, echoed.
    ///
    /// @throws Error  it failed
    void execute(const std::vector<std::string>& words);

    /// The command line that `execute` would run, for callers that run it themselves. Tells the
    /// action COMPOSE_PROJECT_STARTED as `execute` does.
    std::vector<std::string> announced_command(const std::vector<std::string>& words);

    /// The same, its standard output captured.
    std::string capture(const std::vector<std::string>& words, Echo echo = Echo::yes);

    /// `run --rm [-T] SERVICE-job sh -e -c SCRIPT` with the files of the job services.
    jobs::Outcome run(const jobs::Script& script, const jobs::LineSink& sink) override;

    /// Ports of this machine that the project's running containers are reached at.
    std::vector<std::int64_t> published_ports(Echo echo);

    /// Services that the rendered Compose files define, for completion and for suggestions.
    std::vector<std::string> services() const;

    /// Whether Compose lists the project.
    bool is_running();
    void stop_if_running();

    Mode mode() const { return mode_; }
    const std::string& project_name() const { return project_name_; }

private:
    std::vector<std::string> command_line(const std::vector<std::string>& words);
    bool is_compose_v1();
    /// What to tell the user after these words failed; empty when nothing is known.
    std::string failure_hint(const std::vector<std::string>& words) const;
    /// Before the first command that starts containers: tells the action
    /// COMPOSE_PROJECT_STARTED.
    void note_start(const std::vector<std::string>& words);

    Mode mode_;
    Parts parts_;
    std::string project_name_;
    std::optional<std::vector<std::string>> client_;
    bool started_ = false;
};

}  // namespace tutor::compose
