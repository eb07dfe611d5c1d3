// SPDX-License-Identifier: Apache-2.0

#include "process/internal/child.hpp"

#include "base/text.hpp"
#include "process/find_program.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

namespace tutor::process {
namespace {

using namespace std::chrono_literals;

constexpr auto grace_period = 2s;
constexpr auto polling_interval = 10ms;

[[noreturn]] void fail(const Command& command, int error) {
    throw Error(
        {.message = fmt::format("cannot run '{}': {}", command.argv.front(), std::strerror(error)),
         .hint = error == ENOEXEC || error == EACCES ? "is that file a program?" : ""});
}

[[noreturn]] void fail_missing(const std::string& name) {
    std::string hint = fmt::format("install {}, or add its folder to PATH", name);
    if (name == "docker" || name == "docker-compose") {
        hint = "install Docker and its compose plugin: https://docs.docker.com/engine/install/";
    } else if (name == "kubectl") {
        hint = "install kubectl: https://kubernetes.io/docs/tasks/tools/";
    } else if (name.find('/') != std::string::npos) {
        hint = "check the path of that file, and that it may be executed";
    }
    throw Error({.message = fmt::format("cannot run '{}': no such program", name), .hint = hint});
}

// Numbers 0 to 2 stay free for the child's streams, even if our own are closed.
Descriptor above_standard(int number) {
    Descriptor low(number);
    if (number < 0 || number > 2) {
        return low;
    }
    return Descriptor(::fcntl(number, F_DUPFD_CLOEXEC, 3));
}

struct Pipe {
    Descriptor reader;
    Descriptor writer;
};

Pipe make_pipe(const Command& command) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        fail(command, errno);
    }
    return {.reader = above_standard(ends[0]), .writer = above_standard(ends[1])};
}

// A file in memory instead of a pipe: nothing to write while we read, no SIGPIPE, and never on
// a disk.
Descriptor input_file(const Command& command) {
    Descriptor file = above_standard(::memfd_create("input", MFD_CLOEXEC));
    std::string_view rest = *command.input;
    while (file.is_open() && !rest.empty()) {
        const ssize_t count = ::write(file.get(), rest.data(), rest.size());
        if (count < 0 && errno != EINTR) {
            fail(command, errno);
        }
        rest.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    if (!file.is_open() || ::lseek(file.get(), 0, SEEK_SET) != 0) {
        fail(command, errno);
    }
    return file;
}

// What `posix_spawn` needs, released at the end.
class SpawnPlan {
public:
    SpawnPlan() {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
        sigset_t signals;
        ::sigemptyset(&signals);
        ::posix_spawnattr_setsigmask(&attributes_, &signals);
        ::sigaddset(&signals, SIGPIPE);
        ::posix_spawnattr_setsigdefault(&attributes_, &signals);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    void change_folder(const std::filesystem::path& folder) {
        ::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    }
    void replace(int standard, int by) {
        if (by >= 0) {
            ::posix_spawn_file_actions_adddup2(&actions_, by, standard);
        }
    }
    void close_others() { ::posix_spawn_file_actions_addclosefrom_np(&actions_, 3); }

    const posix_spawn_file_actions_t* actions() const { return &actions_; }
    const posix_spawnattr_t* attributes() const { return &attributes_; }

private:
    posix_spawn_file_actions_t actions_;
    posix_spawnattr_t attributes_;
};

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& added) {
    std::vector<std::string> result;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        if (!added.contains(std::string(text.substr(0, text.find('='))))) {
            result.emplace_back(text);
        }
    }
    for (const auto& [name, value] : added) {
        result.push_back(name + "=" + value);
    }
    return result;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

std::filesystem::path locate(const Command& command) {
    const std::string& name = command.argv.front();
    if (name.find('/') != std::string::npos) {
        // Relative to where the child will be.
        if (!find_program((command.directory / name).string())) {
            fail_missing(name);
        }
        return name;
    }
    const auto path = command.environment.find("PATH");
    const auto found =
        path == command.environment.end() ? find_program(name) : find_program(name, path->second);
    if (!found) {
        fail_missing(name);
    }
    return command.directory.empty() ? *found : std::filesystem::absolute(*found);
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        close();
        number_ = other.release();
    }
    return *this;
}

void Descriptor::close() noexcept {
    if (number_ >= 0) {
        ::close(number_);
        number_ = -1;
    }
}

int Descriptor::release() noexcept {
    return std::exchange(number_, -1);
}

Child::Child(const Command& command, Pipes pipes) : command_(command) {
    Descriptor input;
    if (command.input) {
        input = input_file(command);
    }
    Pipe output;
    Pipe error;
    if (pipes != Pipes::none) {
        output = make_pipe(command);
    }
    if (pipes == Pipes::output_and_error) {
        error = make_pipe(command);
    }
    start(input.get(), output.writer.get(), error.writer.get());
    output_ = std::move(output.reader);
    error_ = std::move(error.reader);
}

void Child::start(int input, int output, int error) {
    const std::filesystem::path program = locate(command_);
    SpawnPlan plan;
    if (!command_.directory.empty()) {
        plan.change_folder(command_.directory);
    }
    plan.replace(0, input);
    plan.replace(1, output);
    plan.replace(2, error);
    plan.close_others();
    std::vector<std::string> arguments = command_.argv;
    std::vector<std::string> environment = merged_environment(command_.environment);
    const int failure = ::posix_spawn(
        &pid_,
        program.c_str(),
        plan.actions(),
        plan.attributes(),
        pointers(arguments).data(),
        pointers(environment).data());
    if (failure != 0) {
        pid_ = 0;
        fail(command_, failure);
    }
    watch_.set_child(pid_);
    if (command_.timeout) {
        deadline_ = Clock::now() + *command_.timeout;
    }
}

Child::~Child() {
    if (pid_ > 0 && !status_) {
        end();
    }
}

bool Child::wait_until(std::optional<Clock::time_point> deadline) noexcept {
    while (!status_) {
        // Left unreaped until the watch has forgotten it: see SignalWatch::set_child.
        siginfo_t information = {};
        const int flags = WEXITED | WNOWAIT | (deadline ? WNOHANG : 0);
        const int result = ::waitid(P_PID, static_cast<id_t>(pid_), &information, flags);
        if (result == 0 && information.si_pid == pid_) {
            watch_.set_child(0);
            int status = 0;
            while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
            }
            status_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        } else if (result != 0 && errno != EINTR) {
            status_ = 127;  // reaped by somebody else: nothing is known
        } else if (deadline) {
            if (Clock::now() >= *deadline) {
                return false;
            }
            std::this_thread::sleep_for(polling_interval);
        }
    }
    return true;
}

int Child::wait() {
    if (!wait_until(deadline_)) {
        time_out();
    }
    if (watch_.interrupted()) {
        throw Interrupted();
    }
    return *status_;
}

void Child::end() noexcept {
    ::kill(pid_, SIGTERM);
    if (!wait_until(Clock::now() + grace_period)) {
        ::kill(pid_, SIGKILL);
        wait_until(std::nullopt);
    }
}

int Child::milliseconds_left() const {
    if (!deadline_) {
        return -1;
    }
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(*deadline_ - Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left + 1, 0, 1'000'000));
}

void Child::time_out() {
    end();
    if (watch_.interrupted()) {
        throw Interrupted();
    }
    throw Error(
        {.message = fmt::format(
             "command did not end within {} s: {}",
             command_.timeout ? command_.timeout->count() : 0,
             shell_join(command_.argv)),
         .hint = "it has been killed; is what it waits for reachable?"});
}

}  // namespace tutor::process
