// SPDX-License-Identifier: Apache-2.0
//
// tutor config: save, printroot, printvalue, patches, edit.

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "commands/groups.hpp"
#include "commands/internal/reports.hpp"
#include "commands/questions.hpp"
#include "commands/save.hpp"
#include "json/dump.hpp"
#include "process/find_program.hpp"
#include "term/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace tutor::commands {
namespace {

using cli::Invocation;
using value::Value;

std::vector<std::pair<std::string, std::string>>
settings(const Invocation& call, const std::string& letter, const std::string& option) {
    std::vector<std::pair<std::string, std::string>> result;
    for (const std::string& text : call.texts(option)) {
        result.push_back(split_setting(text, fmt::format("'-{}' / '--{}'", letter, option)));
    }
    return result;
}

void run_save(Context& context, const Invocation& call) {
    Change change{
        .set = settings(call, "s", "set"),
        .append = settings(call, "a", "append"),
        .remove = settings(call, "A", "remove"),
        .unset = call.texts("unset")};
    Clean clean = call.flag("clean") ? Clean::yes : Clean::no;
    if (call.flag("interactive")) {
        context.load_plugins();
        const Answers answers = ask_questions(context, Production::ask);
        change.edit = [answers](config::Config& config) {
            answers.apply(config);
        };
        if (clean == Clean::yes && preview_of(call) == Preview::no
            && !context.prompt().confirm(
                fmt::format(
                    "Delete '{}' before it is generated again?", context.environment().string()),
                true)) {
            clean = Clean::no;
        }
    }
    save(
        context,
        change,
        {.store = call.flag("env_only") ? Store::environment_only : Store::everything,
         .clean = clean,
         .preview = preview_of(call)});
}

void print_value(Context& context, const Invocation& call) {
    const std::string key = *call.text("key");
    const config::Config& config = context.checked_config();
    const std::optional<Value> value = config.find(key);
    if (!value) {
        throw Error(
            {.message = fmt::format("Missing configuration value: {}", key),
             .hint = did_you_mean(key, config.names())});
    }
    if (internal::wants_json(call)) {
        internal::print_json(context, *value);
    } else {
        context.results().line(config::printable(*value));
    }
}

void list_patches(Context& context, const Invocation& call) {
    const std::vector<render::PatchLocation> locations =
        context.renderer().patch_locations(context.checked_config());
    if (internal::wants_json(call)) {
        value::Dict patches;
        for (const render::PatchLocation& found : locations) {
            value::List places;
            if (const Value* known = patches.find(found.patch)) {
                places = value::List(known->items());
            }
            places.append(found.location);
            patches.set(found.patch, places);
        }
        internal::print_json(context, patches);
        return;
    }
    std::vector<std::vector<std::string>> rows{{"PATCH", "LOCATIONS"}};
    std::string previous;
    for (const render::PatchLocation& found : locations) {
        rows.push_back({found.patch == previous ? "" : found.patch, found.location});
        previous = found.patch;
    }
    context.results().line(term::format_table(rows));
}

void show_patch(Context& context, const Invocation& call) {
    const std::string text = context.renderer().render_patch(*call.text("name"), context.config());
    if (!text.empty()) {
        context.results().line(text);
    }
}

// $VISUAL and $EDITOR may hold arguments, as git and crontab take them.
std::vector<std::string> editor() {
    for (const char* variable : {"VISUAL", "EDITOR"}) {
        const char* value = std::getenv(variable);
        if (value != nullptr && !trim(value).empty()) {
            std::vector<std::string> words = split(trim(value), ' ');
            std::erase(words, "");
            return words;
        }
    }
    for (const char* program : {"open", "xdg-open"}) {
        if (process::find_program(program)) {
            return {program};
        }
    }
    if (process::find_program("start")) {
        return {"start", "\"\""};  // its first argument is a title
    }
    throw Error(
        {.message = "no editor was found",
         .hint = "set VISUAL or EDITOR to the editor you like, for instance EDITOR=nano"});
}

void edit(Context& context) {
    const std::filesystem::path file = context.project().config_file();
    if (!std::filesystem::exists(file)) {
        throw Error(
            {.message = fmt::format("there is no configuration file '{}'", file.string()),
             .hint = "make one with: tutor config save"});
    }
    std::vector<std::string> argv = editor();
    argv.push_back(file.string());
    context.execute({.argv = argv});
}

std::vector<cli::Completion> complete_keys(Context& context, std::string_view incomplete) {
    return cli::matching(context.config().names(), incomplete);
}

// 'KEY=' first; once the key is typed, its present value.
std::vector<cli::Completion> complete_set(Context& context, std::string_view incomplete) {
    const std::size_t equals = incomplete.find('=');
    std::vector<cli::Completion> candidates;
    if (equals == std::string_view::npos) {
        for (const std::string& name : context.config().names()) {
            if (name.starts_with(incomplete)) {
                candidates.push_back({.value = fmt::format("'{}='", name)});
            }
        }
        return candidates;
    }
    const std::string key(incomplete.substr(0, equals));
    if (const std::optional<Value> value = context.config().find(key)) {
        candidates.push_back(
            {.value = fmt::format("{}={}", key, json::dump(*value, {.ensure_ascii = false}))});
    }
    return candidates;
}

std::vector<cli::Completion> complete_lists(Context& context, std::string_view incomplete) {
    std::vector<cli::Completion> candidates;
    for (const std::string& name : context.config().names()) {
        if (name.starts_with(incomplete) && context.config().find(name)->is_list()) {
            candidates.push_back({.value = fmt::format("'{}='", name)});
        }
    }
    return candidates;
}

cli::Command save_command(Context& context) {
    const auto keys = [&context](std::string_view text) {
        return complete_keys(context, text);
    };
    const auto lists = [&context](std::string_view text) {
        return complete_lists(context, text);
    };
    return {
        .name = "save",
        .help = "Write config.yml and generate the environment from it.\n\n"
                "Settings that have no value yet get one. Nothing is written unless every "
                "template renders.",
        .options =
            {{.names = {"-i", "--interactive"},
              .help = "Ask for the most important settings.",
              .is_flag = true},
             {.names = {"-s", "--set"},
              .help = "Give a setting a value, in YAML (repeatable).",
              .multiple = true,
              .metavar = "KEY=VAL",
              .complete =
                  [&context](std::string_view text) {
                      return complete_set(context, text);
                  }},
             {.names = {"-a", "--append"},
              .help = "Add an item to a list, unless it is there already (repeatable).",
              .multiple = true,
              .metavar = "KEY=VAL",
              .complete = lists},
             {.names = {"-A", "--remove"},
              .help = "Take an item out of a list (repeatable).",
              .multiple = true,
              .metavar = "KEY=VAL",
              .complete = lists},
             {.names = {"-U", "--unset"},
              .help = "Forget the value of a setting: its default holds again (repeatable).",
              .multiple = true,
              .metavar = "KEY",
              .complete = keys},
             {.names = {"-e", "--env-only"},
              .help = "Generate the environment and leave config.yml as it is.",
              .is_flag = true},
             {.names = {"-c", "--clean"},
              .help = "Delete the environment before it is generated.",
              .is_flag = true},
             dry_run_option()},
        .run = [&context](const Invocation& call) {
            run_save(context, call);
        }};
}

cli::Command patches_command(Context& context) {
    return {
        .name = "patches",
        .help = "Places in which plugins can put text of their own.",
        .commands = {
            {.name = "list",
             .help = "List all patches and the templates that call them.",
             .options = {internal::output_option()},
             .run =
                 [&context](const Invocation& call) {
                     list_patches(context, call);
                 }},
            {.name = "show",
             .help = "Print what the enabled plugins put into a patch.",
             .arguments = {{.name = "name"}},
             .run = [&context](const Invocation& call) {
                 show_patch(context, call);
             }}}};
}

}  // namespace

cli::Command config_command(Context& context) {
    return {
        .name = "config",
        .help = "Change and show the configuration of the platform.",
        .commands = {
            save_command(context),
            {.name = "printroot",
             .help = "Print the project root.",
             .run =
                 [&context](const Invocation&) {
                     context.results().line(context.root().string());
                 }},
            {.name = "printvalue",
             .help = "Print the value of a setting.",
             .options = {internal::output_option()},
             .arguments =
                 {{.name = "key",
                   .complete =
                       [&context](std::string_view text) {
                           return complete_keys(context, text);
                       }}},
             .run =
                 [&context](const Invocation& call) {
                     print_value(context, call);
                 }},
            patches_command(context),
            {.name = "edit",
             .help = "Open config.yml in an editor ($VISUAL, $EDITOR).",
             .run = [&context](const Invocation&) {
                 edit(context);
             }}}};
}

}  // namespace tutor::commands
