// SPDX-License-Identifier: Apache-2.0

#include "config/store.hpp"
#include "value/operations.hpp"

#include <algorithm>

namespace tutor::config {
namespace {

using value::Dict;
using value::Value;

std::optional<Value> take(Dict& config, std::string_view name) {
    const Value* found = config.find(name);
    if (found == nullptr) {
        return std::nullopt;
    }
    Value value = *found;
    config.erase(name);
    return value;
}

void rename(Dict& config, std::string_view old_name, std::string_view name) {
    if (const std::optional<Value> value = take(config, old_name)) {
        config.set(name, *value);
    }
}

void enable_plugin(Dict& config, std::string_view plugin) {
    value::List plugins;
    if (const Value* listed = config.find("PLUGINS"); listed != nullptr && listed->is_list()) {
        plugins = value::List(listed->items());
    }
    const bool known = std::any_of(plugins.begin(), plugins.end(), [&](const Value& name) {
        return name.is_string() && name.as_string() == plugin;
    });
    if (!known) {
        plugins.append(plugin);
    }
    config.set("PLUGINS", plugins);
}

}  // namespace

void upgrade_obsolete(Dict& config) {
    if (const std::optional<Value> password = take(config, "MYSQL_PASSWORD")) {
        config.set("MYSQL_ROOT_PASSWORD", *password);
        config.set("OPENEDX_MYSQL_PASSWORD", *password);
    }
    rename(config, "MYSQL_DATABASE", "OPENEDX_MYSQL_DATABASE");
    rename(config, "MYSQL_USERNAME", "OPENEDX_MYSQL_USERNAME");
    rename(config, "SECRET_KEY", "OPENEDX_SECRET_KEY");
    for (const auto& [old_name, plugin] :
         {std::pair{"RUN_NOTES", "notes"},
          std::pair{"RUN_XQUEUE", "xqueue"},
          std::pair{"ACTIVATE_NOTES", "notes"},
          std::pair{"ACTIVATE_XQUEUE", "xqueue"}}) {
        if (const std::optional<Value> active = take(config, old_name);
            active && value::truth(*active)) {
            enable_plugin(config, plugin);
        }
    }
    if (const std::optional<Value> external = take(config, "WEB_PROXY")) {
        config.set("RUN_CADDY", !value::truth(*external));
    }
    rename(config, "ACTIVATE_HTTPS", "ENABLE_HTTPS");
    for (const std::string service : {"LMS", "CMS", "MONGODB", "MYSQL", "REDIS", "SMTP"}) {
        rename(config, "ACTIVATE_" + service, "RUN_" + service);
    }
    rename(config, "RUN_CADDY", "ENABLE_WEB_PROXY");
    rename(config, "NGINX_HTTP_PORT", "CADDY_HTTP_PORT");
}

}  // namespace tutor::config
