// SPDX-License-Identifier: Apache-2.0
//
// tutor local and tutor dev: the platform on Docker Compose.

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "commands/groups.hpp"
#include "commands/internal/compose_groups.hpp"
#include "commands/internal/plugin_commands.hpp"
#include "commands/internal/reports.hpp"
#include "commands/internal/tests_job.hpp"
#include "commands/platform.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace tutor::commands {
namespace {

namespace fs = std::filesystem;
using cli::Invocation;
using compose::Mode;

using Words = std::vector<std::string>;

Words with(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

Words restart_targets(Mode mode, const Words& services) {
    Words targets;
    for (const std::string& service : services) {
        if (service == "all") {
            return {};
        }
        if (service != "openedx") {
            targets.push_back(service);
        } else if (mode == Mode::local) {
            targets = with(targets, {"lms", "cms", "lms-worker", "cms-worker"});
        } else {
            targets = with(targets, {"lms", "cms"});
        }
    }
    return targets;
}

Words logs_words(const Invocation& call) {
    Words words{"logs"};
    if (call.flag("follow")) {
        words.emplace_back("--follow");
    }
    if (const std::optional<std::int64_t> tail = call.integer("tail")) {
        words = with(words, {"--tail", std::to_string(*tail)});
    }
    return with(words, call.texts("services"));
}

// Copies to an existing folder, or under a new name into an existing one.
void copy_from(Context& context, Mode mode, const Invocation& call) {
    std::error_code error;
    fs::path host = fs::weakly_canonical(fs::absolute(*call.text("host_path")), error);
    if (!host.has_filename()) {
        host = host.parent_path();
    }
    fs::path folder = host;
    std::string target = "/tmp/mount";
    if (!fs::exists(host, error)) {
        folder = host.parent_path();
        target += "/" + host.filename().string();
        if (!fs::is_directory(folder, error)) {
            throw Error(
                {.message = fmt::format("folder '{}' does not exist", folder.string()),
                 .hint = "make it first, or name another one"});
        }
    }
    make_platform(context, mode)
        .execute(
            {"run",
             "--rm",
             "--no-deps",
             "--user=0",
             "--volume=" + folder.string() + ":/tmp/mount",
             *call.text("service"),
             "sh",
             "-e",
             "-c",
             fmt::format(
                 "cp --recursive --preserve {} {}",
                 shell_quote(*call.text("container_path")),
                 shell_quote(target))});
}

bool input_is_terminal() {
    return ::isatty(STDIN_FILENO) != 0;
}

class Group {
public:
    Group(Context& context, Mode mode) : context_(context), mode_(mode) {}

    cli::Command command() const {
        const bool local = mode_ == Mode::local;
        cli::Command group{
            .name = mode_name(mode_),
            .help = local ? "Run the platform on this machine, for production."
                          : "Run the platform on this machine, for development.",
            .commands =
                {launch_command(),
                 start_command(),
                 services_command("stop", "Stop containers; their data stays.", "stop"),
                 reboot_command(),
                 restart_command(),
                 pass_through(
                     "run",
                     "Run a command in a new container of a service.",
                     input_is_terminal() ? Words{"run", "--rm"} : Words{"run", "--rm", "-T"}),
                 pass_through(
                     "exec",
                     "Run a command in the running container of a service.",
                     input_is_terminal() ? Words{"exec"} : Words{"exec", "-T"}),
                 compose_command(),
                 logs_command(),
                 status_command(),
                 copyfrom_command(),
                 do_command(),
                 internal::upgrade_command(context_, mode_)},
            // What is called otherwise now.
            .more_commands = [context = &context_, mode = mode_] {
                return internal::v0_commands(*context, mode);
            }};
        if (!local) {
            group.commands.push_back(internal::hosts_command(context_));
        }
        return group;
    }

private:
    compose::Platform platform() const { return make_platform(context_, mode_); }

    cli::Argument services() const {
        return {
            .name = "services",
            .arity = cli::Arity::any,
            .metavar = "[SERVICE]...",
            .complete = [this_copy = *this](std::string_view incomplete) {
                return cli::matching(this_copy.platform().services(), incomplete);
            }};
    }

    cli::Command launch_command() const {
        return {
            .name = "launch",
            .help = "Configure, start and initialise the platform, from scratch or after an "
                    "upgrade.",
            .options =
                {{.names = {"-I", "--non-interactive"}, .help = "Ask nothing.", .is_flag = true},
                 {.names = {"-p", "--pullimages"},
                  .help = "Pull newer images first.",
                  .is_flag = true},
                 {.names = {"--skip-build"}, .help = "Build no image.", .is_flag = true}},
            .run = [this_copy = *this](const Invocation& call) {
                launch(
                    this_copy.context_,
                    this_copy.mode_,
                    {.non_interactive = call.flag("non_interactive"),
                     .pull_images = call.flag("pullimages"),
                     .skip_build = call.flag("skip_build")});
            }};
    }

    cli::Option detach() const {
        return {
            .names = {"-d", "--detach"},
            .help = "Leave it running in the background.",
            .is_flag = true};
    }

    cli::Command start_command() const {
        return {
            .name = "start",
            .help = "Start all services, or some of them.",
            .options =
                {{.names = {"--build"}, .help = "Build images first.", .is_flag = true}, detach()},
            .arguments = {services()},
            .run = [this_copy = *this](const Invocation& call) {
                start(
                    this_copy.context_,
                    this_copy.mode_,
                    call.texts("services"),
                    {.build = call.flag("build"), .detach = call.flag("detach")});
            }};
    }

    cli::Command services_command(
        const std::string& name, const std::string& help, const std::string& word) const {
        return {
            .name = name,
            .help = help,
            .arguments = {services()},
            .run = [this_copy = *this, word](const Invocation& call) {
                this_copy.platform().execute(with({word}, call.texts("services")));
            }};
    }

    cli::Command reboot_command() const {
        return {
            .name = "reboot",
            .help = "Stop services, then start them again.",
            .options = {detach()},
            .arguments = {services()},
            .run = [this_copy = *this](const Invocation& call) {
                this_copy.platform().execute(with({"stop"}, call.texts("services")));
                start(
                    this_copy.context_,
                    this_copy.mode_,
                    call.texts("services"),
                    {.detach = call.flag("detach")});
            }};
    }

    cli::Command restart_command() const {
        return {
            .name = "restart",
            .help = "Restart containers in place. \"openedx\" stands for all of the LMS and the "
                    "CMS, \"all\" for everything.",
            .arguments = {services()},
            .run = [this_copy = *this](const Invocation& call) {
                this_copy.platform().execute(
                    with({"restart"}, restart_targets(this_copy.mode_, call.texts("services"))));
            }};
    }

    cli::Command
    pass_through(const std::string& name, const std::string& help, const Words& words) const {
        return {
            .name = name,
            .help = help,
            .arguments =
                {{.name = "args",
                  .arity = cli::Arity::at_least_one,
                  .complete =
                      [this_copy = *this](std::string_view incomplete) {
                          return cli::matching(this_copy.platform().services(), incomplete);
                      }}},
            .ignore_unknown_options = true,
            .run = [this_copy = *this, words](const Invocation& call) {
                this_copy.platform().execute(with(words, call.texts("args")));
            }};
    }

    cli::Command compose_command() const {
        return {
            .name = "dc",
            .help = "Run any docker compose command on the platform.",
            .arguments = {{.name = "command"}, {.name = "args", .arity = cli::Arity::any}},
            .ignore_unknown_options = true,
            .run = [this_copy = *this](const Invocation& call) {
                this_copy.platform().execute(with({*call.text("command")}, call.texts("args")));
            }};
    }

    cli::Command logs_command() const {
        return {
            .name = "logs",
            .help = "Show what the containers print.",
            .options =
                {{.names = {"-f", "--follow"},
                  .help = "Go on as they print more.",
                  .is_flag = true},
                 {.names = {"--tail"},
                  .help = "Only that many lines of each container.",
                  .type = cli::Type::integer}},
            .arguments = {services()},
            .run = [this_copy = *this](const Invocation& call) {
                this_copy.platform().execute(logs_words(call));
            }};
    }

    cli::Command status_command() const {
        return {
            .name = "status",
            .help = "Show the state of the containers.",
            .options = {internal::output_option()},
            .run = [this_copy = *this](const Invocation& call) {
                this_copy.platform().execute(
                    internal::wants_json(call) ? Words{"ps", "--format", "json"} : Words{"ps"});
            }};
    }

    cli::Command copyfrom_command() const {
        return {
            .name = "copyfrom",
            .help = "Copy a file or folder out of a service's container.\n\n"
                    "An existing HOST_PATH receives it; otherwise HOST_PATH is its new name.",
            .arguments =
                {{.name = "service"},
                 {.name = "container_path"},
                 {.name = "host_path", .type = cli::Type::directory}},
            .run = [this_copy = *this](const Invocation& call) {
                copy_from(this_copy.context_, this_copy.mode_, call);
            }};
    }

    // Jobs of plugins come with the plugins, when a name is not one of the core's.
    cli::Command do_command() const {
        return {
            .name = "do",
            .help = "Run a job in the platform's containers.",
            .more_commands =
                [this_copy = *this] {
                    return job_commands(
                        this_copy.context_,
                        [this_copy](const catalog::Job& job, const Invocation& call) {
                            compose::Platform platform = this_copy.platform();
                            run_job(this_copy.context_, platform, job, call);
                        });
                },
            .commands_heading = "Jobs",
            .subcommand_metavar = "JOB [ARGS]..."};
    }

    Context& context_;
    Mode mode_;
};

compose::Parts parts_of(Context& context) {
    return {
        .catalog = context.catalog(),
        .config = [&context]() -> const config::Config& { return context.config(); },
        .output = context.output(),
        .runner = context.runner(),
        .project = context.project(),
        .input_is_terminal = input_is_terminal(),
        .output_is_terminal = context.output().is_terminal(term::Stream::out)};
}

}  // namespace

const char* mode_name(Mode mode) {
    return mode == Mode::local ? "local" : "dev";
}

compose::Platform make_platform(Context& context, Mode mode) {
    context.checked_config();
    return compose::Platform(mode, parts_of(context));
}

void start(Context& context, Mode mode, const Words& services, const StartOptions& options) {
    compose::Platform platform = make_platform(context, mode);
    Words words{"up", "--remove-orphans"};
    if (options.build) {
        words.emplace_back("--build");
    }
    const bool attach = !options.detach && services.size() == 1;
    if (options.detach || attach) {
        words.emplace_back("-d");
    } else {
        context.output().info("Press Ctrl-C to leave the logs and stop the platform");
    }
    platform.execute(with(words, services));
    if (attach) {
        context.output().info("Press Ctrl-P Ctrl-Q to leave the container running");
        platform.execute({"attach", services.front()});
    }
}

void contribute_commands(Context& context) {
    internal::contribute_index_urls(context);
    internal::contribute_tests(context);
    context.catalog().compose_project_started.add(
        [&context](
            const fs::path&, const catalog::Configuration&, const std::string& project_name) {
            for (const Mode mode : {Mode::local, Mode::dev}) {
                compose::Platform other(mode, parts_of(context));
                if (other.project_name() != project_name) {
                    other.stop_if_running();
                }
            }
        });
    context.catalog().app_public_hosts.add(
        [](std::vector<std::string> hosts, const std::string& mode) {
            const bool dev = mode == "dev";
            hosts.push_back(dev ? "{{ LMS_HOST }}:8000" : "{{ LMS_HOST }}");
            hosts.push_back(dev ? "{{ CMS_HOST }}:8001" : "{{ CMS_HOST }}");
            const std::string search = "{{ MEILISEARCH_PUBLIC_URL.split('://')[-1] }}";
            hosts.push_back(search + (dev ? ":7700" : ""));
            return hosts;
        });
}

cli::Command local_command(Context& context) {
    return Group(context, Mode::local).command();
}

cli::Command dev_command(Context& context) {
    return Group(context, Mode::dev).command();
}

}  // namespace tutor::commands
