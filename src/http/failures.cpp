// SPDX-License-Identifier: Apache-2.0

#include "http/internal/failures.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/error.hpp>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <string_view>

namespace tutor::http::internal {
namespace {

namespace http_errors = boost::beast::http;
namespace websocket_errors = boost::beast::websocket;

std::string_view activity(Step step) {
    switch (step) {
    case Step::connect: return "connecting to";
    case Step::proxy: return "reaching through the proxy";
    case Step::handshake: return "the TLS handshake with";
    case Step::send: return "sending a request to";
    case Step::head: return "waiting for an answer of";
    case Step::body: return "reading an answer of";
    }
    return "talking to";
}

std::string seconds(std::chrono::milliseconds limit) {
    return fmt::format("{:g} s", static_cast<double>(limit.count()) / 1000);
}

bool is_cut(const error_code& failure) {
    return failure == asio::error::eof || failure == asio::error::connection_reset
        || failure == asio::error::broken_pipe || failure == asio::error::connection_aborted
        || failure == asio::error::bad_descriptor || failure == asio::error::operation_aborted
        || failure == asio::error::timed_out || failure == asio::ssl::error::stream_truncated
        || failure == http_errors::error::end_of_stream
        || failure == http_errors::error::partial_message
        || failure == websocket_errors::error::closed;
}

bool is_tls(const error_code& failure) {
    return failure.category() == asio::error::get_ssl_category();
}

// The other side refuses our certificate, or misses one.
bool is_about_our_certificate(const error_code& failure) {
    switch (ERR_GET_REASON(static_cast<unsigned long>(failure.value()))) {
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    case SSL_R_TLSV1_ALERT_DECRYPT_ERROR:  // another authority of the same name
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA: return true;
    default: return false;
    }
}

// What OpenSSL says of bytes that are no TLS at all.
bool is_no_tls(const error_code& failure) {
    const int reason = ERR_GET_REASON(static_cast<unsigned long>(failure.value()));
    return reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST
        || reason == SSL_R_PACKET_LENGTH_TOO_LONG;
}

ErrorInfo tls_info(const error_code& failure, const std::string& origin) {
    if (is_about_our_certificate(failure)) {
        return {
            .message =
                fmt::format("{} does not accept our certificate: {}", origin, failure.message()),
            .hint = "the client certificate may have expired, or be of another authority"};
    }
    if (is_no_tls(failure)) {
        return {
            .message = fmt::format("{} does not speak TLS", origin),
            .hint = "check the port of the server's address"};
    }
    return {
        .message = fmt::format("the TLS handshake with {} failed: {}", origin, failure.message()),
        .hint = "check that it is the right server and port, and that it speaks TLS 1.2 or newer"};
}

ErrorInfo cut_info(Step step, const std::string& origin) {
    switch (step) {
    case Step::connect:
    case Step::proxy:
    case Step::handshake:
        return {
            .message = fmt::format(
                "{} closed the connection during {}",
                origin,
                step == Step::handshake ? "the TLS handshake" : "its first steps"),
            .hint = "check the server's address and port, and what is between us and it"};
    case Step::send:
    case Step::head:
        return {
            .message = fmt::format("{} closed the connection without an answer", origin),
            .hint = "the server may have been restarted: try again"};
    case Step::body: break;
    }
    return {
        .message = fmt::format("{} closed the connection in the middle of its answer", origin),
        .hint = "the server may have been restarted: try again"};
}

}  // namespace

TransportError
step_failed(Step step, const Outcome& outcome, const std::string& origin, Sent sent) {
    if (outcome.timed_out) {
        return TransportError(
            {.failure = Failure::timeout, .sent = sent},
            {.message = fmt::format(
                 "{} {} took longer than {}", activity(step), origin, seconds(outcome.limit)),
             .hint = "check the network, proxies and firewalls between us and the server"});
    }
    if (step == Step::connect) {
        return TransportError(
            {.failure = Failure::connect},
            {.message = fmt::format("cannot connect to {}: {}", origin, outcome.failure.message()),
             .hint = "check that the server is running, and that this is its address"});
    }
    if (is_cut(outcome.failure)) {
        return TransportError({.failure = Failure::cut_off, .sent = sent}, cut_info(step, origin));
    }
    if (is_tls(outcome.failure)) {
        return TransportError(
            {.failure = Failure::tls, .sent = sent}, tls_info(outcome.failure, origin));
    }
    return TransportError(
        {.failure = Failure::protocol, .sent = sent},
        {.message = fmt::format(
             "{} answered something that is no HTTP: {}", origin, outcome.failure.message()),
         .hint = "check that there is an HTTP server behind this address and port"});
}

}  // namespace tutor::http::internal
