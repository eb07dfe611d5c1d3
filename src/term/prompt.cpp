// SPDX-License-Identifier: Apache-2.0

#include "term/prompt.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace tutor::term {
namespace {

std::string quoted_list(const std::vector<std::string>& choices) {
    std::string result;
    for (const std::string& choice : choices) {
        result += (result.empty() ? "'" : ", '") + choice + "'";
    }
    return result;
}

std::string default_suffix(const std::optional<std::string>& default_value) {
    return default_value ? " [" + *default_value + "]" : "";
}

}  // namespace

std::string Prompt::ask(std::string_view question, std::string_view suffix, Echo echo) {
    output_.write(question, Stream::out, Style::question);
    output_.write(std::string(suffix) + " ");
    std::optional<std::string> answer = input_.read_line(echo);
    if (!answer) {
        throw Abort();
    }
    return *answer;
}

std::string Prompt::text(
    std::string_view question,
    const std::optional<std::string>& default_value,
    const AnswerCheck& check) {
    while (true) {
        std::string answer = ask(question, default_suffix(default_value), Echo::yes);
        if (answer.empty()) {
            if (!default_value) {
                continue;
            }
            answer = *default_value;
        }
        const auto complaint = check ? check(answer) : std::nullopt;
        if (!complaint) {
            return answer;
        }
        output_.line("Error: " + *complaint);
    }
}

std::string Prompt::hidden(std::string_view question) {
    std::string answer;
    while (answer.empty()) {
        answer = ask(question, "", Echo::no);
    }
    return answer;
}

bool Prompt::confirm(std::string_view question, std::optional<bool> default_value) {
    const std::string_view suffix = !default_value ? " [y/n]"
        : *default_value                           ? " [Y/n]"
                                                   : " [y/N]";
    while (true) {
        const std::string line = ask(question, suffix, Echo::yes);
        const std::string answer = to_ascii_lower(trim(line));
        if (answer == "y" || answer == "yes") {
            return true;
        }
        if (answer == "n" || answer == "no") {
            return false;
        }
        if (answer.empty() && default_value) {
            return *default_value;
        }
        output_.line("Error: invalid input");
    }
}

std::string Prompt::choice(
    std::string_view question,
    const std::vector<std::string>& choices,
    const std::optional<std::string>& default_value) {
    const std::string shown = " (" + join(choices, ", ") + ")" + default_suffix(default_value);
    while (true) {
        std::string answer = ask(question, shown, Echo::yes);
        if (answer.empty() && default_value) {
            answer = *default_value;
        }
        if (std::find(choices.begin(), choices.end(), answer) != choices.end()) {
            return answer;
        }
        if (!answer.empty()) {
            output_.line("Error: '" + answer + "' is not one of " + quoted_list(choices) + ".");
        }
    }
}

}  // namespace tutor::term
