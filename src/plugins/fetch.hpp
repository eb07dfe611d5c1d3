// SPDX-License-Identifier: Apache-2.0
//
// Getting one file from wherever it is: a path or an http(s) address.
//
//     const std::string text = plugins::fetch("https://example.com/plugins.yml", runner);

#pragma once

#include "process/runner.hpp"

#include <string>
#include <string_view>

namespace tutor::plugins {

bool is_http_address(std::string_view location);

/// The whole content. Addresses are fetched with curl, which follows redirections and honours
/// the proxy variables; docs/decisions/0005.
///
/// @throws Error  it cannot be read, the server refuses, or curl is not installed
std::string fetch(const std::string& location, process::Runner& runner);

}  // namespace tutor::plugins
