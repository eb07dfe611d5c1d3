// SPDX-License-Identifier: Apache-2.0

#include "cli/internal/tree.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace tutor::cli {
namespace {

const Command* find_in(const std::vector<Command>& commands, std::string_view name) {
    const auto found = std::find_if(
        commands.begin(), commands.end(), [&](const Command& one) { return one.name == name; });
    return found == commands.end() ? nullptr : &*found;
}

const Command* find_last_in(const std::vector<Command>& commands, std::string_view name) {
    const auto found = std::find_if(
        commands.rbegin(), commands.rend(), [&](const Command& one) { return one.name == name; });
    return found == commands.rend() ? nullptr : &*found;
}

bool declares(const Command& command, std::string_view name) {
    return std::any_of(command.options.begin(), command.options.end(), [&](const Option& option) {
        return option.negative == name
            || std::find(option.names.begin(), option.names.end(), name) != option.names.end();
    });
}

}  // namespace

const std::vector<Command>& Tree::more(const Command& group) {
    const auto known = expanded_.find(&group);
    if (known != expanded_.end()) {
        return known->second;
    }
    std::vector<Command> commands;
    if (group.more_commands) {
        commands = group.more_commands();
    }
    return expanded_.emplace(&group, std::move(commands)).first->second;
}

// What cannot be listed replaces nothing: the command itself shall work then.
const Command* Tree::replacement(const Command& group, std::string_view name) {
    if (!group.may_be_replaced || !group.may_be_replaced(name)) {
        return nullptr;
    }
    try {
        return find_last_in(more(group), name);
    } catch (const Error&) {
        return nullptr;
    }
}

const Command* Tree::find(const Command& group, std::string_view name) {
    const Command* own = find_in(group.commands, name);
    if (own == nullptr) {
        return find_last_in(more(group), name);
    }
    const Command* other = replacement(group, name);
    return other == nullptr ? own : other;
}

std::vector<const Command*> Tree::visible(const Command& group) {
    std::vector<const Command*> candidates;
    for (const Command& command : group.commands) {
        candidates.push_back(&command);
    }
    for (const Command& command : more(group)) {
        candidates.push_back(&command);
    }
    std::vector<const Command*> result;
    for (const Command* command : candidates) {
        if (!command->hidden && find(group, command->name) == command) {
            result.push_back(command);
        }
    }
    std::sort(result.begin(), result.end(), [](const Command* a, const Command* b) {
        return a->name < b->name;
    });
    return result;
}

BuiltIn built_in(const Command& command, const Command& root) {
    BuiltIn result;
    if (command.raw_arguments) {
        return result;
    }
    for (const char* name : {"-h", "--help"}) {
        if (!declares(command, name)) {
            result.help_names.emplace_back(name);
        }
    }
    result.has_version = &command == &root && !declares(command, "--version");
    return result;
}

}  // namespace tutor::cli
