// SPDX-License-Identifier: Apache-2.0
//
// Which requests go through which proxy.

#pragma once

#include "http/url.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::http {

/// Looks up an environment variable; none when it is not set.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

/// The variables of this process.
Environment process_environment();

/// HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or one proxy for everything. Loopback addresses are never
/// reached through a proxy of the environment.
class ProxyRules {
public:
    /// No proxy at all.
    ProxyRules() = default;

    /// Upper-case names win over lower-case ones. NO_PROXY holds host names (which cover their
    /// subdomains), addresses, address ranges and "*", each with an optional port.
    ///
    /// Upstream: Go's golang.org/x/net/http/httpproxy, which all Kubernetes clients follow
    /// @throws Error  a proxy is no address, or one of a kind that is not supported
    static ProxyRules from_environment(const Environment& environment);

    /// Everything through `proxy`, NO_PROXY or not.
    static ProxyRules always(const Url& proxy);

    /// The proxy for a request; none for a direct connection.
    std::optional<Url> proxy_for(const Url& server) const;

private:
    bool is_exempt(const Url& server) const;

    std::optional<Url> always_;
    std::optional<Url> for_https_;
    std::optional<Url> for_http_;
    std::vector<std::string> exempt_;
};

/// An address of a proxy; "proxy:3128" means "http://proxy:3128".
///
/// @throws Error  it is none, or its scheme is not http; `origin` (HTTPS_PROXY …) names the setting
Url parse_proxy(std::string_view text, std::string_view origin);

}  // namespace tutor::http
