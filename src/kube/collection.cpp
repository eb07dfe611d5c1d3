// SPDX-License-Identifier: Apache-2.0
//
// Reading collections, and the queries of requests.

#include "json/dump.hpp"
#include "json/parse.hpp"
#include "kube/internal/client_state.hpp"

#include <fmt/format.h>

#include <utility>

namespace tutor::kube::internal {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

std::string query_of(const Parameters& parameters) {
    return parameters.empty() ? std::string() : "?" + http::query(parameters);
}

// Items of a list do not say what they are; single objects do.
void take_items(const value::Value& page, const Kind& kind, ObjectList& into) {
    const value::Value* items = find_field(page, {"items"});
    if (items == nullptr || !items->is_list()) {
        return;
    }
    for (const value::Value& item : items->items()) {
        if (!item.is_dict()) {
            continue;
        }
        value::Dict object;
        object.set("apiVersion", kind.api_version);
        object.set("kind", kind.kind);
        for (const value::Dict::Entry& entry : item.as_dict()) {
            object.set(entry.key, entry.value);
        }
        into.items.push_back(std::move(object));
    }
}

value::Value read_page(
    const Client& client,
    const std::string& path,
    const Kind& kind,
    const ListOptions& options,
    const std::string& go_on,
    Repeat repeat) {
    Parameters parameters = {{"limit", std::to_string(options.page_size)}};
    if (!go_on.empty()) {
        parameters.emplace_back("continue", go_on);
    }
    const http::Response response = client.connection().send(
        {.request = {.target = path + selection_query(options, std::move(parameters))},
         .repeat = repeat,
         .doing = fmt::format("listing {}", kind.kind),
         .stop = client.stop_token()});
    return json::parse(response.body, client.server());
}

}  // namespace

std::string compact(const value::Value& value) {
    return json::dump(value, {.ensure_ascii = false, .item_separator = ",", .key_separator = ":"});
}

value::Dict parse_object(std::string_view body, std::string_view source) {
    const value::Value document = json::parse(body, source);
    if (!document.is_dict()) {
        throw Error(
            {.message = fmt::format("{} answered something that is no object", source),
             .hint = "check that a Kubernetes API server is behind this address"});
    }
    return document.as_dict();
}

std::string write_query(const Client& client, const WriteOptions& options, bool with_force) {
    const std::string& manager = options.field_manager.empty()
        ? client.connection().options().field_manager
        : options.field_manager;
    Parameters parameters = {{"fieldManager", manager}};
    if (with_force && options.force == Force::yes) {
        parameters.emplace_back("force", "true");
    }
    if (options.dry_run == DryRun::all) {
        parameters.emplace_back("dryRun", "All");
    }
    return query_of(parameters);
}

std::string selection_query(const ListOptions& options, Parameters more) {
    Parameters parameters;
    if (!options.label_selector.empty()) {
        parameters.emplace_back("labelSelector", options.label_selector);
    }
    if (!options.field_selector.empty()) {
        parameters.emplace_back("fieldSelector", options.field_selector);
    }
    parameters.insert(
        parameters.end(),
        std::make_move_iterator(more.begin()),
        std::make_move_iterator(more.end()));
    return query_of(parameters);
}

ObjectList list_all(
    const Client& client,
    const std::string& path,
    const Kind& kind,
    const ListOptions& options,
    Repeat repeat) {
    ObjectList result;
    std::string go_on;
    bool began_anew = false;
    while (true) {
        try {
            const value::Value page = read_page(client, path, kind, options, go_on, repeat);
            take_items(page, kind, result);
            result.resource_version = string_field(page, {"metadata", "resourceVersion"});
            go_on = string_field(page, {"metadata", "continue"});
            if (go_on.empty()) {
                return result;
            }
        } catch (const ApiError& error) {
            // Reading took so long that the pages have expired.
            if (!error.is_gone() || go_on.empty() || began_anew) {
                throw;
            }
            began_anew = true;
            go_on.clear();
            result.items.clear();
        }
    }
}

}  // namespace tutor::kube::internal
