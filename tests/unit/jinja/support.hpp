// SPDX-License-Identifier: Apache-2.0
//
// What the engine's tests share.

#pragma once

#include "jinja/environment.hpp"
#include "jinja/errors.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tutor::jinja {

/// Variables that remember which names were asked for.
class TestVariables final : public Variables {
public:
    TestVariables(std::initializer_list<std::pair<const std::string, value::Value>> values)
        : values_(values) {}

    std::optional<value::Value> find(std::string_view name) const override {
        asked.emplace_back(name);
        const auto found = values_.find(std::string(name));
        return found == values_.end() ? std::nullopt : std::optional(found->second);
    }
    std::vector<std::string> names() const override {
        std::vector<std::string> names;
        for (const auto& [name, value] : values_) {
            names.push_back(name);
        }
        return names;
    }

    mutable std::vector<std::string> asked;

private:
    std::map<std::string, value::Value> values_;
};

class TestLoader final : public Loader {
public:
    explicit TestLoader(std::map<std::string, std::string> texts) : texts_(std::move(texts)) {}

    std::optional<Source> load(std::string_view name) override {
        ++loads;
        const auto found = texts_.find(std::string(name));
        if (found == texts_.end()) {
            return std::nullopt;
        }
        return Source{found->second, "/templates/" + found->first};
    }
    std::vector<std::string> names() override {
        std::vector<std::string> names;
        for (const auto& [name, text] : texts_) {
            names.push_back(name);
        }
        return names;
    }

    int loads = 0;

private:
    std::map<std::string, std::string> texts_;
};

/// Renders a text under strict rules.
inline std::string render(std::string_view text, const value::Dict& variables = {}) {
    Environment environment({.undefined = UndefinedKind::strict});
    return environment.from_string(text).render(variables);
}

}  // namespace tutor::jinja
