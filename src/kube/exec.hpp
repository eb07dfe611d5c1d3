// SPDX-License-Identifier: Apache-2.0
//
// Running commands in containers, over WebSocket (v5.channel.k8s.io, v4.channel.k8s.io).
//
//     const int status = exec(client, {.pod = "lms-1", .command = {"ls", "-l"}},
//     process_streams());

#pragma once

#include "kube/client.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::kube {

enum class Terminal : std::uint8_t { no, yes };
enum class Input : std::uint8_t { no, yes };

struct ExecRequest {
    std::string pod;
    std::string container = {};  ///< empty: the pod's only or default one
    std::vector<std::string> command;
    Input input = Input::no;
    /// A terminal in the container; standard error then comes with standard output.
    Terminal terminal = Terminal::no;
};

struct TerminalSize {
    std::uint16_t columns = 80;
    std::uint16_t rows = 24;
};

/// A command that runs; its methods may be called from several threads at once. The destructor
/// hangs up, which does not end a command without a terminal.
class ExecSession {
public:
    using Sink = std::function<void(std::string_view bytes)>;

    ExecSession(const Client& client, const ExecRequest& request);
    ~ExecSession();
    ExecSession(ExecSession&&) noexcept;

    /// Hands on the output until the command has ended; returns its exit status. To be called once.
    ///
    /// @throws Error  the command cannot be started (as the container runtime says it), the
    ///     connection broke
    /// @throws http::Cancelled
    int wait(const Sink& on_output, const Sink& on_error);

    void write(std::string_view input);
    /// End of input. A server without v5.channel.k8s.io (before Kubernetes 1.30) cannot be told:
    /// returns false then. In a terminal an end-of-transmission character is sent instead.
    bool close_input();
    void resize(const TerminalSize& size);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Descriptors that a command in a container is connected to.
struct ExecStreams {
    int input = 0;
    int output = 1;
    int error = 2;
};

/// Runs a command with our own standard streams and returns its exit status. With a terminal, ours
/// is put into raw mode while it runs (and always put back), and changes of its size are passed on.
///
/// @throws  as ExecSession::wait
int exec(const Client& client, const ExecRequest& request, const ExecStreams& streams = {});

}  // namespace tutor::kube
