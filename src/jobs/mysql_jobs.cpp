// SPDX-License-Identifier: Apache-2.0
//
// `do sqlshell` and `do update-mysql-authentication-plugin`.

#include "base/text.hpp"
#include "cli/invocation.hpp"
#include "jobs/engine.hpp"
#include "jobs/internal/parts.hpp"
#include "jobs/quoting.hpp"

#include <fmt/format.h>

namespace tutor::jobs::internal {
namespace {

// Settings that name a user of the database and hold the user's password.
struct Account {
    const char* user;
    const char* password;
};

constexpr Account known_accounts[] = {
    {"OPENEDX_MYSQL_USERNAME", "OPENEDX_MYSQL_PASSWORD"},
    {"MYSQL_ROOT_USERNAME", "MYSQL_ROOT_PASSWORD"},
    {"CREDENTIALS_MYSQL_USERNAME", "CREDENTIALS_MYSQL_PASSWORD"},
    {"DISCOVERY_MYSQL_USERNAME", "DISCOVERY_MYSQL_PASSWORD"},
    {"JUPYTER_MYSQL_USERNAME", "JUPYTER_MYSQL_PASSWORD"},
    {"NOTES_MYSQL_USERNAME", "NOTES_MYSQL_PASSWORD"},
    {"XQUEUE_MYSQL_USERNAME", "XQUEUE_MYSQL_PASSWORD"},
};

std::optional<std::string>
configured_password(const catalog::Configuration& config, const std::string& user) {
    for (const Account& account : known_accounts) {
        if (config.find(account.user) && setting(config, account.user) == user
            && config.find(account.password)) {
            return setting(config, account.password);
        }
    }
    return std::nullopt;
}

std::string
password_for(const cli::Invocation& call, const Environment& environment, const std::string& user) {
    if (const std::optional<std::string> typed = call.text("password")) {
        return *typed;
    }
    if (const std::optional<std::string> found = configured_password(environment.config(), user)) {
        return *found;
    }
    return environment.prompt.text(fmt::format("Password of MySQL user '{}'", user));
}

}  // namespace

catalog::Job sqlshell_job(const Environment& environment) {
    return {
        .command =
            {.name = "sqlshell",
             .help = "Open a MySQL shell as root.\n\n"
                     "ARGS are handed on to the mysql client: a database, or options such as "
                     "-e \"SHOW DATABASES\".",
             .arguments = {{.name = "args", .arity = cli::Arity::any}},
             .ignore_unknown_options = true},
        .tasks = [environment](const cli::Invocation& call) {
            std::string script = mysql_as_root(environment.config(), environment.masker);
            if (const std::vector<std::string> args = call.texts("args"); !args.empty()) {
                script += " " + shell_join(args);
            }
            return sequence_of({verbatim_task("lms", script, catalog::TaskOutput::terminal)});
        }};
}

catalog::Job update_authentication_job(const Environment& environment) {
    return {
        .command =
            {.name = "update-mysql-authentication-plugin",
             .help = "Let a MySQL user sign in with caching_sha2_password instead of the plugin "
                     "that newer servers no longer have.",
             .options =
                 {{.names = {"-p", "--password"},
                   .help = "Password of the user. When not given: the one in the "
                           "configuration, for users that are named there; else it is "
                           "asked for."}},
             .arguments = {{.name = "user"}}},
        .tasks = [environment](const cli::Invocation& call) -> catalog::TaskSequence {
            if (!is_on(environment.config(), "RUN_MYSQL")) {
                environment.output.info(
                    "MySQL is not run by this platform (RUN_MYSQL is false): its users have to be "
                    "changed where it runs");
                return sequence_of({});
            }
            const std::string user = call.text("user").value_or("");
            const std::string password = password_for(call, environment, user);
            hide(environment.masker, password);
            const std::string statements = fmt::format(
                "SET SESSION sql_mode = REPLACE(@@SESSION.sql_mode, 'NO_BACKSLASH_ESCAPES', '');\n"
                "ALTER USER IF EXISTS {}@'%' IDENTIFIED WITH caching_sha2_password BY {};",
                sql_literal(user),
                sql_literal(password));
            return sequence_of({verbatim_task(
                "lms",
                mysql_as_root(environment.config(), environment.masker)
                    + " --execute=" + shell_quote(statements))});
        }};
}

}  // namespace tutor::jobs::internal
