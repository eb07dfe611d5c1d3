// SPDX-License-Identifier: Apache-2.0

#include "cli/internal/parser.hpp"

#include "base/error.hpp"
#include "base/suggest.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace tutor::cli {
namespace {

// What a name on the command line means.
struct Meaning {
    const Option* option = nullptr;
    bool takes_value = false;
    std::string flag_value = "true";
    ParsedWords::Request request = ParsedWords::Request::none;
};

std::map<std::string, Meaning, std::less<>>
meanings_of(const Command& command, const BuiltIn& extra) {
    std::map<std::string, Meaning, std::less<>> result;
    for (const Option& option : command.options) {
        for (const std::string& name : option.names) {
            result[name] = {.option = &option, .takes_value = !option.is_flag};
        }
        if (!option.negative.empty()) {
            result[option.negative] = {.option = &option, .flag_value = "false"};
        }
    }
    for (const std::string& name : extra.help_names) {
        result[name] = {.request = ParsedWords::Request::help};
    }
    if (extra.has_version) {
        result["--version"] = {.request = ParsedWords::Request::version};
    }
    return result;
}

std::size_t code_point_size(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
        ++size;
    }
    return size;
}

class Parser {
public:
    Parser(const Command& command, const BuiltIn& extra, const Words& words)
        : command_(command), extra_(extra), words_(words), meanings_(meanings_of(command, extra)) {}

    // Fills `result_`; what has been understood before a mistake stays there.
    void parse() {
        while (next_ < words_.size()) {
            const std::string& word = words_[next_++];
            if (word == "--") {
                break;
            }
            if (word.size() > 1 && word.starts_with('-')) {
                option(word);
            } else if (command_.is_group()) {
                --next_;
                break;
            } else {
                result_.arguments.push_back(word);
            }
        }
        Words& rest = command_.is_group() ? result_.rest : result_.arguments;
        rest.insert(rest.end(), words_.begin() + static_cast<std::ptrdiff_t>(next_), words_.end());
        next_ = words_.size();
    }

    ParsedWords& result() { return result_; }

private:
    const Meaning* meaning_of(std::string_view name) const {
        const auto found = meanings_.find(name);
        return found == meanings_.end() ? nullptr : &found->second;
    }

    void option(const std::string& word) {
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const bool is_long = word.starts_with("--");
        const Meaning* meaning = is_long ? meaning_of(name) : nullptr;
        if (meaning != nullptr) {
            const auto value =
                equals == std::string::npos ? std::nullopt : std::optional(word.substr(equals + 1));
            long_option(name, *meaning, value);
        } else if (is_long && !command_.ignore_unknown_options) {
            fail_unknown(name);
        } else if (is_long || (command_.ignore_unknown_options && !is_known_cluster(word))) {
            result_.arguments.push_back(word);
        } else {
            cluster(word);
        }
    }

    void long_option(
        const std::string& name, const Meaning& meaning, const std::optional<std::string>& value) {
        if (meaning.takes_value) {
            add(meaning, value ? *value : next_value(name));
            return;
        }
        if (value) {
            throw UsageError(
                {.message = "Option '" + name + "' does not take a value.",
                 .hint = "it is a switch: leave out '=' and what follows"});
        }
        add(meaning, meaning.flag_value);
    }

    // "-dfoo": flags up to one that takes the rest, or the next word, as its value.
    void cluster(const std::string& word) {
        for (std::size_t at = 1; at < word.size();) {
            const std::size_t size = code_point_size(std::string_view(word).substr(at));
            const std::string name = "-" + word.substr(at, size);
            at += size;
            const Meaning* meaning = meaning_of(name);
            if (meaning == nullptr) {
                fail_unknown(name);
            }
            if (meaning->takes_value) {
                add(*meaning, at < word.size() ? word.substr(at) : next_value(name));
                return;
            }
            add(*meaning, meaning->flag_value);
        }
    }

    // For pass-through commands: `ls -lah` must not be taken apart for its h.
    bool is_known_cluster(const std::string& word) const {
        for (std::size_t at = 1; at < word.size();) {
            const std::size_t size = code_point_size(std::string_view(word).substr(at));
            const Meaning* meaning = meaning_of("-" + word.substr(at, size));
            if (meaning == nullptr) {
                return false;
            }
            if (meaning->takes_value) {
                return true;
            }
            at += size;
        }
        return true;
    }

    std::string next_value(const std::string& name) {
        if (next_ == words_.size()) {
            throw UsageError({.message = "Option '" + name + "' requires an argument."});
        }
        return words_[next_++];
    }

    void add(const Meaning& meaning, std::string value) {
        if (meaning.option != nullptr) {
            result_.options.push_back({.option = meaning.option, .value = std::move(value)});
        } else if (result_.request == ParsedWords::Request::none) {
            result_.request = meaning.request;
        }
    }

    [[noreturn]] void fail_unknown(const std::string& name) const {
        throw UsageError(
            {.message = "No such option: " + name,
             .hint = did_you_mean(name, option_names(command_, extra_))});
    }

    const Command& command_;
    const BuiltIn& extra_;
    const Words& words_;
    std::map<std::string, Meaning, std::less<>> meanings_;
    std::size_t next_ = 0;
    ParsedWords result_;
};

}  // namespace

ParsedWords parse_words(
    const Command& command, const BuiltIn& extra, const Words& words, Strictness strictness) {
    if (command.raw_arguments) {
        ParsedWords result;
        result.arguments = words;
        return result;
    }
    Parser parser(command, extra, words);
    try {
        parser.parse();
    } catch (const UsageError&) {
        if (strictness == Strictness::strict) {
            throw;
        }
    }
    return std::move(parser.result());
}

std::vector<std::string> option_names(const Command& command, const BuiltIn& extra) {
    std::vector<std::string> names;
    for (const Option& option : command.options) {
        if (!option.hidden) {
            names.insert(names.end(), option.names.begin(), option.names.end());
            if (!option.negative.empty()) {
                names.push_back(option.negative);
            }
        }
    }
    if (extra.has_version) {
        names.emplace_back("--version");
    }
    names.insert(names.end(), extra.help_names.begin(), extra.help_names.end());
    return names;
}

}  // namespace tutor::cli
