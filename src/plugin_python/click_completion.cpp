// SPDX-License-Identifier: Apache-2.0
//
// What click offers next, told from what is known of its commands. Not the rules of `cli`, which
// differ where docs/compatibility/click.md says so: a plugin's command is completed by click itself
// whenever Python runs, and must not change with it.

#include "base/text.hpp"
#include "plugin_python/internal/click_tree.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <string_view>
#include <utility>

namespace tutor::plugin_python::internal {
namespace {

using Words = std::vector<std::string>;
using Candidates = std::vector<cli::Completion>;
using Kind = ClickParameter::Kind;
using Values = ClickParameter::Values;

bool is_option_like(std::string_view word) {
    return word.starts_with('-');
}

bool contains(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::size_t code_point_size(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
        ++size;
    }
    return size;
}

// "-x", not "-xy" and "--xy".
bool is_short(std::string_view name) {
    return name.size() > 1 && !name.starts_with("--")
        && name.size() == 1 + code_point_size(name.substr(1));
}

struct Parsed {
    std::set<std::string> given = {};  ///< names of the parameters that have a value
    Words rest = {};  ///< what none takes: of a group, the subcommand and its words
};

/// Sorts the words of one command. Click goes on with what it has when it meets a mistake.
class Parser {
public:
    Parser(const ClickCommand& command, const Words& words)
        : command_(command), words_(words.begin(), words.end()) {}

    Parsed parse() {
        if (options()) {
            arguments();
        }
        return {std::move(given_), {rest_.begin(), rest_.end()}};
    }

private:
    // False at a mistake: what follows is lost.
    bool options() {
        while (!words_.empty()) {
            const std::string word = next();
            if (word == "--") {
                return true;
            }
            if (is_option_like(word) && word.size() > 1) {
                if (!option(word)) {
                    return false;
                }
            } else if (command_.options_anywhere) {
                rest_.push_back(word);
            } else {
                words_.push_front(word);
                return true;
            }
        }
        return true;
    }

    void arguments() {
        rest_.insert(rest_.end(), words_.begin(), words_.end());
        std::vector<const ClickParameter*> open;
        for (const ClickParameter& parameter : command_.parameters) {
            if (parameter.kind == Kind::argument) {
                open.push_back(&parameter);
            }
        }
        const auto all = std::find_if(
            open.begin(), open.end(), [](const ClickParameter* one) { return one->several; });
        for (auto one = open.begin(); one != all && !rest_.empty(); ++one) {
            given_.insert((*one)->name);
            rest_.pop_front();
        }
        if (all == open.end()) {
            return;
        }
        // Those behind it are served from the end.
        for (auto one = open.end() - 1; one != all && !rest_.empty(); --one) {
            given_.insert((*one)->name);
            rest_.pop_back();
        }
        rest_.clear();
    }

    std::string next() {
        std::string word = std::move(words_.front());
        words_.pop_front();
        return word;
    }

    // The last one of that name counts.
    const ClickParameter* find(std::string_view name, bool wants_short) const {
        const ClickParameter* found = nullptr;
        for (const ClickParameter& parameter : command_.parameters) {
            if (is_short(name) == wants_short && contains(parameter.names, name)) {
                found = &parameter;
            }
        }
        return found;
    }

    bool option(const std::string& word) {
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const ClickParameter* parameter = find(name, false);
        if (parameter != nullptr) {
            const bool has_value = equals != std::string::npos;
            const bool takes_value = parameter->kind == Kind::option;
            return has_value ? takes_value && give(*parameter) : take(*parameter);
        }
        if (!word.starts_with("--")) {
            return cluster(word);
        }
        if (command_.ignore_unknown_options) {
            rest_.push_back(word);
        }
        return command_.ignore_unknown_options;
    }

    // "-dfoo": flags up to one that takes what follows, or the next word, as its value.
    bool cluster(const std::string& word) {
        std::string unknown;
        for (std::size_t at = 1; at < word.size();) {
            const std::size_t size = code_point_size(std::string_view(word).substr(at));
            const std::string letter = word.substr(at, size);
            at += size;
            const ClickParameter* parameter = find("-" + letter, true);
            if (parameter == nullptr) {
                if (!command_.ignore_unknown_options) {
                    return false;
                }
                unknown += letter;
            } else if (parameter->kind == Kind::option && at < word.size()) {
                give(*parameter);
                break;
            } else if (!take(*parameter)) {
                return false;
            }
        }
        if (!unknown.empty()) {
            rest_.push_back("-" + unknown);
        }
        return true;
    }

    bool give(const ClickParameter& parameter) {
        given_.insert(parameter.name);
        return true;
    }

    // With the next word, if it takes one.
    bool take(const ClickParameter& parameter) {
        if (parameter.kind == Kind::option) {
            if (words_.empty()) {
                return false;
            }
            words_.pop_front();
        }
        return give(parameter);
    }

    const ClickCommand& command_;
    std::deque<std::string> words_;
    std::set<std::string> given_;
    std::deque<std::string> rest_;
};

bool is_ascii(std::string_view text) {
    return std::all_of(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

std::optional<Candidates> choices_of_any_case(const Words& choices, const std::string& incomplete) {
    if (!is_ascii(incomplete) || !std::all_of(choices.begin(), choices.end(), is_ascii)) {
        return std::nullopt;  // Python knows the small letters of the world
    }
    Candidates result;
    for (const std::string& choice : choices) {
        if (to_ascii_lower(choice).starts_with(to_ascii_lower(incomplete))) {
            result.push_back({.value = choice});
        }
    }
    return result;
}

std::optional<Candidates>
values_of(const ClickParameter& parameter, const std::string& incomplete) {
    switch (parameter.values) {
    case Values::none: return Candidates();
    case Values::choices: return cli::matching(parameter.choices, incomplete);
    case Values::choices_of_any_case: return choices_of_any_case(parameter.choices, incomplete);
    case Values::file: return Candidates{{.value = incomplete, .type = "file"}};
    case Values::folder: return Candidates{{.value = incomplete, .type = "dir"}};
    case Values::python: return std::nullopt;
    }
    return std::nullopt;
}

// The parameter that the next word is a value of.
const ClickParameter*
waiting(const ClickCommand& command, const Parsed& parsed, const Words& words) {
    if (!words.empty() && is_option_like(words.back())) {
        for (const ClickParameter& parameter : command.parameters) {
            if (parameter.kind == Kind::option && contains(parameter.names, words.back())) {
                return &parameter;
            }
        }
    }
    for (const ClickParameter& parameter : command.parameters) {
        if (parameter.kind == Kind::argument
            && (parameter.several || !parsed.given.contains(parameter.name))) {
            return &parameter;
        }
    }
    return nullptr;
}

Candidates
names_in(const ClickCommand& command, const Parsed& parsed, const std::string& incomplete) {
    Candidates result;
    for (const ClickChild& child : command.children) {
        if (!child.hidden && child.name.starts_with(incomplete)) {
            result.push_back({.value = child.name, .help = child.short_help});
        }
    }
    if (!is_option_like(incomplete)) {
        return result;
    }
    for (const ClickParameter& parameter : command.parameters) {
        const bool is_used = !parameter.several && parsed.given.contains(parameter.name);
        if (parameter.kind == Kind::argument || parameter.hidden || is_used) {
            continue;
        }
        for (const std::string& name : parameter.names) {
            if (name.starts_with(incomplete)) {
                result.push_back({.value = name, .help = parameter.help});
            }
        }
    }
    return result;
}

const ClickChild* find_child(const ClickCommand& group, std::string_view name) {
    const auto found =
        std::find_if(group.children.begin(), group.children.end(), [&](const ClickChild& one) {
            return one.name == name;
        });
    return found == group.children.end() ? nullptr : &*found;
}

}  // namespace

std::optional<Candidates> complete(const ClickCommand& top, Words words, std::string incomplete) {
    const ClickCommand* command = &top;
    Parsed parsed = Parser(top, words).parse();
    while (command->is_group && !parsed.rest.empty()) {
        const ClickChild* child = find_child(*command, parsed.rest.front());
        if (child == nullptr) {
            break;
        }
        if (!child->command) {
            return std::nullopt;
        }
        command = &*child->command;
        parsed = Parser(*command, {parsed.rest.begin() + 1, parsed.rest.end()}).parse();
    }
    const std::size_t equals = incomplete.find('=');
    if (incomplete == "=") {
        incomplete.clear();
    } else if (is_option_like(incomplete) && equals != std::string::npos) {
        words.push_back(incomplete.substr(0, equals));
        incomplete.erase(0, equals + 1);
    }
    const bool wants_name = is_option_like(incomplete) && !contains(words, "--");
    const ClickParameter* parameter = wants_name ? nullptr : waiting(*command, parsed, words);
    return parameter == nullptr ? names_in(*command, parsed, incomplete)
                                : values_of(*parameter, incomplete);
}

}  // namespace tutor::plugin_python::internal
