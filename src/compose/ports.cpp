// SPDX-License-Identifier: Apache-2.0

#include "base/text.hpp"
#include "compose/compose.hpp"
#include "json/parse.hpp"

#include <algorithm>

namespace tutor::compose {
namespace {

using Ports = std::vector<std::int64_t>;
using value::Value;

void add_container(const Value& container, Ports& ports) {
    const Value* publishers =
        container.is_dict() ? container.as_dict().find("Publishers") : nullptr;
    if (publishers == nullptr || !publishers->is_list()) {
        return;
    }
    for (const Value& publisher : publishers->items()) {
        const Value* port =
            publisher.is_dict() ? publisher.as_dict().find("PublishedPort") : nullptr;
        if (port != nullptr && port->kind() == value::Kind::integer && port->as_integer() != 0) {
            ports.push_back(port->as_integer());
        }
    }
}

// One object per line, or, in older versions, one list.
Ports from_compose(const std::string& listed) {
    Ports ports;
    for (const std::string_view line : split_lines(listed)) {
        if (trim(line).empty()) {
            continue;
        }
        const Value document = json::parse(line, "the output of docker compose ps");
        if (document.is_list()) {
            for (const Value& container : document.items()) {
                add_container(container, ports);
            }
        } else {
            add_container(document, ports);
        }
    }
    return ports;
}

// "0.0.0.0:8000->8000/tcp, :::8000->8000/tcp"
Ports from_engine(const std::string& listed) {
    Ports ports;
    for (const std::string_view line : split_lines(listed)) {
        for (const std::string& mapping : split(line, ',')) {
            const std::string host = mapping.substr(0, mapping.find("->"));
            const std::size_t colon = host.rfind(':');
            if (host.size() < mapping.size() && colon != std::string::npos) {
                if (const auto port = parse_int(host.substr(colon + 1))) {
                    ports.push_back(*port);
                }
            }
        }
    }
    return ports;
}

}  // namespace

Ports Platform::published_ports() {
    Ports ports = is_compose_v1() ? from_engine(parts_.runner.capture(
                      {.argv =
                           {"docker",
                            "ps",
                            "--filter",
                            "label=com.docker.compose.project=" + project_name_,
                            "--format",
                            "{{.Ports}}"}}))
                                  : from_compose(capture({"ps", "--format", "json"}));
    std::sort(ports.begin(), ports.end());
    ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
    return ports;
}

}  // namespace tutor::compose
