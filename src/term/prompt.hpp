// SPDX-License-Identifier: Apache-2.0
//
// Questions to the user, in the format of click: the question in yellow, the default in square
// brackets, one space.
//
//     Your website domain name [www.myopenedx.com] _

#pragma once

#include "term/output.hpp"
#include "term/sink.hpp"

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::term {

/// The user ended a question with Ctrl-C or the input is at its end. No `Error`: only
/// `cli::run_program` catches it ("Aborted!", exit status 1).
class Abort final : public std::exception {
public:
    const char* what() const noexcept override { return "aborted"; }
};

/// Returns what is wrong with an answer ("'x' is not a valid integer."), none if it is fine.
using AnswerCheck = std::function<std::optional<std::string>(const std::string& answer)>;

/// Asks questions. Every method throws `Abort`.
class Prompt {
public:
    /// Both must outlive the object.
    Prompt(Output& output, Input& input) : output_(output), input_(input) {}

    /// The answer, or `default_value` for an empty one. Without a default an empty answer is asked
    /// again; so is one that `check` refuses, after "Error: …".
    std::string text(
        std::string_view question,
        const std::optional<std::string>& default_value = {},
        const AnswerCheck& check = {});

    /// As `text`, but what is typed stays invisible.
    std::string hidden(std::string_view question);

    /// [Y/n], [y/N], or [y/n] without a default.
    bool confirm(std::string_view question, std::optional<bool> default_value = {});

    /// One of `choices`, which are shown in parentheses; asked again until it is one.
    std::string choice(
        std::string_view question,
        const std::vector<std::string>& choices,
        const std::optional<std::string>& default_value = {});

private:
    std::string ask(std::string_view question, std::string_view suffix, Echo echo);

    Output& output_;
    Input& input_;
};

}  // namespace tutor::term
