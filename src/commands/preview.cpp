// SPDX-License-Identifier: Apache-2.0

#include "commands/internal/preview.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "commands/internal/difference.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::commands {
namespace {

using internal::Comparison;
using internal::print_difference;

Comparison comparison_of(const env::Plan& plan, const env::Change& change) {
    Comparison result{.name = "env/" + change.path, .before = {}, .after = {}};
    if (change.kind != env::ChangeKind::added) {
        result.before = read_file_if_exists(plan.environment / change.path);
    }
    if (change.kind != env::ChangeKind::removed) {
        result.after = env::planned_file(plan, change.path).content;
    }
    return result;
}

// "env/: 3 added, 1 changed, 2 removed"
std::string count_text(const env::Plan& plan, std::size_t foreign) {
    std::size_t counts[] = {0, 0, foreign};
    for (const env::Change& change : plan.changes) {
        ++counts[static_cast<std::size_t>(change.kind)];
    }
    return fmt::format("env/: {} added, {} changed, {} removed", counts[0], counts[1], counts[2]);
}

}  // namespace

void print_preview(
    Context& context,
    const config::ConfigFile& file,
    const env::Plan& plan,
    const SaveOptions& options) {
    term::Output& output = context.output();
    const bool stores = options.store == Store::everything && file.changes();
    if (stores) {
        print_difference(
            output,
            {.name = "config.yml",
             .before = file.exists ? std::optional(file.old_text) : std::nullopt,
             .after = file.new_text});
    }
    for (const env::Change& change : plan.changes) {
        print_difference(output, comparison_of(plan, change));
        if (change.edited_by_hand) {
            output.alert(fmt::format("'env/{}' was edited by hand", change.path));
        }
    }
    std::vector<std::string> foreign;
    if (options.clean == Clean::yes) {
        foreign = env::foreign_files(plan.environment, *plan.tree);
        std::erase_if(foreign, [&](const std::string& path) {
            return std::any_of(plan.changes.begin(), plan.changes.end(), [&](const auto& change) {
                return change.path == path;
            });
        });
        for (const std::string& path : foreign) {
            print_difference(
                output,
                {.name = "env/" + path,
                 .before = read_file_if_exists(plan.environment / path),
                 .after = {}});
        }
    }
    const bool changes = stores || !plan.changes.empty() || !foreign.empty();
    output.line(
        changes ? fmt::format(
            "Preview: config.yml: {}; {}. Nothing was written.",
            stores ? (file.exists ? "changed" : "new") : "unchanged",
            count_text(plan, foreign.size()))
                : "Preview: nothing would change.",
        term::Stream::error);
}

void ask_about_edited_files(Context& context, env::Plan& plan) {
    const std::vector<env::Change> changes = plan.changes;
    for (const env::Change& change : changes) {
        if (!change.edited_by_hand) {
            continue;
        }
        const std::string path = (plan.environment / change.path).string();
        const std::string question = fmt::format(
            "'{}' was edited by hand. Keep it, {} it, or show the difference?",
            path,
            change.kind == env::ChangeKind::removed ? "remove" : "overwrite");
        const std::string other = change.kind == env::ChangeKind::removed ? "remove" : "overwrite";
        std::string answer;
        while (answer != "keep" && answer != other) {
            answer = context.prompt().choice(question, {"keep", other, "diff"}, "diff");
            if (answer == "diff") {
                print_difference(context.output(), comparison_of(plan, change));
            }
        }
        if (answer == "keep") {
            env::keep_edited(plan, change.path);
        }
    }
}

}  // namespace tutor::commands
