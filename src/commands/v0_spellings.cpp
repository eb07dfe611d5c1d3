// SPDX-License-Identifier: Apache-2.0
//
// Commands as version 0 of the plugin API knew them: they work, and say what they are called now.

#include "cli/invocation.hpp"
#include "commands/internal/compose_groups.hpp"
#include "commands/platform.hpp"

#include <fmt/format.h>

namespace tutor::commands::internal {
namespace {

using cli::Invocation;
using compose::Mode;

void note(Context& context, Mode mode, std::string_view old_name, std::string_view new_name) {
    context.output().line(
        fmt::format(
            "Note: \"tutor {0} {1}\" is called \"tutor {0} {2}\" now",
            mode_name(mode),
            old_name,
            new_name),
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

void run(Context& context, Mode mode, const catalog::Job& job, const Invocation& call) {
    note(context, mode, job.command.name, "do " + job.command.name);
    compose::Platform platform = make_platform(context, mode);
    run_job(context, platform, job, call);
}

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
            note(context, mode, "quickstart", "launch");
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
            note(context, mode, "pullimages", "dc pull");
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
            note(context, Mode::dev, "runserver", "start");
            start(context, Mode::dev, {*call.text("service")}, {});
        }};
}

// The theme came first, then its domains, without option.
cli::Command settheme(Context& context, Mode mode) {
    return {
        .name = "settheme",
        .help = "As \"do settheme\".",
        .hidden = true,
        .arguments =
            {{.name = "theme_name"}, {.name = "domains", .arity = cli::Arity::at_least_one}},
        .run = [&context, mode](const Invocation& call) {
            const std::optional<catalog::Job> job = job_named(context, "settheme");
            if (!job) {
                throw Error({.message = "there is no job 'settheme'"});
            }
            Invocation words(job->command, call.command_path(), call.parent());
            words.values() = {
                {.name = "domain", .multiple = true, .given = true, .texts = call.texts("domains")},
                {.name = "theme_name", .given = true, .texts = {*call.text("theme_name")}}};
            run(context, mode, *job, words);
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

}  // namespace

std::vector<cli::Command> v0_commands(Context& context, Mode mode) {
    std::vector<cli::Command> commands{
        quickstart(context, mode), pullimages(context, mode), settheme(context, mode), https(mode)};
    if (mode == Mode::dev) {
        commands.push_back(runserver(context));
    }
    for (const char* name : {"init", "createuser", "importdemocourse"}) {
        if (const std::optional<catalog::Job> job = job_named(context, name)) {
            cli::Command command = job->command;
            command.hidden = true;
            command.run = [&context, mode, job = *job](const Invocation& call) {
                run(context, mode, job, call);
            };
            commands.push_back(std::move(command));
        }
    }
    return commands;
}

}  // namespace tutor::commands::internal
