// SPDX-License-Identifier: Apache-2.0

#include "kube/exec.hpp"

#include "base/text.hpp"
#include "json/parse.hpp"
#include "kube/internal/client_state.hpp"
#include "kube/internal/descriptor.hpp"
#include "kube/internal/terminal.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <thread>
#include <utility>

namespace tutor::kube {
namespace {

// The first byte of each message.
constexpr char channel_input = 0;
constexpr char channel_output = 1;
constexpr char channel_error = 2;
constexpr char channel_status = 3;
constexpr char channel_resize = 4;
constexpr char channel_close = static_cast<char>(0xFF);

constexpr std::string_view newest_protocol = "v5.channel.k8s.io";
constexpr std::string_view end_of_transmission = "\x04";
constexpr std::size_t piece_bytes = 32768;

std::string path_of(const Client& client, const ExecRequest& request) {
    const bool terminal = request.terminal == Terminal::yes;
    std::vector<std::pair<std::string, std::string>> parameters;
    for (const std::string& word : request.command) {
        parameters.emplace_back("command", word);
    }
    if (!request.container.empty()) {
        parameters.emplace_back("container", request.container);
    }
    parameters.emplace_back("stdin", request.input == Input::yes ? "true" : "false");
    parameters.emplace_back("stdout", "true");
    parameters.emplace_back("stderr", terminal ? "false" : "true");
    parameters.emplace_back("tty", terminal ? "true" : "false");
    const ObjectName pod = {.kind = {"v1", "Pod"}, .name_space = {}, .name = request.pod};
    return client.path_of(pod) + "/exec?" + http::query(parameters);
}

// What the last message says: an exit status, or why there is none.
int exit_status_of(std::string_view text, const std::string& pod) {
    const value::Value status = json::parse(text, "exec");
    if (string_field(status, {"status"}) == "Success") {
        return 0;
    }
    const value::Value* causes = find_field(status, {"details", "causes"});
    if (causes != nullptr && causes->is_list()) {
        for (const value::Value& cause : causes->items()) {
            const std::optional<std::int64_t> code = parse_int(string_field(cause, {"message"}));
            if (string_field(cause, {"reason"}) == "ExitCode" && code) {
                return static_cast<int>(*code);
            }
        }
    }
    throw Error(
        {.message = fmt::format(
             "the command cannot be run in pod '{}': {}", pod, string_field(status, {"message"})),
         .hint = "check that the container is running and has this program"});
}

}  // namespace

struct ExecSession::State {
    std::string pod;
    bool terminal = false;
    std::stop_token stop;
    std::unique_ptr<http::WebSocket> socket;
};

ExecSession::ExecSession(const Client& client, const ExecRequest& request)
    : state_(std::make_unique<State>()) {
    state_->pod = request.pod;
    state_->terminal = request.terminal == Terminal::yes;
    state_->stop = client.stop_token();
    state_->socket = client.connection().open_websocket(
        {.request = {.target = path_of(client, request)},
         .repeat = Repeat::never,
         .doing = fmt::format("running a command in pod/{}", request.pod),
         .stop = client.stop_token()},
        {.protocols = {std::string(newest_protocol), "v4.channel.k8s.io"}});
}

ExecSession::~ExecSession() = default;
ExecSession::ExecSession(ExecSession&&) noexcept = default;

int ExecSession::wait(const Sink& on_output, const Sink& on_error) {
    while (const std::optional<std::string> message = state_->socket->receive(state_->stop)) {
        if (message->empty()) {
            continue;
        }
        const std::string_view content = std::string_view(*message).substr(1);
        switch (message->front()) {
        case channel_output:
            if (!content.empty()) {
                on_output(content);
            }
            break;
        case channel_error:
            if (!content.empty()) {
                on_error(content);
            }
            break;
        case channel_status:
            if (!content.empty()) {
                return exit_status_of(content, state_->pod);
            }
            break;
        default: break;
        }
    }
    throw Error(
        {.message = fmt::format(
             "the connection to the command in pod '{}' ended before the command did", state_->pod),
         .hint = "the pod or the API server may have been restarted; the command may still run"});
}

void ExecSession::write(std::string_view input) {
    std::string message(1, channel_input);
    message += input;
    state_->socket->send(message);
}

bool ExecSession::close_input() {
    if (state_->socket->protocol() == newest_protocol) {
        state_->socket->send(std::string({channel_close, channel_input}));
        return true;
    }
    if (state_->terminal) {
        write(end_of_transmission);
    }
    return false;
}

void ExecSession::resize(const TerminalSize& size) {
    state_->socket->send(
        fmt::format("{}{{\"Width\":{},\"Height\":{}}}", channel_resize, size.columns, size.rows));
}

namespace {

using internal::Ready;

// Passes our standard input and the size of our terminal on, until the object ends.
class InputPump {
public:
    InputPump(ExecSession& session, const ExecRequest& request, const ExecStreams& streams)
        : session_(session),
          input_(request.input == Input::yes ? streams.input : -1),
          screen_(request.terminal == Terminal::yes ? streams.output : -1) {
        pass_size();
        thread_ = std::thread([this] { run(); });
    }
    ~InputPump() {
        waker_.wake();
        thread_.join();
    }
    InputPump(const InputPump&) = delete;
    InputPump& operator=(const InputPump&) = delete;

private:
    // The size is asked for now and then: a signal handler would need a global.
    static constexpr int milliseconds_between_sizes = 200;

    void run() {
        try {
            while (true) {
                const Ready ready = internal::wait_readable(
                    input_, waker_, screen_ < 0 ? -1 : milliseconds_between_sizes);
                if (ready == Ready::woken) {
                    return;
                }
                pass_size();
                if (ready == Ready::readable && !pass_input()) {
                    session_.close_input();
                    input_ = -1;
                }
            }
        } catch (const Error&) {
            // The connection has ended: whoever waits for the command says so.
        }
    }

    bool pass_input() {
        std::array<char, piece_bytes> piece = {};
        const ssize_t count = ::read(input_, piece.data(), piece.size());
        if (count < 0) {
            return errno == EINTR || errno == EAGAIN;
        }
        if (count > 0) {
            session_.write({piece.data(), static_cast<std::size_t>(count)});
        }
        return count > 0;
    }

    void pass_size() {
        const std::optional<TerminalSize> size =
            screen_ < 0 ? std::nullopt : internal::terminal_size(screen_);
        if (size && (size->columns != size_.columns || size->rows != size_.rows)) {
            size_ = *size;
            session_.resize(size_);
        }
    }

    ExecSession& session_;
    int input_;
    int screen_;
    TerminalSize size_ = {.columns = 0, .rows = 0};
    internal::Waker waker_;
    std::thread thread_;
};

}  // namespace

int exec(const Client& client, const ExecRequest& request, const ExecStreams& streams) {
    ExecSession session(client, request);
    std::optional<internal::RawTerminal> raw;
    if (request.terminal == Terminal::yes && request.input == Input::yes) {
        raw.emplace(streams.input);
    }
    const InputPump pump(session, request, streams);
    return session.wait(
        [&](std::string_view bytes) { internal::write_all(streams.output, bytes); },
        [&](std::string_view bytes) { internal::write_all(streams.error, bytes); });
}

}  // namespace tutor::kube
