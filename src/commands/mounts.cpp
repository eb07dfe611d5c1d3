// SPDX-License-Identifier: Apache-2.0
//
// `tutor mounts`: list, add, remove.

#include "commands/groups.hpp"
#include "commands/internal/mount_entries.hpp"
#include "commands/internal/reports.hpp"
#include "commands/save.hpp"
#include "yaml/dump.hpp"

#include <fmt/format.h>

namespace tutor::commands {
namespace {

using Entries = std::vector<std::string>;
using Settings = std::vector<std::pair<std::string, std::string>>;

Entries typed_entries(const cli::Invocation& call) {
    Entries entries;
    for (const std::string& typed : call.texts("mount")) {
        entries.push_back(internal::mount_entry(typed, std::filesystem::current_path()));
    }
    return entries;
}

Settings settings_of(const Entries& entries) {
    Settings settings;
    for (const std::string& entry : entries) {
        settings.emplace_back("MOUNTS", internal::yaml_text(entry));
    }
    return settings;
}

void list(Context& context, const cli::Invocation& call) {
    const value::Value mounts =
        internal::describe_mounts(context.catalog(), context.checked_config().texts("MOUNTS"));
    if (internal::wants_json(call)) {
        internal::print_json(context, mounts);
    } else {
        context.results().line(yaml::dump(mounts, {.key_order = yaml::KeyOrder::kept}));
    }
}

void tell(Context& context, std::string_view doing, const Entries& entries, Preview preview) {
    if (preview == Preview::no) {
        for (const std::string& entry : entries) {
            context.output().info(fmt::format("{} bind-mount: {}", doing, entry));
        }
    }
}

void add(Context& context, const cli::Invocation& call) {
    const Entries entries = typed_entries(call);
    for (const std::string& entry : entries) {
        internal::check_mount(entry);
    }
    const Preview preview = preview_of(call);
    tell(context, "Adding", entries, preview);
    save(context, {.append = settings_of(entries)}, {.preview = preview});
}

void remove(Context& context, const cli::Invocation& call) {
    const Entries entries = typed_entries(call);
    const Preview preview = preview_of(call);
    tell(context, "Removing", entries, preview);
    save(context, {.remove = settings_of(entries)}, {.preview = preview});
}

}  // namespace

cli::Command mounts_command(Context& context) {
    return {
        .name = "mounts",
        .help = "Folders of this machine that containers and image builds see.",
        .commands = {
            {.name = "list",
             .help = "List mounts, and the images and services that use them.",
             .options = {internal::output_option()},
             .run =
                 [&context](const cli::Invocation& call) {
                     list(context, call);
                 }},
            {.name = "add",
             .help = "Add mounts.\n\n"
                     "MOUNT is a folder whose name tells who uses it, such as ./edx-platform, or "
                     "an explicit SERVICE[,SERVICE...]:HOST_PATH:CONTAINER_PATH. Images that are "
                     "built with a folder have to be built again afterwards.",
             .options = {dry_run_option()},
             .arguments = {{.name = "mount", .arity = cli::Arity::any, .type = cli::Type::path}},
             .run =
                 [&context](const cli::Invocation& call) {
                     add(context, call);
                 }},
            {.name = "remove",
             .help = "Remove mounts, written as they were added.",
             .options = {dry_run_option()},
             .arguments =
                 {{.name = "mount",
                   .arity = cli::Arity::any,
                   .complete =
                       [&context](std::string_view incomplete) {
                           return cli::matching(context.config().texts("MOUNTS"), incomplete);
                       }}},
             .run = [&context](const cli::Invocation& call) {
                 remove(context, call);
             }}}};
}

}  // namespace tutor::commands
