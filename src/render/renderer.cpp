// SPDX-License-Identifier: Apache-2.0

#include "render/renderer.hpp"

#include "base/text.hpp"
#include "jinja/errors.hpp"
#include "render/internal/call_scanner.hpp"
#include "render/internal/template_roots.hpp"
#include "value/object.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

namespace tutor::render {

using value::Arguments;
using value::Value;

/// One jinja environment and what it was made from.
struct Renderer::Engine {
    using Patches = std::map<std::string, std::vector<catalog::Patch>, std::less<>>;

    explicit Engine(const catalog::Catalog& hooks) : catalog(hooks) {}

    // Collected when the first is asked for: a callback of the hook may read settings, hence
    // templates.
    const Patches& patches() {
        if (!collected) {
            Patches found;
            for (catalog::Patch& patch : catalog.env_patches.items()) {
                found[patch.name].push_back(std::move(patch));
            }
            collected = std::move(found);
        }
        return *collected;
    }

    const catalog::Catalog& catalog;
    unsigned long generation = 0;
    std::shared_ptr<TemplateRoots> roots;
    std::unique_ptr<jinja::Environment> jinja;  // none as long as it is being made
    std::optional<Patches> collected = {};
    const catalog::Configuration* config = nullptr;  // of the rendering in progress
    std::set<std::string>* asked = nullptr;          // receives the names of patches, if any
};

/// Keeps an engine alive while it renders with `config`, even when hooks change meanwhile.
class Renderer::Activation {
public:
    Activation(Renderer& renderer, const catalog::Configuration& config) {
        renderer.engine();
        engine_ = renderer.engine_;
        if (!engine_->jinja) {
            throw Error(
                {.message = "templates cannot be rendered while their filters and variables are "
                            "collected",
                 .hint = "render in the function of the filter or variable instead"});
        }
        outer_ = std::exchange(engine_->config, &config);
    }
    ~Activation() { engine_->config = outer_; }
    Activation(const Activation&) = delete;
    Activation& operator=(const Activation&) = delete;

    Engine* operator->() const { return engine_.get(); }

private:
    std::shared_ptr<Engine> engine_;
    const catalog::Configuration* outer_;
};

namespace {

[[noreturn]] void rethrow_for_user(const jinja::TemplateError& error) {
    ErrorInfo info = error.info();
    if (error.class_name() == "UndefinedError") {
        info.message = "Missing configuration value: " + info.message;
    } else if (error.is_syntax_error()) {
        info.message = "Template syntax error: " + info.message;
    } else if (error.class_name() == "TemplateNotFound") {
        info.message = fmt::format("template '{}' does not exist", info.message);
    } else {
        info.message = fmt::format("cannot render: {}: {}", error.class_name(), info.message);
    }
    Error result(std::move(info));
    for (const std::string& frame : error.frames()) {
        result.add_frame(frame);
    }
    throw result;  // NOLINT(cert-err60-cpp): copying an Error may only fail for lack of memory
}

template <class Action>
auto with_user_errors(const Action& action) {
    try {
        return action();
    } catch (const jinja::TemplateError& error) {
        rethrow_for_user(error);
    }
}

std::optional<Value> keyword(const Arguments& arguments, std::string_view name) {
    for (const auto& [key, value] : arguments.keyword) {
        if (key == name) {
            return value;
        }
    }
    return std::nullopt;
}

// The argument at `index`, or by name; none when absent or None.
std::optional<Value>
argument(const Arguments& arguments, std::size_t index, std::string_view name) {
    std::optional<Value> value = index < arguments.positional.size()
        ? std::optional(arguments.positional[index])
        : keyword(arguments, name);
    return value && value->is_none() ? std::nullopt : value;
}

std::string text_argument(
    const Arguments& arguments,
    std::size_t index,
    std::string_view name,
    std::string_view default_value) {
    const std::optional<Value> value = argument(arguments, index, name);
    return value ? value::str(*value) : std::string(default_value);
}

jinja::Origin origin_of(const catalog::Patch& patch) {
    jinja::Origin origin;
    origin.name = patch.source.plugin.empty()
        ? fmt::format("patch '{}'", patch.name)
        : fmt::format("patch '{}' of plugin '{}'", patch.name, patch.source.plugin);
    origin.path = patch.source.where.source;
    origin.first_line = std::max(1, patch.source.where.line);
    origin.first_column = std::max(1, patch.source.where.column);
    origin.patch = patch.name;
    origin.plugin = patch.source.plugin;
    return origin;
}

// Names of the patches that a template calls, also through what it includes; `files` receives the
// paths that were read.
std::vector<std::string>
patches_of(TemplateRoots& roots, const std::string& path, std::set<std::string>& files) {
    std::vector<std::string> names;
    std::vector<std::string> open{path};
    while (!open.empty()) {
        const std::string file = std::move(open.back());
        open.pop_back();
        const std::optional<jinja::Loader::Source> source = roots.load(file);
        if (!files.insert(file).second || !source || find_invalid_utf8(source->text)) {
            continue;
        }
        for (std::string& name : scan_patch_calls(source->text)) {
            names.push_back(std::move(name));
        }
        for (std::string& included : scan_includes(source->text)) {
            open.push_back(std::move(included));
        }
    }
    return names;
}

constexpr std::string_view in_patch = "within patch: ";

// Whether a name stands for others: "image-{}-settings".
bool is_computed(std::string_view patch) {
    return patch.find('{') != std::string_view::npos && patch.find('}') != std::string_view::npos;
}

bool stands_for(std::string_view pattern, std::string_view name) {
    const std::string_view before = pattern.substr(0, pattern.find('{'));
    const std::string_view after = pattern.substr(pattern.rfind('}') + 1);
    return name.size() >= before.size() + after.size() && name.starts_with(before)
        && name.ends_with(after);
}

Value words(const std::vector<std::string>& items) {
    value::List list;
    for (const std::string& item : items) {
        list.append(item);
    }
    return list;
}

}  // namespace

Renderer::Renderer(const catalog::Catalog& catalog, Program program)
    : catalog_(catalog), program_(std::move(program)) {}

Renderer::~Renderer() = default;

Renderer::Engine& Renderer::engine() {
    if (engine_ && engine_->generation == catalog_.registry.generation()) {
        return *engine_;
    }
    auto made = std::make_shared<Engine>(catalog_);
    made->generation = catalog_.registry.generation();
    made->roots = std::make_shared<TemplateRoots>(
        catalog_.env_template_roots.items(),
        catalog_.env_patterns_ignore.items(),
        catalog_.env_patterns_include.items());
    engine_ = made;  // callbacks below may read templates, such as those of settings
    try {
        made->jinja = make_environment(*made);
    } catch (...) {
        engine_.reset();
        throw;
    }
    engine_ = std::move(made);
    return *engine_;
}

std::unique_ptr<jinja::Environment> Renderer::make_environment(Engine& made) {
    Engine* engine = &made;  // outlives the functions below: they live in its environment
    auto environment = std::make_unique<jinja::Environment>(
        jinja::Options{.undefined = jinja::UndefinedKind::strict});
    jinja::Environment& jinja = *environment;
    jinja.set_loader(made.roots);

    for (const catalog::TemplateFilter& filter : catalog_.env_template_filters.items()) {
        jinja.add_filter(filter.name, filter.function);
    }
    jinja.add_filter("walk_templates", [engine](jinja::State&, Arguments& arguments) {
        return words(engine->roots->walk(text_argument(arguments, 0, "prefix", "")));
    });

    const std::vector<std::string> version = split(split(program_.version, '-').front(), '.');
    const bool is_main = program_.version.ends_with("-main");
    jinja.add_global("HOST_USER_ID", static_cast<std::int64_t>(::getuid()));
    jinja.add_global("HOST_SELINUX", ::access("/sys/fs/selinux/enforce", F_OK) == 0);
    jinja.add_global("TUTOR_APP", replace_all(program_.app, "-", "_"));
    jinja.add_global("TUTOR_VERSION", program_.version);
    jinja.add_global("TUTOR_VERSION_MAJOR", parse_int(version.at(0)).value_or(0));
    jinja.add_global(
        "TUTOR_VERSION_MINOR", version.size() < 2 ? 0 : parse_int(version[1]).value_or(0));
    jinja.add_global("TUTOR_BRANCH_IS_MAIN", is_main);
    for (const catalog::TemplateVariable& variable : catalog_.env_template_variables.items()) {
        jinja.add_global(variable.name, variable.value);
    }

    jinja.add_function("patch", [engine](jinja::State& state, Arguments& arguments) -> Value {
        const std::string name = text_argument(arguments, 0, "name", "");
        const std::string separator = text_argument(arguments, 1, "separator", "\n");
        const std::string suffix = text_argument(arguments, 2, "suffix", "");
        if (engine->asked != nullptr) {
            engine->asked->insert(name);
        }
        const Engine::Patches& patches = engine->patches();
        const auto found = patches.find(name);
        if (found == patches.end()) {
            return Value("");
        }
        std::vector<Value> pieces;
        for (const catalog::Patch& patch : found->second) {
            pieces.push_back(state.render_nested(
                state.environment().from_string(patch.content, origin_of(patch))));
        }
        Value result = state.join(pieces, separator);
        if (!suffix.empty() && !result.as_string().empty()) {
            result = state.join({result, Value(suffix)}, "");
        }
        return result;
    });
    jinja.add_function("iter_values_named", [engine](jinja::State&, Arguments& arguments) -> Value {
        const std::string prefix = text_argument(arguments, 0, "prefix", "");
        const std::string suffix = text_argument(arguments, 1, "suffix", "");
        const std::optional<Value> empty = argument(arguments, 2, "allow_empty");
        const bool allow_empty = empty && value::truth(*empty);
        value::List result;
        for (const std::string& name : engine->config->names()) {
            if (!name.starts_with(prefix) || !name.ends_with(suffix)) {
                continue;
            }
            const std::optional<Value> value = engine->config->find(name);
            if (value && (allow_empty || value::truth(*value))) {
                result.append(*value);
            }
        }
        return result;
    });
    return environment;
}

std::string Renderer::render_text(
    std::string_view text, const jinja::Origin& origin, const catalog::Configuration& config) {
    return with_user_errors([&] {
        const Activation active(*this, config);
        return active->jinja->from_string(text, origin).render(config);
    });
}

Value Renderer::render_setting(
    std::string_view text, const jinja::Origin& origin, const catalog::Configuration& config) {
    return with_user_errors([&] {
        const Activation active(*this, config);
        const jinja::Rendering rendering =
            active->jinja->from_string(text, origin).render_recorded(config);
        const bool secret = std::any_of(
            rendering.ranges.begin(), rendering.ranges.end(), [](const jinja::Range& range) {
                return range.secret;
            });
        return secret ? Value::secret(rendering.text) : Value(rendering.text);
    });
}

std::string Renderer::render_template(std::string_view path, const catalog::Configuration& config) {
    return with_user_errors([&] {
        const Activation active(*this, config);
        return active->jinja->get_template(path).render(config);
    });
}

jinja::Rendering
Renderer::render_template_recorded(std::string_view path, const catalog::Configuration& config) {
    return with_user_errors([&] {
        const Activation active(*this, config);
        return active->jinja->get_template(path).render_recorded(config);
    });
}

std::string Renderer::render_patch(std::string_view name, const catalog::Configuration& config) {
    const std::string call = fmt::format("{{{{ patch({}) }}}}", value::repr(Value(name)));
    return render_text(call, {.name = fmt::format("patch '{}'", name)}, config);
}

// A partial counts for the templates that include it.
std::vector<PatchLocation> Renderer::patch_locations() {
    engine();
    const std::shared_ptr<Engine> current = engine_;  // callbacks may change hooks
    std::vector<PatchLocation> locations;
    std::set<std::string> seen;
    const auto list = [&](const std::string& path) {
        std::set<std::string> files;
        for (std::string& name : patches_of(*current->roots, path, files)) {
            locations.push_back({std::move(name), path});
        }
        seen.merge(files);
    };
    for (const std::string& path : current->roots->with_prefix("")) {
        list(path);
    }
    for (const std::string& path : current->roots->all()) {
        if (!seen.contains(path)) {
            list(path);  // a partial that is included by a computed name
        }
    }
    for (const auto& [outer, patches] : current->patches()) {
        for (const catalog::Patch& patch : patches) {
            for (std::string& name : scan_patch_calls(patch.content)) {
                locations.push_back({std::move(name), std::string(in_patch) + outer});
            }
        }
    }
    std::sort(locations.begin(), locations.end());
    locations.erase(std::unique(locations.begin(), locations.end()), locations.end());
    return locations;
}

std::set<std::string>
Renderer::patches_asked_for(const std::string& location, const catalog::Configuration& config) {
    std::set<std::string> asked;
    const Activation active(*this, config);
    std::set<std::string>* outer = std::exchange(active->asked, &asked);
    try {
        if (location.starts_with(in_patch)) {
            render_patch(location.substr(in_patch.size()), config);
        } else {
            render_template(location, config);
        }
    } catch (const Error&) {
        asked.clear();  // a partial, which needs what the template that includes it sets
    }
    active->asked = outer;
    return asked;
}

std::vector<PatchLocation> Renderer::patch_locations(const catalog::Configuration& config) {
    std::map<std::string, std::set<std::string>> asked;
    std::vector<PatchLocation> locations;
    for (PatchLocation& found : patch_locations()) {
        const std::size_t before = locations.size();
        if (is_computed(found.patch)) {
            const auto [names, is_new] = asked.try_emplace(found.location);
            if (is_new) {
                names->second = patches_asked_for(found.location, config);
            }
            for (const std::string& name : names->second) {
                if (stands_for(found.patch, name)) {
                    locations.push_back({name, found.location});
                }
            }
        }
        if (locations.size() == before) {
            locations.push_back(std::move(found));
        }
    }
    std::sort(locations.begin(), locations.end());
    locations.erase(std::unique(locations.begin(), locations.end()), locations.end());
    return locations;
}

std::vector<std::string> Renderer::templates(std::string_view prefix) {
    return engine().roots->with_prefix(prefix);
}

std::optional<jinja::Loader::Source> Renderer::read(std::string_view path) {
    return engine().roots->load(path);
}

bool Renderer::is_rendered(const std::string& path) const {
    static constexpr std::string_view binary[] = {
        ".ico", ".jpg", ".otf", ".patch", ".png", ".ttf", ".webp", ".woff", ".woff2"};
    const bool text = std::none_of(std::begin(binary), std::end(binary), [&](std::string_view end) {
        return path.ends_with(end);
    });
    return catalog_.is_file_rendered.apply(text, path);
}

}  // namespace tutor::render
