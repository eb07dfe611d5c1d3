// SPDX-License-Identifier: Apache-2.0
//
// `do init`: the initialisation tasks of core and plugins, in their order.

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "cli/invocation.hpp"
#include "hooks/context.hpp"
#include "jobs/internal/parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::jobs::internal {
namespace {

using Tasks = std::vector<catalog::Task>;

// What --limit may name: the core's parts, and enabled plugins.
std::vector<std::string> limit_names(const catalog::Catalog& catalog) {
    std::vector<std::string> names{"mysql", "meilisearch", "lms", "cms"};
    for (const std::string& plugin : catalog.plugins_loaded_names.items()) {
        names.push_back(plugin);
    }
    return names;
}

Tasks tasks_of(const catalog::Catalog& catalog, const std::string& limit) {
    Tasks tasks = catalog.cli_do_init_tasks.items_from_context(hooks::app_context(limit));
    const std::vector<std::string> names = limit_names(catalog);
    if (tasks.empty() && std::find(names.begin(), names.end(), limit) == names.end()) {
        std::string hint = did_you_mean(limit, names);
        if (hint.empty()) {
            hint = "known are: " + join(names, ", ");
        }
        throw Error(
            {.message = fmt::format("there is nothing named '{}' to initialise", limit),
             .hint = hint});
    }
    return tasks;
}

std::string count_text(std::size_t count) {
    return count == 1 ? "1 task" : fmt::format("{} tasks", count);
}

catalog::TaskSequence announced(Tasks tasks, std::string subject, term::Output& output) {
    output.info(fmt::format("Initialising {}: {}", subject, count_text(tasks.size())));
    return [tasks = std::move(tasks),
            next = std::size_t{0},
            subject,
            &output]() mutable -> std::optional<catalog::Task> {
        if (next == tasks.size()) {
            output.info(fmt::format("Initialised {}", subject));
            return std::nullopt;
        }
        const catalog::Task& task = tasks[next++];
        output.info(fmt::format(
            "Task {} of {}: service '{}'{}",
            next,
            tasks.size(),
            task.service,
            task.source.plugin.empty() ? "" : fmt::format(", plugin '{}'", task.source.plugin)));
        return task;
    };
}

}  // namespace

catalog::Job init_job(const catalog::Catalog& catalog, const Environment& environment) {
    return {
        .command =
            {.name = "init",
             .help = "Prepare databases, users and settings of the platform and its plugins.\n\n"
                     "May be run again at any time: what is there already is kept.",
             .options = {{
                 .names = {"-l", "--limit"},
                 .help = "Only the tasks of this plugin, or of this part of the core: mysql, "
                         "meilisearch, lms, cms.",
                 .metavar = "NAME",
                 .complete =
                     [&catalog](std::string_view incomplete) {
                         return cli::matching(limit_names(catalog), incomplete);
                     },
             }}},
        .tasks = [&catalog, &output = environment.output](const cli::Invocation& call) {
            const std::optional<std::string> limit = call.text("limit");
            if (limit && !limit->empty()) {
                return announced(tasks_of(catalog, *limit), fmt::format("'{}'", *limit), output);
            }
            return announced(catalog.cli_do_init_tasks.items(), "all services", output);
        }};
}

}  // namespace tutor::jobs::internal
