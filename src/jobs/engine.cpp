// SPDX-License-Identifier: Apache-2.0

#include "jobs/engine.hpp"

#include <chrono>
#include <ctime>
#include <deque>
#include <memory>

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.hpp"

namespace tutor::jobs {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t last_lines_shown = 12;

/// A file that grows line by line, mode 0600. A disk that is full does not stop the task.
class LogFile {
public:
    explicit LogFile(fs::path path) : path_(std::move(path)) {
        std::error_code error;
        fs::create_directories(path_.parent_path(), error);
        descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    }
    ~LogFile() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;

    void line(std::string_view text) {
        const std::string whole = std::string(text) + "\n";
        if (descriptor_ >= 0 && ::write(descriptor_, whole.data(), whole.size()) < 0) {
            ::close(descriptor_);
            descriptor_ = -1;
        }
    }

    bool is_open() const { return descriptor_ >= 0; }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
    int descriptor_;
};

std::string failure_text(
    const std::string& job,
    const catalog::Task& task,
    const Outcome& outcome,
    const std::deque<std::string>& last_lines) {
    std::string text = outcome.status > 128
        ? fmt::format("was ended by signal {}", outcome.status - 128)
        : fmt::format("failed with status {}", outcome.status);
    if (!outcome.cause.empty()) {
        text += ": " + outcome.cause;
    }
    std::string message = fmt::format(
        "job '{}': the task of service '{}'{} {}",
        job,
        task.service,
        task.source.plugin.empty() ? "" : fmt::format(" of plugin '{}'", task.source.plugin),
        text);
    if (!last_lines.empty()) {
        message += "\nLast lines of its output:";
        for (const std::string& line : last_lines) {
            message += "\n    " + line;
        }
    }
    return message;
}

}  // namespace

catalog::TaskSequence sequence_of(std::vector<catalog::Task> tasks) {
    return [tasks = std::move(tasks), next = std::size_t{0}]() mutable {
        return next < tasks.size() ? std::optional(tasks[next++]) : std::nullopt;
    };
}

Engine::Engine(render::Renderer& renderer, term::Output& output, fs::path logs)
    : renderer_(renderer), output_(output), logs_(std::move(logs)) {}

void Engine::run(
    const std::string& job,
    const catalog::TaskSequence& tasks,
    const catalog::Configuration& config,
    JobRunner& runner,
    std::size_t count) {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    folder_ = logs_ / fmt::format("{:%Y%m%d-%H%M%S}-{}", fmt::localtime(now), job);
    std::error_code error;
    for (int again = 2; fs::exists(folder_, error); ++again) {
        folder_ = logs_ / fmt::format("{:%Y%m%d-%H%M%S}-{}-{}", fmt::localtime(now), job, again);
    }
    std::size_t number = 0;
    while (const std::optional<catalog::Task> task = tasks()) {
        run_one(job, *task, ++number, count, config, runner);
    }
}

void Engine::run_one(
    const std::string& job,
    const catalog::Task& task,
    std::size_t number,
    std::size_t count,
    const catalog::Configuration& config,
    JobRunner& runner) {
    const jinja::Origin origin{
        .name = fmt::format("script of job '{}' for service '{}'", job, task.service),
        .path = task.source.where.source,
        .first_line = std::max(1, task.source.where.line),
        .plugin = task.source.plugin};
    const std::string rendered = renderer_.render_text(task.script, origin, config);
    const Script script{task.service, std::string(trim(rendered)), task.output};
    if (count > 0) {
        output_.info(fmt::format(
            "Task {}/{}: service '{}'{}",
            number,
            count,
            task.service,
            task.source.plugin.empty() ? "" : fmt::format(", plugin '{}'", task.source.plugin)));
    }
    LogFile log(folder_ / fmt::format("{:02}-{}.log", number, task.service));
    std::deque<std::string> last_lines;
    const std::string prefix =
        task.output == catalog::TaskOutput::log ? task.service + " | " : std::string();
    const auto begin = Clock::now();
    const auto sink = [&](Channel channel, std::string_view line) {
        while (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        const std::string masked = output_.masker().mask(line);
        log.line(masked);
        last_lines.push_back(masked);
        if (last_lines.size() > last_lines_shown) {
            last_lines.pop_front();
        }
        output_.line(
            prefix + masked, channel == Channel::out ? term::Stream::out : term::Stream::error);
    };
    const Outcome outcome = runner.run(script, sink);
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    log.line(fmt::format("[status {} after {:.1f} s]", outcome.status, seconds));
    if (!outcome.ok()) {
        throw Error(
            {.message = failure_text(job, task, outcome, last_lines),
             .hint = log.is_open()
                 ? fmt::format("the whole output is in '{}'", log.path().string())
                 : ""});
    }
}

}  // namespace tutor::jobs
