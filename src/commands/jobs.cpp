// SPDX-License-Identifier: Apache-2.0
//
// Running jobs, whatever they run on.

#include <fmt/format.h>

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
    jobs::Engine engine(context.renderer(), context.output(), context.project().logs());
    engine.run(job.command.name, job.tasks(call), config, runner);
}

void run_init(Context& context, jobs::JobRunner& runner) {
    const config::Config& config = context.checked_config();
    const std::vector<catalog::Task> tasks = context.catalog().cli_do_init_tasks.items();
    context.output().info(fmt::format("Initialising all services: {} tasks", tasks.size()));
    jobs::Engine engine(context.renderer(), context.output(), context.project().logs());
    engine.run("init", jobs::sequence_of(tasks), config, runner, tasks.size());
    context.output().info("All services are initialised");
}

}  // namespace tutor::commands
