// SPDX-License-Identifier: Apache-2.0
//
// A complete Jinja2: compiles templates and renders them.
//
//     jinja::Environment environment;
//     auto page = environment.from_string("Hello {{ name }}!");
//     page.render(value::Dict{{"name", "World"}});

#pragma once

#include "value/object.hpp"
#include "value/value.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::jinja {

/// Finds templates by name.
class Loader {
public:
    struct Source {
        std::string text;  ///< UTF-8
        std::string path;  ///< where the user can open it; may be empty
    };

    virtual ~Loader() = default;
    /// None when there is no such template.
    virtual std::optional<Source> load(std::string_view name) = 0;
    /// All names, for suggestions; may be empty.
    virtual std::vector<std::string> names() { return {}; }
};

/// Names a template looks up in what it is rendered with. Asked only for names that the
/// template reaches, so values can be computed on demand.
class Variables {
public:
    virtual ~Variables() = default;
    virtual std::optional<value::Value> find(std::string_view name) const = 0;
    /// All names, for suggestions and for `debug`.
    virtual std::vector<std::string> names() const = 0;
};

enum class UndefinedKind : std::uint8_t { lenient, chainable, debug, strict };

struct Syntax {
    std::string block_start = "{%";
    std::string block_end = "%}";
    std::string variable_start = "{{";
    std::string variable_end = "}}";
    std::string comment_start = "{#";
    std::string comment_end = "#}";
    std::string line_statement_prefix = {};
    std::string line_comment_prefix = {};
    bool trim_blocks = false;
    bool lstrip_blocks = false;
    std::string newline_sequence = "\n";
    bool keep_trailing_newline = false;
};

struct Limits {
    std::size_t max_depth = 200;  ///< nested includes, calls, blocks
    std::size_t max_output_bytes = std::size_t{1} << 30;
    std::size_t max_loop_items = 100'000'000;
    std::size_t max_integer_bits = 1 << 20;
};

/// Defaults of some filters (Jinja2's policies).
struct Policies {
    std::int64_t truncate_leeway = 5;
    std::string urlize_rel = "noopener";
    std::string urlize_target = {};
    std::vector<std::string> urlize_extra_schemes = {};
    bool json_sort_keys = true;
};

struct Options {
    Syntax syntax = {};
    UndefinedKind undefined = UndefinedKind::lenient;
    bool autoescape = false;
    /// Decides by the template's name instead of `autoescape`; the name is empty for texts.
    std::function<bool(std::string_view name)> autoescape_for = {};
    std::vector<std::string> extensions = {};  ///< "do", "loopcontrols", "debug", "i18n"; no others
    Limits limits = {};
    Policies policies = {};
    /// Settings of the i18n extension; gettext and its kin are functions of the environment.
    bool newstyle_gettext = false;
    bool trim_translations = false;
};

/// Where a text given to `from_string` comes from, when that is not a template of the loader:
/// a plugin's patch, a configuration value. Shown in errors and kept in provenance.
struct Origin {
    std::string name;       ///< shown as the template: "patch 'lms-env' of plugin 'x'"
    std::string path = {};  ///< the file that holds the text; empty when unknown
    int first_line = 1;     ///< line of `path` at which the text begins
    int first_column = 1;   ///< column of `path` at which each of its lines begins
    std::string patch = {};
    std::string plugin = {};

    /// What a `Position` in this text names: the file, else the name.
    const std::string& place() const { return path.empty() ? name : path; }
};

/// A run of output bytes and what made it. The ranges of a rendering cover its text exactly,
/// in order.
struct Range {
    std::size_t begin = 0;  ///< byte offsets into the text
    std::size_t end = 0;
    std::uint32_t origin = 0;  ///< index into Rendering::origins
    int line = 0;              ///< line of that origin's text, from 1
    bool secret = false;       ///< made from a value with the secret mark
};

struct Rendering {
    std::string text;
    std::vector<Range> ranges;             ///< empty unless recorded
    std::vector<Origin> origins;           ///< likewise
    std::set<std::string> variables_read;  ///< likewise
};

class Environment;
class Interpreter;
struct CompiledTemplate;

/// A compiled template: cheap to copy, valid while its Environment lives.
class Template {
public:
    /// @throws TemplateError and its kin, see errors.hpp
    std::string render(const Variables& variables) const;
    std::string render(const value::Dict& variables) const;
    /// As `render`, with provenance.
    Rendering render_recorded(const Variables& variables) const;

    const std::string& name() const;

private:
    friend class Environment;
    friend class Interpreter;
    Template(Environment& environment, std::shared_ptr<const CompiledTemplate> compiled);
    Environment* environment_;
    std::shared_ptr<const CompiledTemplate> compiled_;
};

/// Handed to native filters, tests and functions that ask for it.
///
/// A function rendering a text in the middle of another rendering (patches) calls
/// `render_nested`: same variables, same recorder, same limits; an error gets the outer
/// template's frame; the string it returns keeps its provenance through output, `indent`,
/// `trim`, `replace`, `join` and concatenation.
class State {
public:
    virtual ~State() = default;
    virtual Environment& environment() = 0;
    virtual std::optional<value::Value> resolve(std::string_view name) const = 0;
    virtual value::Value render_nested(const Template& text) = 0;
    /// The pieces as one string with `separator` between them; provenance and marks are kept.
    virtual value::Value
    join(const std::vector<value::Value>& pieces, std::string_view separator) = 0;
};

using Function = std::function<value::Value(State&, value::Arguments&)>;

/// Not to be shared between threads while it is changed or renders.
class Environment {
public:
    /// @throws TemplateError  for an unknown extension, equal delimiters, an odd newline sequence
    explicit Environment(Options options = {});
    ~Environment();
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    void set_loader(std::shared_ptr<Loader> loader);
    void add_filter(std::string_view name, Function filter);  ///< value is the first argument
    void add_test(std::string_view name, Function test);
    void add_function(std::string_view name, Function function);  ///< a global
    void add_global(std::string_view name, value::Value value);

    /// From the loader, compiled once.
    ///
    /// @throws TemplateNotFound, TemplateSyntaxError
    Template get_template(std::string_view name);

    /// Compiled once for the same text and origin.
    Template from_string(std::string_view text, const Origin& origin = {.name = "<template>"});

    /// The engine's own part; not for users.
    struct Internal;
    Internal& internal() { return *internal_; }

private:
    friend class Template;
    std::unique_ptr<Internal> internal_;
};

}  // namespace tutor::jinja
