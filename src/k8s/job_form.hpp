// SPDX-License-Identifier: Apache-2.0
//
// The Job object that runs one task: a copy of the form `SERVICE-job` in the manifests.

#pragma once

#include "kustomize/build.hpp"
#include "value/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tutor::k8s {

/// `SERVICE-job-20250131235959-x7k2p`: local time and a random end; cut at the front so that it
/// fits into a label, as the names of jobs must.
std::string unique_job_name(std::string_view service);

/// Names of all forms in the manifests, without "-job", for suggestions.
std::vector<std::string> job_services(const std::vector<kustomize::Resource>& manifests);

/// The form of `service` under `name`, with `script` run through the image's entrypoint. A form
/// that says `command: []` runs it without.
///
/// @throws Error  there is no such form, or it is no job that can run
value::Dict make_job(
    const std::vector<kustomize::Resource>& manifests,
    const std::string& service,
    const std::string& name,
    const std::string& script);

}  // namespace tutor::k8s
