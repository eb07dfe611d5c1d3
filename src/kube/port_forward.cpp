// SPDX-License-Identifier: Apache-2.0

#include "kube/port_forward.hpp"

#include "kube/internal/client_state.hpp"
#include "kube/internal/descriptor.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <list>
#include <mutex>
#include <thread>
#include <utility>

namespace tutor::kube {
namespace {

using namespace std::chrono_literals;
using internal::Descriptor;
using internal::Ready;
using internal::Waker;

// One port has two channels; each begins with the port's number.
constexpr char channel_data = 0;
constexpr char channel_error = 1;
constexpr std::size_t port_bytes = 2;
constexpr std::size_t piece_bytes = 32768;

/// A client that has sent all may still be reading, and the pod cannot be told of an end of input
/// alone: the connection goes when nothing comes any more.
constexpr auto linger = 2s;

Descriptor listen_on(std::uint16_t port) {
    Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int yes = 1;
    ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0
        || ::listen(listener.get(), SOMAXCONN) != 0) {
        throw Error(
            {.message = fmt::format(
                 "port {} of this machine cannot be listened on: {}", port, std::strerror(errno)),
             .hint = "choose another local port"});
    }
    return listener;
}

std::uint16_t port_of(const Descriptor& listener) {
    sockaddr_in address = {};
    socklen_t size = sizeof address;
    ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

}  // namespace

struct PortForward::State {
    // A connection from this machine, with one to the pod.
    struct Link {
        Descriptor local;
        std::atomic<bool> done = false;
        std::thread thread;
    };

    State(const Client& given, PortForwardRequest wanted)
        : client(given.stoppable(own_stop.get_token())),
          request(std::move(wanted)),
          listener(listen_on(request.local_port)),
          port(port_of(listener)) {}

    void accept_all();
    void serve(Link& link);
    void pump(Link& link, http::WebSocket& socket);
    void receive(Link& link, http::WebSocket& socket, const std::atomic<bool>& input_ended);
    void drop_finished();
    void tell(std::string_view problem);

    std::stop_source own_stop;
    Client client;
    PortForwardRequest request;
    Descriptor listener;
    std::uint16_t port;
    Waker waker;
    std::list<Link> links;  // of the accepting thread
    std::mutex telling;
    std::thread thread;
};

void PortForward::State::tell(std::string_view problem) {
    const std::lock_guard lock(telling);
    if (request.on_problem && !own_stop.stop_requested()) {
        request.on_problem(problem);
    }
}

void PortForward::State::drop_finished() {
    for (auto link = links.begin(); link != links.end();) {
        if (link->done) {
            link->thread.join();
            link = links.erase(link);
        } else {
            ++link;
        }
    }
}

void PortForward::State::accept_all() {
    while (internal::wait_readable(listener.get(), waker, -1) != Ready::woken) {
        Descriptor local(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        drop_finished();
        if (local.get() < 0) {
            continue;
        }
        Link& link = links.emplace_back();
        link.local = std::move(local);
        link.thread = std::thread([this, &link] {
            serve(link);
            link.done = true;
        });
    }
    for (Link& link : links) {
        ::shutdown(link.local.get(), SHUT_RDWR);
        link.thread.join();
    }
}

void PortForward::State::serve(Link& link) {
    try {
        const ObjectName pod = {.kind = {"v1", "Pod"}, .name_space = {}, .name = request.pod};
        const std::unique_ptr<http::WebSocket> socket = client.connection().open_websocket(
            {.request =
                 {.target = fmt::format(
                      "{}/portforward?ports={}", client.path_of(pod), request.remote_port)},
             .repeat = Repeat::never,
             .doing = fmt::format("forwarding to pod/{}", request.pod),
             .stop = own_stop.get_token()},
            {.protocols = {"v4.channel.k8s.io"}});
        pump(link, *socket);
    } catch (const http::Cancelled&) {
        // The whole forwarding ends.
    } catch (const Error& error) {
        tell(error.what());
    }
    ::shutdown(link.local.get(), SHUT_RDWR);
}

void PortForward::State::pump(Link& link, http::WebSocket& socket) {
    std::atomic<bool> input_ended = false;
    const Waker over;
    std::thread sender([&] {
        try {
            std::string message(1 + piece_bytes, channel_data);
            while (internal::wait_readable(link.local.get(), over, -1) == Ready::readable) {
                const ssize_t count = ::read(link.local.get(), message.data() + 1, piece_bytes);
                if (count <= 0) {
                    break;
                }
                socket.send(
                    std::string_view(message).substr(0, 1 + static_cast<std::size_t>(count)));
            }
        } catch (const Error&) {
            // The receiving side says what has happened.
        }
        input_ended = true;
    });
    try {
        receive(link, socket, input_ended);
    } catch (...) {
        over.wake();
        sender.join();
        throw;
    }
    over.wake();
    sender.join();
}

// Until the pod closes, the local side is gone, or it has sent all and nothing comes any more.
void PortForward::State::receive(
    Link& link, http::WebSocket& socket, const std::atomic<bool>& input_ended) {
    std::array<std::size_t, 2> greeting = {port_bytes, port_bytes};
    while (true) {
        http::WebSocket::Received received = socket.receive_within(linger, own_stop.get_token());
        if (received.kind == http::WebSocket::Received::Kind::closed) {
            return;
        }
        if (received.kind == http::WebSocket::Received::Kind::nothing_yet) {
            if (input_ended) {
                return;
            }
            continue;
        }
        const char channel = received.message.empty() ? channel_data : received.message.front();
        if (received.message.empty() || (channel != channel_data && channel != channel_error)) {
            continue;
        }
        std::string_view content = std::string_view(received.message).substr(1);
        std::size_t& skipped = greeting[static_cast<std::size_t>(channel)];
        const std::size_t skip = std::min(skipped, content.size());
        content.remove_prefix(skip);
        skipped -= skip;
        if (channel == channel_error && !content.empty()) {
            tell(content);
            return;
        }
        if (!content.empty() && !internal::write_all(link.local.get(), content)) {
            return;
        }
    }
}

PortForward::PortForward(const Client& client, PortForwardRequest request)
    : state_(std::make_unique<State>(client, std::move(request))) {
    state_->thread = std::thread([state = state_.get()] { state->accept_all(); });
}

PortForward::~PortForward() {
    if (state_) {
        state_->own_stop.request_stop();
        state_->waker.wake();
        state_->thread.join();
    }
}

PortForward::PortForward(PortForward&&) noexcept = default;

std::uint16_t PortForward::local_port() const noexcept {
    return state_->port;
}

}  // namespace tutor::kube
