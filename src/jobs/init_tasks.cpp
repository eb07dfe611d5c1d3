// SPDX-License-Identifier: Apache-2.0

#include "jobs/core.hpp"

#include <fmt/format.h>

namespace tutor::jobs {
namespace {

// After it come the v0 `pre-init` tasks of plugins (9.9, see plugins/yaml_loader.cpp), which need
// the database, then the platform's own tasks.
constexpr double mysql_priority = 9.8;

struct CoreTask {
    const char* context;
    const char* service;
    const char* script;
    double priority;
};

constexpr CoreTask core_tasks[] = {
    {"lms", "lms", "mounted-directories", hooks::priority::high},
    {"mysql", "mysql", "mysql", mysql_priority},
    {"meilisearch", "lms", "meilisearch", hooks::priority::normal},
    {"lms", "lms", "lms", hooks::priority::normal},
    {"cms", "cms", "cms", hooks::priority::normal},
};

}  // namespace

void contribute_init_tasks(catalog::Catalog& catalog, render::Renderer& renderer) {
    for (const CoreTask& task : core_tasks) {
        const auto context = catalog.registry.contexts.enter(hooks::app_context(task.context));
        catalog.cli_do_init_tasks.add(
            [&renderer, task](std::vector<catalog::Task> tasks) {
                const std::string path = fmt::format("jobs/init/{}.sh", task.script);
                const std::optional<jinja::Loader::Source> script = renderer.read(path);
                if (!script) {
                    throw Error({.message = fmt::format("template '{}' does not exist", path)});
                }
                tasks.push_back({task.service, script->text, {.where = {script->path, 1, 0}}});
                return tasks;
            },
            task.priority);
    }
}

}  // namespace tutor::jobs
