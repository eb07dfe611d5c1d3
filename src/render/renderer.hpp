// SPDX-License-Identifier: Apache-2.0
//
// The template engine as this program uses it: strict, with our filters and functions, over
// the template roots of core and plugins.
//
//     render::Renderer renderer(catalog, {.version = "21.0.8"});
//     renderer.render_template("apps/caddy/Caddyfile", config);

#pragma once

#include "catalog/catalog.hpp"
#include "jinja/environment.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::render {

/// What templates know of the program.
struct Program {
    std::string version = {};   ///< MAJOR.MINOR.PATCH[-SUFFIX]
    std::string app = "tutor";  ///< `TUTOR_APP`
};

/// Where a patch is called: a template, or another patch.
struct PatchLocation {
    std::string patch;
    std::string location;  ///< "apps/x.yml" or "within patch: NAME"

    auto operator<=>(const PatchLocation&) const = default;
};

/// Follows the catalog: roots, filters, variables and patches that change are seen by the next
/// rendering. Rendering may nest (a callback may render). Not to be shared between threads.
///
/// Failures are `Error` with upstream's first words ("Missing configuration value: …",
/// "Template syntax error: …"), the position, and the chain of templates and patches.
class Renderer {
public:
    Renderer(const catalog::Catalog& catalog, Program program);
    ~Renderer();
    Renderer(const Renderer&) = delete;
    Renderer& operator=(const Renderer&) = delete;

    std::string render_text(
        std::string_view text, const jinja::Origin& origin, const catalog::Configuration& config);

    /// As `render_text`; the string carries the secret mark when a marked value went into it.
    value::Value render_setting(
        std::string_view text, const jinja::Origin& origin, const catalog::Configuration& config);

    /// @throws Error  also when there is no such template
    std::string render_template(std::string_view path, const catalog::Configuration& config);
    jinja::Rendering
    render_template_recorded(std::string_view path, const catalog::Configuration& config);

    /// All patches of that name, rendered and joined by line feeds: what `{{ patch(NAME) }}` gives.
    std::string render_patch(std::string_view name, const catalog::Configuration& config);

    /// Where the texts of templates and patches call `patch("NAME")`, found by reading them,
    /// sorted. Templates of every root are read, also those that are not saved.
    std::vector<PatchLocation> patch_locations();

    /// The same, with computed names (`patch("image-{}".format(x))`) replaced by those that the
    /// template asks for when it is rendered. Nothing else is rendered.
    std::vector<PatchLocation> patch_locations(const catalog::Configuration& config);

    /// Paths of templates that begin with `prefix` and are not ignored, sorted.
    std::vector<std::string> templates(std::string_view prefix);

    /// Text and path of a template, unrendered (no path: it is part of the program); none when no
    /// root has it.
    std::optional<jinja::Loader::Source> read(std::string_view path);

    /// False for binary files and where the filter IS_FILE_RENDERED says so: copied verbatim.
    bool is_rendered(const std::string& path) const;

    const Program& program() const { return program_; }

private:
    struct Engine;
    class Activation;

    Engine& engine();
    std::unique_ptr<jinja::Environment> make_environment(Engine& made);
    std::set<std::string>
    patches_asked_for(const std::string& location, const catalog::Configuration& config);

    const catalog::Catalog& catalog_;
    Program program_;
    std::shared_ptr<Engine> engine_;
};

/// Adds the filters that every template has (`common_domain`, `encrypt`, …) to the catalog.
void contribute_filters(catalog::Catalog& catalog);

}  // namespace tutor::render
