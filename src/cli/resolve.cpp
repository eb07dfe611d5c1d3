// SPDX-License-Identifier: Apache-2.0

#include "cli/internal/resolve.hpp"

#include "base/error.hpp"
#include "base/suggest.hpp"
#include "base/text.hpp"
#include "cli/internal/conversion.hpp"
#include "cli/internal/help.hpp"

#include <algorithm>
#include <cstdlib>

namespace tutor::cli {
namespace {

bool is_variadic(const Argument& argument) {
    return argument.arity == Arity::any || argument.arity == Arity::at_least_one;
}

std::string choices_note(Type type, const std::vector<std::string>& choices) {
    return type == Type::choice ? " Choose from:\n\t" + join(choices, ",\n\t") : "";
}

class Resolver {
public:
    Resolver(Invocation& invocation, const ParsedWords& words, Strictness strictness)
        : invocation_(invocation), words_(words), strictness_(strictness) {}

    void resolve() {
        const Command& command = invocation_.command();
        std::vector<const Option*> typed;
        for (const auto& occurrence : words_.options) {
            if (std::find(typed.begin(), typed.end(), occurrence.option) == typed.end()) {
                typed.push_back(occurrence.option);
                add(*occurrence.option);
            }
        }
        Words superfluous;
        const std::vector<Words> shares = distribute(command, words_.arguments, superfluous);
        for (std::size_t i = 0; i < shares.size(); ++i) {
            add(command.arguments[i], shares[i]);
        }
        for (const Option& option : command.options) {
            if (std::find(typed.begin(), typed.end(), &option) == typed.end()) {
                add(option);
            }
        }
        if (!superfluous.empty()) {
            complain(
                {.message = std::string("Got unexpected extra argument")
                     + (superfluous.size() == 1 ? "" : "s") + " (" + join(superfluous, " ") + ")"});
        }
    }

private:
    void complain(ErrorInfo info) const {
        if (strictness_ == Strictness::strict) {
            throw UsageError(std::move(info));
        }
    }

    // False when the value was refused (and nobody minds). Numbers lose spaces and signs "+".
    bool check(const std::string& hint, std::string& value, const ValueRule& rule) const {
        const auto complaint = complaint_about(value, rule);
        if (!complaint) {
            if (const auto number = parse_int(trim(value)); rule.type == Type::integer && number) {
                value = std::to_string(*number);
            }
            return true;
        }
        complain(
            {.message = "Invalid value for " + hint + ": " + *complaint,
             .hint = did_you_mean(value, rule.choices)});
        return false;
    }

    void add(const Option& option) {
        Invocation::Value value{
            .name = parameter_name(option), .is_flag = option.is_flag, .multiple = option.multiple};
        for (const auto& occurrence : words_.options) {
            if (occurrence.option == &option) {
                value.texts.push_back(occurrence.value);
            }
        }
        if (value.texts.empty() && !option.environment.empty()) {
            const char* text = std::getenv(option.environment.c_str());
            if (text != nullptr && *text != '\0') {
                value.texts = from_environment(option, text);
            }
        }
        value.given = !value.texts.empty();
        if (!value.given && option.default_value) {
            value.texts = {*option.default_value};
        }
        if (!option.multiple && value.texts.size() > 1) {
            value.texts.erase(value.texts.begin(), value.texts.end() - 1);
        }
        if (value.texts.empty() && option.required) {
            complain(
                {.message = "Missing option " + hint_of(option) + "."
                     + choices_note(option.type, option.choices)});
        }
        if (!option.is_flag) {
            const ValueRule rule{
                .type = option.type, .choices = option.choices, .must_exist = option.must_exist};
            std::erase_if(value.texts, [&](std::string& text) {
                return !check(hint_of(option), text, rule);
            });
        }
        invocation_.values().push_back(std::move(value));
    }

    std::vector<std::string> from_environment(const Option& option, const std::string& text) const {
        if (!option.is_flag) {
            return {text};
        }
        const auto boolean = parse_boolean(text);
        if (!boolean) {
            complain(
                {.message = "Invalid value for " + hint_of(option) + ": " + in_quotes(text)
                     + " is not a valid boolean.",
                 .hint =
                     "the value comes from the environment variable '" + option.environment + "'"});
            return {};
        }
        return {*boolean};
    }

    void add(const Argument& argument, const Words& share) {
        Invocation::Value value{
            .name = replace_all(to_ascii_lower(argument.name), "-", "_"),
            .multiple = is_variadic(argument),
            .given = !share.empty(),
            .texts = share};
        if (share.empty() && argument.default_value) {
            value.texts = {*argument.default_value};
        }
        const bool required = argument.arity == Arity::one || argument.arity == Arity::at_least_one;
        if (required && value.texts.empty()) {
            complain(
                {.message = "Missing argument " + hint_of(argument) + "."
                     + choices_note(argument.type, argument.choices)});
        }
        const ValueRule rule{
            .type = argument.type, .choices = argument.choices, .must_exist = argument.must_exist};
        std::erase_if(
            value.texts, [&](std::string& text) { return !check(hint_of(argument), text, rule); });
        invocation_.values().push_back(std::move(value));
    }

    Invocation& invocation_;
    const ParsedWords& words_;
    Strictness strictness_;
};

}  // namespace

std::vector<Words> distribute(const Command& command, const Words& words, Words& superfluous) {
    const std::vector<Argument>& arguments = command.arguments;
    std::vector<Words> shares(arguments.size());
    std::size_t next = 0;
    std::size_t end = words.size();
    const auto variadic = std::find_if(arguments.begin(), arguments.end(), is_variadic);
    const auto split = static_cast<std::size_t>(variadic - arguments.begin());
    for (std::size_t i = 0; i < split && next < end; ++i) {
        shares[i] = {words[next++]};
    }
    // What stands behind the variadic one is served from the end.
    for (std::size_t i = arguments.size(); i > split + 1 && next < end; --i) {
        shares[i - 1] = {words[--end]};
    }
    const Words rest(
        words.begin() + static_cast<std::ptrdiff_t>(next),
        words.begin() + static_cast<std::ptrdiff_t>(end));
    if (split < arguments.size()) {
        shares[split] = rest;
    } else {
        superfluous = rest;
    }
    return shares;
}

void resolve(Invocation& invocation, const ParsedWords& words, Strictness strictness) {
    Resolver(invocation, words, strictness).resolve();
}

}  // namespace tutor::cli
