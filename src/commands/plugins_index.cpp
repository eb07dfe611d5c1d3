// SPDX-License-Identifier: Apache-2.0
//
// tutor plugins index, update: where plugins are offered, and fetching what is.

#include "commands/internal/plugin_commands.hpp"
#include "commands/internal/releases.hpp"
#include "commands/internal/reports.hpp"
#include "commands/save.hpp"
#include "plugins/fetch.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::commands::internal {
namespace {

namespace fs = std::filesystem;
using cli::Invocation;

constexpr std::string_view public_indexes = "https://overhang.io/tutor/";

plugins::IndexCache cache_of(Context& context) {
    return plugins::IndexCache(context.environment());
}

std::vector<std::string> configured_indexes(Context& context) {
    return context.store().load_minimal().texts("PLUGIN_INDEXES");
}

void tell_problem(Context& context, const std::string& problem) {
    context.output().line("  " + problem, term::Stream::error, term::Style::error);
}

std::string typed_index(Context& context, const Invocation& call) {
    return context.catalog().plugin_index_url.apply(call.text("url").value_or(""));
}

void list(Context& context, const Invocation& call) {
    const std::vector<std::string> urls = configured_indexes(context);
    if (wants_json(call)) {
        value::List items;
        for (const std::string& url : urls) {
            items.append(url);
        }
        print_json(context, items);
        return;
    }
    for (const std::string& url : urls) {
        context.results().line(url);
    }
}

// Stores the list with `url` in it or not, then fetches what is listed now.
void change(Context& context, const std::string& url, bool wanted) {
    context.load_plugins();
    std::vector<std::string> urls = configured_indexes(context);
    const bool present = std::find(urls.begin(), urls.end(), url) != urls.end();
    if (present == wanted) {
        context.output().alert(
            wanted ? fmt::format("Index '{}' is there already", url)
                   : fmt::format("Index '{}' is not among those configured", url));
        return;
    }
    const auto edit = [&](config::Config& config) {
        value::List list;
        for (const std::string& other : config.texts("PLUGIN_INDEXES")) {
            if (other != url) {
                list.append(other);
            }
        }
        if (wanted) {
            list.append(url);
        }
        config.set("PLUGIN_INDEXES", list, config::Layer::given);
    };
    save(context, {.edit = edit}, {.store = Store::configuration_only});
    update_indexes(context);
}

cli::Argument url_argument(cli::Completer complete) {
    return {.name = "url", .complete = std::move(complete)};
}

}  // namespace

plugins::IndexEntries update_indexes(Context& context) {
    const std::string folder = index_folder(context.version());
    plugins::IndexEntries entries;
    for (const std::string& url :
         context.catalog().plugin_indexes.apply(configured_indexes(context))) {
        const std::string location = plugins::index_location(url, folder);
        context.output().info(fmt::format("Fetching index {}...", location));
        try {
            std::vector<Error> problems;
            plugins::IndexEntries found = plugins::parse_index(
                plugins::fetch(location, context.runner()), location, problems);
            for (const Error& problem : problems) {
                tell_problem(context, problem.what());
            }
            plugins::merge(entries, std::move(found));
        } catch (const Error& error) {
            tell_problem(context, fmt::format("index {} is left out: {}", location, error.what()));
        }
    }
    const plugins::IndexCache cache = cache_of(context);
    cache.write(entries);
    context.output().info(fmt::format("Plugin index local cache: {}", cache.path().string()));
    return entries;
}

plugins::IndexEntries index_entries(Context& context) {
    if (std::optional<plugins::IndexEntries> known = cache_of(context).read()) {
        return *known;
    }
    return update_indexes(context);
}

plugins::IndexEntries cached_index_entries(Context& context) {
    return cache_of(context).read().value_or(plugins::IndexEntries());
}

std::vector<cli::Completion> complete_index_names(Context& context, std::string_view incomplete) {
    std::vector<std::string> names;
    for (const plugins::IndexEntry& entry : cached_index_entries(context)) {
        names.push_back(entry.name());
    }
    return cli::matching(names, incomplete);
}

void contribute_index_urls(Context& context) {
    context.catalog().plugin_index_url.add([](const std::string& url) -> std::string {
        if (url == "main" || url == "contrib") {
            return std::string(public_indexes) + url;
        }
        std::error_code error;
        if (!plugins::is_http_address(url) && fs::exists(url, error)) {
            return fs::weakly_canonical(fs::absolute(url)).string();
        }
        return url;
    });
}

cli::Command index_command(Context& context) {
    const auto complete_known = [](std::string_view text) {
        std::vector<cli::Completion> candidates = cli::matching({"main", "contrib"}, text);
        candidates.push_back({.value = std::string(text), .type = "dir"});
        return candidates;
    };
    const auto complete_configured = [&context](std::string_view text) {
        return cli::matching(configured_indexes(context), text);
    };
    return {
        .name = "index",
        .help = "Where plugins are offered.\n\n"
                "An index is a folder or an address that holds RELEASE/plugins.yml, a list of "
                "plugins. \"main\" and \"contrib\" stand for the public ones.",
        .commands = {
            {.name = "list",
             .help = "List the indexes.",
             .options = {output_option()},
             .run =
                 [&context](const Invocation& call) {
                     list(context, call);
                 }},
            {.name = "add",
             .help = "Add an index and fetch it.",
             .arguments = {url_argument(complete_known)},
             .run =
                 [&context](const Invocation& call) {
                     change(context, typed_index(context, call), true);
                 }},
            {.name = "remove",
             .help = "Remove an index.",
             .arguments = {url_argument(complete_configured)},
             .run = [&context](const Invocation& call) {
                 change(context, typed_index(context, call), false);
             }}}};
}

cli::Command update_command(Context& context) {
    return {
        .name = "update",
        .help = "Fetch the indexes: what plugins there are.",
        .run = [&context](const Invocation&) {
            update_indexes(context);
        }};
}

}  // namespace tutor::commands::internal
