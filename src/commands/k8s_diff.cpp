// SPDX-License-Identifier: Apache-2.0
//
// tutor k8s diff: what "start" would change; tutor k8s status.

#include "base/text.hpp"
#include "cli/program.hpp"
#include "commands/cluster.hpp"
#include "commands/internal/difference.hpp"
#include "commands/internal/k8s_group.hpp"
#include "commands/internal/reports.hpp"
#include "k8s/comparison.hpp"
#include "k8s/status.hpp"
#include "term/table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::commands::internal {
namespace {

using cli::Invocation;

void diff(Context& context, const Invocation& call) {
    k8s::Platform platform = make_cluster(context, call);
    const std::vector<k8s::ObjectChange> found = k8s::changes(platform, call.texts("names"));
    for (const k8s::ObjectChange& change : found) {
        print_difference(
            context.output(),
            {.name = change.name, .before = change.before, .after = change.after});
    }
    if (found.empty()) {
        context.output().line("Nothing would change.", term::Stream::error);
        return;
    }
    context.output().line(
        fmt::format(
            "{} would change. Nothing was changed.",
            found.size() == 1 ? "1 object" : fmt::format("{} objects", found.size())),
        term::Stream::error);
    throw cli::Exit(1);
}

void append_rows(const k8s::StatusTable& table, value::List& list) {
    for (auto row = table.rows.begin() + 1; row != table.rows.end(); ++row) {
        value::Dict object{{"kind", table.kind}};
        for (std::size_t i = 0; i < row->size(); ++i) {
            std::string key = to_ascii_lower(table.rows.front()[i]);
            std::replace(key.begin(), key.end(), '-', '_');
            // "pod/lms-1" is for people
            const std::string& cell = (*row)[i];
            object.set(key, i == 0 ? cell.substr(cell.find('/') + 1) : cell);
        }
        list.append(object);
    }
}

void status(Context& context, const Invocation& call) {
    k8s::Platform platform = make_cluster(context, call);
    const k8s::Status found = k8s::status(platform);
    if (wants_json(call)) {
        value::List objects;
        for (const k8s::StatusTable& table : found.tables) {
            append_rows(table, objects);
        }
        value::List troubles;
        for (const std::string& trouble : found.troubles) {
            troubles.append(trouble);
        }
        print_json(context, value::Dict{{"objects", objects}, {"troubles", troubles}});
        return;
    }
    if (found.tables.empty()) {
        context.output().line(
            fmt::format("Nothing is in namespace '{}'.", platform.name_space()),
            term::Stream::error);
        return;
    }
    bool is_first = true;
    for (const k8s::StatusTable& table : found.tables) {
        context.results().line((is_first ? "" : "\n") + term::format_table(table.rows));
        is_first = false;
    }
    for (const std::string& trouble : found.troubles) {
        context.output().alert(trouble);
    }
}

}  // namespace

cli::Completer k8s_services(Context& context) {
    return [&context](std::string_view incomplete) {
        // Only the environment is read: no cluster is asked while somebody types.
        k8s::Platform platform(
            {.config = [&context]() -> const config::Config& { return context.config(); },
             .output = context.output(),
             .project = context.project()});
        return cli::matching(platform.services(), incomplete);
    };
}

cli::Command k8s_diff_command(Context& context) {
    return {
        .name = "diff",
        .help = "Show what \"start\" would change, without changing anything.\n\n"
                "Exit status 1 when something would, 0 when nothing would.",
        .arguments =
            {{.name = "names",
              .arity = cli::Arity::any,
              .metavar = "[NAME]...",
              .complete = k8s_services(context)}},
        .run = [&context](const Invocation& call) {
            diff(context, call);
        }};
}

cli::Command k8s_status_command(Context& context) {
    return {
        .name = "status",
        .help = "Show what is in the namespace, and what is wrong with it.",
        .options = {output_option()},
        .run = [&context](const Invocation& call) {
            status(context, call);
        }};
}

}  // namespace tutor::commands::internal
