// SPDX-License-Identifier: Apache-2.0

#include "http/proxy.hpp"

#include "base/error.hpp"

#include <doctest/doctest.h>

#include <map>

namespace tutor::http {
namespace {

Environment environment_of(std::map<std::string, std::string> variables) {
    return [variables = std::move(variables)](std::string_view name) {
        const auto found = variables.find(std::string(name));
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

std::string proxy_for(const ProxyRules& rules, const char* server) {
    const std::optional<Url> proxy = rules.proxy_for(parse_url(server));
    return proxy ? proxy->origin() : "";
}

}  // namespace

TEST_CASE("each scheme has its proxy") {
    const ProxyRules rules = ProxyRules::from_environment(
        environment_of({{"HTTPS_PROXY", "http://a:1"}, {"http_proxy", "b:2"}}));
    CHECK(proxy_for(rules, "https://x") == "http://a:1");
    CHECK(proxy_for(rules, "http://x") == "http://b:2");
    CHECK(proxy_for(ProxyRules(), "https://x").empty());
}

TEST_CASE("upper-case names win") {
    const ProxyRules rules = ProxyRules::from_environment(
        environment_of({{"HTTPS_PROXY", "http://a:1"}, {"https_proxy", "http://b:2"}}));
    CHECK(proxy_for(rules, "https://x") == "http://a:1");
}

TEST_CASE("NO_PROXY excepts hosts, subdomains, ranges and ports") {
    const ProxyRules rules = ProxyRules::from_environment(environment_of(
        {{"HTTPS_PROXY", "http://p:1"},
         {"NO_PROXY",
          "Example.com, "
          ".sub.org,*.wild.net,10.0.0.0/8,192.0.2.7,host:8443,[fd00::1]:6443,fd01::/16"}}));
    for (const char* server :
         {"https://example.com",
          "https://api.example.com",
          "https://a.sub.org",
          "https://a.wild.net",
          "https://10.200.3.4:6443",
          "https://192.0.2.7",
          "https://host:8443",
          "https://[fd00::1]:6443",
          "https://[fd01::5]",
          "https://localhost:6443",
          "https://127.0.0.1"}) {
        CAPTURE(server);
        CHECK(proxy_for(rules, server).empty());
    }
    for (const char* server :
         {"https://notexample.com",
          "https://sub.org",
          "https://11.0.0.1",
          "https://192.0.2.8",
          "https://host:443",
          "https://[fd00::1]",
          "https://[fd02::1]"}) {
        CAPTURE(server);
        CHECK(proxy_for(rules, server) == "http://p:1");
    }
}

TEST_CASE("a star excepts everything, and a proxy of its own excepts nothing") {
    const auto environment = environment_of({{"HTTPS_PROXY", "http://p:1"}, {"NO_PROXY", "*"}});
    CHECK(proxy_for(ProxyRules::from_environment(environment), "https://x").empty());
    const ProxyRules always = ProxyRules::always(parse_proxy("http://q:2", "test"));
    CHECK(proxy_for(always, "https://localhost") == "http://q:2");
}

TEST_CASE("a proxy of an unknown kind is refused") {
    CHECK_THROWS_WITH_AS(
        parse_proxy("socks5://a:1", "HTTPS_PROXY"),
        "the proxy of HTTPS_PROXY is of the kind 'socks5', which is not supported",
        Error);
    CHECK_THROWS_AS(parse_proxy("http://", "HTTPS_PROXY"), Error);
}

}  // namespace tutor::http
