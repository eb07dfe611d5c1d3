// SPDX-License-Identifier: Apache-2.0

#include "http/internal/tls.hpp"

#include "base/text.hpp"

#include <boost/asio/buffer.hpp>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>

#include <string_view>
#include <vector>

namespace tutor::http::internal {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

void require(const error_code& failure, std::string_view what, std::string_view hint) {
    if (failure) {
        ::ERR_clear_error();
        throw Error(
            {.message = fmt::format("{}: {}", what, failure.message()), .hint = std::string(hint)});
    }
}

void take_authorities(ssl::context& context, const std::string& pem) {
    error_code failure;
    if (pem.empty()) {
        context.set_default_verify_paths(failure);
        require(failure, "the system's certificate authorities cannot be read", "");
        return;
    }
    context.add_certificate_authority(boost::asio::buffer(pem), failure);
    require(
        failure,
        "the certificate authority is not usable",
        "it must be one or more certificates in PEM (-----BEGIN CERTIFICATE-----)");
}

void take_identity(ssl::context& context, const TlsSettings& settings) {
    if (settings.certificate.empty() && settings.private_key.empty()) {
        return;
    }
    error_code failure;
    context.use_certificate_chain(boost::asio::buffer(settings.certificate), failure);
    require(
        failure,
        "the client certificate is not usable",
        "it must be a certificate in PEM (-----BEGIN CERTIFICATE-----)");
    context.use_private_key(boost::asio::buffer(settings.private_key), ssl::context::pem, failure);
    require(
        failure,
        "the key of the client certificate is not usable",
        "it must be a private key in PEM without a password, and belong to the certificate");
    if (::SSL_CTX_check_private_key(context.native_handle()) != 1) {
        ::ERR_clear_error();
        throw Error(
            {.message = "the key does not belong to the client certificate",
             .hint = "certificate and key must come from the same pair"});
    }
}

bool is_address(const std::string& name) {
    in6_addr ignored = {};
    return ::inet_pton(AF_INET, name.c_str(), &ignored) == 1
        || ::inet_pton(AF_INET6, name.c_str(), &ignored) == 1;
}

std::string text_of(const ASN1_TIME* time) {
    const std::unique_ptr<BIO, decltype(&::BIO_free)> out(::BIO_new(::BIO_s_mem()), &::BIO_free);
    if (out == nullptr || ::ASN1_TIME_print(out.get(), time) != 1) {
        return "an unknown date";
    }
    char* data = nullptr;
    const long size = ::BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string text_of_name(const GENERAL_NAME& name) {
    if (name.type == GEN_DNS) {
        const ASN1_IA5STRING* text = name.d.dNSName;
        return {
            reinterpret_cast<const char*>(::ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(::ASN1_STRING_length(text))};
    }
    if (name.type == GEN_IPADD) {
        const int family = ::ASN1_STRING_length(name.d.iPAddress) == 4 ? AF_INET : AF_INET6;
        char text[INET6_ADDRSTRLEN] = {};
        ::inet_ntop(family, ::ASN1_STRING_get0_data(name.d.iPAddress), text, sizeof text);
        return text;
    }
    return {};
}

// The names that a certificate is made for.
std::string names_of(const X509* certificate) {
    using Names = std::unique_ptr<GENERAL_NAMES, decltype(&::GENERAL_NAMES_free)>;
    const Names names(
        static_cast<GENERAL_NAMES*>(
            ::X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
        &::GENERAL_NAMES_free);
    std::vector<std::string> texts;
    for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const std::string text = text_of_name(*sk_GENERAL_NAME_value(names.get(), i));
        if (!text.empty()) {
            texts.push_back("'" + text + "'");
        }
    }
    return texts.empty() ? "no name at all" : join(texts, ", ");
}

TlsProblem problem_of(long result) {
    switch (result) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_CERT_UNTRUSTED: return TlsProblem::unknown_authority;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return TlsProblem::wrong_host;
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID: return TlsProblem::expired;
    default: return TlsProblem::other;
    }
}

std::string dates_of(const X509* certificate) {
    return fmt::format(
        "it is valid from {} to {}",
        text_of(::X509_get0_notBefore(certificate)),
        text_of(::X509_get0_notAfter(certificate)));
}

ErrorInfo explain(
    TlsProblem problem,
    const Rejection& rejection,
    const std::string& origin,
    const std::string& name) {
    const char* reason = ::X509_verify_cert_error_string(rejection.result);
    switch (problem) {
    case TlsProblem::unknown_authority:
        return {
            .message = fmt::format(
                "the certificate of {} is not signed by an authority that we trust: {}",
                origin,
                reason),
            .hint = "check that the certificate authority given for this server is the one "
                    "that signed its certificate"};
    case TlsProblem::wrong_host:
        return {
            .message = fmt::format(
                "the certificate of {} is not for '{}' but for {}", origin, name, rejection.names),
            .hint = "use one of these names as the server's address or as its TLS server name"};
    case TlsProblem::expired:
        return {
            .message =
                fmt::format("the certificate of {} is not valid now: {}", origin, rejection.dates),
            .hint = "renew it on the server, or set the clock of this machine"};
    case TlsProblem::none:
    case TlsProblem::other: break;
    }
    return {
        .message = fmt::format("the certificate of {} was not accepted: {}", origin, reason),
        .hint = "check the certificate with: openssl s_client -connect HOST:PORT -showcerts"};
}

}  // namespace

std::unique_ptr<ssl::context> make_tls_context(const TlsSettings& settings) {
    auto context = std::make_unique<ssl::context>(ssl::context::tls_client);
    ::SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    context->set_verify_mode(ssl::verify_peer);
    take_authorities(*context, settings.authorities);
    take_identity(*context, settings);
    return context;
}

void expect_server(SSL* connection, const std::string& name) {
    X509_VERIFY_PARAM* expected = ::SSL_get0_param(connection);
    if (is_address(name)) {
        ::X509_VERIFY_PARAM_set1_ip_asc(expected, name.c_str());
        return;
    }
    ::X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    ::X509_VERIFY_PARAM_set1_host(expected, name.c_str(), name.size());
    ::SSL_ctrl(
        connection,
        SSL_CTRL_SET_TLSEXT_HOSTNAME,
        TLSEXT_NAMETYPE_host_name,
        const_cast<char*>(name.c_str()));  // NOLINT: the C interface reads it only
}

bool note_rejection(bool accepted, X509_STORE_CTX* chain, Rejection& rejection) {
    const X509* certificate = ::X509_STORE_CTX_get_current_cert(chain);
    if (!accepted && rejection.result == X509_V_OK) {
        rejection.result = ::X509_STORE_CTX_get_error(chain);
        if (certificate != nullptr) {
            rejection.names = names_of(certificate);
            rejection.dates = dates_of(certificate);
        }
    }
    return accepted;
}

TransportError
rejected(const Rejection& rejection, const std::string& origin, const std::string& name) {
    const TlsProblem problem = problem_of(rejection.result);
    return TransportError(
        {.failure = Failure::certificate, .tls_problem = problem},
        explain(problem, rejection, origin, name));
}

}  // namespace tutor::http::internal
