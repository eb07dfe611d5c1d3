// SPDX-License-Identifier: Apache-2.0

#include "jobs/internal/parts.hpp"

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "cli/invocation.hpp"
#include "jobs/quoting.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

namespace tutor::jobs::internal {
catalog::Task
verbatim_task(std::string service, std::string_view script, catalog::TaskOutput output) {
    return {.service = std::move(service), .script = jinja_literal(script), .output = output};
}

std::string setting(const catalog::Configuration& config, std::string_view name) {
    const std::optional<value::Value> found = config.find(name);
    if (!found) {
        throw Error(
            {.message = fmt::format("Missing configuration value: '{}'", name),
             .hint = did_you_mean(name, config.names())});
    }
    return value::str(*found);
}

bool is_on(const catalog::Configuration& config, std::string_view name) {
    const std::optional<value::Value> found = config.find(name);
    return found && value::truth(*found);
}

std::string django_shell(std::string_view variant, std::string_view snippet) {
    return fmt::format("./manage.py {} shell -c {}", variant, shell_quote(snippet));
}

std::string mysql_as_root(const catalog::Configuration& config, Masker& masker) {
    const std::string password = setting(config, "MYSQL_ROOT_PASSWORD");
    hide(masker, password);
    return shell_join(
        {"mysql",
         "--user=" + setting(config, "MYSQL_ROOT_USERNAME"),
         "--password=" + password,
         "--host=" + setting(config, "MYSQL_HOST"),
         "--port=" + setting(config, "MYSQL_PORT"),
         "--default-character-set=utf8mb4"});
}

std::string
plain_argument(const cli::Invocation& call, std::string_view name, std::string_view what) {
    const std::string text = call.text(name).value_or("");
    if (text.starts_with('-')) {
        throw UsageError({.message = fmt::format("{} cannot begin with '-': '{}'", what, text)});
    }
    return text;
}

}  // namespace tutor::jobs::internal
