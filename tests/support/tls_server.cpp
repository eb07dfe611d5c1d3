// SPDX-License-Identifier: Apache-2.0

#include "support/tls_server.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <list>
#include <mutex>
#include <thread>

namespace tutor::test {
namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

void require(bool condition) {
    if (!condition) {
        ERR_print_errors_fp(stderr);
        std::abort();
    }
}

std::unique_ptr<BIO, decltype(&BIO_free)> memory_of(const std::string& text) {
    return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

Context make_context(const Identity& identity, const ServerOptions& options) {
    Context context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
    const auto certificate_text = memory_of(identity.certificate);
    const auto key_text = memory_of(identity.private_key);
    X509* certificate = PEM_read_bio_X509(certificate_text.get(), nullptr, nullptr, nullptr);
    EVP_PKEY* key = PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr);
    require(SSL_CTX_use_certificate(context.get(), certificate) == 1);
    require(SSL_CTX_use_PrivateKey(context.get(), key) == 1);
    X509_free(certificate);
    EVP_PKEY_free(key);
    if (!options.client_authority.empty()) {
        const auto text = memory_of(options.client_authority);
        X509* authority = PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr);
        require(X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), authority) == 1);
        X509_free(authority);
        SSL_CTX_set_verify(
            context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    return context;
}

int listen_on(std::uint16_t port) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    require(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    require(::listen(listener, 64) == 0);
    return listener;
}

// A write to a client that is gone is an error here, not a signal.
void block_sigpipe() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

std::string accept_key(const std::string& key) {
    const std::string text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest = {};
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    std::string encoded(64, '\0');
    encoded.resize(static_cast<std::size_t>(EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(encoded.data()), digest.data(), SHA_DIGEST_LENGTH)));
    return encoded;
}

}  // namespace

struct Peer::State {
    int socket = -1;
    SSL_CTX* context = nullptr;
    SSL* tls = nullptr;
    int number = 0;
    int stopped = -1;  // readable when the server ends
    std::string buffer;
    std::mutex* mutex = nullptr;
    std::vector<ServedRequest>* requests = nullptr;
    std::mutex using_socket;
    bool open = true;
};

int Peer::number() const {
    return state_.number;
}

std::optional<std::string> Peer::read_bytes(std::size_t count) {
    while (state_.buffer.size() < count) {
        std::array<char, 16384> piece = {};
        const int size = state_.tls != nullptr
            ? SSL_read(state_.tls, piece.data(), static_cast<int>(piece.size()))
            : static_cast<int>(::recv(state_.socket, piece.data(), piece.size(), 0));
        if (size <= 0) {
            return std::nullopt;
        }
        state_.buffer.append(piece.data(), static_cast<std::size_t>(size));
    }
    std::string bytes = state_.buffer.substr(0, count);
    state_.buffer.erase(0, count);
    return bytes;
}

std::optional<std::string> Peer::read_line() {
    std::string line;
    while (const auto byte = read_bytes(1)) {
        if (*byte == "\n") {
            if (line.ends_with('\r')) {
                line.pop_back();
            }
            return line;
        }
        line += *byte;
    }
    return std::nullopt;
}

std::optional<ServedRequest> Peer::read_request() {
    const auto first = read_line();
    if (!first) {
        return std::nullopt;
    }
    ServedRequest request;
    const std::vector<std::string> words = split(*first, ' ');
    request.method = words.at(0);
    request.target = words.size() > 1 ? words[1] : "";
    for (auto line = read_line(); line && !line->empty(); line = read_line()) {
        const std::size_t colon = line->find(':');
        request.headers[to_ascii_lower(line->substr(0, colon))] = trim(line->substr(colon + 1));
    }
    const auto length = request.headers.find("content-length");
    if (length != request.headers.end()) {
        const auto body = read_bytes(std::stoul(length->second));
        if (!body) {
            return std::nullopt;
        }
        request.body = *body;
    }
    const std::lock_guard lock(*state_.mutex);
    state_.requests->push_back(request);
    return request;
}

bool Peer::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const int size = static_cast<int>(bytes.size());
        const int count = state_.tls != nullptr
            ? SSL_write(state_.tls, bytes.data(), size)
            : static_cast<int>(::send(state_.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL));
        if (count <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool Peer::respond(
    int status,
    std::string_view body,
    const std::vector<std::pair<std::string, std::string>>& headers) {
    std::string text =
        fmt::format("HTTP/1.1 {} Reason\r\nContent-Length: {}\r\n", status, body.size());
    for (const auto& [name, value] : headers) {
        text += fmt::format("{}: {}\r\n", name, value);
    }
    return write(fmt::format("{}\r\n{}", text, body));
}

bool Peer::begin_chunks(int status) {
    return write(fmt::format("HTTP/1.1 {} Reason\r\nTransfer-Encoding: chunked\r\n\r\n", status));
}

bool Peer::chunk(std::string_view bytes) {
    return write(fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes));
}

bool Peer::start_tls() {
    state_.tls = SSL_new(state_.context);
    SSL_set_fd(state_.tls, state_.socket);
    return SSL_accept(state_.tls) == 1;
}

void Peer::cut() {
    const std::lock_guard lock(state_.using_socket);
    if (state_.open) {
        ::shutdown(state_.socket, SHUT_RDWR);
    }
}

void Peer::accept_websocket(const ServedRequest& request, std::string_view protocol) {
    std::string head = fmt::format(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: {}\r\n",
        accept_key(request.headers.at("sec-websocket-key")));
    if (!protocol.empty()) {
        head += fmt::format("Sec-WebSocket-Protocol: {}\r\n", protocol);
    }
    write(head + "\r\n");
}

std::optional<Peer::Message> Peer::read_message() {
    const auto head = read_bytes(2);
    if (!head) {
        return std::nullopt;
    }
    const auto byte = [](char c) {
        return static_cast<std::size_t>(static_cast<unsigned char>(c));
    };
    std::size_t size = byte((*head)[1]) & 0x7FU;
    const std::size_t more = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (more > 0) {
        const auto length = read_bytes(more);
        if (!length) {
            return std::nullopt;
        }
        size = 0;
        for (const char c : *length) {
            size = size << 8U | byte(c);
        }
    }
    const auto mask = read_bytes(4);
    auto content = read_bytes(size);
    if (!mask || !content) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < size; ++i) {
        (*content)[i] = static_cast<char>((*content)[i] ^ (*mask)[i % 4]);
    }
    return Message{.opcode = static_cast<int>(byte((*head)[0]) & 0x0FU), .content = *content};
}

bool Peer::send_message(std::string_view content, int opcode) {
    std::string frame(1, static_cast<char>(0x80 | opcode));
    const std::size_t size = content.size();
    if (size < 126) {
        frame += static_cast<char>(size);
    } else if (size < 65536) {
        frame += static_cast<char>(126);
        frame += static_cast<char>(size >> 8U);
        frame += static_cast<char>(size & 0xFFU);
    } else {
        frame += static_cast<char>(127);
        for (int shift = 56; shift >= 0; shift -= 8) {
            frame += static_cast<char>(size >> static_cast<unsigned>(shift) & 0xFFU);
        }
    }
    return write(frame + std::string(content));
}

bool Peer::pause(int milliseconds) {
    pollfd waiting = {.fd = state_.stopped, .events = POLLIN, .revents = 0};
    return ::poll(&waiting, 1, milliseconds) == 0;
}

struct TlsServer::State {
    State(const Identity& identity, Handler given, const ServerOptions& options)
        : context(options.tls ? make_context(identity, options) : Context(nullptr, &SSL_CTX_free)),
          late_tls(options.late_tls),
          handler(std::move(given)),
          listener(listen_on(options.port)),
          stopped(::eventfd(0, EFD_CLOEXEC)) {}

    void accept_all();
    void serve(Peer::State& peer);

    Context context;
    bool late_tls;
    Handler handler;
    int listener;
    int stopped;
    mutable std::mutex mutex;
    std::vector<ServedRequest> requests;
    std::list<Peer::State> peers;
    std::vector<std::thread> threads;
    std::atomic<int> count = 0;
    std::thread thread;
};

void TlsServer::State::serve(Peer::State& state) {
    block_sigpipe();
    Peer peer(state);
    state.context = context.get();
    if (!context || late_tls || peer.start_tls()) {
        handler(peer);
        if (state.tls != nullptr) {
            SSL_shutdown(state.tls);
        }
    }
    const std::lock_guard lock(state.using_socket);
    state.open = false;
    SSL_free(state.tls);
    ::close(state.socket);
}

void TlsServer::State::accept_all() {
    std::array<pollfd, 2> waiting = {
        pollfd{.fd = listener, .events = POLLIN, .revents = 0},
        pollfd{.fd = stopped, .events = POLLIN, .revents = 0}};
    while (::poll(waiting.data(), 2, -1) > 0 && waiting[1].revents == 0) {
        const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) {
            continue;
        }
        const timeval limit = {.tv_sec = 10, .tv_usec = 0};
        const int yes = 1;
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        const std::lock_guard lock(mutex);
        Peer::State& peer = peers.emplace_back();
        peer.socket = socket;
        peer.number = count++;
        peer.stopped = stopped;
        peer.mutex = &mutex;
        peer.requests = &requests;
        threads.emplace_back([this, &peer] { serve(peer); });
    }
}

TlsServer::TlsServer(const Identity& identity, Handler handler, const ServerOptions& options)
    : state_(std::make_unique<State>(identity, std::move(handler), options)) {
    state_->thread = std::thread([state = state_.get()] { state->accept_all(); });
}

TlsServer::~TlsServer() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(state_->stopped, &one, sizeof one);
    state_->thread.join();
    for (Peer::State& peer : state_->peers) {
        Peer(peer).cut();
    }
    for (std::thread& thread : state_->threads) {
        thread.join();
    }
    ::close(state_->listener);
    ::close(state_->stopped);
}

std::uint16_t TlsServer::port() const {
    sockaddr_in address = {};
    socklen_t size = sizeof address;
    ::getsockname(state_->listener, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

std::string TlsServer::url(std::string_view host) const {
    return fmt::format(
        "{}://{}:{}", state_->context && !state_->late_tls ? "https" : "http", host, port());
}

int TlsServer::connections() const {
    return state_->count;
}

std::vector<ServedRequest> TlsServer::requests() const {
    const std::lock_guard lock(state_->mutex);
    return state_->requests;
}

TlsServer::Handler answering(std::function<void(Peer&, const ServedRequest&)> answer) {
    return [answer = std::move(answer)](Peer& peer) {
        while (const auto request = peer.read_request()) {
            answer(peer, *request);
        }
    };
}

}  // namespace tutor::test
