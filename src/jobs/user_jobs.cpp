// SPDX-License-Identifier: Apache-2.0
//
// `do createuser`.

#include "base/text.hpp"
#include "cli/invocation.hpp"
#include "jobs/engine.hpp"
#include "jobs/internal/parts.hpp"
#include "jobs/quoting.hpp"

#include <fmt/format.h>

namespace tutor::jobs::internal {
namespace {

std::string script_for(const cli::Invocation& call, const std::string& password) {
    const std::string name = plain_argument(call, "name", "the name of a user");
    const std::string email = plain_argument(call, "email", "an e-mail address");
    std::vector<std::string> words{"./manage.py", "lms", "manage_user"};
    if (call.flag("superuser")) {
        words.emplace_back("--superuser");
    }
    if (call.flag("staff")) {
        words.emplace_back("--staff");
    }
    words.push_back(name);
    words.push_back(email);
    const std::string set_password = fmt::format(
        "from django.contrib.auth import get_user_model\n"
        "user = get_user_model().objects.get(username={})\n"
        "user.set_password({})\n"
        "user.save()",
        python_literal(name),
        python_literal(password));
    return shell_join(words) + "\n" + django_shell("lms", set_password);
}

}  // namespace

catalog::Job createuser_job(const Environment& environment) {
    return {
        .command =
            {.name = "createuser",
             .help = "Make a user of the platform, or give an existing one a new password.",
             .options =
                 {{.names = {"--superuser"},
                   .help = "May do everything, also in the administration pages.",
                   .is_flag = true},
                  {.names = {"--staff"},
                   .help = "May see the administration pages and every course.",
                   .is_flag = true},
                  {.names = {"-p", "--password"},
                   .help = "Password of the user; asked for when it is not given."}},
             .arguments = {{.name = "name"}, {.name = "email"}}},
        .tasks = [environment](const cli::Invocation& call) {
            // Before the question for the password, which would be in vain.
            plain_argument(call, "name", "the name of a user");
            plain_argument(call, "email", "an e-mail address");
            const std::optional<std::string> typed = call.text("password");
            const std::string password = typed ? *typed : environment.prompt.hidden("Password");
            hide(environment.masker, password);
            return sequence_of({verbatim_task("lms", script_for(call, password))});
        }};
}

}  // namespace tutor::jobs::internal
