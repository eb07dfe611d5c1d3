// SPDX-License-Identifier: Apache-2.0
//
// The templates of all roots as one tree.

#pragma once

#include "catalog/types.hpp"
#include "jinja/environment.hpp"

#include <map>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::render {

/// The first root that holds a path wins, so a plugin cannot shadow the core.
class TemplateRoots final : public jinja::Loader {
public:
    TemplateRoots(
        std::vector<catalog::TemplateRoot> roots,
        const std::vector<std::string>& ignored,
        const std::vector<std::string>& included);

    std::optional<Source> load(std::string_view name) override;
    std::vector<std::string> names() override;

    /// Sorted, without duplicates, without what is ignored.
    std::vector<std::string> with_prefix(std::string_view prefix) const;

    /// As `with_prefix`, but where `prefix` is a folder, only what is below it.
    ///
    /// Upstream: 21 takes the plain prefix, v0 the folder; plugins of both are satisfied.
    std::vector<std::string> walk(std::string_view prefix) const;

    /// Also paths that are ignored (partials).
    const std::vector<std::string>& all() const;

private:
    bool is_ignored(const std::string& path) const;

    std::vector<catalog::TemplateRoot> roots_;
    std::vector<std::regex> ignored_;
    std::vector<std::regex> included_;
    mutable std::optional<std::vector<std::string>> all_;
};

}  // namespace tutor::render
