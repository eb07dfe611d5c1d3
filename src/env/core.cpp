// SPDX-License-Identifier: Apache-2.0
//
// What the core itself contributes to the environment.

#include "env/tree.hpp"
#include "value/object.hpp"

namespace tutor::env {
namespace {

using value::Arguments;
using value::Value;

std::vector<std::string> worker_command(const std::string& variant, const std::string& last_queue) {
    const std::string queue = "edx." + variant + ".core.";
    return {
        "celery",
        "--app=" + variant + ".celery",
        "worker",
        "--loglevel=info",
        "--hostname=edx." + variant + ".core.default.%h",
        "--queues=" + queue + "default," + queue + "high," + queue + last_queue,
        "--max-tasks-per-child=100",
        "--prefetch-multiplier=1",
        "--without-gossip",
        "--without-mingle"};
}

Value parameters(std::string name, const hooks::ListFilter<std::string>& command) {
    return value::function(std::move(name), [&command](Arguments&) -> Value {
        value::List words;
        for (const std::string& word : command.items()) {
            words.append(word);
        }
        return words;
    });
}

}  // namespace

void contribute_core(catalog::Catalog& catalog) {
    for (const char* source :
         {"apps/", "build/", "dev/", "k8s/", "local/", "version", "kustomization.yml"}) {
        catalog.env_template_targets.add_item({source, "", ""});
    }
    catalog.lms_worker_command.add_items(worker_command("lms", "high_mem"));
    catalog.cms_worker_command.add_items(worker_command("cms", "low"));
    catalog.env_template_variables.add_items(
        {{"iter_lms_celery_parameters",
          parameters("iter_lms_celery_parameters", catalog.lms_worker_command)},
         {"iter_cms_celery_parameters",
          parameters("iter_cms_celery_parameters", catalog.cms_worker_command)}});
}

}  // namespace tutor::env
