// SPDX-License-Identifier: Apache-2.0

#include "http/url.hpp"

#include "base/error.hpp"

#include <doctest/doctest.h>

namespace tutor::http {

TEST_CASE("an address has a scheme, a host, a port and a path") {
    const Url url = parse_url("HTTPS://us%65r:p%40ss@Api.Example.com:6443/base/?a=b#c");
    CHECK(url.scheme == "https");
    CHECK(url.user == "user");
    CHECK(url.password == "p@ss");
    CHECK(url.host == "api.example.com");
    CHECK(url.port == 6443);
    CHECK(url.path == "/base");
    CHECK(url.query_text == "a=b");
    CHECK(url.origin() == "https://api.example.com:6443");
}

TEST_CASE("the port is the scheme's own when none is written") {
    CHECK(parse_url("https://a").port == 443);
    CHECK(parse_url("http://a/").port == 80);
    CHECK(parse_url("http://a/").path.empty());
    CHECK(parse_url("https://a:/x").port == 443);
}

TEST_CASE("an IPv6 address stands in brackets") {
    const Url url = parse_url("https://[FE80::1]:6443");
    CHECK(url.host == "fe80::1");
    CHECK(url.authority() == "[fe80::1]:6443");
}

TEST_CASE("what is no address is refused without repeating it") {
    for (const char* text :
         {"",
          "host",
          "://host",
          "https://",
          "https://:443",
          "https://a b",
          "https://a\r\nHost: b",
          "https://a:0",
          "https://a:65536",
          "https://a:+1",
          "https://a:x",
          "https://[::1",
          "https://[::1]x",
          "https://secret:%4@a",
          "https://a<b"}) {
        CAPTURE(text);
        try {
            parse_url(text);
            FAIL("accepted");
        } catch (const Error& error) {
            CHECK(std::string(error.what()).find("secret") == std::string::npos);
        }
    }
}

TEST_CASE("loopback is this machine") {
    for (const char* host : {"localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1"}) {
        CAPTURE(host);
        CHECK(is_loopback(host));
    }
    for (const char* host : {"128.0.0.1", "localhost.example.com", "::2", "example.com"}) {
        CAPTURE(host);
        CHECK_FALSE(is_loopback(host));
    }
}

TEST_CASE("queries are encoded") {
    CHECK(
        query({{"labelSelector", "app in (a, b);c=é"}, {"x", ""}})
        == "labelSelector=app%20in%20%28a%2C%20b%29%3Bc%3D%C3%A9&x=");
    CHECK(query({}).empty());
}

}  // namespace tutor::http
