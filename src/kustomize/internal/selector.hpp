// SPDX-License-Identifier: Apache-2.0
//
// Which objects a patch is for.

#pragma once

#include "kustomize/internal/item.hpp"
#include "kustomize/internal/kustomization.hpp"
#include "kustomize/labels.hpp"

#include <regex>
#include <string>
#include <string_view>

namespace tutor::kustomize::internal {

/// The `target` of a patch. Names and types are regular expressions for the whole text; one that
/// is empty fits everything.
class Selector {
public:
    Selector(const Section& parent, const yaml::Node& node);

    bool fits(const Item& item) const;

private:
    std::regex group_, version_, kind_, name_, space_;
    bool any_space_ = false;
    std::string labels_;
    std::string annotations_;
};

}  // namespace tutor::kustomize::internal
