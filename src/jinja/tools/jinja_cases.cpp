// SPDX-License-Identifier: Apache-2.0
//
// jinja-cases: renders cases, one JSON object a line on standard input, and answers each with
// one JSON object: {"id": …, "output": …} or {"id": …, "error": …, "message": …, "phase": …}.

#include <iostream>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "jinja/environment.hpp"
#include "jinja/errors.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"

namespace {

using nlohmann::json;
namespace jinja = tutor::jinja;
namespace value = tutor::value;

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
        std::size_t /*position*/, const std::string& /*token*/,
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

value::Value decode(const value::Value& encoded);

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

class MapLoader final : public jinja::Loader {
public:
    explicit MapLoader(const value::Dict& templates) {
        for (const auto& [name, text] : templates) {
            templates_.emplace(name.as_string(), text.as_string());
        }
    }
    std::optional<Source> load(std::string_view name) override {
        const auto found = templates_.find(std::string(name));
        if (found == templates_.end()) {
            return std::nullopt;
        }
        return Source{found->second, {}};
    }

private:
    std::map<std::string, std::string> templates_;
};

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

void set_policies(const value::Dict& given, jinja::Options& options) {
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

jinja::Options make_options(const value::Dict& given) {
    jinja::Options options;
    jinja::Syntax& syntax = options.syntax;
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
    options.undefined = undefined == "StrictUndefined" ? jinja::UndefinedKind::strict
        : undefined == "ChainableUndefined"            ? jinja::UndefinedKind::chainable
        : undefined == "DebugUndefined"                ? jinja::UndefinedKind::debug
                                                       : jinja::UndefinedKind::lenient;
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
            options.extensions.push_back(name.substr(name.rfind('.') + 1));
        }
    }
    if (const value::Value* policies = given.find("policies")) {
        set_policies(decode(*policies).as_dict(), options);
    }
    return options;
}

json run_case(const value::Dict& test) {
    json answer;
    answer["id"] = test.find("id")->as_string();
    answer["phase"] = "compile";
    try {
        const value::Value* env = test.find("env");
        const value::Dict options = env != nullptr && env->is_dict() ? env->as_dict() : value::Dict();
        jinja::Environment environment(make_options(options));
        if (const value::Value* globals = options.find("globals")) {
            for (const auto& [name, item] : decode(*globals).as_dict()) {
                environment.add_global(name.as_string(), item);
            }
        }
        const value::Value* templates = test.find("templates");
        const value::Value* name = test.find("name");
        const bool named = name != nullptr && name->is_string();
        if ((templates != nullptr && templates->is_dict() && !templates->as_dict().empty())
            || named) {
            environment.set_loader(std::make_shared<MapLoader>(
                templates != nullptr && templates->is_dict() ? templates->as_dict()
                                                             : value::Dict()));
        }
        const jinja::Template page = named
            ? environment.get_template(name->as_string())
            : environment.from_string(test.find("source")->as_string());
        answer["phase"] = "render";
        const value::Value* context = test.find("context");
        const value::Value variables =
            context == nullptr || context->is_none() ? value::Dict() : decode(*context);
        answer["output"] = page.render(variables.as_dict());
        answer.erase("phase");
    } catch (const jinja::TemplateError& error) {
        answer["error"] = error.class_name();
        answer["message"] = error.info().message;
        if (error.is_syntax_error() && error.info().where) {
            answer["lineno"] = error.info().where->line;
        }
    } catch (const value::PythonError& error) {
        answer["error"] = error.class_name();
        answer["message"] = error.info().message;
    } catch (const tutor::Error& error) {
        answer["error"] = "Error";
        answer["message"] = error.info().message;
    }
    return answer;
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    std::string line;
    while (std::getline(std::cin, line)) {
        if (line.empty()) {
            continue;
        }
        ValueReader reader;
        json::sax_parse(line, &reader);
        const json answer = run_case(reader.take().as_dict());
        std::cout << answer.dump(-1, ' ', false, json::error_handler_t::replace) << '\n'
                  << std::flush;
    }
    return 0;
}
