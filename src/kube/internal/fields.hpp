// SPDX-License-Identifier: Apache-2.0
//
// The fields of a YAML mapping, read with errors that name their file and line.

#pragma once

#include "base/error.hpp"
#include "yaml/document.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::kube::internal {

/// One mapping of a document; both must outlive it. A field that is missing or null is empty.
class Fields {
public:
    /// @throws Error  `node` is no mapping; `what` names it
    Fields(const yaml::Document& document, const yaml::Node& node, std::string what);

    std::string text(std::string_view name) const;
    bool boolean(std::string_view name) const;
    /// Calls `use` for each mapping in a list of them.
    void each(std::string_view name, const std::function<void(const Fields&)>& use) const;
    std::vector<std::string> texts(std::string_view name) const;
    /// Calls `use` with a mapping, when there is one.
    void inside(std::string_view name, const std::function<void(const Fields&)>& use) const;

    /// Where a field is written; the mapping itself when there is no such field.
    Position where(std::string_view name = {}) const;
    [[noreturn]] void fail(std::string_view name, std::string message, std::string hint = {}) const;

private:
    const yaml::Node* find(std::string_view name) const;

    const yaml::Document& document_;
    const yaml::Node& node_;
    std::string what_;
};

}  // namespace tutor::kube::internal
