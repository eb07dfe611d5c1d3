// SPDX-License-Identifier: Apache-2.0

#include "http/proxy.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <fmt/format.h>

#include <cstdlib>

namespace tutor::http {
namespace {

namespace ip = boost::asio::ip;
using boost::system::error_code;

std::optional<std::string>
first_set(const Environment& environment, std::string_view upper, std::string_view lower) {
    for (const std::string_view name : {upper, lower}) {
        std::optional<std::string> value = environment(name);
        if (value && !value->empty()) {
            return value;
        }
    }
    return std::nullopt;
}

std::optional<Url>
proxy_of(const Environment& environment, std::string_view upper, std::string_view lower) {
    const std::optional<std::string> text = first_set(environment, upper, lower);
    return text ? std::optional(parse_proxy(*text, upper)) : std::nullopt;
}

// "10.0.0.0/8" holds "10.1.2.3".
bool range_holds(std::string_view range, const ip::address& address) {
    error_code failure;
    const std::string text(range);
    if (address.is_v4()) {
        const ip::network_v4 network = ip::make_network_v4(text, failure);
        if (failure) {
            return false;
        }
        const ip::network_v4 single(address.to_v4(), 32);
        return single == network.canonical() || single.is_subnet_of(network.canonical());
    }
    const ip::network_v6 network = ip::make_network_v6(text, failure);
    if (failure) {
        return false;
    }
    const ip::network_v6 single(address.to_v6(), 128);
    return single == network.canonical() || single.is_subnet_of(network.canonical());
}

bool address_matches(std::string_view entry, const ip::address& address) {
    if (entry.find('/') != std::string_view::npos) {
        return range_holds(entry, address);
    }
    error_code failure;
    const ip::address other = ip::make_address(std::string(entry), failure);
    return !failure && other == address;
}

// "example.com" covers itself and its subdomains, ".example.com" its subdomains alone.
bool name_matches(std::string_view entry, std::string_view host) {
    if (entry.starts_with("*.")) {
        entry.remove_prefix(1);
    }
    if (entry.starts_with('.')) {
        return host.size() > entry.size() && host.ends_with(entry);
    }
    return host == entry
        || (host.size() > entry.size() && host.ends_with(entry)
            && host[host.size() - entry.size() - 1] == '.');
}

struct Exemption {
    std::string host;
    std::optional<std::int64_t> port;
};

// "host:port", "[::1]:port", or a host, address or range alone.
Exemption parse_exemption(std::string_view text) {
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end != std::string_view::npos) {
            const std::string_view rest = text.substr(end + 1);
            return {
                .host = std::string(text.substr(1, end - 1)),
                .port = rest.starts_with(':') ? parse_int(rest.substr(1)) : std::nullopt};
        }
    }
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos && colon == text.rfind(':')) {
        return {
            .host = std::string(text.substr(0, colon)), .port = parse_int(text.substr(colon + 1))};
    }
    return {.host = std::string(text), .port = std::nullopt};
}

bool is_exempted_by(std::string_view entry, const Url& server) {
    const Exemption exemption = parse_exemption(entry);
    if (exemption.port && *exemption.port != server.port) {
        return false;
    }
    error_code no_address;
    const ip::address address = ip::make_address(server.host, no_address);
    return no_address ? name_matches(exemption.host, server.host)
                      : address_matches(exemption.host, address);
}

}  // namespace

Environment process_environment() {
    return [](std::string_view name) -> std::optional<std::string> {
        const char* value = std::getenv(std::string(name).c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
}

ProxyRules ProxyRules::from_environment(const Environment& environment) {
    ProxyRules rules;
    rules.for_https_ = proxy_of(environment, "HTTPS_PROXY", "https_proxy");
    rules.for_http_ = proxy_of(environment, "HTTP_PROXY", "http_proxy");
    const std::optional<std::string> exempt = first_set(environment, "NO_PROXY", "no_proxy");
    for (const std::string& entry : split(exempt.value_or(""), ',')) {
        const std::string_view trimmed = trim(entry);
        if (!trimmed.empty()) {
            rules.exempt_.push_back(to_ascii_lower(trimmed));
        }
    }
    return rules;
}

ProxyRules ProxyRules::always(const Url& proxy) {
    ProxyRules rules;
    rules.always_ = proxy;
    return rules;
}

std::optional<Url> ProxyRules::proxy_for(const Url& server) const {
    if (always_) {
        return always_;
    }
    const std::optional<Url>& chosen = server.scheme == "https" ? for_https_ : for_http_;
    if (!chosen || is_loopback(server.host) || is_exempt(server)) {
        return std::nullopt;
    }
    return chosen;
}

bool ProxyRules::is_exempt(const Url& server) const {
    for (const std::string& entry : exempt_) {
        if (entry == "*" || is_exempted_by(entry, server)) {
            return true;
        }
    }
    return false;
}

Url parse_proxy(std::string_view text, std::string_view origin) {
    Url proxy;
    try {
        proxy = parse_url(
            text.find("://") == std::string_view::npos ? fmt::format("http://{}", text)
                                                       : std::string(text));
    } catch (Error& error) {
        error.add_frame(fmt::format("reading the proxy of {}", origin));
        throw;
    }
    if (proxy.scheme != "http") {
        throw Error(
            {.message = fmt::format(
                 "the proxy of {} is of the kind '{}', which is not supported",
                 origin,
                 proxy.scheme),
             .hint = "write it as http://host:port; TLS goes through it unopened"});
    }
    return proxy;
}

}  // namespace tutor::http
