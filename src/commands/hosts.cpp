// SPDX-License-Identifier: Apache-2.0
//
// dev hosts: the addresses of the platform, and which of them answer.

#include "base/text.hpp"
#include "commands/internal/compose_groups.hpp"
#include "commands/internal/reports.hpp"
#include "commands/platform.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::commands::internal {
namespace {

std::int64_t port_of(const std::string& host, const std::string& scheme) {
    const std::size_t slash = host.find('/');
    const std::string authority = host.substr(0, slash);
    const std::size_t colon = authority.rfind(':');
    if (colon != std::string::npos) {
        if (const auto port = parse_int(authority.substr(colon + 1))) {
            return *port;
        }
    }
    return scheme == "https" ? 443 : 80;
}

void list_hosts(Context& context, const cli::Invocation& call) {
    constexpr compose::Mode mode = compose::Mode::dev;
    const bool for_people = !wants_json(call);
    const std::vector<std::int64_t> ports =
        make_platform(context, mode)
            .published_ports(for_people ? compose::Echo::yes : compose::Echo::no);
    const std::string scheme = public_scheme(context.config());
    std::vector<std::vector<std::string>> rows{{"URL", "STATUS"}};
    for (const std::string& host : public_hosts(context, mode)) {
        const bool published =
            std::find(ports.begin(), ports.end(), port_of(host, scheme)) != ports.end();
        const char* status = for_people ? " \u2705" : "published";
        rows.push_back({fmt::format("{}://{}", scheme, host), published ? status : ""});
    }
    print_rows(context, call, rows);
}

}  // namespace

cli::Command hosts_command(Context& context) {
    return {
        .name = "hosts",
        .help = "List the addresses of the platform; a mark tells those whose port is published by "
                "a running container.",
        .options = {output_option()},
        .run = [&context](const cli::Invocation& call) {
            list_hosts(context, call);
        }};
}

}  // namespace tutor::commands::internal
