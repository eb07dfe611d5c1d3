// SPDX-License-Identifier: Apache-2.0
//
// Running jobs, whatever they run on.

#include "cli/invocation.hpp"
#include "commands/platform.hpp"
#include "jobs/engine.hpp"

namespace tutor::commands {

void run_job(
    Context& context,
    jobs::JobRunner& runner,
    const catalog::Job& job,
    const cli::Invocation& call) {
    const config::Config& config = context.checked_config();
    context.catalog().do_job.run_all(job.command.name, call);
    jobs::Engine engine(
        context.renderer(), context.output(), context.results(), context.project().logs());
    engine.run(job.command.name, job.tasks(call), config, runner);
}

std::vector<cli::Command> job_commands(Context& context, const RunJob& run) {
    context.load_plugins();
    std::vector<cli::Command> commands;
    for (const catalog::Job& job : context.catalog().cli_do_commands.items()) {
        cli::Command command = job.command;
        command.run = [job, run](const cli::Invocation& call) {
            if (job.parse) {
                job.parse(call);
            }
            run(job, call);
        };
        commands.push_back(std::move(command));
    }
    return commands;
}

void run_init(Context& context, jobs::JobRunner& runner, const std::optional<std::string>& limit) {
    for (const catalog::Job& job : context.catalog().cli_do_commands.items()) {
        if (job.command.name == "init") {
            cli::Invocation call(job.command, "tutor do init", nullptr);
            for (const cli::Option& option : job.command.options) {
                const std::string name = cli::parameter_name(option);
                const bool given = limit && name == "limit";
                call.values().push_back(
                    {.name = name,
                     .is_flag = option.is_flag,
                     .given = given,
                     .texts = given ? std::vector{*limit} : std::vector<std::string>()});
            }
            run_job(context, runner, job, call);
        }
    }
}

}  // namespace tutor::commands
