// SPDX-License-Identifier: Apache-2.0
//
// A world in which jobs run: typed words go through the real parser, scripts through the real
// engine and renderer, and end in a recorder, or in a shell with stand-ins for the programs of a
// container.

#pragma once

#include "base/files.hpp"
#include "base/text.hpp"
#include "cli/invocation.hpp"
#include "cli/program.hpp"
#include "jobs/core.hpp"
#include "jobs/engine.hpp"
#include "process/system_runner.hpp"
#include "support/temp_dir.hpp"
#include "term/sink.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tutor::test {

/// A configuration without templates.
class Settings final : public catalog::Configuration {
public:
    explicit Settings(std::map<std::string, value::Value> values) : values_(std::move(values)) {}

    void set(const std::string& name, value::Value value) { values_[name] = std::move(value); }

    std::optional<value::Value> find(std::string_view name) const override {
        const auto found = values_.find(std::string(name));
        return found == values_.end() ? std::nullopt : std::optional(found->second);
    }

    std::vector<std::string> names() const override {
        std::vector<std::string> result;
        for (const auto& [name, value] : values_) {
            result.push_back(name);
        }
        return result;
    }

private:
    std::map<std::string, value::Value> values_;
};

/// Runs nothing: remembers scripts, writes lines, ends as told.
class RecordingJobRunner final : public jobs::JobRunner {
public:
    struct Play {
        std::vector<std::pair<jobs::Channel, std::string>> lines = {};
        jobs::Outcome outcome = {};
        std::function<void()> act = {};  ///< called after the lines
    };

    /// What the next tasks do, in order; later ones print nothing and succeed.
    std::vector<Play> plays;

    jobs::Outcome run(const jobs::Script& script, const jobs::LineSink& sink) override {
        scripts.push_back(script);
        if (scripts.size() > plays.size()) {
            return {};
        }
        const Play& play = plays[scripts.size() - 1];
        for (const auto& [channel, line] : play.lines) {
            sink(channel, line);
        }
        if (play.act) {
            play.act();
        }
        return play.outcome;
    }

    std::vector<jobs::Script> scripts;
};

class JobWorld {
public:
    explicit JobWorld(std::string answers = "") : input(std::move(answers)) {}

    Masker masker;
    term::StringSink out;
    term::StringSink error;
    term::StringSink results_out;
    term::StringSink results_error;
    Masker no_masker;
    term::Output output{masker, out, error};
    term::Output results{no_masker, results_out, results_error};
    term::StringInput input;
    term::Prompt prompt{output, input};
    catalog::Catalog catalog;
    render::Renderer renderer{catalog, {.version = "21.0.8"}};
    Settings settings{
        {{"CMS_HOST", "studio.site.org"},
         {"LMS_HOST", "site.org"},
         {"MYSQL_HOST", "mysql"},
         {"MYSQL_PORT", 3306},
         {"MYSQL_ROOT_PASSWORD", "rootpass"},
         {"MYSQL_ROOT_USERNAME", "root"},
         {"OPENEDX_COMMON_VERSION", "release/ulmo.1"},
         {"OPENEDX_MYSQL_DATABASE", "openedx"},
         {"OPENEDX_MYSQL_PASSWORD", "lmspass"},
         {"OPENEDX_MYSQL_USERNAME", "openedx"},
         {"RUN_MYSQL", true}}};
    TempDir folder;
    RecordingJobRunner runner;

    /// Parses `words` ("createuser", "--staff", …) and runs the job; the exit status.
    int run(const std::vector<std::string>& words) {
        jobs::contribute_jobs(
            catalog,
            {.output = output,
             .prompt = prompt,
             .masker = masker,
             .config = [this]() -> const catalog::Configuration& {
                 return settings;
             }});
        cli::Command root{.name = "do"};
        for (const catalog::Job& job : catalog.cli_do_commands.items()) {
            cli::Command command = job.command;
            command.run = [this, job](const cli::Invocation& call) {
                jobs::Engine engine(renderer, output, results, folder.path() / "logs");
                engine.run(job.command.name, job.tasks(call), settings, runner);
            };
            root.commands.push_back(std::move(command));
        }
        catalog.cli_do_commands.clear();
        std::vector<std::string> line{"do"};
        line.insert(line.end(), words.begin(), words.end());
        return cli::Program(std::move(root), "1").main(line, output);
    }

    /// As `run`, for a job of one task: its script.
    std::string script(const std::vector<std::string>& words) {
        run(words);
        return runner.scripts.size() == 1 ? runner.scripts[0].text : "";
    }
};

/// How a script ended, and the words of each stand-in it called.
struct Trial {
    int status = 0;
    std::string out = {};
    std::string error = {};
    std::vector<std::vector<std::string>> calls = {};  ///< program first
};

/// A folder in which a job script runs like in its container.
class FakeContainer {
public:
    FakeContainer() {
        for (const char* program : {"bin/git", "bin/mysql", "manage.py"}) {
            add_program(program, "");
        }
        // As in the image: `python ./manage.py`.
        add_program("bin/python", "exec \"$@\"\n");
    }

    std::filesystem::path path() const { return folder_->path(); }

    /// A shell script that records its words, then does `body`.
    void add_program(const std::string& name, const std::string& body) {
        const std::filesystem::path file = path() / name;
        const std::string label = file.filename().string();
        write(
            name,
            "#!/bin/sh\n{ echo call; for word in " + label
                + " \"$@\"; do printf '%s' \"$word\" | od -An -v -tx1 | tr -d ' \\n'; echo; done; "
                  "} >> "
                + shell_quote((path() / "calls").string()) + "\n" + body);
        std::filesystem::permissions(file, std::filesystem::perms::all);
    }

    void write(const std::string& name, const std::string& text) {
        write_atomically(path() / name, text);
    }

    Trial run(const std::string& script) {
        Trial trial;
        process::SystemRunner runner;
        trial.status = runner.stream(
            {.argv = {"sh", "-e", "-c", script},
             .environment =
                 {{"PATH", (path() / "bin").string() + ":/usr/local/bin:/usr/bin:/bin"},
                  {"PYTHONPATH", path().string()},
                  {"PYTHONDONTWRITEBYTECODE", "1"}},
             .directory = path(),
             .input = ""},
            [&](std::string_view line) { trial.out += std::string(line) + "\n"; },
            [&](std::string_view line) { trial.error += std::string(line) + "\n"; });
        const std::string calls = read_file_if_exists(path() / "calls").value_or("");
        for (const std::string_view line : split_lines(calls)) {
            if (line == "call") {
                trial.calls.emplace_back();
            } else {
                trial.calls.back().push_back(from_hex(line));
            }
        }
        return trial;
    }

private:
    static std::string from_hex(std::string_view hex) {
        std::string text;
        for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
            text += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
        }
        return text;
    }

    std::unique_ptr<TempDir> folder_ = std::make_unique<TempDir>();
};

/// Text that breaks whatever pastes it without quoting.
inline const std::vector<std::string>& nasty_texts() {
    static const std::vector<std::string> texts{
        "it's",
        "\"; touch injected; \"",
        "'; touch injected; '",
        "$(touch injected)",
        "`touch injected`",
        "${HOME}",
        "{{ LMS_HOST }}",
        "{% raw %}{# x #}",
        "a\\'b\\",
        "')\nimport os; os.mkdir('injected')\n('",
        "two words",
        "Grüße 🎓",
        "*",
        "%s",
    };
    return texts;
}

}  // namespace tutor::test
