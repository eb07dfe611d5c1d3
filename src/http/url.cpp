// SPDX-License-Identifier: Apache-2.0

#include "http/url.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>

#include <optional>

namespace tutor::http {
namespace {

[[noreturn]] void refuse(std::string_view reason) {
    throw Error(
        {.message = fmt::format("an address is not usable: {}", reason),
         .hint = "write it as https://host:port"});
}

std::optional<int> hex_digit(char c) {
    if (is_ascii_digit(c)) {
        return c - '0';
    }
    const char lower = is_ascii_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower >= 'a' && lower <= 'f') {
        return lower - 'a' + 10;
    }
    return std::nullopt;
}

std::string percent_decode(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            const auto high = i + 1 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
            const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
            if (!high || !low) {
                refuse("a '%' is not followed by two hexadecimal digits");
            }
            result += static_cast<char>(*high * 16 + *low);
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

void take_user(std::string_view user_info, Url& url) {
    const std::size_t colon = user_info.find(':');
    url.user = percent_decode(user_info.substr(0, colon));
    if (colon != std::string_view::npos) {
        url.password = percent_decode(user_info.substr(colon + 1));
    }
}

void take_port(std::string_view text, Url& url) {
    const std::optional<std::int64_t> port = parse_int(text);
    if (!port || *port < 1 || *port > 65535 || !is_ascii_digit(text.front())) {
        refuse("its port is no number between 1 and 65535");
    }
    url.port = static_cast<std::uint16_t>(*port);
}

bool is_host_character(char c) {
    return is_ascii_alnum(c) || c == '-' || c == '.' || c == '_';
}

void check_host(std::string_view host, bool bracketed) {
    if (host.empty()) {
        refuse("it has no host");
    }
    for (const char c : host) {
        if (!is_host_character(c) && !(bracketed && (c == ':' || c == '%'))) {
            refuse("its host holds a character that no host name has");
        }
    }
}

void take_authority(std::string_view authority, Url& url) {
    const std::size_t at = authority.rfind('@');
    if (at != std::string_view::npos) {
        take_user(authority.substr(0, at), url);
        authority.remove_prefix(at + 1);
    }
    const bool bracketed = authority.starts_with('[');
    std::string_view rest;
    if (bracketed) {
        const std::size_t end = authority.find(']');
        if (end == std::string_view::npos) {
            refuse("a bracket is not closed");
        }
        url.host = to_ascii_lower(authority.substr(1, end - 1));
        rest = authority.substr(end + 1);
    } else {
        const std::size_t colon = authority.find(':');
        url.host = to_ascii_lower(authority.substr(0, colon));
        rest = colon == std::string_view::npos ? "" : authority.substr(colon);
    }
    check_host(url.host, bracketed);
    if (rest.size() > 1 && rest.front() == ':') {
        take_port(rest.substr(1), url);
    } else if (!rest.empty() && rest != ":") {
        refuse("something else than a port follows its host");
    }
}

}  // namespace

std::string Url::origin() const {
    return fmt::format("{}://{}", scheme, authority());
}

std::string Url::authority() const {
    const bool v6 = host.find(':') != std::string::npos;
    return v6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

Url parse_url(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f') {
            refuse("it holds white space or a control character");
        }
    }
    const std::size_t separator = text.find("://");
    if (separator == std::string_view::npos || separator == 0) {
        refuse("it does not begin with https:// or http://");
    }
    Url url;
    url.scheme = to_ascii_lower(text.substr(0, separator));
    url.port = url.scheme == "http" ? 80 : 443;
    text.remove_prefix(separator + 3);
    text = text.substr(0, text.find('#'));
    const std::size_t end = text.find_first_of("/?");
    take_authority(text.substr(0, end), url);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end);
    const std::size_t mark = text.find('?');
    url.path = text.substr(0, mark);
    while (url.path.ends_with('/')) {
        url.path.pop_back();
    }
    url.query_text = mark == std::string_view::npos ? "" : text.substr(mark + 1);
    return url;
}

bool is_loopback(std::string_view host) {
    const std::string text(host);
    in_addr v4 = {};
    if (::inet_pton(AF_INET, text.c_str(), &v4) == 1) {
        return (ntohl(v4.s_addr) >> 24U) == 127;
    }
    in6_addr v6 = {};
    if (::inet_pton(AF_INET6, text.c_str(), &v6) == 1) {
        return IN6_IS_ADDR_LOOPBACK(&v6);
    }
    return to_ascii_lower(host) == "localhost";
}

std::string percent_encode(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (is_ascii_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            result += c;
        } else {
            result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return result;
}

std::string query(const std::vector<std::pair<std::string, std::string>>& parameters) {
    std::string result;
    for (const auto& [key, value] : parameters) {
        result += result.empty() ? "" : "&";
        result += percent_encode(key);
        result += '=';
        result += percent_encode(value);
    }
    return result;
}

}  // namespace tutor::http
