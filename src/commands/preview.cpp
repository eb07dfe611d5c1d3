// SPDX-License-Identifier: Apache-2.0

#include "commands/internal/preview.hpp"

#include "base/diff.hpp"
#include "base/files.hpp"
#include "base/secrecy.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::commands {
namespace {

constexpr std::string_view masked = "***";

/// One file before and after; a name of "/dev/null" stands for no file.
struct Comparison {
    std::string name;  ///< below the root
    std::optional<std::string> before;
    std::optional<std::string> after;
};

// The value after the name; everything, when there is no name.
std::string without_value(const std::string& line) {
    const std::size_t at = line.find_first_of(":=");
    return at == std::string::npos ? std::string(1, line.front()) + std::string(masked)
                                   : line.substr(0, at + 1) + " " + std::string(masked);
}

// Whether `line` is `pattern` with something else in the place of one "***". Both begin with the
// mark of a diff, which is not compared.
bool has_shape_of(std::string_view line, std::string_view pattern) {
    line.remove_prefix(1);
    pattern.remove_prefix(1);
    const std::size_t at = pattern.find(masked);
    if (at == std::string_view::npos) {
        return false;
    }
    const std::string_view head = pattern.substr(0, at);
    const std::string_view tail = pattern.substr(at + masked.size());
    return line.size() >= head.size() + tail.size() && line.starts_with(head)
        && line.ends_with(tail);
}

// Secrets that are in force are known; those of a file about to be replaced may be older. They are
// recognised by their names, and by standing where a known one takes their place.
std::vector<DiffLine> without_secrets(std::vector<DiffLine> lines, const Masker& masker) {
    for (DiffLine& line : lines) {
        line.text = masker.mask(line.text);
    }
    for (DiffLine& line : lines) {
        if (line.kind != DiffKind::removed || line.text.find(masked) != std::string::npos) {
            continue;
        }
        const auto successor = std::find_if(lines.begin(), lines.end(), [&](const DiffLine& other) {
            return other.kind == DiffKind::added && has_shape_of(line.text, other.text);
        });
        if (successor != lines.end()) {
            line.text = "-" + successor->text.substr(1);
        } else if (looks_like_secret(std::string_view(line.text).substr(1))) {
            line.text = without_value(line.text);
        }
    }
    return lines;
}

term::Style style_of(DiffKind kind) {
    switch (kind) {
    case DiffKind::added: return term::Style::title;
    case DiffKind::removed: return term::Style::error;
    case DiffKind::header: return term::Style::info;
    case DiffKind::context:
    case DiffKind::note: return term::Style::plain;
    }
    return term::Style::plain;
}

bool is_binary(const std::optional<std::string>& text) {
    return text && (text->find('\0') != std::string::npos || find_invalid_utf8(*text));
}

void print(term::Output& output, const Comparison& file) {
    const std::string before = file.before ? "a/" + file.name : "/dev/null";
    const std::string after = file.after ? "b/" + file.name : "/dev/null";
    if (is_binary(file.before) || is_binary(file.after)) {
        output.line(fmt::format("Binary files {} and {} differ", before, after));
        return;
    }
    output.line("--- " + before);
    output.line("+++ " + after);
    for (const DiffLine& line : without_secrets(
             unified_diff(file.before.value_or(""), file.after.value_or("")), output.masker())) {
        output.line(line.text, term::Stream::out, style_of(line.kind));
    }
}

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
        print(
            output,
            {.name = "config.yml",
             .before = file.exists ? std::optional(file.old_text) : std::nullopt,
             .after = file.new_text});
    }
    for (const env::Change& change : plan.changes) {
        print(output, comparison_of(plan, change));
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
            print(
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
                print(context.output(), comparison_of(plan, change));
            }
        }
        if (answer == "keep") {
            env::keep_edited(plan, change.path);
        }
    }
}

}  // namespace tutor::commands
