// SPDX-License-Identifier: Apache-2.0

#include "commands/cluster.hpp"

#include "k8s/rollout.hpp"

#include <unistd.h>

#include <vector>

namespace tutor::commands {
namespace {

k8s::Parts parts_of(Context& context, std::optional<std::string> cluster) {
    return {
        .config = [&context]() -> const config::Config& { return context.config(); },
        .output = context.output(),
        .project = context.project(),
        .context = std::move(cluster)};
}

bool has_dialogue(Context& context) {
    return ::isatty(STDIN_FILENO) != 0 && context.output().is_terminal(term::Stream::out);
}

k8s::JobOptions options_of(Context& context, const cli::Invocation& call) {
    k8s::JobOptions options{.is_terminal = has_dialogue(context)};
    if (const std::optional<std::int64_t> seconds = call.integer("timeout")) {
        options.timeout = std::chrono::seconds(*seconds);
    }
    const std::optional<std::string> choice = call.text("on_interrupt");
    if (choice == "delete") {
        options.on_interrupt = k8s::OnInterrupt::remove;
    } else if (choice == "detach") {
        options.on_interrupt = k8s::OnInterrupt::detach;
    }
    return options;
}

}  // namespace

k8s::Platform make_cluster(Context& context, const cli::Invocation& call, Checked checked) {
    if (checked == Checked::yes) {
        context.checked_config();
    }
    return k8s::Platform(parts_of(context, call.text("context")));
}

k8s::Platform make_cluster(Context& context) {
    return k8s::Platform(parts_of(context, std::nullopt));
}

ClusterJobs::ClusterJobs(Context& context, const cli::Invocation& call)
    : platform_(make_cluster(context, call)),
      runner_(platform_, context.prompt(), options_of(context, call)) {}

ClusterJobs::ClusterJobs(Context& context, k8s::Platform platform)
    : platform_(std::move(platform)),
      runner_(platform_, context.prompt(), {.is_terminal = has_dialogue(context)}) {}

std::vector<cli::Option> job_options() {
    return {
        {.names = {"--timeout"},
         .help = "Seconds that each task may take; its job is deleted then.",
         .type = cli::Type::integer,
         .metavar = "SECONDS"},
        {.names = {"--on-interrupt"},
         .help = "What Ctrl-C does to the running job: delete it, or leave it running. When not "
                 "given, it is asked on a terminal, and deleted elsewhere.",
         .type = cli::Type::choice,
         .choices = {"delete", "detach"}}};
}

void wait_for_services(Context& context, k8s::Platform& platform) {
    std::vector<std::string> names{"caddy"};
    constexpr std::pair<const char*, const char*> databases[] = {
        {"meilisearch", "RUN_MEILISEARCH"}, {"mysql", "RUN_MYSQL"}, {"mongodb", "RUN_MONGODB"}};
    for (const auto& [service, setting] : databases) {
        if (context.config().boolean(setting, false)) {
            names.emplace_back(service);
        }
    }
    k8s::wait_for_rollout(platform, names, k8s::usual_wait);
}

}  // namespace tutor::commands
