// SPDX-License-Identifier: Apache-2.0
//
// tutor k8s: the platform on Kubernetes.

#include "base/text.hpp"
#include "commands/cluster.hpp"
#include "commands/groups.hpp"
#include "commands/internal/k8s_group.hpp"
#include "commands/platform.hpp"
#include "k8s/objects.hpp"
#include "k8s/pods.hpp"
#include "k8s/rollout.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace tutor::commands {
namespace {

using cli::Invocation;

using Words = std::vector<std::string>;

std::vector<cli::Option> with(std::vector<cli::Option> options, std::vector<cli::Option> more) {
    options.insert(options.end(), more.begin(), more.end());
    return options;
}

bool has_terminal(Context& context) {
    return ::isatty(STDIN_FILENO) != 0 && context.output().is_terminal(term::Stream::out);
}

void exec(Context& context, const Invocation& call) {
    k8s::Platform platform = make_cluster(context, call);
    const Words words = call.texts("args");
    const int status =
        k8s::run_in_pod(platform, *call.text("service"), words, has_terminal(context));
    if (status != 0) {
        throw Error(
            {.message =
                 fmt::format("Command failed with status {}: {}", status, shell_join(words))});
    }
}

void show_logs(Context& context, const Invocation& call) {
    k8s::Platform platform = make_cluster(context, call);
    k8s::LogsRequest request{
        .service = *call.text("service"),
        .container = call.text("container").value_or(""),
        .follow = call.flag("follow")};
    request.tail = call.integer("tail").value_or(request.tail);
    request.max_requests = call.integer("max_log_requests").value_or(request.max_requests);
    k8s::show_logs(platform, request);
}

void scale(Context& context, const Invocation& call) {
    k8s::Platform platform = make_cluster(context, call);
    const kube::ObjectName name{
        .kind = {.api_version = "apps/v1", .kind = "Deployment"},
        .name_space = {},
        .name = *call.text("deployment")};
    const std::int64_t replicas = *call.integer("replicas");
    if (replicas < 0 || replicas > 10000) {
        throw UsageError({.message = fmt::format("{} is no number of replicas", replicas)});
    }
    platform.client().scale(name, static_cast<int>(replicas));
    context.output().info(fmt::format("{} scaled to {}", kube::to_text(name), replicas));
}

void remove(Context& context, const Invocation& call) {
    k8s::Platform platform = make_cluster(context, call, Checked::no);
    const bool keeps_namespace = call.flag("exclude_namespace");
    if (!call.flag("yes")
        && !context.prompt().confirm(
            fmt::format(
                "Delete the platform{} with all of its data?",
                keeps_namespace ? "" : " and its namespace"),
            false)) {
        throw term::Abort();
    }
    k8s::remove(platform, keeps_namespace ? k8s::Namespaces::keep : k8s::Namespaces::remove);
}

class Group {
public:
    explicit Group(Context& context) : context_(context) {}

    cli::Command command() const {
        return {
            .name = "k8s",
            .help = "Run the platform on Kubernetes.",
            .options =
                {{.names = {"--context"},
                  .help = "Context of the kubeconfig to use, in place of its current one.",
                  .metavar = "NAME"}},
            .commands =
                {launch_command(),
                 start_command(),
                 stop_command(),
                 reboot_command(),
                 delete_command(),
                 init_command(),
                 scale_command(),
                 exec_command(),
                 logs_command(),
                 wait_command(),
                 do_command(),
                 internal::k8s_apply_command(context_),
                 internal::k8s_diff_command(context_),
                 internal::k8s_status_command(context_),
                 internal::k8s_upgrade_command(context_)},
            .more_commands = [context = &context_] {
                return internal::k8s_v0_commands(*context);
            }};
    }

private:
    cli::Argument names() const {
        return {
            .name = "names",
            .arity = cli::Arity::any,
            .metavar = "[NAME]...",
            .complete = internal::k8s_services(context_)};
    }

    cli::Argument service(const std::string& name = "service") const {
        return {.name = name, .complete = internal::k8s_services(context_)};
    }

    cli::Command launch_command() const {
        return {
            .name = "launch",
            .help = "Configure, start and initialise the platform, from scratch or after an "
                    "upgrade.",
            .options = with(
                {{.names = {"-I", "--non-interactive"}, .help = "Ask nothing.", .is_flag = true}},
                job_options()),
            .run = [&context = context_](const Invocation& call) {
                launch_on_cluster(context, call);
            }};
    }

    static cli::Option prune_option() {
        return {
            .names = {"--prune-configmaps"},
            .help = "Then remove config maps of earlier starts that are not used any more.",
            .is_flag = true};
    }

    cli::Command start_command() const {
        return {
            .name = "start",
            .help = "Start all services, or some of them, and bring them up to date.",
            .options = {prune_option()},
            .arguments = {names()},
            .run = [&context = context_](const Invocation& call) {
                k8s::Platform platform = make_cluster(context, call);
                k8s::start(
                    platform,
                    call.texts("names"),
                    call.flag("prune_configmaps") ? k8s::Prune::yes : k8s::Prune::no);
            }};
    }

    cli::Command stop_command() const {
        return {
            .name = "stop",
            .help = "Stop services: their volumes, the namespace and the load balancer stay.",
            .arguments = {names()},
            .run = [&context = context_](const Invocation& call) {
                k8s::Platform platform = make_cluster(context, call);
                k8s::stop(platform, call.texts("names"));
            }};
    }

    cli::Command reboot_command() const {
        return {
            .name = "reboot",
            .help = "Stop services, then start them again.",
            .arguments = {names()},
            .run = [&context = context_](const Invocation& call) {
                k8s::Platform platform = make_cluster(context, call);
                k8s::stop(platform, call.texts("names"));
                k8s::start(platform, call.texts("names"), k8s::Prune::no);
            }};
    }

    cli::Command delete_command() const {
        return {
            .name = "delete",
            .help = "Delete the platform with all of its data.",
            .options =
                {{.names = {"-y", "--yes"}, .help = "Do not ask.", .is_flag = true},
                 {.names = {"--exclude-namespace"},
                  .help = "Leave the namespace and what else is in it.",
                  .is_flag = true}},
            .run = [&context = context_](const Invocation& call) {
                remove(context, call);
            }};
    }

    cli::Command init_command() const {
        return {
            .name = "init",
            .help = "Prepare databases, users and settings of the platform and its plugins.",
            .options = with(
                {{.names = {"-l", "--limit"},
                  .help = "Only the tasks of this plugin, or of this part of the core: mysql, "
                          "meilisearch, lms, cms.",
                  .metavar = "NAME"}},
                job_options()),
            .run = [&context = context_](const Invocation& call) {
                ClusterJobs jobs(context, call);
                wait_for_services(context, jobs.platform());
                run_init(context, jobs, call.text("limit"));
            }};
    }

    cli::Command scale_command() const {
        return {
            .name = "scale",
            .help = "Set the number of pods of a deployment.",
            .arguments = {service("deployment"), {.name = "replicas", .type = cli::Type::integer}},
            .run = [&context = context_](const Invocation& call) {
                scale(context, call);
            }};
    }

    cli::Command exec_command() const {
        return {
            .name = "exec",
            .help = "Run a command in a pod of a service.",
            .arguments = {service(), {.name = "args", .arity = cli::Arity::at_least_one}},
            .ignore_unknown_options = true,
            .run = [&context = context_](const Invocation& call) {
                exec(context, call);
            }};
    }

    cli::Command logs_command() const {
        return {
            .name = "logs",
            .help = "Show what the pods of a service print: the last ten lines of each, unless "
                    "told otherwise.",
            .options =
                {{.names = {"-c", "--container"}, .help = "Not the first container, but this one."},
                 {.names = {"-f", "--follow"},
                  .help = "Go on as they print more.",
                  .is_flag = true},
                 {.names = {"--tail"},
                  .help = "So many lines of each pod; -1 for all.",
                  .type = cli::Type::integer},
                 {.names = {"-m", "--max-log-requests"},
                  .help = "How many pods may be followed at once.",
                  .type = cli::Type::integer}},
            .arguments = {service()},
            .run = [&context = context_](const Invocation& call) {
                show_logs(context, call);
            }};
    }

    cli::Command wait_command() const {
        return {
            .name = "wait",
            .help = "Wait until a service is available, or cannot become so.",
            .options =
                {{.names = {"--timeout"},
                  .help = "Seconds to wait at most.",
                  .type = cli::Type::integer,
                  .default_value = std::to_string(k8s::usual_wait.count()),
                  .metavar = "SECONDS",
                  .show_default = true}},
            .arguments = {service("name")},
            .run = [&context = context_](const Invocation& call) {
                k8s::Platform platform = make_cluster(context, call);
                k8s::wait_for_rollout(
                    platform,
                    {*call.text("name")},
                    std::chrono::seconds(call.integer("timeout").value_or(0)));
            }};
    }

    cli::Command do_command() const {
        return {
            .name = "do",
            .help = "Run a job as a Job of the cluster.",
            .options = job_options(),
            .more_commands =
                [context = &context_] {
                    return job_commands(
                        *context, [context](const catalog::Job& job, const Invocation& call) {
                            // A job may have options of these names, too: those of "do" are meant.
                            ClusterJobs jobs(*context, *call.parent());
                            wait_for_services(*context, jobs.platform());
                            run_job(*context, jobs, job, call);
                        });
                },
            .commands_heading = "Jobs",
            .subcommand_metavar = "JOB [ARGS]..."};
    }

    Context& context_;
};

}  // namespace

cli::Command k8s_command(Context& context) {
    return Group(context).command();
}

}  // namespace tutor::commands
