// SPDX-License-Identifier: Apache-2.0

#include "base/files.hpp"
#include "base/suggest.hpp"
#include "base/text.hpp"
#include "compose/compose.hpp"
#include "compose/diagnosis.hpp"
#include "json/parse.hpp"
#include "process/find_program.hpp"
#include "yaml/load.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::compose {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view start_engine_hint =
    "start it, for instance with: systemctl start docker";

std::vector<fs::path> base_files(Mode mode) {
    return {
        "local/docker-compose.yml",
        mode == Mode::local ? "local/docker-compose.prod.yml" : "dev/docker-compose.yml",
        "local/docker-compose.override.yml",
        mode == Mode::local ? "local/docker-compose.prod.override.yml"
                            : "dev/docker-compose.override.yml"};
}

std::vector<fs::path> job_service_files(Mode mode) {
    if (mode == Mode::local) {
        return {"local/docker-compose.jobs.yml", "local/docker-compose.jobs.override.yml"};
    }
    return {
        "local/docker-compose.jobs.yml",
        "dev/docker-compose.jobs.yml",
        "local/docker-compose.jobs.override.yml",
        "dev/docker-compose.jobs.override.yml"};
}

std::vector<std::string>
file_options(const fs::path& environment, const std::vector<fs::path>& files) {
    std::vector<std::string> words;
    for (const fs::path& file : files) {
        std::error_code error;
        if (fs::exists(environment / file, error)) {
            words.emplace_back("-f");
            words.push_back((environment / file).string());
        }
    }
    return words;
}

void append(std::vector<std::string>& words, const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
}

}  // namespace

Platform::Platform(Mode mode, Parts parts)
    : mode_(mode),
      parts_(std::move(parts)),
      project_name_(
          parts_.config().text(mode == Mode::local ? "LOCAL_PROJECT_NAME" : "DEV_PROJECT_NAME")) {}

std::vector<std::string> Platform::command_line(const std::vector<std::string>& words) {
    if (!client_) {
        client_ = compose_client();
    }
    if (!process::find_program(client_->front())) {
        throw Error(
            {.message = fmt::format("'{}' is not installed or not in PATH", client_->front()),
             .hint = "install Docker Engine with its Compose plugin (Debian: apt install docker.io "
                     "docker-compose)"});
    }
    static constexpr std::string_view offline[] = {"config", "help", "version"};
    const bool needs_engine = words.empty()
        || std::find(std::begin(offline), std::end(offline), words.front()) == std::end(offline);
    if (client_->front() == "docker-compose" && needs_engine && !engine_answers()) {
        // Compose v1 would end in a stack trace.
        throw Error(
            {.message = "no Docker daemon answers", .hint = std::string(start_engine_hint)});
    }
    std::vector<std::string> line = *client_;
    append(line, file_options(parts_.project.environment(), base_files(mode_)));
    append(line, {"--project-name", project_name_});
    append(line, words);
    return line;
}

void Platform::note_start(const std::vector<std::string>& words) {
    static constexpr std::string_view starters[] = {"start", "up", "restart", "run"};
    const auto command = std::find_if(words.begin(), words.end(), [](const std::string& word) {
        return word != "-f" && !word.starts_with('/');
    });
    if (started_ || command == words.end()
        || std::find(std::begin(starters), std::end(starters), *command) == std::end(starters)) {
        return;
    }
    started_ = true;
    parts_.catalog.compose_project_started.run_all(
        parts_.project.root, parts_.config(), project_name_);
}

std::vector<std::string> Platform::announced_command(const std::vector<std::string>& words) {
    note_start(words);
    return command_line(words);
}

void Platform::execute(const std::vector<std::string>& words) {
    note_start(words);
    const process::Command command{.argv = command_line(words)};
    parts_.output.command(command.argv);
    const int status = parts_.runner.run(command);
    if (status != 0) {
        ErrorInfo info = process::failure(command, status).info();
        const bool killed = status > 128;  // then the hint about the signal is the better one
        if (const std::string hint = failure_hint(words); !hint.empty() && !killed) {
            info.hint = hint;
        }
        throw Error(std::move(info));
    }
}

std::string Platform::failure_hint(const std::vector<std::string>& words) const {
    if (!engine_answers()) {
        return "no Docker daemon answers: " + std::string(start_engine_hint);
    }
    const std::vector<std::string> known = services();
    for (const std::string& service : named_services(words)) {
        if (std::find(known.begin(), known.end(), service) == known.end()) {
            const std::string near = did_you_mean(service, known);
            return fmt::format(
                "there is no service '{}'{}",
                service,
                near.empty() ? "; they are: " + join(known, ", ") : ", " + near);
        }
    }
    const bool starts = !words.empty() && (words.front() == "up" || words.front() == "start");
    const std::optional<value::Value> port = parts_.config().find("CADDY_HTTP_PORT");
    if (starts && mode_ == Mode::local && port && port->kind() == value::Kind::integer
        && port_is_taken(port->as_integer())) {
        return fmt::format(
            "another program listens on port {}: stop it, or choose another port with: "
            "tutor config save --set CADDY_HTTP_PORT=…",
            port->as_integer());
    }
    return {};
}

std::string Platform::capture(const std::vector<std::string>& words, Echo echo) {
    const process::Command command{.argv = command_line(words)};
    if (echo == Echo::yes) {
        parts_.output.command(command.argv);
    }
    return parts_.runner.capture(command);
}

jobs::Outcome Platform::run(const jobs::Script& script, const jobs::LineSink& sink) {
    const bool dialogue = script.output == catalog::TaskOutput::terminal && parts_.input_is_terminal
        && parts_.output_is_terminal;
    std::vector<std::string> words =
        file_options(parts_.project.environment(), job_service_files(mode_));
    append(words, {"run", "--rm"});
    if (!dialogue) {
        words.emplace_back("-T");  // its output is a pipe to us
    }
    append(words, {script.service + "-job", "sh", "-e", "-c", script.text});
    note_start(words);
    const process::Command command{.argv = command_line(words)};
    parts_.output.command(command.argv);
    if (dialogue) {
        return {.status = parts_.runner.run(command)};
    }
    jobs::Outcome outcome;
    outcome.status = parts_.runner.stream(
        command,
        [&](std::string_view line) { sink(jobs::Channel::out, line); },
        [&](std::string_view line) {
            if (line.find("no such service: " + script.service + "-job") != std::string_view::npos
                || line.find("No such service: " + script.service + "-job")
                    != std::string_view::npos) {
                outcome.cause = fmt::format(
                    "there is no service '{}-job'; a plugin defines one in the patch "
                    "'local-docker-compose-jobs-services'",
                    script.service);
            }
            sink(jobs::Channel::error, line);
        });
    return outcome;
}

std::vector<std::string> Platform::services() const {
    std::vector<std::string> names;
    for (const fs::path& file : base_files(mode_)) {
        const fs::path path = parts_.project.environment() / file;
        const std::optional<std::string> text = read_file_if_exists(path);
        if (!text) {
            continue;
        }
        const value::Value document = yaml::load(*text, path.string());
        const value::Value* services =
            document.is_dict() ? document.as_dict().find("services") : nullptr;
        if (services == nullptr || !services->is_dict()) {
            continue;
        }
        for (const auto& [name, definition] : services->as_dict()) {
            const std::string service(name.is_string() ? name.as_string() : "");
            if (!service.empty() && std::find(names.begin(), names.end(), service) == names.end()) {
                names.push_back(service);
            }
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool Platform::is_compose_v1() {
    if (!client_) {
        client_ = compose_client();
    }
    return client_->front() == "docker-compose";
}

bool Platform::is_running() {
    if (is_compose_v1()) {
        // Compose v1 has no "ls": the engine knows the project from the containers' label.
        const process::Command command{
            .argv = {
                "docker",
                "ps",
                "--quiet",
                "--filter",
                "label=com.docker.compose.project=" + project_name_}};
        parts_.output.command(command.argv);
        const std::string found = parts_.runner.capture(command);
        return !trim(found).empty();
    }
    const std::string listed = capture({"ls", "--format", "json"});
    if (trim(listed).empty()) {
        return false;
    }
    const value::Value projects = json::parse(listed, "the output of docker compose ls");
    if (!projects.is_list()) {
        return false;
    }
    return std::any_of(
        projects.items().begin(), projects.items().end(), [&](const value::Value& project) {
            const value::Value* name = project.is_dict() ? project.as_dict().find("Name") : nullptr;
            return name != nullptr && name->is_string() && name->as_string() == project_name_;
        });
}

void Platform::stop_if_running() {
    if (is_running()) {
        execute({"stop"});
    }
}

}  // namespace tutor::compose
