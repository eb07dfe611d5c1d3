// SPDX-License-Identifier: Apache-2.0
//
// A Runner that starts nothing: it records commands and plays scripted answers.
//
//     RecordingRunner runner;
//     runner.answer("docker compose ls", {.output = "[]"});
//     stop_other_project(runner);
//     CHECK(runner.lines() == std::vector<std::string>{"docker compose ls --format json"});

#pragma once

#include "base/text.hpp"
#include "process/runner.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor::test {

/// What a command that is not really run does.
struct Answer {
    std::string output = {};  ///< standard output, for `capture` and `stream`
    std::string error = {};   ///< standard error, for `stream`
    int status = 0;
    /// Called instead, when set: to throw, or to answer by the command.
    std::function<std::string(const process::Command&)> act = {};
};

class RecordingRunner final : public process::Runner {
public:
    enum class Way { run, capture, stream };

    struct Record {
        process::Command command;
        Way way;
    };

    /// Commands whose line (`shell_join`) contains `part` are answered so, each time; the latest
    /// such answer wins. Others succeed and print nothing.
    void answer(std::string part, Answer answer) {
        answers_.emplace_back(std::move(part), std::move(answer));
    }

    int run(const process::Command& command) override {
        const Answer answer = record(command, Way::run);
        return answer.status;
    }

    std::string capture(const process::Command& command) override {
        const Answer answer = record(command, Way::capture);
        if (answer.status != 0) {
            throw process::captured_failure(command, answer.status);
        }
        return answer.output;
    }

    int stream(
        const process::Command& command,
        const process::LineSink& on_output,
        const process::LineSink& on_error) override {
        const Answer answer = record(command, Way::stream);
        for (const std::string_view line : split_lines(answer.output)) {
            on_output(line);
        }
        for (const std::string_view line : split_lines(answer.error)) {
            on_error(line);
        }
        return answer.status;
    }

    const std::vector<Record>& records() const { return records_; }

    /// The command lines so far, quoted for a shell.
    std::vector<std::string> lines() const {
        std::vector<std::string> result;
        for (const Record& record : records_) {
            result.push_back(shell_join(record.command.argv));
        }
        return result;
    }

    void clear() { records_.clear(); }

private:
    Answer record(const process::Command& command, Way way) {
        records_.push_back({.command = command, .way = way});
        const std::string line = shell_join(command.argv);
        for (auto entry = answers_.rbegin(); entry != answers_.rend(); ++entry) {
            if (line.find(entry->first) != std::string::npos) {
                Answer answer = entry->second;
                if (answer.act) {
                    answer.output = answer.act(command);
                }
                return answer;
            }
        }
        return {};
    }

    std::vector<Record> records_;
    std::vector<std::pair<std::string, Answer>> answers_;
};

}  // namespace tutor::test
