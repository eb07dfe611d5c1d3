// SPDX-License-Identifier: Apache-2.0
//
// Part of <tutor/plugin.hpp>: what a plugin may ask of the program.

#pragma once

#include <tutor/plugin/value.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tutor {
// Hidden: see plugin/errors.hpp.
namespace plugin __attribute__((visibility("hidden"))) {

    // The program. Not while plugins are being loaded, printing excepted.

    inline std::filesystem::path root() {
        return Value::adopt(internal::host->root(internal::host)).text();
    }
    /// All settings: `config().get("LMS_HOST").text()`. Valid until the callback returns.
    inline Value config() {
        return Value::adopt(internal::host->config(internal::host));
    }
    /// `text` rendered as a template with all settings.
    inline std::string render(std::string_view text) {
        return Value::adopt(internal::host->render(internal::host, internal::text(text))).text();
    }
    /// A line on standard output: what a command is for.
    inline void print(std::string_view line) {
        internal::check(internal::host->print(internal::host, TUTOR_PLAIN, internal::text(line)));
    }
    inline void info(std::string_view line) {
        internal::check(internal::host->print(internal::host, TUTOR_INFO, internal::text(line)));
    }
    /// A line on standard error.
    inline void alert(std::string_view line) {
        internal::check(internal::host->print(internal::host, TUTOR_ALERT, internal::text(line)));
    }
    /// Runs a program on the user's terminal and returns its exit status.
    inline int execute(const std::vector<std::string>& words) {
        int status = 0;
        internal::check(internal::host->execute(internal::host, Value(words).handle(), &status));
        return status;
    }
    inline std::string ask(std::string_view question, std::string_view suggestion = {}) {
        return Value::adopt(
                   internal::host->ask(
                       internal::host, internal::text(question), internal::text(suggestion)))
            .text();
    }
    inline bool confirm(std::string_view question, bool suggestion) {
        return internal::answer(
            internal::host->confirm(internal::host, internal::text(question), suggestion ? 1 : 0));
    }

}  // namespace )
}  // namespace tutor
