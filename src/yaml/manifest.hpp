// SPDX-License-Identifier: Apache-2.0
//
// YAML as Kubernetes' own tools read and write it: they are written in Go, whose YAML is not
// Python's. `yes` is a string here, `0644` is 420, keys are strings.
//
//     for (const yaml::Manifest& manifest : yaml::load_manifests(text, "k8s/services.yml")) {
//         manifest.value.as_dict().find("kind");
//     }
//     yaml::dump_manifest(value);      // keys sorted, lists not indented

#pragma once

#include "base/error.hpp"
#include "value/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tutor::yaml {

struct Manifest {
    value::Value value;  ///< a value of its own: aliases are written out
    Position where;      ///< of its first line
};

/// The documents of `text`, in order; empty ones are left out.
///
/// Upstream: the YAML 1.2 that gopkg.in/yaml.v3 reads, as JSON
/// @throws Error  with line and column: no YAML, an alias of something around it
std::vector<Manifest> load_manifests(std::string_view text, std::string_view source);

/// One document with a final newline: block style, keys in natural order (`a2` before `a10`),
/// lines folded at 80 columns.
///
/// Upstream: sigs.k8s.io/yaml, JSONToYAML
/// @throws Error  something in it has no JSON form
std::string dump_manifest(const value::Value& value);

}  // namespace tutor::yaml
