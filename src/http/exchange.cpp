// SPDX-License-Identifier: Apache-2.0

#include "http/internal/exchange.hpp"

#include "base/text.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <optional>

namespace tutor::http::internal {
namespace {

namespace beast_http = boost::beast::http;

using Parser = beast_http::response_parser<beast_http::buffer_body>;

constexpr std::uint32_t max_head_bytes = 65536;
constexpr std::size_t piece_bytes = 65536;

void check_line(std::string_view text, std::string_view what) {
    if (text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) {
        throw Error(
            {.message = fmt::format("the {} of a request holds a line break", what),
             .hint = "a token or name may have been read from a file with more than one line"});
    }
}

Response head_response(const Parser& parser) {
    Response response;
    response.status = static_cast<int>(parser.get().result_int());
    response.reason = std::string(parser.get().reason());
    for (const auto& field : parser.get()) {
        response.headers.push_back(
            {.name = std::string(field.name_string()), .value = std::string(field.value())});
    }
    return response;
}

void prepare(std::optional<Parser>& parser, bool without_body) {
    parser.emplace();
    parser->header_limit(max_head_bytes);
    parser->body_limit(boost::none);
    parser->skip(without_body);
}

// Reads the head of the final response: 100 and 103 only announce one.
void read_head(
    Connection& connection,
    std::optional<Parser>& parser,
    bool without_body,
    const Timeouts& timeouts,
    const std::stop_token& stop) {
    do {
        prepare(parser, without_body);
        const Outcome outcome =
            connection.run(timeouts.first_byte, stop, [&](Connection::Done done) {
                beast_http::async_read_header(
                    connection.stream(), connection.buffer(), *parser, done);
            });
        if (!outcome.ok()) {
            throw connection.failed(Step::head, outcome, Sent::maybe);
        }
    } while (parser->get().result_int() / 100 == 1);
}

Outcome write(Connection& connection, const Exchange& call) {
    const std::array<asio::const_buffer, 2> buffers = {
        asio::buffer(call.head), asio::buffer(call.request.body)};
    return connection.run(
        call.options.timeouts.send, call.options.stop, [&](Connection::Done done) {
            asio::async_write(connection.stream(), buffers, done);
        });
}

void read_body(Connection& connection, Parser& parser, const Exchange& call) {
    std::string piece(piece_bytes, '\0');
    while (!parser.is_done()) {
        parser.get().body().data = piece.data();
        parser.get().body().size = piece.size();
        parser.get().body().more = true;
        Outcome outcome =
            connection.run(call.options.timeouts.idle, call.options.stop, [&](auto done) {
                beast_http::async_read_some(connection.stream(), connection.buffer(), parser, done);
            });
        const std::size_t count = piece.size() - parser.get().body().size;
        if (count > 0) {
            call.on_chunk(std::string_view(piece).substr(0, count));
        }
        if (outcome.failure == beast_http::error::need_buffer) {
            outcome.failure = {};
        }
        if (!outcome.ok()) {
            throw connection.failed(Step::body, outcome, Sent::maybe);
        }
    }
}

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int size = ::EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(text.data()),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

}  // namespace

std::string proxy_authorization(const Url& proxy) {
    if (proxy.user.empty()) {
        return {};
    }
    return fmt::format(
        "Proxy-Authorization: Basic {}\r\n", base64(proxy.user + ":" + proxy.password));
}

Response connect_through(
    Connection& connection,
    const std::string& head,
    const Timeouts& timeouts,
    const std::stop_token& stop) {
    const Outcome sent = connection.run(timeouts.send, stop, [&](Connection::Done done) {
        asio::async_write(connection.stream(), asio::buffer(head), done);
    });
    if (!sent.ok()) {
        throw connection.failed(Step::proxy, sent, Sent::nothing);
    }
    std::optional<Parser> parser;
    try {
        read_head(connection, parser, true, {.first_byte = timeouts.connect}, stop);
    } catch (const TransportError& error) {
        // Nothing of the request itself was sent yet.
        throw TransportError({.failure = error.failure()}, error.info());
    }
    return head_response(*parser);
}

std::string
head_of(const Request& request, const std::string& user_agent, const std::optional<Url>& proxy) {
    check_line(request.target, "target");
    const std::string target = proxy ? request.server.origin() + request.target : request.target;
    std::string head = fmt::format(
        "{} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: {}\r\n",
        request.method,
        target,
        request.server.authority(),
        user_agent);
    head += proxy ? proxy_authorization(*proxy) : std::string();
    for (const Header& header : request.headers) {
        check_line(header.name, "header");
        check_line(header.value, "header " + header.name);
        head += fmt::format("{}: {}\r\n", header.name, header.value);
    }
    const bool has_body = !request.body.empty() || request.method == "POST"
        || request.method == "PUT" || request.method == "PATCH";
    if (has_body) {
        head += fmt::format("Content-Length: {}\r\n", request.body.size());
    }
    return head + "\r\n";
}

Exchanged exchange(Connection& connection, const Exchange& call) {
    const Outcome sent = write(connection, call);
    if (sent.timed_out) {
        throw connection.failed(Step::send, sent, Sent::maybe);
    }
    // A server may answer and close before it has read all of a request: the answer counts.
    std::optional<Parser> parser;
    try {
        read_head(
            connection,
            parser,
            call.request.method == "HEAD",
            call.options.timeouts,
            call.options.stop);
    } catch (const TransportError& error) {
        // What the server said before it closed is the reason, not that it closed.
        if (!sent.ok() && error.failure() != Failure::tls) {
            throw connection.failed(Step::send, sent, Sent::maybe);
        }
        throw;
    }
    Exchanged result;
    result.response = head_response(*parser);
    if (call.on_head) {
        call.on_head(result.response);
    }
    read_body(connection, *parser, call);
    result.reusable = sent.ok() && parser->keep_alive() && !call.options.stop.stop_requested();
    return result;
}

}  // namespace tutor::http::internal
