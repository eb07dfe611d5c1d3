// SPDX-License-Identifier: Apache-2.0
//
// Reads conformance cases: JSON with tagged values, and the options of their environments.

#pragma once

#include "jinja/environment.hpp"
#include "value/value.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tutor::jinja::cases {

/// JSON as a value: integers of any size, keys in order. @throws Error  for anything else
value::Value read_json(std::string_view text);

/// The value that an encoded one stands for: {"$tuple": [1]} is (1,).
value::Value decode(const value::Value& encoded);

/// The options of a case's `env`.
Options make_options(const value::Dict& env);

/// Templates of a dict of name and text.
class MapLoader final : public Loader {
public:
    explicit MapLoader(const value::Dict& templates);
    std::optional<Source> load(std::string_view name) override;
    std::vector<std::string> names() override;

private:
    std::map<std::string, std::string, std::less<>> templates_;
};

}  // namespace tutor::jinja::cases
