// SPDX-License-Identifier: Apache-2.0
//
// Commands of YAML plugins: what they print, or the script that they run, is a template.

#include "base/text.hpp"
#include "plugins/internal/yaml_v1.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tutor::plugins::internal {
namespace {

using value::Value;
using yaml::Node;

constexpr std::string_view parameters_name = "parameters";

/// The settings, and `parameters`: what the command line gave.
class WithParameters final : public jinja::Variables {
public:
    WithParameters(const jinja::Variables& settings, Value parameters)
        : settings_(settings), parameters_(std::move(parameters)) {}

    std::optional<Value> find(std::string_view name) const override {
        return name == parameters_name ? parameters_ : settings_.find(name);
    }
    std::vector<std::string> names() const override {
        std::vector<std::string> names = settings_.names();
        names.emplace_back(parameters_name);
        return names;
    }

private:
    const jinja::Variables& settings_;
    Value parameters_;
};

/// A text of a command, kept beyond the document.
struct CommandText {
    std::string command;
    std::string text;
    jinja::Origin origin;
    render::Renderer& renderer;
    Services& services;

    std::string render(const Value& parameters) const {
        const WithParameters variables(services.config(), parameters);
        return renderer.render_text(text, origin, variables);
    }
};

void print(const CommandText& text, const Value& parameters) {
    text.services.results().line(text.render(parameters));
}

// Parameters reach the script through its environment: nothing the user types is pasted into it.
std::vector<std::string> script_words(const std::string& script, const Value& parameters) {
    std::vector<std::string> words{"env"};
    for (const auto& [name, value] : parameters.as_dict()) {
        if (!value.is_none()) {
            words.push_back(to_ascii_upper(value::str(name)) + "=" + value::str(value));
        }
    }
    if (words.size() == 1) {
        words.clear();
    }
    for (const char* word : {"sh", "-e", "-c"}) {
        words.emplace_back(word);
    }
    words.push_back(script);
    return words;
}

void run(const CommandText& text, const Value& parameters) {
    const int status = text.services.execute(script_words(text.render(parameters), parameters));
    if (status != 0) {
        throw Error(
            {.message = fmt::format(
                 "command '{}' of plugin '{}' failed with status {}",
                 text.command,
                 text.origin.plugin,
                 status),
             .where = Position{text.origin.path, text.origin.first_line, 0}});
    }
}

class CommandReader {
public:
    explicit CommandReader(const YamlV1& plugin) : plugin_(plugin) {}

    Value read(const Node& item) const {
        if (item.kind != yaml::NodeKind::mapping) {
            fail(
                fmt::format("a command must be a mapping, found {}", value::type_name(item.value)),
                item);
        }
        value::Dict command;
        for (const Node::Entry& entry : item.entries) {
            const std::string key = value::str(entry.key.value);
            if (key == "commands") {
                command.set(key, commands(entry.value));
            } else if (key != "print" && key != "run") {
                command.set(key, entry.value.value);
            }
        }
        const Node* to_print = item.find("print");
        const Node* to_run = item.find("run");
        if ((to_print != nullptr) == (to_run != nullptr)
            && (to_run != nullptr || !is_group(item))) {
            fail(
                fmt::format(
                    "command '{}' must have either 'print' or 'run'", value::str(name_of(item))),
                item,
                "'print' is a text to show, 'run' a shell script, 'commands' are subcommands");
        }
        if (to_print != nullptr) {
            command.set("run", function(item, *to_print, print));
        } else if (to_run != nullptr) {
            command.set("run", function(item, *to_run, internal::run));
        }
        return command;
    }

private:
    [[noreturn]] void fail(std::string_view what, const Node& node, std::string hint = {}) const {
        throw Error(
            {.message = fmt::format("plugin '{}': {}", plugin_.plugin, what),
             .where = plugin_.document.position(node.begin),
             .hint = std::move(hint)});
    }

    static bool is_group(const Node& item) { return item.find("commands") != nullptr; }

    static Value name_of(const Node& item) {
        const Node* name = item.find("name");
        return name == nullptr ? Value("") : name->value;
    }

    Value commands(const Node& list) const {
        if (list.kind != yaml::NodeKind::sequence) {
            fail(
                fmt::format("'commands' must be a list, found {}", value::type_name(list.value)),
                list);
        }
        value::List result;
        for (const Node& item : list.items) {
            result.append(read(item));
        }
        return result;
    }

    template <class Body>
    Value function(const Node& item, const Node& text, Body body) const {
        if (!text.value.is_string()) {
            fail(
                fmt::format(
                    "'print' and 'run' must be strings, found {}", value::type_name(text.value)),
                text);
        }
        const std::string name = value::str(name_of(item));
        const bool has_lines = text.lines_correspond;
        CommandText command{
            .command = name,
            .text = std::string(text.value.as_string()),
            .origin =
                {.name = fmt::format("command '{}' of plugin '{}'", name, plugin_.plugin),
                 .path = plugin_.document.source,
                 .first_line = text.content_line > 0 ? text.content_line : text.begin.line,
                 .first_column = has_lines ? std::max(text.content_column, 1) : 1,
                 .plugin = plugin_.plugin},
            .renderer = plugin_.renderer,
            .services = plugin_.services};
        return value::function(name, [command = std::move(command), body](value::Arguments& call) {
            body(command, call.positional.at(0));
            return Value();
        });
    }

    const YamlV1& plugin_;
};

}  // namespace

Value command_value(const Node& item, const YamlV1& plugin) {
    return CommandReader(plugin).read(item);
}

}  // namespace tutor::plugins::internal
