// SPDX-License-Identifier: Apache-2.0

#include "http/websocket.hpp"

#include "base/text.hpp"
#include "http/internal/pool.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <fmt/format.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace tutor::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;
using internal::Connection;
using internal::Outcome;
using internal::Step;
using Clock = std::chrono::steady_clock;

constexpr std::size_t max_waiting_to_send = std::size_t{1} << 20U;
constexpr std::size_t max_waiting_to_be_received = std::size_t{4} << 20U;

Response response_of(const websocket::response_type& answer) {
    Response response;
    response.status = static_cast<int>(answer.result_int());
    response.reason = std::string(answer.reason());
    for (const auto& field : answer) {
        response.headers.push_back(
            {.name = std::string(field.name_string()), .value = std::string(field.value())});
    }
    response.body = answer.body();
    return response;
}

}  // namespace

// Everything below the mark "guarded" is used under the mutex; the rest on the thread that runs the
// io_context, once that has begun.
struct WebSocket::State {
    explicit State(const WebSocketOptions& given) : options(given) {}

    void upgrade(const Request& request, const CallOptions& call, const std::string& user_agent);
    void start();
    void read();
    void write();
    void tick();
    void ping();
    void fail(Step step, const Outcome& outcome);
    void finish();

    WebSocketOptions options;
    std::unique_ptr<Connection> connection;
    std::optional<websocket::stream<internal::Stream&, false>> socket;
    std::string protocol;
    beast::flat_buffer incoming;
    std::optional<asio::steady_timer> timer;
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work;
    Clock::time_point last_heard;
    bool pinging = false;
    bool writing = false;
    bool saying_goodbye = false;

    std::mutex mutex;
    std::condition_variable_any changed;
    // guarded
    std::deque<std::string> outbox;
    std::size_t outbox_bytes = 0;
    std::deque<std::string> inbox;
    std::size_t inbox_bytes = 0;
    bool paused = false;   // nothing is read until the inbox has room
    bool closing = false;  // nothing may be sent any more
    bool ended = false;
    std::optional<TransportError> failure;

    std::thread thread;  // last: it uses all of the above
};

void WebSocket::State::upgrade(
    const Request& request, const CallOptions& call, const std::string& user_agent) {
    socket.emplace(connection->stream());
    socket->read_message_max(options.max_message_bytes);
    socket->binary(true);
    // The API server takes each frame for a message.
    socket->auto_fragment(false);
    socket->set_option(websocket::stream_base::decorator([&](websocket::request_type& head) {
        head.set(beast::http::field::user_agent, user_agent);
        for (const Header& header : request.headers) {
            head.set(header.name, header.value);
        }
        if (!options.protocols.empty()) {
            head.set(beast::http::field::sec_websocket_protocol, join(options.protocols, ", "));
        }
    }));
    websocket::response_type answer;
    const Outcome outcome =
        connection->run(call.timeouts.first_byte, call.stop, [&](Connection::Done done) {
            socket->async_handshake(answer, request.server.authority(), request.target, done);
        });
    if (outcome.failure == websocket::error::upgrade_declined) {
        throw UpgradeRefused(
            response_of(answer),
            {.message = fmt::format(
                 "{} does not open a WebSocket: {} {}",
                 connection->origin(),
                 answer.result_int(),
                 std::string(answer.reason()))});
    }
    if (!outcome.ok()) {
        throw connection->failed(Step::head, outcome, Sent::maybe);
    }
    protocol = std::string(answer[beast::http::field::sec_websocket_protocol]);
}

void WebSocket::State::start() {
    asio::io_context& context = connection->context();
    context.restart();
    work.emplace(context.get_executor());
    timer.emplace(context);
    last_heard = Clock::now();
    socket->control_callback(
        [this](websocket::frame_type, beast::string_view) { last_heard = Clock::now(); });
    read();
    tick();
    thread = std::thread([&context] { context.run(); });
}

void WebSocket::State::read() {
    socket->async_read(incoming, [this](error_code problem, std::size_t) {
        if (problem) {
            fail(Step::body, {.failure = problem});
            return;
        }
        last_heard = Clock::now();
        bool go_on = false;
        {
            const std::lock_guard lock(mutex);
            inbox.push_back(beast::buffers_to_string(incoming.data()));
            inbox_bytes += inbox.back().size();
            paused = inbox_bytes > max_waiting_to_be_received;
            go_on = !paused;
        }
        changed.notify_all();
        incoming.consume(incoming.size());
        if (go_on) {
            read();
        }
    });
}

void WebSocket::State::write() {
    if (writing) {
        return;
    }
    // The front stays where it is while others are added behind it.
    const std::string* front = nullptr;
    {
        const std::lock_guard lock(mutex);
        if (ended || (outbox.empty() && !closing)) {
            return;
        }
        front = outbox.empty() ? nullptr : &outbox.front();
    }
    if (front == nullptr) {
        if (!std::exchange(saying_goodbye, true)) {
            socket->async_close(websocket::close_code::normal, [this](error_code) { finish(); });
        }
        return;
    }
    writing = true;
    socket->async_write(asio::buffer(*front), [this](error_code problem, std::size_t) {
        writing = false;
        {
            const std::lock_guard lock(mutex);
            outbox_bytes -= outbox.front().size();
            outbox.pop_front();
        }
        changed.notify_all();
        if (problem) {
            fail(Step::send, {.failure = problem});
            return;
        }
        write();
    });
}

void WebSocket::State::tick() {
    timer->expires_after(options.idle / 4);
    timer->async_wait([this](error_code problem) {
        if (problem) {
            return;
        }
        bool reading = false;
        {
            const std::lock_guard lock(mutex);
            if (ended) {
                return;
            }
            reading = !paused;
        }
        const auto silence = Clock::now() - last_heard;
        if (!reading) {
            last_heard = Clock::now();  // we do not listen: silence means nothing
        } else if (silence > options.idle) {
            fail(Step::body, {.failure = {}, .timed_out = true, .limit = options.idle});
            return;
        } else if (silence > options.idle / 2) {
            ping();
        }
        tick();
    });
}

void WebSocket::State::ping() {
    if (!std::exchange(pinging, true)) {
        socket->async_ping({}, [this](error_code) { pinging = false; });
    }
}

void WebSocket::State::fail(Step step, const Outcome& outcome) {
    {
        const std::lock_guard lock(mutex);
        const bool proper = outcome.failure == websocket::error::closed || closing;
        if (!ended && !proper) {
            failure = connection->failed(step, outcome, Sent::maybe);
        }
    }
    finish();
}

void WebSocket::State::finish() {
    {
        const std::lock_guard lock(mutex);
        ended = true;
    }
    changed.notify_all();
    timer->cancel();
    connection->stream().close();
    work.reset();
}

WebSocket::WebSocket(
    Client& client,
    const Request& request,
    const WebSocketOptions& options,
    const CallOptions& call)
    : state_(std::make_unique<State>(options)) {
    state_->connection = client.state_->open(request.server, call.timeouts, call.stop);
    state_->upgrade(request, call, client.state_->settings.user_agent);
    state_->start();
}

WebSocket::~WebSocket() {
    if (state_ && state_->thread.joinable()) {
        asio::post(state_->connection->context(), [state = state_.get()] { state->finish(); });
        state_->thread.join();
    }
}

const std::string& WebSocket::protocol() const noexcept {
    return state_->protocol;
}

void WebSocket::send(std::string_view message) {
    std::unique_lock lock(state_->mutex);
    state_->changed.wait(
        lock, [&] { return state_->ended || state_->outbox_bytes <= max_waiting_to_send; });
    if (state_->failure) {
        throw TransportError(*state_->failure);
    }
    if (state_->ended || state_->closing) {
        throw TransportError(
            {.failure = Failure::cut_off},
            {.message = fmt::format("{} has closed the stream", state_->connection->origin())});
    }
    state_->outbox.emplace_back(message);
    state_->outbox_bytes += message.size();
    lock.unlock();
    asio::post(state_->connection->context(), [state = state_.get()] { state->write(); });
}

std::optional<std::string> WebSocket::receive(const std::stop_token& stop) {
    while (true) {
        Received received = receive_within(std::chrono::hours(1), stop);
        switch (received.kind) {
        case Received::Kind::message: return std::move(received.message);
        case Received::Kind::closed: return std::nullopt;
        case Received::Kind::nothing_yet: break;
        }
    }
}

WebSocket::Received
WebSocket::receive_within(std::chrono::milliseconds wait, const std::stop_token& stop) {
    std::unique_lock lock(state_->mutex);
    state_->changed.wait_for(
        lock, stop, wait, [&] { return state_->ended || !state_->inbox.empty(); });
    if (stop.stop_requested()) {
        throw Cancelled();
    }
    if (state_->inbox.empty()) {
        if (state_->failure) {
            throw TransportError(*state_->failure);
        }
        return {
            .kind = state_->ended ? Received::Kind::closed : Received::Kind::nothing_yet,
            .message = {}};
    }
    Received received = {
        .kind = Received::Kind::message, .message = std::move(state_->inbox.front())};
    state_->inbox.pop_front();
    state_->inbox_bytes -= received.message.size();
    const bool resume =
        state_->paused && !state_->ended && state_->inbox_bytes <= max_waiting_to_be_received / 2;
    if (resume) {
        state_->paused = false;
    }
    lock.unlock();
    if (resume) {
        asio::post(state_->connection->context(), [state = state_.get()] { state->read(); });
    }
    return received;
}

void WebSocket::close(std::chrono::milliseconds wait) {
    std::unique_lock lock(state_->mutex);
    state_->closing = true;
    // Whoever reads has to take what comes before the goodbye of the other side.
    lock.unlock();
    asio::post(state_->connection->context(), [state = state_.get()] { state->write(); });
    lock.lock();
    state_->changed.wait_for(lock, wait, [&] { return state_->ended; });
}

}  // namespace tutor::http
