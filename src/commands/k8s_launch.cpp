// SPDX-License-Identifier: Apache-2.0
//
// tutor k8s launch: from nothing to a running platform, in one command.

#include "commands/cluster.hpp"
#include "commands/internal/k8s_group.hpp"
#include "commands/platform.hpp"
#include "commands/questions.hpp"
#include "commands/save.hpp"
#include "k8s/objects.hpp"

#include <fmt/format.h>

namespace tutor::commands {
namespace {

void configure(Context& context, bool is_interactive) {
    Change change;
    if (is_interactive) {
        context.output().title("Interactive platform configuration");
        context.load_plugins();
        const Answers answers = ask_questions(context, Production::yes);
        change.edit = [answers](config::Config& config) {
            answers.apply(config);
        };
    }
    save(context, change, {.ask = is_interactive ? Ask::yes : Ask::no});
}

void confirm_images(Context& context) {
    context.output().info(
        "Images that you build yourself have to be built and pushed again now, in another "
        "terminal:\n\n    tutor images build all  # or the names of your images\n"
        "    tutor images push all\n");
    if (!context.prompt().confirm("Go on?", true)) {
        throw term::Abort();
    }
}

void show_addresses(Context& context) {
    const config::Config& config = context.config();
    context.output().info("The platform is running and can be opened at:");
    for (const char* host : {"LMS_HOST", "CMS_HOST"}) {
        context.output().info(fmt::format("    {}://{}", public_scheme(config), config.text(host)));
    }
}

}  // namespace

void launch_on_cluster(Context& context, const cli::Invocation& call) {
    const bool is_interactive = !call.flag("non_interactive");
    const bool was_upgraded = internal::upgrade_cluster_before_launch(context, call);
    configure(context, is_interactive);
    if (was_upgraded && is_interactive) {
        confirm_images(context);
    }
    ClusterJobs jobs(context, call);
    context.output().title("Starting the platform");
    k8s::start(jobs.platform(), {}, k8s::Prune::no);
    context.output().title("Database creation and migrations");
    wait_for_services(context, jobs.platform());
    run_init(context, jobs);
    show_addresses(context);
}

}  // namespace tutor::commands
