// SPDX-License-Identifier: Apache-2.0
//
// From nothing to a running platform, in one command.

#include "commands/internal/compose_groups.hpp"
#include "commands/platform.hpp"
#include "commands/questions.hpp"
#include "commands/save.hpp"
#include "images/images.hpp"

#include <fmt/format.h>

namespace tutor::commands {
namespace {

void configure(Context& context, compose::Mode mode, const LaunchOptions& options) {
    Change change;
    if (!options.non_interactive) {
        context.output().title("Interactive platform configuration");
        context.load_plugins();
        const Answers answers =
            ask_questions(context, mode == compose::Mode::dev ? Production::no : Production::ask);
        change.edit = [answers](config::Config& config) {
            answers.apply(config);
        };
    }
    save(context, change, {.ask = options.non_interactive ? Ask::no : Ask::yes});
}

void build_images(Context& context, compose::Mode mode) {
    context.output().title("Building Docker images");
    const std::vector<std::string> names =
        context.catalog().images_build_required.items(mode_name(mode));
    if (names.empty()) {
        context.output().info("No image needs to be built");
        return;
    }
    images::build(
        {.catalog = context.catalog(),
         .config = context.checked_config(),
         .renderer = context.renderer(),
         .output = context.output(),
         .runner = context.runner(),
         .environment = context.environment()},
        names,
        {});
}

void show_addresses(Context& context, compose::Mode mode) {
    const std::string scheme = public_scheme(context.config());
    context.output().info("The platform is running and can be opened at:");
    for (const std::string& address : public_hosts(context, mode)) {
        context.output().info(fmt::format("    {}://{}", scheme, address));
    }
}

}  // namespace

std::vector<std::string> public_hosts(Context& context, compose::Mode mode) {
    std::vector<std::string> addresses;
    for (const std::string& host : context.catalog().app_public_hosts.items(mode_name(mode))) {
        std::string address = context.renderer().render_text(
            host, {.name = fmt::format("public host '{}'", host)}, context.config());
        if (!address.empty()) {
            addresses.push_back(std::move(address));
        }
    }
    return addresses;
}

std::string public_scheme(const config::Config& config) {
    return config.boolean("ENABLE_HTTPS", false) ? "https" : "http";
}

void launch(Context& context, compose::Mode mode, const LaunchOptions& options) {
    internal::upgrade_before_launch(
        context, mode, options.non_interactive ? internal::Confirm::no : internal::Confirm::yes);
    configure(context, mode, options);
    if (!options.skip_build) {
        build_images(context, mode);
    }
    compose::Platform platform = make_platform(context, mode);
    context.output().title("Stopping any existing platform");
    platform.execute({"stop"});
    if (options.pull_images) {
        context.output().title("Docker image updates");
        platform.execute({"pull"});
    }
    context.output().title("Starting the platform in detached mode");
    platform.execute({"up", "--remove-orphans", "-d"});
    context.output().title("Database creation and migrations");
    run_init(context, platform);
    show_addresses(context, mode);
}

}  // namespace tutor::commands
