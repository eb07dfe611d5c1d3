// SPDX-License-Identifier: Apache-2.0

#include "k8s/objects.hpp"

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "k8s/internal/document.hpp"
#include "k8s/internal/parallel.hpp"
#include "k8s/internal/prune.hpp"
#include "k8s/internal/removal.hpp"
#include "k8s/internal/take_over.hpp"
#include "kustomize/labels.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::k8s {
namespace {

using internal::text_at;
using kube::ObjectName;
using value::Dict;

constexpr std::string_view everything = "app.kubernetes.io/component notin (job,namespace)";
constexpr std::string_view name_spaces = "app.kubernetes.io/component=namespace";

std::string name_selector(const std::string& name) {
    return fmt::format("{}={}", name_label, name);
}

bool means_all(const std::vector<std::string>& names) {
    return names.empty() || std::find(names.begin(), names.end(), "all") != names.end();
}

/// What one `start` applies at a time, and by which selector it is pruned.
std::vector<std::string> selectors_of(const std::vector<std::string>& names) {
    if (means_all(names)) {
        return {std::string(everything)};
    }
    std::vector<std::string> selectors;
    for (const std::string& name : names) {
        selectors.push_back(name_selector(name));
    }
    return selectors;
}

[[noreturn]] void fail_unknown(Platform& platform, const std::string& name) {
    const std::vector<std::string> known = platform.services();
    const std::string near = did_you_mean(name, known);
    throw Error(
        {.message = fmt::format("no object of the manifests is named '{}'", name),
         .hint = near.empty() ? "known are: " + join(known, ", ") : near});
}

std::string failure_text(const std::exception_ptr& problem) {
    try {
        std::rethrow_exception(problem);
    } catch (const std::exception& error) {
        return error.what();
    }
}

// One problem is thrown as it is; several become one error that tells all.
void throw_problems(const std::vector<kube::ApplyResult>& results) {
    std::vector<const kube::ApplyResult*> failed;
    for (const kube::ApplyResult& result : results) {
        if (result.error) {
            failed.push_back(&result);
        }
    }
    if (failed.empty()) {
        return;
    }
    if (failed.size() == 1) {
        std::rethrow_exception(failed.front()->error);
    }
    std::vector<std::string> texts;
    for (const kube::ApplyResult* result : failed) {
        const std::string text = failure_text(result->error);
        if (std::find(texts.begin(), texts.end(), text) == texts.end()) {
            texts.push_back(text);
        }
    }
    throw Error(
        {.message = fmt::format(
             "{} of {} objects could not be applied:\n    {}",
             failed.size(),
             results.size(),
             join(texts, "\n    "))});
}

void apply_documents(
    Platform& platform, const std::vector<Dict>& documents, const kube::WriteOptions& options) {
    const char* done = options.dry_run == kube::DryRun::no ? "applied" : "applied (dry run)";
    const auto results = platform.client().apply_all(
        documents,
        options,
        [&](const kube::ApplyResult& result) {
            if (!result.error) {
                platform.output().info(fmt::format("{} {}", kube::to_text(result.name), done));
            }
        },
        internal::parallel_requests);
    throw_problems(results);
    if (options.dry_run == kube::DryRun::all) {
        return;
    }
    std::vector<Dict> again;
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (internal::take_over(platform.client(), *results[i].object)) {
            again.push_back(documents[i]);
        }
    }
    if (!again.empty()) {
        throw_problems(
            platform.client().apply_all(again, options, {}, internal::parallel_requests));
    }
}

// Whether there is one that lives. Without the right to know, we take it that there is.
bool has_namespace(Platform& platform, const ObjectName& name) {
    try {
        const auto found = platform.client().find(name);
        if (found && text_at(*found, {"status", "phase"}) == "Terminating") {
            platform.output().info(
                fmt::format("{} is being deleted: waiting until it is gone", kube::to_text(name)));
            internal::wait_until_namespace_is_gone(platform.client(), name, platform.output());
            return false;
        }
        return found.has_value();
    } catch (const kube::ApiError& error) {
        if (error.is_forbidden()) {
            return true;
        }
        throw;
    }
}

void ensure_namespace(Platform& platform) {
    const ObjectName name{
        .kind = {.api_version = "v1", .kind = "Namespace"},
        .name_space = {},
        .name = platform.name_space()};
    if (!has_namespace(platform, name)) {
        apply_documents(platform, select(platform, name_spaces), {.force = kube::Force::yes});
    }
}

std::vector<ObjectName> find_objects(
    const kube::Client& client, const std::vector<kube::Kind>& kinds, const std::string& selector) {
    std::vector<std::vector<ObjectName>> lists(kinds.size());
    const auto problems = internal::in_parallel(kinds.size(), [&](std::size_t i) {
        for (const Dict& object : client.list(kinds[i], {.label_selector = selector}).items) {
            lists[i].push_back(kube::name_of(object));
        }
    });
    std::vector<ObjectName> found;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (problems[i]) {
            std::rethrow_exception(problems[i]);
        }
        found.insert(found.end(), lists[i].begin(), lists[i].end());
    }
    return found;
}

}  // namespace

std::vector<Dict> select(Platform& platform, std::string_view selector) {
    std::vector<Dict> documents;
    for (const kustomize::Resource& resource : platform.manifests()) {
        if (kustomize::labels_fit(
                selector, internal::dict_at(resource.document, {"metadata", "labels"}))) {
            documents.push_back(resource.document);
        }
    }
    return documents;
}

std::vector<Dict> documents_to_start(Platform& platform, const std::vector<std::string>& names) {
    std::vector<Dict> documents;
    const std::vector<std::string> selectors = selectors_of(names);
    for (std::size_t i = 0; i < selectors.size(); ++i) {
        const std::vector<Dict> chosen = select(platform, selectors[i]);
        if (chosen.empty()) {
            fail_unknown(platform, means_all(names) ? "all" : names[i]);
        }
        documents.insert(documents.end(), chosen.begin(), chosen.end());
    }
    return documents;
}

void start(Platform& platform, const std::vector<std::string>& names, Prune prune) {
    const std::vector<Dict> documents = documents_to_start(platform, names);
    ensure_namespace(platform);
    apply_documents(platform, documents, {.force = kube::Force::yes});
    if (prune == Prune::yes) {
        for (const std::string& selector : selectors_of(names)) {
            internal::prune(platform, selector);
        }
    }
}

void stop(Platform& platform, const std::vector<std::string>& names) {
    std::vector<kube::Kind> kinds{
        {"apps/v1", "Deployment"}, {"v1", "Service"}, {"v1", "ConfigMap"}, {"batch/v1", "Job"}};
    if (platform.has_secrets()) {
        kinds.push_back({"v1", "Secret"});
    }
    const std::vector<std::string> wanted = means_all(names) ? std::vector<std::string>{""} : names;
    std::vector<ObjectName> found;
    for (const std::string& name : wanted) {
        std::string more = "app.kubernetes.io/component!=loadbalancer";
        if (!name.empty()) {
            more += "," + name_selector(name);
        }
        for (ObjectName& one : find_objects(platform.client(), kinds, platform.selector(more))) {
            found.push_back(std::move(one));
        }
    }
    internal::remove_and_wait(platform.client(), found, platform.output());
}

void remove_deployments_and_services(Platform& platform) {
    const std::vector<ObjectName> found = find_objects(
        platform.client(), {{"apps/v1", "Deployment"}, {"v1", "Service"}}, platform.selector());
    internal::remove_and_wait(platform.client(), found, platform.output());
}

void remove(Platform& platform, Namespaces namespaces) {
    std::vector<ObjectName> names;
    for (const kustomize::Resource& resource : platform.manifests()) {
        const ObjectName name = kube::name_of(resource.document);
        if (namespaces == Namespaces::remove || name.kind.kind != "Namespace") {
            names.push_back(name);
        }
    }
    internal::remove_and_wait(platform.client(), names, platform.output());
}

void apply(Platform& platform, const ApplyOptions& options) {
    const std::vector<Dict> documents = select(platform, options.selector);
    if (documents.empty()) {
        throw Error(
            {.message = fmt::format("no object of the manifests fits '{}'", options.selector)});
    }
    if (options.dry_run_here) {
        for (const Dict& document : documents) {
            platform.output().info(
                fmt::format("{} applied (dry run)", kube::to_text(kube::name_of(document))));
        }
        return;
    }
    apply_documents(
        platform,
        documents,
        {.dry_run = options.dry_run_server ? kube::DryRun::all : kube::DryRun::no,
         .force = options.force_conflicts ? kube::Force::yes : kube::Force::no});
    if (options.prune && !options.dry_run_server) {
        internal::prune(platform, options.selector);
    }
}

}  // namespace tutor::k8s
