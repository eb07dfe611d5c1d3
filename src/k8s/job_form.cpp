// SPDX-License-Identifier: Apache-2.0

#include "k8s/job_form.hpp"

#include "base/error.hpp"
#include "base/suggest.hpp"
#include "base/text.hpp"
#include "crypto/random.hpp"
#include "k8s/internal/document.hpp"
#include "value/operations.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <ctime>

namespace tutor::k8s {
namespace {

using internal::child;
using internal::text_at;
using value::Dict;
using value::List;
using value::Value;

constexpr std::size_t longest_label = 63;
constexpr std::size_t random_letters = 5;
constexpr int retries = 1;
constexpr int seconds_kept = 3600;

bool is_job(const kustomize::Resource& resource) {
    return text_at(resource.document, {"kind"}) == "Job";
}

std::string name_of(const kustomize::Resource& resource) {
    return text_at(resource.document, {"metadata", "name"});
}

const kustomize::Resource&
form_of(const std::vector<kustomize::Resource>& manifests, const std::string& service) {
    const std::string wanted = service + "-job";
    for (const kustomize::Resource& resource : manifests) {
        if (is_job(resource) && name_of(resource) == wanted) {
            return resource;
        }
    }
    const std::string near = did_you_mean(service, job_services(manifests));
    throw Error(
        {.message = fmt::format("could not find job '{}'", wanted),
         .hint = near.empty() ? fmt::format(
                     "a plugin defines one in the patch 'k8s-jobs', with the name '{}'", wanted)
                              : near});
}

Dict first_container(const Dict& job, const kustomize::Resource& form) {
    const std::vector<Value> containers =
        internal::items_at(job, {"spec", "template", "spec", "containers"});
    if (containers.empty() || !containers.front().is_dict()) {
        throw Error(
            {.message = fmt::format("job '{}' has no container", name_of(form)),
             .where = form.where});
    }
    return containers.front().as_dict();
}

void set_script(Dict container, const std::string& script) {
    const Value* command = container.find("command");
    const bool bypass = command != nullptr && command->is_list() && command->items().empty();
    if (bypass) {
        container.set("command", List{"sh", "-e", "-c"});
        container.set("args", List{Value(script)});
    } else {
        container.set("args", List{"sh", "-e", "-c", Value(script)});
    }
}

}  // namespace

std::string unique_job_name(std::string_view service) {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    const std::string end = fmt::format(
        "-job-{:%Y%m%d%H%M%S}-{}",
        fmt::localtime(now),
        to_ascii_lower(crypto::random_string(random_letters)));
    return std::string(service.substr(0, longest_label - end.size())) + end;
}

std::vector<std::string> job_services(const std::vector<kustomize::Resource>& manifests) {
    constexpr std::string_view suffix = "-job";
    std::vector<std::string> names;
    for (const kustomize::Resource& resource : manifests) {
        const std::string name = name_of(resource);
        if (is_job(resource) && name.ends_with(suffix)) {
            names.push_back(name.substr(0, name.size() - suffix.size()));
        }
    }
    return names;
}

Dict make_job(
    const std::vector<kustomize::Resource>& manifests,
    const std::string& service,
    const std::string& name,
    const std::string& script) {
    const kustomize::Resource& form = form_of(manifests, service);
    const Dict job = value::deep_copy(form.document).as_dict();
    Dict metadata = child(job, "metadata");
    metadata.set("name", name);
    child(metadata, "labels").set("app.kubernetes.io/name", name);
    // So that "k8s logs NAME" finds the pods, too.
    child(child(child(child(job, "spec"), "template"), "metadata"), "labels")
        .set("app.kubernetes.io/name", name);
    Dict spec = child(job, "spec");
    spec.set("backoffLimit", retries);
    spec.set("ttlSecondsAfterFinished", seconds_kept);
    set_script(first_container(job, form), script);
    return job;
}

}  // namespace tutor::k8s
