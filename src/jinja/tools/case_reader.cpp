// SPDX-License-Identifier: Apache-2.0

#include "jinja/tools/case_reader.hpp"

#include "base/error.hpp"
#include "value/arithmetic.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"

#include <nlohmann/json.hpp>

namespace tutor::jinja::cases {

namespace {

using nlohmann::json;

/// Builds values while the parser reads: integers of any size, keys in order.
class ValueReader final : public nlohmann::json_sax<json> {
public:
    value::Value take() { return std::move(result_); }

    bool null() override { return put({}); }
    bool boolean(bool boolean) override { return put(boolean); }
    bool number_integer(number_integer_t integer) override { return put(integer); }
    bool number_unsigned(number_unsigned_t integer) override {
        return put(value::Value::integer_from_digits(std::to_string(integer)));
    }
    bool number_float(number_float_t real, const string_t& text) override {
        if (text.find_first_of(".eE") == string_t::npos) {
            return put(value::Value::integer_from_digits(text));
        }
        return put(real);
    }
    bool string(string_t& text) override { return put(std::string_view(text)); }
    bool binary(binary_t& /*bytes*/) override { return false; }
    bool start_object(std::size_t /*count*/) override {
        open_.push_back({value::Dict(), {}});
        return true;
    }
    bool key(string_t& name) override {
        open_.back().key = name;
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*count*/) override {
        open_.push_back({value::List(), {}});
        return true;
    }
    bool end_array() override { return close(); }
    bool parse_error(
        std::size_t /*position*/,
        const std::string& /*token*/,
        const nlohmann::detail::exception& problem) override {
        throw tutor::Error({.message = problem.what()});
    }

private:
    struct Open {
        value::Value container;
        std::string key;
    };

    bool put(value::Value item) {
        if (open_.empty()) {
            result_ = std::move(item);
        } else if (open_.back().container.is_list()) {
            open_.back().container.as_list().append(std::move(item));
        } else {
            open_.back().container.as_dict().set(open_.back().key, std::move(item));
        }
        return true;
    }
    bool close() {
        value::Value container = std::move(open_.back().container);
        open_.pop_back();
        return put(std::move(container));
    }

    std::vector<Open> open_;
    value::Value result_;
};

value::Value decode_list(const value::Value& encoded) {
    std::vector<value::Value> items;
    for (const value::Value& item : encoded.items()) {
        items.push_back(decode(item));
    }
    return value::List(std::move(items));
}

/// The case format's objects with one key that starts with '$'.
std::optional<value::Value> decode_tagged(std::string_view tag, const value::Value& content) {
    if (tag == "$tuple") {
        return value::Value::tuple(decode_list(content).items());
    }
    if (tag == "$dict") {
        value::Dict dict;
        for (const value::Value& pair : content.items()) {
            dict.set(decode(pair.items()[0]), decode(pair.items()[1]));
        }
        return dict;
    }
    if (tag == "$float") {
        return *value::real_from_text(content.as_string());
    }
    if (tag == "$markup") {
        return value::Value::markup(content.as_string());
    }
    if (tag == "$range") {
        const auto& bounds = content.items();
        return value::Value::range(
            bounds[0].as_integer(), bounds[1].as_integer(), bounds[2].as_integer());
    }
    return std::nullopt;
}

}  // namespace

value::Value read_json(std::string_view text) {
    ValueReader reader;
    json::sax_parse(text, &reader);
    return reader.take();
}

value::Value decode(const value::Value& encoded) {
    if (encoded.is_list()) {
        return decode_list(encoded);
    }
    if (!encoded.is_dict()) {
        return encoded;
    }
    const value::Dict source = encoded.as_dict();
    if (source.size() == 1) {
        const auto& entry = *source.begin();
        if (auto decoded = decode_tagged(entry.key.as_string(), entry.value)) {
            return *decoded;
        }
    }
    value::Dict dict;
    for (const auto& [key, item] : source) {
        dict.set(key, decode(item));
    }
    return dict;
}

MapLoader::MapLoader(const value::Dict& templates) {
    for (const auto& [name, text] : templates) {
        templates_.emplace(name.as_string(), text.as_string());
    }
}

std::optional<Loader::Source> MapLoader::load(std::string_view name) {
    const auto found = templates_.find(name);
    if (found == templates_.end()) {
        return std::nullopt;
    }
    return Source{found->second, {}};
}

std::vector<std::string> MapLoader::names() {
    std::vector<std::string> names;
    for (const auto& [name, text] : templates_) {
        names.push_back(name);
    }
    return names;
}

namespace {

void set_text(const value::Dict& options, std::string_view name, std::string& target) {
    const value::Value* found = options.find(name);
    if (found != nullptr && found->is_string()) {
        target = found->as_string();
    }
}

void set_flag(const value::Dict& options, std::string_view name, bool& target) {
    const value::Value* found = options.find(name);
    if (found != nullptr) {
        target = value::truth(*found);
    }
}

bool ends_with_markup_extension(std::string_view name) {
    if (name.empty()) {
        return true;
    }
    return name.ends_with(".html") || name.ends_with(".htm") || name.ends_with(".xml");
}

/// The short name of an extension that may be given by the name of its class.
std::string extension_name(const std::string& given) {
    static const std::map<std::string, std::string> classes = {
        {"DebugExtension", "debug"},
        {"ExprStmtExtension", "do"},
        {"InternationalizationExtension", "i18n"},
        {"LoopControlExtension", "loopcontrols"}};
    const auto found = classes.find(given);
    return found == classes.end() ? given : found->second;
}

void set_policies(const value::Dict& given, Options& options) {
    for (const auto& [key, item] : given) {
        const std::string_view name = key.as_string();
        if (name == "truncate.leeway") {
            options.policies.truncate_leeway = item.as_integer();
        } else if (name == "urlize.rel") {
            options.policies.urlize_rel = item.is_none() ? "" : value::str(item);
        } else if (name == "urlize.target") {
            options.policies.urlize_target = item.is_none() ? "" : value::str(item);
        } else if (name == "urlize.extra_schemes" && !item.is_none()) {
            for (const value::Value& scheme : value::to_vector(item)) {
                options.policies.urlize_extra_schemes.push_back(value::str(scheme));
            }
        } else if (name == "ext.i18n.trimmed") {
            options.trim_translations = value::truth(item);
        } else if (name == "json.dumps_kwargs") {
            const value::Value* sort = item.as_dict().find("sort_keys");
            options.policies.json_sort_keys = sort != nullptr && value::truth(*sort);
        }
    }
}

}  // namespace

Options make_options(const value::Dict& given) {
    Options options;
    Syntax& syntax = options.syntax;
    set_text(given, "block_start_string", syntax.block_start);
    set_text(given, "block_end_string", syntax.block_end);
    set_text(given, "variable_start_string", syntax.variable_start);
    set_text(given, "variable_end_string", syntax.variable_end);
    set_text(given, "comment_start_string", syntax.comment_start);
    set_text(given, "comment_end_string", syntax.comment_end);
    set_text(given, "line_statement_prefix", syntax.line_statement_prefix);
    set_text(given, "line_comment_prefix", syntax.line_comment_prefix);
    set_text(given, "newline_sequence", syntax.newline_sequence);
    set_flag(given, "trim_blocks", syntax.trim_blocks);
    set_flag(given, "lstrip_blocks", syntax.lstrip_blocks);
    set_flag(given, "keep_trailing_newline", syntax.keep_trailing_newline);
    std::string undefined;
    set_text(given, "undefined", undefined);
    options.undefined = undefined == "StrictUndefined" ? UndefinedKind::strict
        : undefined == "ChainableUndefined"            ? UndefinedKind::chainable
        : undefined == "DebugUndefined"                ? UndefinedKind::debug
                                                       : UndefinedKind::lenient;
    if (const value::Value* autoescape = given.find("autoescape")) {
        if (autoescape->is_dict()) {
            options.autoescape_for = ends_with_markup_extension;
        } else {
            options.autoescape = value::truth(*autoescape);
        }
    }
    if (const value::Value* extensions = given.find("extensions")) {
        for (const value::Value& extension : extensions->items()) {
            const std::string name = value::str(extension);
            options.extensions.push_back(extension_name(name.substr(name.rfind('.') + 1)));
        }
    }
    if (const value::Value* policies = given.find("policies")) {
        set_policies(decode(*policies).as_dict(), options);
    }
    return options;
}

}  // namespace tutor::jinja::cases
