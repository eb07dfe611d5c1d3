// SPDX-License-Identifier: Apache-2.0
//
// tutor k8s apply ARGS: everything as it stands in the manifests, with the words of
// `kubectl apply --kustomize ENV ARGS` that have a meaning here.

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "commands/cluster.hpp"
#include "commands/internal/k8s_group.hpp"
#include "k8s/objects.hpp"

#include <fmt/format.h>

namespace tutor::commands::internal {
namespace {

using Words = std::vector<std::string>;

[[noreturn]] void refuse(const std::string& word) {
    const Words known{
        "--dry-run=client",
        "--dry-run=server",
        "--dry-run=none",
        "--force-conflicts",
        "--prune",
        "--prune-allowlist=core/v1/ConfigMap",
        "--selector",
        "--server-side",
        "--wait",
        "-l"};
    const std::string near = did_you_mean(word, known);
    throw UsageError(
        {.message = fmt::format("'{}' of kubectl apply is not known here", word),
         .hint = near.empty() ? "known are: " + join(known, " ") : near});
}

bool boolean(const std::string& word, const std::string& value) {
    if (value == "true" || value == "false") {
        return value == "true";
    }
    refuse(word);
}

/// "--name=value", "--name value", "-l value".
struct Flag {
    std::string name;
    std::optional<std::string> value;
};

Flag flag_of(const std::string& word) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) {
        return {.name = word, .value = {}};
    }
    return {.name = word.substr(0, equals), .value = word.substr(equals + 1)};
}

void set_dry_run(k8s::ApplyOptions& options, const std::string& word, const std::string& value) {
    if (value != "client" && value != "server" && value != "none") {
        refuse(word);
    }
    options.dry_run_here = value == "client";
    options.dry_run_server = value == "server";
}

k8s::ApplyOptions options_of(const Words& words) {
    k8s::ApplyOptions options;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Flag flag = flag_of(words[i]);
        const auto value = [&] {
            if (flag.value) {
                return *flag.value;
            }
            if (i + 1 == words.size()) {
                throw UsageError({.message = fmt::format("'{}' needs a value", flag.name)});
            }
            return words[++i];
        };
        if (flag.name == "--dry-run") {
            set_dry_run(options, words[i], flag.value.value_or("client"));
        } else if (flag.name == "--selector" || flag.name == "-l") {
            options.selector = value();
        } else if (flag.name == "--prune") {
            options.prune = boolean(words[i], flag.value.value_or("true"));
        } else if (flag.name == "--prune-allowlist" || flag.name == "--prune-whitelist") {
            // What we prune is that anyway; a wider list would not be heeded.
            if (const std::string kind = value(); kind != "core/v1/ConfigMap") {
                refuse(fmt::format("{}={}", flag.name, kind));
            }
        } else if (flag.name == "--force-conflicts") {
            options.force_conflicts = boolean(words[i], flag.value.value_or("true"));
        } else if (
            flag.name == "--server-side" || flag.name == "--wait" || flag.name == "--validate") {
            boolean(words[i], flag.value.value_or("true"));  // always so, or of no effect
        } else {
            refuse(words[i]);
        }
    }
    return options;
}

}  // namespace

cli::Command k8s_apply_command(Context& context) {
    return {
        .name = "apply",
        .help = "Apply all manifests as they stand in the environment, jobs included.\n\n"
                "Takes these options of kubectl apply: --dry-run, --selector, --prune, "
                "--force-conflicts.",
        .arguments = {{.name = "args", .arity = cli::Arity::any}},
        .ignore_unknown_options = true,
        .run = [&context](const cli::Invocation& call) {
            const k8s::ApplyOptions options = options_of(call.texts("args"));
            k8s::Platform platform = make_cluster(context, call, Checked::no);
            k8s::apply(platform, options);
        }};
}

}  // namespace tutor::commands::internal
