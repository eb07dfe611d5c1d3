// SPDX-License-Identifier: Apache-2.0
//
// The page docs/plugins/hooks.md.

#include "catalog/dynamic.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::catalog {
namespace {

std::string tuple_text(const std::vector<Field>& fields) {
    if (fields.size() == 1) {
        return fmt::format("`{}`", fields.front().name);
    }
    std::string names;
    for (const Field& field : fields) {
        names += (names.empty() ? "" : ", ") + std::string(field.name);
    }
    return fmt::format("`({})`", names);
}

std::string rows(const std::vector<Field>& fields) {
    std::string text = "| Name | Type | |\n|---|---|---|\n";
    for (const Field& field : fields) {
        text += fmt::format(
            "| `{}` | {} | {}{} |\n",
            field.name,
            type_text(field.type),
            field.help,
            field.required ? "" : "; may be left out");
    }
    return text;
}

std::string yaml_note(const HookDoc& doc) {
    std::string name(doc.name);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (!doc.in_yaml) {
        return "Not in YAML plugins.";
    }
    switch (doc.selector) {
    case Selector::none: return fmt::format("In YAML: `v1: {}`.", name);
    case Selector::equals:
        return fmt::format(
            "In YAML: `v1: {}`; a further field `{}` limits the item.",
            name,
            doc.arguments.front().name);
    case Selector::basename:
        return fmt::format(
            "In YAML: `v1: {}`; a further field `folder`, a regular expression, tells which "
            "folders are meant.",
            name);
    }
    return {};
}

std::string section(const DynamicHook& hook) {
    const HookDoc& doc = hook.doc();
    std::string text = fmt::format("### {}\n\n{}\n\nRuns: {}\n", doc.name, doc.summary, doc.when);
    if (hook.kind() == HookKind::list) {
        text += fmt::format("\nItems are {}. {}\n\n", tuple_text(doc.item), yaml_note(doc));
        text += rows(doc.item);
    }
    if (hook.kind() == HookKind::filter) {
        text += "\nThe value:\n\n" + rows(doc.item);
    }
    if (!doc.arguments.empty()) {
        text += fmt::format(
            "\n{}:\n\n", hook.kind() == HookKind::action ? "Arguments" : "Further arguments");
        text += rows(doc.arguments);
    }
    return text + "\n";
}

constexpr const char* introduction =
    "# All hooks\n"
    "\n"
    "Made from the catalog by `tutor plugins hooks`: do not edit.\n"
    "\n"
    "An **action** tells its callbacks that something happens. A **filter** hands a value from "
    "one\n"
    "callback to the next; each returns the new value. A filter over a list has items, which can "
    "be\n"
    "added without a callback.\n"
    "\n"
    "- Callbacks run by priority, lowest first: HIGH 5, DEFAULT 10, LOW 50, or any other number. "
    "Ties\n"
    "  run in order of addition.\n"
    "- A callback belongs to the contexts that were in force when it was added; those of plugin\n"
    "  `NAME` to `plugins` and `app:NAME`. Filters and actions can be run for one context only, "
    "and\n"
    "  the callbacks of a context can be removed.\n"
    "- A callback that is added while its hook runs is called in that run when its turn has not\n"
    "  passed; none is called twice. Removing callbacks does not disturb a run in progress.\n"
    "- An error in a callback ends the run; the report names hook, contexts and, where known, "
    "file\n"
    "  and line of the callback.\n";

}  // namespace

std::string reference_page(const DynamicHooks& hooks) {
    std::string page = introduction;
    for (const bool actions : {true, false}) {
        page += actions ? "\n## Actions\n\n" : "## Filters\n\n";
        for (const auto& hook : hooks.all()) {
            if ((hook->kind() == HookKind::action) == actions) {
                page += section(*hook);
            }
        }
    }
    page.pop_back();
    return page;
}

}  // namespace tutor::catalog
