// SPDX-License-Identifier: Apache-2.0

#include "jobs/engine.hpp"

#include "base/text.hpp"
#include "jobs/internal/log_folder.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <deque>
#include <optional>
#include <utility>

namespace tutor::jobs {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t last_lines_shown = 12;

/// A file that grows line by line, mode 0600; made with its first line. A disk that is full or
/// read-only does not stop the task.
class LogFile {
public:
    explicit LogFile(fs::path path) : path_(std::move(path)) {}
    ~LogFile() { close(); }
    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;

    void line(std::string_view text) {
        if (!tried_) {
            open();
        }
        const std::string whole = std::string(text) + "\n";
        std::string_view rest = whole;
        while (descriptor_ >= 0 && !rest.empty()) {
            const ssize_t count = ::write(descriptor_, rest.data(), rest.size());
            if (count > 0) {
                rest.remove_prefix(static_cast<std::size_t>(count));
            } else if (count < 0 && errno != EINTR) {
                close();
            }
        }
    }

    bool is_open() const { return descriptor_ >= 0; }
    const fs::path& path() const { return path_; }

private:
    void open() {
        tried_ = true;
        std::error_code error;
        fs::create_directories(path_.parent_path(), error);
        descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    }

    void close() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
            descriptor_ = -1;
        }
    }

    fs::path path_;
    bool tried_ = false;
    int descriptor_ = -1;
};

// What a terminal would show of a line in which a program rewrote its progress with "\r".
std::string_view visible_line(std::string_view line) {
    while (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    const std::size_t last = line.rfind('\r');
    return last == std::string_view::npos ? line : line.substr(last + 1);
}

std::string owner_of(const catalog::Task& task) {
    std::string owner = fmt::format("the task of service '{}'", task.service);
    if (!task.source.plugin.empty()) {
        owner += fmt::format(" of plugin '{}'", task.source.plugin);
    }
    return owner;
}

std::string verdict(int status) {
    const int signal = status - 128;
    if (signal <= 0 || signal >= NSIG) {
        return fmt::format("failed with status {}", status);
    }
    const char* name = ::sigabbrev_np(signal);
    return name == nullptr ? fmt::format("was ended by signal {}", signal)
                           : fmt::format("was ended by signal SIG{}", name);
}

std::string failure_text(
    const std::string& job,
    const catalog::Task& task,
    const Outcome& outcome,
    const std::deque<std::string>& last_lines) {
    std::string message =
        fmt::format("job '{}': {} {}", job, owner_of(task), verdict(outcome.status));
    if (!outcome.cause.empty()) {
        message += ": " + outcome.cause;
    }
    if (!last_lines.empty()) {
        message += "\nLast lines of its output:";
        for (const std::string& line : last_lines) {
            message += "\n    " + line;
        }
    }
    return message;
}

/// Where the output of one task goes.
class TaskPrinter {
public:
    TaskPrinter(
        const catalog::Task& task, term::Output& output, term::Output& results, LogFile& log)
        : task_(task),
          output_(output),
          results_(results),
          log_(log),
          prefix_(task.output == catalog::TaskOutput::log ? task.service + " | " : "") {}

    void line(Channel channel, std::string_view raw) {
        const std::string_view text = visible_line(raw);
        const std::string masked = output_.masker().mask(text);
        log_.line(masked);
        last_lines_.push_back(masked);
        if (last_lines_.size() > last_lines_shown) {
            last_lines_.pop_front();
        }
        if (channel == Channel::error) {
            output_.line(prefix_ + masked, term::Stream::error);
        } else if (task_.output == catalog::TaskOutput::result) {
            results_.line(raw);
        } else {
            output_.line(prefix_ + masked);
        }
    }

    const std::deque<std::string>& last_lines() const { return last_lines_; }

private:
    const catalog::Task& task_;
    term::Output& output_;
    term::Output& results_;
    LogFile& log_;
    std::string prefix_;
    std::deque<std::string> last_lines_;
};

}  // namespace

struct Engine::Progress {
    std::string job;
    fs::path folder;         // of the logs
    std::size_t number = 0;  // of the task, from 1
};

catalog::TaskSequence sequence_of(std::vector<catalog::Task> tasks) {
    return [tasks = std::move(tasks), next = std::size_t{0}]() mutable {
        return next < tasks.size() ? std::optional(tasks[next++]) : std::nullopt;
    };
}

Engine::Engine(
    render::Renderer& renderer, term::Output& output, term::Output& results, fs::path logs)
    : renderer_(renderer), output_(output), results_(results), logs_(std::move(logs)) {}

void Engine::run(
    const std::string& job,
    const catalog::TaskSequence& tasks,
    const catalog::Configuration& config,
    JobRunner& runner) {
    internal::prune_logs(logs_);
    Progress progress{.job = job, .folder = internal::new_log_folder(logs_, job)};
    while (const std::optional<catalog::Task> task = tasks()) {
        ++progress.number;
        run_one(*task, progress, config, runner);
    }
}

void Engine::run_one(
    const catalog::Task& task,
    const Progress& progress,
    const catalog::Configuration& config,
    JobRunner& runner) {
    const jinja::Origin origin{
        .name = fmt::format("script of job '{}' for service '{}'", progress.job, task.service),
        .path = task.source.where.source,
        .first_line = std::max(1, task.source.where.line),
        .plugin = task.source.plugin};
    const std::string rendered = [&] {
        try {
            return renderer_.render_text(task.script, origin, config);
        } catch (Error& error) {
            error.add_frame("preparing " + owner_of(task));
            throw;
        }
    }();
    const Script script{task.service, std::string(trim(rendered)), task.output};

    LogFile log(progress.folder / fmt::format("{:02}-{}.log", progress.number, task.service));
    TaskPrinter printer(task, output_, results_, log);
    const auto begin = Clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(Clock::now() - begin).count();
    };
    Outcome outcome;
    try {
        outcome = runner.run(
            script, [&](Channel channel, std::string_view line) { printer.line(channel, line); });
    } catch (Error& error) {
        log.line(fmt::format("[not run: {}]", output_.masker().mask(error.what())));
        error.add_frame(fmt::format("running {} (job '{}')", owner_of(task), progress.job));
        throw;
    } catch (const Interrupted&) {
        log.line(fmt::format("[interrupted after {:.1f} s]", seconds()));
        throw;
    }
    if (log.is_open() || task.output != catalog::TaskOutput::terminal) {
        log.line(fmt::format("[status {} after {:.1f} s]", outcome.status, seconds()));
    }
    if (!outcome.ok()) {
        throw Error(
            {.message = failure_text(progress.job, task, outcome, printer.last_lines()),
             .hint = log.is_open() ? fmt::format("the whole output is in '{}'", log.path().string())
                                   : ""});
    }
}

}  // namespace tutor::jobs
