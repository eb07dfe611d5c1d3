// SPDX-License-Identifier: Apache-2.0

#include "cli/internal/completion.hpp"

#include "base/text.hpp"
#include "cli/internal/help.hpp"
#include "cli/internal/resolve.hpp"
#include "cli/invocation.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <utility>

namespace tutor::cli {
namespace {

constexpr std::size_t short_help_length = 45;

// The innermost command that the words reach, and what was typed for it.
struct Place {
    const Command* command = nullptr;
    ParsedWords words;
};

Place find_place(Tree& tree, const Words& words) {
    std::deque<Invocation> chain;  // invocations point to those above: no reallocation
    const Command* command = &tree.root();
    Words rest = words;
    std::string path = command->name;
    while (true) {
        const BuiltIn extra = built_in(*command, tree.root());
        Place place{
            .command = command, .words = parse_words(*command, extra, rest, Strictness::lenient)};
        Invocation& invocation =
            chain.emplace_back(*command, path, chain.empty() ? nullptr : &chain.back());
        resolve(invocation, place.words, Strictness::lenient);
        if (command->is_group() && command->parsed) {
            command->parsed(invocation);
        }
        if (place.words.rest.empty()) {
            return place;
        }
        const Command* next = tree.find(*command, place.words.rest.front());
        if (next == nullptr) {
            return place;
        }
        rest.assign(place.words.rest.begin() + 1, place.words.rest.end());
        path += " " + next->name;
        command = next;
    }
}

std::vector<Completion> values_of(
    Type type,
    const std::vector<std::string>& choices,
    const Completer& completer,
    const std::string& incomplete) {
    if (completer) {
        return completer(incomplete);
    }
    switch (type) {
    case Type::choice: return matching(choices, incomplete);
    case Type::path:
    case Type::file: return {{.value = incomplete, .type = "file"}};
    case Type::directory: return {{.value = incomplete, .type = "dir"}};
    case Type::text:
    case Type::integer:
    case Type::floating: return {};
    }
    return {};
}

const Option* option_waiting_for_value(const Command& command, const Words& words) {
    if (words.empty()) {
        return nullptr;
    }
    const auto found =
        std::find_if(command.options.begin(), command.options.end(), [&](const Option& option) {
            return !option.is_flag
                && std::find(option.names.begin(), option.names.end(), words.back())
                != option.names.end();
        });
    return found == command.options.end() ? nullptr : &*found;
}

// The argument that the next word is for; null when all have theirs.
const Argument* open_argument(const Place& place) {
    const std::vector<Argument>& arguments = place.command->arguments;
    Words superfluous;
    const std::vector<Words> shares =
        distribute(*place.command, place.words.arguments, superfluous);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (shares[i].empty() || arguments[i].arity == Arity::any
            || arguments[i].arity == Arity::at_least_one) {
            return &arguments[i];
        }
    }
    return nullptr;
}

void add_options(
    const Place& place,
    const BuiltIn& extra,
    const std::string& incomplete,
    std::vector<Completion>& result) {
    const auto add = [&](const std::string& name, const std::string& help) {
        if (name.starts_with(incomplete)) {
            result.push_back({.value = name, .help = help});
        }
    };
    for (const Option& option : place.command->options) {
        const bool used = std::any_of(
            place.words.options.begin(), place.words.options.end(), [&](const auto& occurrence) {
                return occurrence.option == &option;
            });
        if (option.hidden || (used && !option.multiple)) {
            continue;
        }
        for (const std::string& name : option.names) {
            add(name, option.help);
        }
        if (!option.negative.empty()) {
            add(option.negative, option.help);
        }
    }
    if (extra.has_version) {
        add("--version", "Show the version and exit.");
    }
    for (const std::string& name : extra.help_names) {
        add(name, "Show this message and exit.");
    }
}

std::string environment_text(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

// Words before the one to complete, and that one.
struct Line {
    Words words;
    std::string incomplete;
};

// bash and zsh give the index of the word; "last" means the end of the line, whose last word is
// complete if a space follows. fish gives the word itself.
Line read_line(const std::string& shell) {
    const std::string text = environment_text("COMP_WORDS");
    const std::string index = environment_text("COMP_CWORD");
    Words words = split_command_line(text);
    Line line;
    std::size_t at = words.size();
    if (shell == "fish") {
        line.incomplete = index;
        if (!index.empty() && words.size() > 1 && words.back() == index) {
            words.pop_back();
        }
        at = words.size();
    } else if (index == "last") {
        const bool is_open = !text.empty() && !is_ascii_space(text.back()) && !words.empty();
        at = words.size() - (is_open ? 1 : 0);
        line.incomplete = is_open ? words.back() : "";
    } else if (const auto number = parse_int(index); number && *number >= 0) {
        at = std::min(static_cast<std::size_t>(*number), words.size());
        line.incomplete = at < words.size() ? words[at] : "";
    }
    for (std::size_t i = 1; i < at; ++i) {
        line.words.push_back(words[i]);
    }
    return line;
}

std::string format(const Completion& completion, const std::string& shell) {
    // A line each, whatever the help contains.
    const std::string help = replace_all(completion.help, "\n", " ");
    if (shell == "zsh") {
        return completion.type + "\n" + completion.value + "\n" + (help.empty() ? "_" : help)
            + "\n";
    }
    const std::string note = shell == "fish" && !help.empty() ? "\t" + help : "";
    return completion.type + "," + completion.value + note + "\n";
}

}  // namespace

std::vector<Completion> complete(Tree& tree, const Words& words, const std::string& typed) {
    Words given = words;
    std::string incomplete = typed;
    const Place place = find_place(tree, words);
    if (place.command->complete_raw) {
        return place.command->complete_raw(place.words.arguments, typed);
    }
    const std::size_t equals = typed.find('=');
    if (typed == "=") {
        incomplete.clear();
    } else if (typed.starts_with("-") && equals != std::string::npos) {
        given.push_back(typed.substr(0, equals));
        incomplete = typed.substr(equals + 1);
    }
    const BuiltIn extra = built_in(*place.command, tree.root());
    const bool may_be_option =
        std::find(given.begin(), given.end(), "--") == given.end() && !place.command->raw_arguments;
    std::vector<Completion> result;
    const Option* waiting = option_waiting_for_value(*place.command, given);
    if (may_be_option && waiting != nullptr && !incomplete.starts_with('-')) {
        return values_of(waiting->type, waiting->choices, waiting->complete, incomplete);
    }
    if (may_be_option && incomplete.starts_with('-')) {
        add_options(place, extra, incomplete, result);
        return result;
    }
    if (place.command->is_group()) {
        for (const Command* command : tree.visible(*place.command)) {
            if (command->name.starts_with(incomplete)) {
                result.push_back(
                    {.value = command->name, .help = short_help_of(*command, short_help_length)});
            }
        }
        return result;
    }
    if (const Argument* argument = open_argument(place)) {
        return values_of(argument->type, argument->choices, argument->complete, incomplete);
    }
    return result;
}

Words split_command_line(std::string_view line) {
    Words words;
    std::string word;
    bool in_word = false;
    char quote = '\0';
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        const bool escapes = c == '\\' && quote != '\'';
        if (escapes && at + 1 == line.size()) {
            in_word = true;  // what it escapes has not been typed yet
            break;
        }
        if (escapes) {
            // Within double quotes a backslash is special before these only.
            const char next = line[++at];
            if (quote == '"' && next != '"' && next != '\\') {
                word += c;
            }
            word += next;
            in_word = true;
        } else if (quote != '\0') {
            if (c == quote) {
                quote = '\0';
            } else {
                word += c;
            }
        } else if (c == '\'' || c == '"') {
            quote = c;
            in_word = true;
        } else if (is_ascii_space(c)) {
            if (in_word) {
                words.push_back(std::exchange(word, {}));
            }
            in_word = false;
        } else {
            word += c;
            in_word = true;
        }
    }
    if (in_word) {
        words.push_back(word);
    }
    return words;
}

std::optional<std::string> completion_answer(Tree& tree, const std::string& instruction) {
    const std::size_t split = instruction.find('_');
    const std::string shell = instruction.substr(0, split);
    const std::string action = split == std::string::npos ? "" : instruction.substr(split + 1);
    const auto script = completion_script(shell, tree.root().name);
    if (!script || (action != "source" && action != "complete")) {
        return std::nullopt;
    }
    if (action == "source") {
        return script;
    }
    const Line line = read_line(shell);
    std::string answer;
    for (const Completion& completion : complete(tree, line.words, line.incomplete)) {
        answer += format(completion, shell);
    }
    return answer;
}

std::string completion_variable(const std::string& program) {
    return "_" + replace_all(to_ascii_upper(program), "-", "_") + "_COMPLETE";
}

}  // namespace tutor::cli
