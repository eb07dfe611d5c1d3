// SPDX-License-Identifier: Apache-2.0
//
// Documents for tests, written as YAML; most were recorded from a cluster and shortened.

#pragma once

#include "value/value.hpp"
#include "yaml/manifest.hpp"

#include <string_view>

namespace tutor::k8s {

inline value::Value document(std::string_view text) {
    return yaml::load_manifests(text, "test").at(0).value;
}

inline value::Dict object(std::string_view text) {
    return document(text).as_dict();
}

}  // namespace tutor::k8s
