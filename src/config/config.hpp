// SPDX-License-Identifier: Apache-2.0
//
// The settings in force, in their order, each rendered when it is first asked for.
//
//     config.text("LMS_HOST");
//     renderer.render_template("apps/caddy/Caddyfile", config);

#pragma once

#include "base/masker.hpp"
#include "catalog/types.hpp"
#include "render/renderer.hpp"
#include "value/value.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::config {

/// Where a setting comes from. All but the defaults are stored in config.yml.
enum class Layer : std::uint8_t {
    user,       ///< config.yml, as written there
    given,      ///< typed or computed in this run: `--set`, CONFIG_USER, TUTOR_ variables
    base,       ///< drawn once: base.yml
    unique,     ///< a plugin's CONFIG_UNIQUE, v0 `add`
    override_,  ///< a plugin's CONFIG_OVERRIDES, v0 `set`
    default_,   ///< never stored
};

/// Whether the name says that the value is nobody's business: PASSWORD, SECRET, TOKEN,
/// PRIVATE_KEY, MASTER_KEY, ACCESS_KEY, API_KEY in it.
bool is_secret_name(std::string_view name);

/// Settings may refer to each other in any order; a circle is an error that names its members.
/// Rendered values of secret settings carry the secret mark and are told to the masker.
///
/// Upstream renders once, in file order; the result is equal wherever upstream has one.
class Config final : public catalog::Configuration {
public:
    /// All must outlive the object.
    Config(render::Renderer& renderer, Masker& masker);

    /// Adds at the end, or replaces value and layer in place.
    void set(std::string_view name, value::Value raw, Layer layer, catalog::Source source = {});
    /// Whether there was one.
    bool erase(std::string_view name);

    bool has(std::string_view name) const;
    /// As written, unrendered; nullptr when there is none.
    const value::Value* raw(std::string_view name) const;
    std::optional<Layer> layer(std::string_view name) const;

    /// Rendered; none when there is no such setting.
    ///
    /// @throws Error  the template is wrong, or settings refer to each other in a circle
    std::optional<value::Value> find(std::string_view name) const override;
    std::vector<std::string> names() const override;

    // Typed access. @throws Error  "Invalid config entry: …" naming the type found; also when the
    // setting is missing and there is no default.
    std::string text(std::string_view name) const;
    std::vector<std::string> texts(std::string_view name) const;    ///< missing: empty
    bool boolean(std::string_view name, bool default_value) const;  ///< truth of any value

    /// Names and rendered values, deeply copied.
    value::Dict rendered() const;

private:
    enum class State : std::uint8_t { raw, resolving, resolved };
    struct Entry {
        std::string name;
        value::Value raw;
        Layer layer = Layer::user;
        catalog::Source source;
        mutable State state = State::raw;
        mutable value::Value resolved;
    };

    const Entry* entry(std::string_view name) const;
    value::Value resolve(const Entry& entry) const;
    value::Value render(const value::Value& raw, const Entry& entry) const;
    void forget_resolved();
    /// From all that is printed.
    void hide(std::string_view secret) const;

    render::Renderer& renderer_;
    Masker& masker_;
    std::vector<std::unique_ptr<Entry>> entries_;
    std::map<std::string, Entry*, std::less<>> index_;
    mutable std::vector<std::string> resolving_;
};

}  // namespace tutor::config
