// SPDX-License-Identifier: Apache-2.0

#include "plugins/internal/yaml_v1.hpp"

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "catalog/dynamic.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <regex>

namespace tutor::plugins::internal {
namespace {

using catalog::DynamicHook;
using catalog::Field;
using catalog::FieldType;
using catalog::Selector;
using value::Value;
using yaml::Node;

constexpr std::string_view folder_field = "folder";
constexpr std::string_view priority_field = "priority";
constexpr std::string_view template_field = "template";

bool is_empty(const Node& node) {
    return node.kind == yaml::NodeKind::scalar && node.value.is_none();
}

/// Reads the items of one filter.
class ItemReader {
public:
    ItemReader(const YamlV1& plugin, DynamicHook& hook, std::string key)
        : plugin_(plugin), hook_(hook), key_(std::move(key)) {}

    void read(const Node& items) {
        if (is_empty(items)) {
            return;
        }
        if (items.kind != yaml::NodeKind::sequence) {
            fail(fmt::format("'v1.{}' must be a list, found {}", key_, type_name(items)), items);
        }
        for (const Node& item : items.items) {
            read_item(item);
        }
    }

private:
    static std::string type_name(const Node& node) { return value::type_name(node.value); }

    [[noreturn]] void fail(std::string_view what, const Node& node, std::string hint = {}) const {
        throw Error(
            {.message = fmt::format("plugin '{}': {}", plugin_.plugin, what),
             .where = plugin_.document.position(node.begin),
             .hint = std::move(hint)});
    }

    catalog::Source source(const Node& node) const {
        const int line = node.content_line > 0 ? node.content_line : node.begin.line;
        const int column = node.lines_correspond ? node.content_column : 0;
        return {.plugin = plugin_.plugin, .where = {plugin_.document.source, line, column}};
    }

    void read_item(const Node& item) {
        const std::vector<Field>& fields = hook_.doc().item;
        if (fields.front().type == FieldType::command) {
            read_command(item);
            return;
        }
        if (item.kind != yaml::NodeKind::mapping) {
            if (fields.size() == 1 && item.kind == yaml::NodeKind::scalar) {
                add({checked(item, fields.front())}, {}, hooks::priority::normal, source(item));
                return;
            }
            fail(
                fmt::format(
                    "an item of 'v1.{}' must be a mapping, found {}", key_, type_name(item)),
                item,
                fmt::format("its fields are: {}", join(field_names(), ", ")));
        }
        alert_unknown(item);
        std::vector<Value> values;
        catalog::Source from = source(item);
        for (const Field& field : fields) {
            const Node* node = item.find(field.name);
            if (node == nullptr || is_empty(*node)) {
                if (node == nullptr && is_script(field) && item.find(template_field) != nullptr) {
                    values.push_back(template_text(*item.find(template_field), from));
                } else {
                    values.push_back(missing(item, node, field));
                }
                continue;
            }
            values.push_back(checked(*node, field));
            from = source(*node);
        }
        add(std::move(values), selector(item), priority(item), from);
    }

    void read_command(const Node& item) {
        const Value command = command_value(item, plugin_);
        try {
            hook_.add_items({command}, hooks::priority::normal, source(item));
        } catch (const Error& error) {
            fail(error.info().message, item, error.info().hint);
        }
    }

    // None where a field may be left out, or may hold anything and is empty.
    Value missing(const Node& item, const Node* node, const Field& field) const {
        if (field.required && !(node != nullptr && field.type == FieldType::any)) {
            fail(
                fmt::format("an item of 'v1.{}' has no '{}'", key_, field.name),
                node == nullptr ? item : *node,
                fmt::format("its fields are: {}", join(field_names(), ", ")));
        }
        return {};
    }

    Value checked(const Node& node, const Field& field) const {
        try {
            return catalog::fields_of(
                node.value, {field}, fmt::format("'{}' of 'v1.{}'", field.name, key_))[0];
        } catch (const Error& error) {
            fail(error.info().message, node, error.info().hint);
        }
    }

    std::vector<std::string> field_names() const {
        std::vector<std::string> names;
        for (const Field& field : hook_.doc().item) {
            names.emplace_back(field.name);
            if (is_script(field)) {
                names.emplace_back(template_field);
            }
        }
        if (const std::string name(selector_name()); !name.empty()) {
            names.push_back(name);
        }
        names.emplace_back(priority_field);
        return names;
    }

    bool is_script(const Field& field) const {
        return field.name == "script" && hook_.doc().name == "CLI_DO_INIT_TASKS";
    }

    std::string_view selector_name() const {
        switch (hook_.doc().selector) {
        case Selector::none: return {};
        case Selector::equals: return hook_.doc().arguments.front().name;
        case Selector::basename: return folder_field;
        }
        return {};
    }

    void alert_unknown(const Node& item) const {
        const std::vector<std::string> names = field_names();
        for (const Node::Entry& entry : item.entries) {
            const std::string name = value::str(entry.key.value);
            if (std::find(names.begin(), names.end(), name) != names.end()) {
                continue;
            }
            const std::string nearest = did_you_mean(name, names);
            plugin_.services.output().alert(fmt::format(
                "Plugin '{}': an item of 'v1.{}' has no field '{}', it is ignored ({}:{}): {}",
                plugin_.plugin,
                key_,
                name,
                plugin_.document.source,
                entry.key.begin.line,
                nearest.empty() ? "known are " + join(names, ", ") : nearest));
        }
    }

    double priority(const Node& item) const {
        const Node* node = item.find(priority_field);
        if (node == nullptr || is_empty(*node)) {
            return hooks::priority::normal;
        }
        const Value& value = node->value;
        if (value.kind() == value::Kind::integer) {
            return static_cast<double>(value.as_integer());
        }
        if (value.is_real() && value.as_real() - value.as_real() == 0) {  // finite
            return value.as_real();
        }
        if (value.is_string()) {
            const std::string_view word = value.as_string();
            if (word == "high") {
                return hooks::priority::high;
            }
            if (word == "default") {
                return hooks::priority::normal;
            }
            if (word == "low") {
                return hooks::priority::low;
            }
        }
        fail(
            fmt::format("a priority must be a number, 'high', 'default' or 'low'"),
            *node,
            "lower runs first: high is 5, default 10, low 50");
    }

    std::function<bool(const std::string&)> selector(const Node& item) const {
        const std::string_view name = selector_name();
        const Node* node = name.empty() ? nullptr : item.find(name);
        if (node == nullptr || is_empty(*node)) {
            if (hook_.doc().selector == Selector::basename) {
                fail(
                    fmt::format("an item of 'v1.{}' has no '{}'", key_, name),
                    item,
                    "it is a regular expression for the name of the folder");
            }
            return {};
        }
        const std::string wanted(checked(*node, {name}).as_string());
        if (hook_.doc().selector == Selector::equals) {
            if (wanted != "local" && wanted != "dev") {
                fail(fmt::format("'{}' must be 'local' or 'dev'", name), *node);
            }
            return [wanted](const std::string& argument) {
                return argument == wanted;
            };
        }
        try {
            return [pattern = std::regex(wanted)](const std::string& path) {
                return std::regex_match(std::filesystem::path(path).filename().string(), pattern);
            };
        } catch (const std::regex_error&) {
            fail(fmt::format("'{}' is no regular expression", wanted), *node);
        }
    }

    Value template_text(const Node& node, catalog::Source& from) const {
        const std::string path(checked(node, {template_field}).as_string());
        const std::optional<jinja::Loader::Source> text = plugin_.renderer.read(path);
        if (!text) {
            fail(
                fmt::format("template '{}' does not exist", path),
                node,
                "templates are found below the folders of 'templates' and 'v1.env_template_roots'");
        }
        from.where = {text->path, 1, 0};
        return Value(text->text);
    }

    void
    add(std::vector<Value> values,
        std::function<bool(const std::string&)> selects,
        double priority,
        const catalog::Source& from) {
        if (hook_.doc().name == "ENV_TEMPLATE_ROOTS") {
            values[0] = (plugin_.folder / std::string(values[0].as_string())).string();
        }
        const Value item = values.size() == 1 ? values[0] : Value::tuple(std::move(values));
        if (selects) {
            hook_.add_items_where({item}, std::move(selects), priority, from);
        } else {
            hook_.add_items({item}, priority, from);
        }
    }

    const YamlV1& plugin_;
    DynamicHook& hook_;
    std::string key_;
};

struct KnownKey {
    std::string name;
    DynamicHook* hook;
};

std::vector<KnownKey> known_keys(const catalog::DynamicHooks& hooks) {
    std::vector<KnownKey> known;
    for (const auto& hook : hooks.all()) {
        if (hook->kind() == catalog::HookKind::list && hook->doc().in_yaml) {
            known.push_back({to_ascii_lower(hook->doc().name), hook.get()});
        }
    }
    return known;
}

// Roots come first: scripts may be read from there.
bool is_roots(const std::string& key) {
    return key == "env_template_roots";
}

void alert_unknown_key(const YamlV1& plugin, const Node& key, const std::vector<KnownKey>& known) {
    std::vector<std::string> names;
    for (const KnownKey& one : known) {
        names.push_back(one.name);
    }
    const std::string name = value::str(key.value);
    const std::string nearest = did_you_mean(name, names);
    plugin.services.output().alert(fmt::format(
        "Plugin '{}': 'v1' has no key '{}', it is ignored ({}:{}): {}",
        plugin.plugin,
        name,
        plugin.document.source,
        key.begin.line,
        nearest.empty() ? "docs/plugins/yaml.md lists all keys" : nearest));
}

}  // namespace

void load_yaml_v1(const Node& part, const YamlV1& plugin) {
    if (is_empty(part)) {
        return;
    }
    if (part.kind != yaml::NodeKind::mapping) {
        throw Error(
            {.message = fmt::format(
                 "plugin '{}': 'v1' must be a mapping, found {}",
                 plugin.plugin,
                 value::type_name(part.value)),
             .where = plugin.document.position(part.begin)});
    }
    const catalog::DynamicHooks hooks(plugin.catalog);
    const std::vector<KnownKey> known = known_keys(hooks);
    for (const bool roots : {true, false}) {
        for (const Node::Entry& entry : part.entries) {
            const std::string key = value::str(entry.key.value);
            if (is_roots(key) != roots) {
                continue;
            }
            const auto found = std::find_if(
                known.begin(), known.end(), [&](const KnownKey& one) { return one.name == key; });
            if (found == known.end()) {
                alert_unknown_key(plugin, entry.key, known);
            } else {
                ItemReader(plugin, *found->hook, key).read(entry.value);
            }
        }
    }
}

}  // namespace tutor::plugins::internal
