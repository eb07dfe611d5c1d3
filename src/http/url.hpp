// SPDX-License-Identifier: Apache-2.0
//
// Addresses of servers, and the pieces of requests that are made of them (RFC 3986).
//
//     const Url url = parse_url("https://[::1]:6443/base");
//     url.host;                                            // "::1"
//     query({{"labelSelector", "app in (a, b)"}});         // "labelSelector=app%20in%20%28a..."

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor::http {

struct Url {
    std::string scheme;      ///< "http" or "https", as written in lower case otherwise
    std::string user;        ///< decoded; empty when there is none
    std::string password;    ///< decoded
    std::string host;        ///< in lower case, without the brackets of an IPv6 address
    std::uint16_t port = 0;  ///< the scheme's own when none is written
    std::string path;        ///< as written, without a final '/'; empty for the root
    std::string query_text;  ///< behind the '?', as written

    /// "https://host:6443": for messages, without user and password.
    std::string origin() const;
    /// "host:6443", with brackets around an IPv6 address; the port also when it is the scheme's
    /// own.
    std::string authority() const;
};

/// @throws Error  no absolute address with a host, or a port that is none; `text` may hold a
///     password and is not repeated then
Url parse_url(std::string_view text);

/// Whether `host` means this machine: "localhost", 127.0.0.0/8, ::1.
bool is_loopback(std::string_view host);

/// Every byte but letters, digits and "-._~" as %XX.
std::string percent_encode(std::string_view text);

/// "a=b&c=d", keys and values encoded.
std::string query(const std::vector<std::pair<std::string, std::string>>& parameters);

}  // namespace tutor::http
