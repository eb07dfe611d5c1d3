// SPDX-License-Identifier: Apache-2.0

#include "kustomize/labels.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "kustomize/internal/item.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tutor::kustomize {
namespace {

/// Parts between commas that are not in parentheses.
std::vector<std::string> requirements_of(std::string_view selector) {
    std::vector<std::string> parts(1);
    int depth = 0;
    for (const char c : selector) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == ',' && depth == 0) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

struct Requirement {
    std::string key;
    std::vector<std::string> values;
    bool negated = false;
    bool exists_only = false;
};

Requirement parse(std::string_view text) {
    Requirement result;
    if (const std::size_t paren = text.find('('); paren != std::string_view::npos) {
        if (!text.ends_with(')')) {
            throw Error({.message = fmt::format("'{}' is no label selector", text)});
        }
        const std::vector<std::string> words = split(std::string(trim(text.substr(0, paren))), ' ');
        if (words.size() != 2 || (words[1] != "in" && words[1] != "notin")) {
            throw Error({.message = fmt::format("'{}' is no label selector", text)});
        }
        result.key = words[0];
        result.negated = words[1] == "notin";
        for (const std::string& one : split(text.substr(paren + 1, text.size() - paren - 2), ',')) {
            result.values.emplace_back(trim(one));
        }
        return result;
    }
    if (const std::size_t equals = text.find('='); equals != std::string_view::npos) {
        result.negated = equals > 0 && text[equals - 1] == '!';
        result.key = trim(text.substr(0, result.negated ? equals - 1 : equals));
        const std::string_view rest = text.substr(equals + 1);
        result.values.emplace_back(trim(rest.starts_with('=') ? rest.substr(1) : rest));
        return result;
    }
    result.exists_only = true;
    result.negated = text.starts_with('!');
    result.key = trim(result.negated ? text.substr(1) : text);
    return result;
}

}  // namespace

bool labels_fit(std::string_view selector, const value::Dict& labels) {
    for (const std::string& part : requirements_of(selector)) {
        const std::string_view text = trim(part);
        if (text.empty()) {
            continue;
        }
        const Requirement wanted = parse(text);
        const value::Value* found = labels.find(wanted.key);
        const bool fits = found != nullptr
            && (wanted.exists_only
                || std::find(
                       wanted.values.begin(),
                       wanted.values.end(),
                       internal::text_at(labels, wanted.key))
                    != wanted.values.end());
        if (fits == wanted.negated) {
            return false;
        }
    }
    return true;
}

}  // namespace tutor::kustomize
