// SPDX-License-Identifier: Apache-2.0

#include "jinja/environment.hpp"

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "jinja/errors.hpp"
#include "jinja/internal/internal.hpp"
#include "jinja/internal/interpreter.hpp"
#include "jinja/internal/objects.hpp"
#include "jinja/internal/run_object.hpp"
#include "value/arithmetic.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::jinja {

namespace {

/// Constants are folded only while they stay small.
constexpr value::Limits folding_limits = {.max_integer_bits = 4096, .max_bytes = 4096};

/// Options that no environment can have are errors of the class that Jinja2 raises.
Options checked(Options options) {
    const Syntax& syntax = options.syntax;
    if (syntax.block_start == syntax.variable_start || syntax.variable_start == syntax.comment_start
        || syntax.block_start == syntax.comment_start) {
        throw TemplateError(
            "AssertionError",
            {.message = "block, variable and comment start strings must be different"});
    }
    const std::string& newline = syntax.newline_sequence;
    if (newline != "\n" && newline != "\r\n" && newline != "\r") {
        throw TemplateError(
            "AssertionError", {.message = "newline_sequence set to unknown line ending string."});
    }
    const std::vector<std::string> known = {"debug", "do", "i18n", "loopcontrols"};
    for (const std::string& extension : options.extensions) {
        if (std::find(known.begin(), known.end(), extension) == known.end()) {
            std::string hint = did_you_mean(extension, known);
            throw TemplateError(
                "ImportError",
                {.message = fmt::format("there is no extension '{}'", extension),
                 .hint = hint.empty() ? "the extensions are debug, do, i18n and loopcontrols"
                                      : std::move(hint)});
        }
    }
    return options;
}

bool has_extension(const Options& options, std::string_view name) {
    for (const std::string& extension : options.extensions) {
        if (extension == name) {
            return true;
        }
    }
    return false;
}

/// A dict as Variables.
class DictVariables final : public Variables {
public:
    explicit DictVariables(const value::Dict& dict) : dict_(dict) {}

    std::optional<value::Value> find(std::string_view name) const override {
        const value::Value* found = dict_.find(name);
        return found == nullptr ? std::nullopt : std::optional<value::Value>(*found);
    }
    std::vector<std::string> names() const override {
        std::vector<std::string> names;
        for (const auto& [key, value] : dict_) {
            if (key.is_string()) {
                names.emplace_back(key.as_string());
            }
        }
        return names;
    }

private:
    const value::Dict& dict_;
};

std::string text_key(std::string_view text, const Origin& origin) {
    return fmt::format(
        "{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}",
        origin.name,
        origin.path,
        origin.first_line,
        origin.first_column,
        origin.patch,
        origin.plugin,
        text);
}

}  // namespace

Environment::Internal::Internal(Environment& environment, Options given)
    : owner(environment), options(checked(std::move(given))), rules(options.syntax) {
    extensions.expression_statement = has_extension(options, "do");
    extensions.loop_controls = has_extension(options, "loopcontrols");
    extensions.debug = has_extension(options, "debug");
    extensions.i18n = has_extension(options, "i18n");
    extensions.trim_translations = options.trim_translations;
    extensions.newstyle_gettext = options.newstyle_gettext;
    add_builtins(*this);
    // What an average template needs, so that short ones are compiled without asking for memory.
    workbench.tokens.reserve(256);
    workbench.nodes.reserve(64);
    workbench.keywords.reserve(16);
    workbench.branches.reserve(16);
    workbench.names.id({});
    loaded.reserve(64);
}

const Callable* Environment::Internal::find_filter(std::string_view name) const {
    const auto found = filters.find(name);
    return found == filters.end() ? nullptr : found->second.get();
}

const Callable* Environment::Internal::find_test(std::string_view name) const {
    const auto found = tests.find(name);
    return found == tests.end() ? nullptr : found->second.get();
}

const value::Value* Environment::Internal::find_global(std::string_view name) const {
    const auto found = globals.find(std::string(name));
    return found == globals.end() ? nullptr : &found->second;
}

void Environment::Internal::add(
    CallableMap& map, std::string_view name, Builtin builtin, Function function) {
    const auto found = map.find(name);
    if (found != map.end()) {
        found->second->builtin = builtin;
        found->second->function = std::move(function);
        return;
    }
    auto callable = std::make_unique<Callable>();
    callable->name = name;
    callable->builtin = builtin;
    callable->function = std::move(function);
    const std::string_view key = callable->name;
    map.emplace(key, std::move(callable));
}

std::shared_ptr<const CompiledTemplate>
Environment::Internal::compile(std::string text, Origin origin) {
    if (const auto invalid = find_invalid_utf8(text)) {
        const auto before = std::string_view(text).substr(0, *invalid);
        const auto line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
        throw TemplateError(
            "UnicodeDecodeError",
            {.message = fmt::format("the template is not UTF-8: invalid byte at {}", *invalid),
             .where = Position{origin.place(), line + origin.first_line - 1, 0}});
    }
    if (text.size() >= UINT32_MAX) {
        throw TemplateError(
            "MemoryError",
            {.message = "the template is too large", .where = Position{origin.place(), 0, 0}});
    }
    auto compiled = std::make_shared<CompiledTemplate>();
    compiled->origin = std::move(origin);
    compiled->source = normalise_source(std::move(text), options.syntax);
    const value::LimitScope limits(folding_limits);
    workbench.clear();
    workbench.tokens =
        Lexer(rules, compiled->source, compiled->arena).run(std::move(workbench.tokens));
    Parser(*compiled, workbench, extensions).parse();
    Resolver(*compiled, workbench.names, *this).run();
    return compiled;
}

std::shared_ptr<const CompiledTemplate>
Environment::Internal::from_string(std::string_view text, const Origin& origin) {
    std::string key = text_key(text, origin);
    const auto known = texts.find(key);
    if (known != texts.end()) {
        return known->second;
    }
    auto compiled = compile(std::string(text), origin);
    const_cast<CompiledTemplate&>(*compiled).autoescape =
        options.autoescape_for ? options.autoescape_for({}) : options.autoescape;
    texts.emplace(std::move(key), compiled);
    return compiled;
}

std::shared_ptr<const CompiledTemplate>
Environment::Internal::find_template(std::string_view name) {
    std::string key(name);
    const auto known = loaded.find(key);
    if (known != loaded.end()) {
        return known->second;
    }
    if (loader == nullptr) {
        throw TemplateError("TypeError", {.message = "no loader for this environment specified"});
    }
    auto source = loader->load(name);
    if (!source) {
        return nullptr;
    }
    auto compiled =
        compile(std::move(source->text), {.name = key, .path = std::move(source->path)});
    auto& changeable = const_cast<CompiledTemplate&>(*compiled);
    changeable.from_loader = true;
    changeable.autoescape =
        options.autoescape_for ? options.autoescape_for(name) : options.autoescape;
    loaded.emplace(std::move(key), compiled);
    return compiled;
}

std::shared_ptr<const CompiledTemplate> Environment::Internal::get_template(std::string_view name) {
    auto compiled = find_template(name);
    if (compiled == nullptr) {
        throw TemplateNotFound(
            {.message = std::string(name),
             .hint = did_you_mean(std::string(name), loader->names())});
    }
    return compiled;
}

Environment::Environment(Options options)
    : internal_(std::make_unique<Internal>(*this, std::move(options))) {}

Environment::~Environment() = default;

void Environment::set_loader(std::shared_ptr<Loader> loader) {
    internal_->loader = std::move(loader);
}

void Environment::add_filter(std::string_view name, Function filter) {
    Internal::add(internal_->filters, name, nullptr, std::move(filter));
}

void Environment::add_test(std::string_view name, Function test) {
    Internal::add(internal_->tests, name, nullptr, std::move(test));
}

void Environment::add_function(std::string_view name, Function function) {
    internal_->globals[std::string(name)] =
        make_native_function(*internal_, std::string(name), std::move(function));
}

void Environment::add_global(std::string_view name, value::Value value) {
    internal_->globals[std::string(name)] = std::move(value);
}

Template Environment::get_template(std::string_view name) {
    return {*this, internal_->get_template(name)};
}

Template Environment::from_string(std::string_view text, const Origin& origin) {
    return {*this, internal_->from_string(text, origin)};
}

Template::Template(Environment& environment, std::shared_ptr<const CompiledTemplate> compiled)
    : environment_(&environment), compiled_(std::move(compiled)) {}

const std::string& Template::name() const {
    return compiled_->origin.name;
}

std::string Template::render(const Variables& variables) const {
    const Limits& limits = environment_->internal().options.limits;
    const RunScope run_scope;
    const value::LimitScope scope({limits.max_integer_bits, limits.max_output_bytes});
    Interpreter interpreter(*environment_, variables, nullptr);
    interpreter.render(*compiled_);
    return std::string(interpreter.output().from(0));
}

std::string Template::render(const value::Dict& variables) const {
    return render(DictVariables(variables));
}

Rendering Template::render_recorded(const Variables& variables) const {
    const Limits& limits = environment_->internal().options.limits;
    const RunScope run_scope;
    const value::LimitScope scope({limits.max_integer_bits, limits.max_output_bytes});
    Recorder recorder;
    Interpreter interpreter(*environment_, variables, &recorder);
    interpreter.render(*compiled_);
    Rendering result;
    result.text = std::string(interpreter.output().from(0));
    std::size_t at = 0;
    for (const Recorder::Run& run : interpreter.output().runs()) {
        result.ranges.push_back({at, at + run.bytes, run.origin, run.line, run.secret});
        at += run.bytes;
    }
    result.origins = recorder.origins();
    result.variables_read = std::move(recorder.variables_read);
    return result;
}

}  // namespace tutor::jinja
