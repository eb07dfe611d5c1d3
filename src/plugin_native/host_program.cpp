// SPDX-License-Identifier: Apache-2.0
//
// What plugins ask of the program: settings, rendering, output, children, questions.

#include "plugin_native/internal/host.hpp"

#include <fmt/format.h>

namespace tutor::plugin_native::internal {
namespace {

void print(plugins::Services& services, tutor_style style, std::string_view line) {
    switch (style) {
    case TUTOR_PLAIN: services.results().line(line); return;
    case TUTOR_INFO: services.output().info(line); return;
    case TUTOR_ALERT: services.output().alert(line); return;
    case TUTOR_PROBLEM: services.output().error(line); return;
    case TUTOR_TITLE: services.output().title(line); return;
    }
    throw Error({.message = fmt::format("there is no style {}", static_cast<int>(style))});
}

std::vector<std::string> words_of(const Value& value) {
    const Value checked = catalog::fields_of(
        value, {{"words", catalog::FieldType::texts}}, "the words to execute")[0];
    std::vector<std::string> words;
    for (const Value& word : checked.items()) {
        words.emplace_back(word.as_string());
    }
    if (words.empty()) {
        throw Error({.message = "there is no program to execute: the list is empty"});
    }
    return words;
}

}  // namespace

void add_program_functions(tutor_host& face) {
    face.root = [](const tutor_host* host) {
        return protect<tutor_value*>(
            host, nullptr, [](Host& self) { return give(self.services().root().string()); });
    };
    face.config = [](const tutor_host* host) {
        return protect<tutor_value*>(host, nullptr, [](Host& self) {
            self.check_loaded("config");
            return give(self.config());
        });
    };
    face.render = [](const tutor_host* host, tutor_text text) {
        return protect<tutor_value*>(host, nullptr, [&](Host& self) {
            self.check_loaded("render");
            return give(self.services().render(
                view(text), fmt::format("text of plugin '{}'", self.name())));
        });
    };
    face.print = [](const tutor_host* host, tutor_style style, tutor_text line) {
        return protect<int>(host, -1, [&](Host& self) {
            print(self.services(), style, view(line));
            return 0;
        });
    };
    face.execute = [](const tutor_host* host, const tutor_value* words, int* status) {
        return protect<int>(host, -1, [&](Host& self) {
            self.check_loaded("execute");
            const int result = self.services().execute(words_of(at(words)));
            if (status != nullptr) {
                *status = result;
            }
            return 0;
        });
    };
    face.ask = [](const tutor_host* host, tutor_text question, tutor_text suggestion) {
        return protect<tutor_value*>(host, nullptr, [&](Host& self) {
            self.check_loaded("ask");
            const std::string suggested(view(suggestion));
            return give(self.services().prompt().text(
                view(question), suggested.empty() ? std::nullopt : std::optional(suggested)));
        });
    };
    face.confirm = [](const tutor_host* host, tutor_text question, int suggestion) {
        return protect<int>(host, -1, [&](Host& self) {
            self.check_loaded("confirm");
            return self.services().prompt().confirm(view(question), suggestion != 0) ? 1 : 0;
        });
    };
}

}  // namespace tutor::plugin_native::internal
