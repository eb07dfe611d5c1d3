// SPDX-License-Identifier: Apache-2.0
//
// The file kustomization.yml itself.

#pragma once

#include "base/error.hpp"
#include "value/value.hpp"
#include "yaml/document.hpp"

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::kustomize::internal {

enum class KustomizationKind : std::uint8_t { kustomization, component };

/// A mapping of the file whose fields are known; everything else in it is an error with its line.
class Section {
public:
    /// @throws Error  not a mapping, or a field that is none of `known`
    Section(
        const yaml::Document& document,
        const yaml::Node& node,
        std::string name,
        std::initializer_list<std::string_view> known);

    const yaml::Node* find(std::string_view key) const;
    /// "" when there is none. @throws Error  not a string
    std::string text(std::string_view key) const;
    /// The strings of a list; empty when there is none.
    std::vector<std::string> texts(std::string_view key) const;
    /// Keys and values as strings, in order; empty when there is none.
    std::vector<std::pair<std::string, std::string>> pairs(std::string_view key) const;
    bool flag(std::string_view key) const;
    /// Every item of a list, each with its own line.
    void each(std::string_view key, const std::function<void(const yaml::Node&)>& visit) const;

    Position position() const { return document_->position(node_->begin); }
    Position position_of(std::string_view key) const;
    const yaml::Document& document() const { return *document_; }
    [[noreturn]] void fail(std::string_view key, std::string message) const;

private:
    const yaml::Document* document_;
    const yaml::Node* node_;
    std::string name_;
};

struct Kustomization {
    std::filesystem::path folder;
    yaml::Document document;
    KustomizationKind kind = KustomizationKind::kustomization;

    Section section() const;
};

/// `folder`/kustomization.yaml, kustomization.yml or Kustomization.
///
/// @throws Error  none or several of them, no YAML, an unknown or unsupported field
Kustomization read_kustomization(const std::filesystem::path& folder);

/// Reads a file that a kustomization names.
///
/// @throws Error  it is not there, or lies outside the kustomization's folder
std::string read_named_file(
    const Section& section, const std::filesystem::path& folder, const std::string& name);

/// `text` of a scalar as it is written: 8080 and "8080" are the same.
std::string scalar_text(const Section& section, const yaml::Node& node);

}  // namespace tutor::kustomize::internal
