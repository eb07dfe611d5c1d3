// SPDX-License-Identifier: Apache-2.0
//
// tutor plugins search, show.

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "commands/internal/plugin_commands.hpp"
#include "commands/internal/reports.hpp"

#include <fmt/format.h>

namespace tutor::commands::internal {
namespace {

using cli::Invocation;

constexpr std::size_t shown_characters = 128;

std::string first_line(const std::string& text) {
    const std::string line = text.substr(0, text.find('\n'));
    std::size_t end = 0;
    for (std::size_t count = 0; end < line.size(); ++end) {
        const bool begins_character = (static_cast<unsigned char>(line[end]) & 0xC0) != 0x80;
        if (begins_character && ++count > shown_characters) {
            break;
        }
    }
    return line.substr(0, end);
}

bool matches(const plugins::IndexEntry& entry, const std::string& pattern) {
    const std::string wanted = to_ascii_lower(pattern);
    return entry.name().find(wanted) != std::string::npos
        || to_ascii_lower(entry.text("description")).find(wanted) != std::string::npos;
}

void search(Context& context, const Invocation& call) {
    const std::string pattern = call.text("pattern").value_or("");
    const Statuses statuses(context);
    const bool for_people = !wants_json(call);
    std::vector<std::vector<std::string>> rows{{"NAME", "STATUS", "DESCRIPTION"}};
    for (const plugins::IndexEntry& entry : index_entries(context)) {
        if (matches(entry, pattern)) {
            const std::string description = entry.text("description");
            rows.push_back(
                {entry.name(),
                 status_text(statuses.of(entry.name()), for_people),
                 for_people ? first_line(description) : description});
        }
    }
    print_rows(context, call, rows);
}

void show(Context& context, const Invocation& call) {
    const std::string name = *call.text("name");
    const plugins::IndexEntries entries = index_entries(context);
    const plugins::IndexEntry* entry = plugins::find(entries, name);
    if (entry == nullptr) {
        std::vector<std::string> names;
        for (const plugins::IndexEntry& other : entries) {
            names.push_back(other.name());
        }
        const std::string near = did_you_mean(name, names);
        throw Error(
            {.message = fmt::format("no index knows a plugin '{}'", name),
             .hint = near.empty() ? "fetch the indexes again with: tutor plugins update" : near});
    }
    const std::string status = status_text(Statuses(context).of(entry->name()), !wants_json(call));
    if (wants_json(call)) {
        value::Dict data = value::Value(entry->data).as_dict();
        data.set("status", status);
        print_json(context, data);
        return;
    }
    const std::pair<const char*, std::string> lines[] = {
        {"Name", entry->name()},
        {"Source", entry->text("src")},
        {"Status", status},
        {"Author", entry->text("author")},
        {"Maintainer", entry->text("maintainer")},
        {"Homepage", entry->text("url")},
        {"Index", entry->text("index")},
        {"Description", std::string(trim(entry->text("description")))}};
    for (const auto& [label, text] : lines) {
        context.results().line(fmt::format("{}: {}", label, text));
    }
}

}  // namespace

cli::Command search_command(Context& context) {
    return {
        .name = "search",
        .help = "Look for plugins in the indexes, by name and description.",
        .options = {output_option()},
        .arguments = {{.name = "pattern", .arity = cli::Arity::optional}},
        .run = [&context](const Invocation& call) {
            search(context, call);
        }};
}

cli::Command show_command(Context& context) {
    return {
        .name = "show",
        .help = "Show what the indexes say of a plugin.",
        .options = {output_option()},
        .arguments =
            {{.name = "name",
              .complete =
                  [&context](std::string_view text) {
                      return complete_index_names(context, text);
                  }}},
        .run = [&context](const Invocation& call) {
            show(context, call);
        }};
}

}  // namespace tutor::commands::internal
