// SPDX-License-Identifier: Apache-2.0

#include "commands/save.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "commands/internal/preview.hpp"
#include "commands/internal/v0_patches.hpp"
#include "env/tree.hpp"
#include "value/operations.hpp"
#include "yaml/setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace tutor::commands {
namespace {

using value::Value;

void set(config::Config& config, const std::string& key, const Value& value) {
    config.set(key, value, config::Layer::given, {.where = {.source = "--set " + key}});
    // Stored as it renders now; later renderings must not change it.
    config.set(key, *config.find(key), config::Layer::given);
}

// The list stored under `key`, as it is written, or its default.
value::List list_of(const config::Config& config, const std::string& key) {
    const Value* raw = config.raw(key);
    if (raw == nullptr) {
        return {};
    }
    const Value current =
        config.layer(key) == config::Layer::user ? *raw : config.find(key).value_or(*raw);
    if (!current.is_list()) {
        throw Error(
            {.message = fmt::format(
                 "setting '{}' is no list, it is of type {}", key, value::type_name(current)),
             .hint = fmt::format("replace it with: --set {}=…", key)});
    }
    return value::List(current.items());
}

void append(config::Config& config, const std::string& key, const Value& item) {
    if (!item.is_string()) {
        throw Error(
            {.message = fmt::format(
                 "only strings can be appended to '{}', this is of type {}",
                 key,
                 value::type_name(item))});
    }
    value::List list = list_of(config, key);
    const bool present = std::any_of(
        list.begin(), list.end(), [&](const Value& other) { return value::equal(other, item); });
    if (!present) {
        list.append(item);
        config.set(key, list, config::Layer::given);
    }
}

void remove(config::Config& config, const std::string& key, const Value& item) {
    if (!config.has(key) || config.layer(key) == config::Layer::default_) {
        return;
    }
    value::List kept;
    bool found = false;
    for (const Value& other : list_of(config, key)) {
        if (value::equal(other, item)) {
            found = true;
        } else {
            kept.append(other);
        }
    }
    if (found) {
        config.set(key, kept, config::Layer::given);
    }
}

void apply(const Change& change, config::Config& config, const config::Store& store) {
    if (change.edit) {
        change.edit(config);
    }
    for (const auto& [key, text] : change.set) {
        set(config, key, yaml::parse_setting(text));
    }
    for (const auto& [key, text] : change.append) {
        append(config, key, yaml::parse_setting(text));
    }
    for (const auto& [key, text] : change.remove) {
        remove(config, key, yaml::parse_setting(text));
    }
    for (const std::string& key : change.unset) {
        config.erase(key);
    }
    if (!change.unset.empty() || change.edit) {
        store.complete(config);  // what fell back to a default, or must be drawn again
    }
}

void tell_saved(Context& context) {
    context.store().remove_old_file();
    context.results().info(
        fmt::format("Configuration saved to {}", context.project().config_file().string()));
}

void write(
    Context& context,
    const config::ConfigFile& file,
    const env::Tree& tree,
    env::Plan& plan,
    const SaveOptions& options) {
    const bool everything = options.store == Store::everything;
    // A clean environment has no place for what was edited; copies are kept all the same.
    const bool may_keep = options.ask == Ask::yes && options.clean == Clean::no;
    if (may_keep && context.input().is_terminal()) {
        ask_about_edited_files(context, plan);
    }
    AtomicWriter writer;
    if (everything) {
        context.store().stage(file, writer);
    }
    if (options.clean == Clean::yes) {
        env::remove_foreign(context.environment(), tree, context.output());
    }
    env::apply(plan, writer, context.output());
    if (everything) {
        tell_saved(context);
    }
    context.results().info(
        fmt::format("Environment generated in {}", context.environment().string()));
}

}  // namespace

void save(Context& context, const Change& change, const SaveOptions& options) {
    context.load_plugins();
    std::optional<FileLock> lock;
    if (options.preview == Preview::no) {
        lock.emplace(context.root());
    }
    const config::Store& store = context.store();
    config::Config config = store.load_full();
    apply(change, config, store);
    const config::ConfigFile file = store.file_for(config);
    // Every setting must render, also those that no template uses.
    context.catalog().config_loaded.run_all(config.rendered());
    if (options.store == Store::configuration_only) {
        AtomicWriter writer;
        store.stage(file, writer);
        writer.commit();
        tell_saved(context);
        context.forget_config();
        return;
    }
    context.note_missing_plugins();
    const env::Tree tree = env::render_tree(context.catalog(), context.renderer(), config);
    env::Plan plan = env::make_plan(context.environment(), tree);
    env::check_syntax(plan, context.renderer(), config, context.output());
    internal::alert_about_v0_patches(context, config);
    if (options.preview == Preview::yes) {
        print_preview(context, file, plan, options);
    } else {
        write(context, file, tree, plan, options);
    }
    context.forget_config();
}

cli::Option dry_run_option() {
    return {
        .names = {"--dry-run"},
        .help = "Show what would change in config.yml and in the environment, as unified diffs "
                "without secrets, and write nothing. The exit status is 0 whether or not "
                "something would change.",
        .is_flag = true};
}

Preview preview_of(const cli::Invocation& call) {
    return call.flag("dry_run") ? Preview::yes : Preview::no;
}

std::pair<std::string, std::string>
split_setting(const std::string& text, const std::string& option) {
    const std::size_t equals = text.find('=');
    const std::string key = text.substr(0, equals);
    const bool named = equals != std::string::npos && !key.empty()
        && std::all_of(key.begin(), key.end(), [](char c) {
                           return is_ascii_alnum(c) || c == '_' || c == '-';
                       });
    if (!named) {
        throw UsageError(
            {.message = fmt::format(
                 "Invalid value for {}: '{}' must be of the form KEY=VALUE", option, text)});
    }
    return {key, text.substr(equals + 1)};
}

}  // namespace tutor::commands
