// SPDX-License-Identifier: Apache-2.0
//
// Commands as version 0 of the plugin API knew them: they work, and say what they are called now.

#include "cli/invocation.hpp"
#include "commands/cluster.hpp"
#include "commands/internal/compose_groups.hpp"
#include "commands/internal/k8s_group.hpp"
#include "commands/platform.hpp"

#include <fmt/format.h>

namespace tutor::commands::internal {
namespace {

using cli::Invocation;
using compose::Mode;

void note(
    Context& context, const char* group, std::string_view old_name, std::string_view new_name) {
    context.output().line(
        fmt::format(
            "Note: \"tutor {0} {1}\" is called \"tutor {0} {2}\" now", group, old_name, new_name),
        term::Stream::error);
}

std::optional<catalog::Job> job_named(Context& context, const std::string& name) {
    for (catalog::Job& job : context.catalog().cli_do_commands.items()) {
        if (job.command.name == name) {
            return std::move(job);
        }
    }
    return std::nullopt;
}

/// Where the commands are, and how jobs run there.
struct Place {
    Context& context;
    const char* group;  ///< "local"
    std::function<void(const catalog::Job& job, const Invocation& call)> run_job;

    void run(const catalog::Job& job, const Invocation& call) const {
        note(context, group, job.command.name, "do " + job.command.name);
        run_job(job, call);
    }
};

cli::Command quickstart(Context& context, Mode mode) {
    return {
        .name = "quickstart",
        .help = "As \"launch\".",
        .hidden = true,
        .options =
            {{.names = {"-I", "--non-interactive"}, .help = "Ask nothing.", .is_flag = true},
             {.names = {"-p", "--pullimages"},
              .help = "Pull newer images first.",
              .is_flag = true}},
        .run = [&context, mode](const Invocation& call) {
            note(context, mode_name(mode), "quickstart", "launch");
            launch(
                context,
                mode,
                {.non_interactive = call.flag("non_interactive"),
                 .pull_images = call.flag("pullimages")});
        }};
}

cli::Command pullimages(Context& context, Mode mode) {
    return {
        .name = "pullimages",
        .help = "As \"dc pull\".",
        .hidden = true,
        .run = [&context, mode](const Invocation&) {
            note(context, mode_name(mode), "pullimages", "dc pull");
            make_platform(context, mode).execute({"pull"});
        }};
}

cli::Command runserver(Context& context) {
    return {
        .name = "runserver",
        .help = "As \"start\".",
        .hidden = true,
        .arguments = {{.name = "service"}},
        .run = [&context](const Invocation& call) {
            note(context, mode_name(Mode::dev), "runserver", "start");
            start(context, Mode::dev, {*call.text("service")}, {});
        }};
}

// The theme came first, then its domains, without option.
cli::Command settheme(const Place& place) {
    return {
        .name = "settheme",
        .help = "As \"do settheme\".",
        .hidden = true,
        .arguments =
            {{.name = "theme_name"}, {.name = "domains", .arity = cli::Arity::at_least_one}},
        .run = [place](const Invocation& call) {
            const std::optional<catalog::Job> job = job_named(place.context, "settheme");
            if (!job) {
                throw Error({.message = "there is no job 'settheme'"});
            }
            Invocation words(job->command, call.command_path(), call.parent());
            words.values() = {
                {.name = "domain", .multiple = true, .given = true, .texts = call.texts("domains")},
                {.name = "theme_name", .given = true, .texts = {*call.text("theme_name")}}};
            place.run(*job, words);
        }};
}

cli::Command https(Mode mode) {
    return {
        .name = "https",
        .help = "Not needed any more.",
        .hidden = true,
        .arguments = {{.name = "args", .arity = cli::Arity::any}},
        .raw_arguments = true,
        .run = [mode](const Invocation&) {
            throw Error(
                {.message = fmt::format(
                     "there is no command '{} https' any more: the web proxy makes and renews "
                     "certificates by itself",
                     mode_name(mode)),
                 .hint = "turn HTTPS on with: tutor config save --set ENABLE_HTTPS=true"});
        }};
}

std::vector<cli::Command> old_jobs(const Place& place, const std::vector<std::string>& names) {
    std::vector<cli::Command> commands{settheme(place)};
    for (const std::string& name : names) {
        if (const std::optional<catalog::Job> job = job_named(place.context, name)) {
            cli::Command command = job->command;
            command.hidden = true;
            command.run = [place, job = *job](const Invocation& call) {
                place.run(job, call);
            };
            commands.push_back(std::move(command));
        }
    }
    return commands;
}

cli::Command cluster_quickstart(Context& context) {
    std::vector<cli::Option> options = job_options();
    options.push_back(
        {.names = {"-I", "--non-interactive"}, .help = "Ask nothing.", .is_flag = true});
    return {
        .name = "quickstart",
        .help = "As \"launch\".",
        .hidden = true,
        .options = std::move(options),
        .run = [&context](const Invocation& call) {
            note(context, "k8s", "quickstart", "launch");
            launch_on_cluster(context, call);
        }};
}

}  // namespace

std::vector<cli::Command> v0_commands(Context& context, Mode mode) {
    std::vector<cli::Command> commands{
        quickstart(context, mode), pullimages(context, mode), https(mode)};
    if (mode == Mode::dev) {
        commands.push_back(runserver(context));
    }
    const Place place{
        context,
        mode_name(mode),
        [&context, mode](const catalog::Job& job, const Invocation& call) {
            compose::Platform platform = make_platform(context, mode);
            run_job(context, platform, job, call);
        }};
    for (cli::Command& command : old_jobs(place, {"init", "createuser", "importdemocourse"})) {
        commands.push_back(std::move(command));
    }
    return commands;
}

std::vector<cli::Command> k8s_v0_commands(Context& context) {
    const Place place{context, "k8s", [&context](const catalog::Job& job, const Invocation& call) {
                          ClusterJobs jobs(context, make_cluster(context, call));
                          wait_for_services(context, jobs.platform());
                          run_job(context, jobs, job, call);
                      }};
    // "init" is a command of today, too.
    std::vector<cli::Command> commands = old_jobs(place, {"createuser", "importdemocourse"});
    commands.push_back(cluster_quickstart(context));
    return commands;
}

}  // namespace tutor::commands::internal
