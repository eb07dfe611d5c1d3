// SPDX-License-Identifier: Apache-2.0
//
// Finds addresses in text and makes them links.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::jinja {

struct UrlizeSettings {
    std::optional<std::int64_t> trim_limit = {};  ///< characters of a link's text
    std::string rel = {};
    std::string target = {};
    std::vector<std::string> extra_schemes = {};  ///< "ftp:", "tel:" …
};

/// `escaped` with its web and mail addresses as links.
std::string urlize_text(std::string_view escaped, const UrlizeSettings& settings);

/// Whether `text` is a scheme as `extra_schemes` takes it.
bool is_url_scheme(std::string_view text);

}  // namespace tutor::jinja
