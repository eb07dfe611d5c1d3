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

// What an index would say of an installed Python package, from its own metadata.
plugins::IndexEntry describe(const plugin_python::Package& package) {
    const plugin_python::Distribution& distribution = package.distribution;
    const auto first = [&](std::initializer_list<const char*> fields) {
        for (const char* field : fields) {
            std::string text = plugin_python::metadata_field(distribution, field);
            if (!text.empty() && text != "UNKNOWN") {
                return text;
            }
        }
        return std::string();
    };
    // "Homepage, ADDRESS"
    const std::string project = first({"Project-URL"});
    const std::size_t comma = project.find(',');
    std::string home = first({"Home-page"});
    if (home.empty() && comma != std::string::npos) {
        home = trim(std::string_view(project).substr(comma + 1));
    }
    const std::string address = plugin_python::source_address(distribution);
    value::Dict data;
    data.set("name", package.plugin);
    data.set(
        "src",
        address.empty() ? fmt::format("{}=={}", distribution.name, distribution.version) : address);
    data.set("author", first({"Author", "Author-email"}));
    data.set("maintainer", first({"Maintainer", "Maintainer-email"}));
    data.set("url", home);
    data.set("description", first({"Summary"}));
    return {data};
}

void print_entry(Context& context, const Invocation& call, const plugins::IndexEntry& entry) {
    const std::string status = status_text(Statuses(context).of(entry.name()), !wants_json(call));
    if (wants_json(call)) {
        value::Dict data = value::Value(entry.data).as_dict();
        data.set("status", status);
        print_json(context, data);
        return;
    }
    const std::pair<const char*, std::string> lines[] = {
        {"Name", entry.name()},
        {"Source", entry.text("src")},
        {"Status", status},
        {"Author", entry.text("author")},
        {"Maintainer", entry.text("maintainer")},
        {"Homepage", entry.text("url")},
        {"Index", entry.text("index")},
        {"Description", std::string(trim(entry.text("description")))}};
    for (const auto& [label, text] : lines) {
        context.results().line(fmt::format("{}: {}", label, text));
    }
}

void show(Context& context, const Invocation& call) {
    const std::string name = *call.text("name");
    const std::vector<plugin_python::Package> packages = installed_packages(context);
    const plugin_python::Package* package = plugin_python::find_package(packages, name);
    // What is installed can be told without the network.
    const plugins::IndexEntries entries =
        package == nullptr ? index_entries(context) : cached_index_entries(context);
    const plugins::IndexEntry* entry = plugins::find(entries, name);
    if (entry == nullptr && package != nullptr) {
        print_entry(context, call, describe(*package));
        return;
    }
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
    print_entry(context, call, *entry);
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
        .help = "Show what the indexes say of a plugin, or an installed package of itself.",
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
