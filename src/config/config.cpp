// SPDX-License-Identifier: Apache-2.0

#include "config/config.hpp"

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::config {
namespace {

using value::Value;

bool has_markup(std::string_view text) {
    for (std::size_t at = text.find('{'); at != std::string_view::npos;
         at = text.find('{', at + 1)) {
        const char next = at + 1 < text.size() ? text[at + 1] : ' ';
        if (next == '{' || next == '%' || next == '#') {
            return true;
        }
    }
    return false;
}

// What the engine makes of a text without markup.
std::string plain(std::string_view text) {
    std::string result(text);
    if (result.find('\r') != std::string::npos) {
        result = replace_all(replace_all(result, "\r\n", "\n"), "\r", "\n");
    }
    if (result.ends_with('\n')) {
        result.pop_back();
    }
    return result;
}

}  // namespace

bool is_secret_name(std::string_view name) {
    static constexpr std::string_view words[] = {
        "PASSWORD", "SECRET", "TOKEN", "PRIVATE_KEY", "MASTER_KEY", "ACCESS_KEY", "API_KEY"};
    return !name.ends_with("_UID")
        && std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
               return name.find(word) != std::string_view::npos;
           });
}

Config::Config(render::Renderer& renderer, Masker& masker) : renderer_(renderer), masker_(masker) {}

void Config::set(std::string_view name, Value raw, Layer layer, catalog::Source source) {
    if (raw.is_string() && is_secret_name(name) && !has_markup(raw.as_string())) {
        hide(raw.as_string());
    }
    const auto found = index_.find(name);
    if (found != index_.end()) {
        found->second->raw = std::move(raw);
        found->second->layer = layer;
        found->second->source = std::move(source);
    } else {
        auto made = std::make_unique<Entry>();
        made->name = name;
        made->raw = std::move(raw);
        made->layer = layer;
        made->source = std::move(source);
        index_.emplace(made->name, made.get());
        entries_.push_back(std::move(made));
    }
    forget_resolved();
}

void Config::hide(std::string_view secret) const {
    // The default of namespace, databases and users. tutor-minio makes it a key, too, which hides
    // nothing; masking it would garble every log.
    if (secret != "openedx") {
        masker_.add(secret);
    }
}

bool Config::erase(std::string_view name) {
    const auto found = index_.find(name);
    if (found == index_.end()) {
        return false;
    }
    const Entry* gone = found->second;
    index_.erase(found);
    std::erase_if(entries_, [&](const auto& entry) { return entry.get() == gone; });
    forget_resolved();
    return true;
}

void Config::forget_resolved() {
    // Values drawn at random must stay what they are once somebody has seen them.
    for (const auto& entry : entries_) {
        if (entry->state == State::resolved && entry->layer != Layer::base
            && entry->layer != Layer::unique) {
            entry->state = State::raw;
        }
    }
}

const Config::Entry* Config::entry(std::string_view name) const {
    const auto found = index_.find(name);
    return found == index_.end() ? nullptr : found->second;
}

bool Config::has(std::string_view name) const {
    return entry(name) != nullptr;
}

const Value* Config::raw(std::string_view name) const {
    const Entry* found = entry(name);
    return found == nullptr ? nullptr : &found->raw;
}

std::optional<Layer> Config::layer(std::string_view name) const {
    const Entry* found = entry(name);
    return found == nullptr ? std::nullopt : std::optional(found->layer);
}

std::optional<Value> Config::find(std::string_view name) const {
    const Entry* found = entry(name);
    return found == nullptr ? std::nullopt : std::optional(resolve(*found));
}

std::vector<std::string> Config::names() const {
    std::vector<std::string> result;
    result.reserve(entries_.size());
    for (const auto& entry : entries_) {
        result.push_back(entry->name);
    }
    return result;
}

Value Config::resolve(const Entry& entry) const {
    if (entry.state == State::resolved) {
        return entry.resolved;
    }
    if (entry.state == State::resolving) {
        const auto first = std::find(resolving_.begin(), resolving_.end(), entry.name);
        const std::vector<std::string> circle(first, resolving_.end());
        throw Error(
            {.message = fmt::format(
                 "settings refer to each other in a circle: {} -> {}",
                 join(circle, " -> "),
                 entry.name),
             .where = entry.source.where.source.empty() ? std::nullopt
                                                        : std::optional(entry.source.where),
             .hint = "give one of them a value of its own"});
    }
    entry.state = State::resolving;
    resolving_.push_back(entry.name);
    try {
        entry.resolved = render(entry.raw, entry);
    } catch (...) {
        entry.state = State::raw;
        resolving_.pop_back();
        throw;
    }
    resolving_.pop_back();
    entry.state = State::resolved;
    return entry.resolved;
}

Value Config::render(const Value& raw, const Entry& entry) const {
    switch (raw.kind()) {
    case value::Kind::string:
    case value::Kind::markup: {
        const std::string_view text = raw.as_string();
        const bool secret = is_secret_name(entry.name);
        Value result;
        if (has_markup(text)) {
            const jinja::Origin origin{
                .name = fmt::format("setting '{}'", entry.name),
                .path = entry.source.where.source,
                .first_line = std::max(1, entry.source.where.line),
                .plugin = entry.source.plugin};
            result = renderer_.render_setting(text, origin, *this);
        } else {
            result = Value(plain(text));
        }
        if (secret && !result.as_string().empty()) {
            hide(result.as_string());
            result = Value::secret(result.as_string());
        }
        return result;
    }
    case value::Kind::list: {
        value::List items;
        for (const Value& item : raw.items()) {
            items.append(render(item, entry));
        }
        return items;
    }
    case value::Kind::dict: {
        value::Dict result;
        for (const auto& [key, value] : raw.as_dict()) {
            result.set(key, render(value, entry));
        }
        return result;
    }
    case value::Kind::undefined:
    case value::Kind::none:
    case value::Kind::boolean:
    case value::Kind::integer:
    case value::Kind::big_integer:
    case value::Kind::real:
    case value::Kind::tuple:
    case value::Kind::range:
    case value::Kind::object: return raw;
    }
    return raw;
}

namespace {

[[noreturn]] void fail_type(std::string_view name, std::string_view wanted, const Value& value) {
    throw Error(
        {.message = fmt::format(
             "Invalid config entry: expected {}, got {} for key '{}'",
             wanted,
             value::type_name(value),
             name),
         .hint = fmt::format("correct it with: tutor config save --set {}=…", name)});
}

}  // namespace

std::string Config::text(std::string_view name) const {
    const std::optional<Value> value = find(name);
    if (!value) {
        throw Error(
            {.message = fmt::format("Missing configuration value: '{}'", name),
             .hint = did_you_mean(name, names())});
    }
    if (!value->is_string()) {
        fail_type(name, "str", *value);
    }
    return std::string(value->as_string());
}

std::vector<std::string> Config::texts(std::string_view name) const {
    const std::optional<Value> value = find(name);
    if (!value) {
        return {};
    }
    if (!value->is_list()) {
        fail_type(name, "list", *value);
    }
    std::vector<std::string> result;
    for (const Value& item : value->items()) {
        if (!item.is_string()) {
            fail_type(fmt::format("{}[{}]", name, result.size()), "str", item);
        }
        result.emplace_back(item.as_string());
    }
    return result;
}

bool Config::boolean(std::string_view name, bool default_value) const {
    const std::optional<Value> value = find(name);
    return value ? value::truth(*value) : default_value;
}

value::Dict Config::rendered() const {
    value::Dict result;
    for (const auto& entry : entries_) {
        result.set(entry->name, value::deep_copy(resolve(*entry)));
    }
    return result;
}

}  // namespace tutor::config
