// SPDX-License-Identifier: Apache-2.0
//
// What the core's jobs are made of.

#pragma once

#include "base/masker.hpp"
#include "catalog/catalog.hpp"
#include "jobs/core.hpp"
#include "jobs/secrets.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tutor::jobs::internal {

catalog::Job init_job(const catalog::Catalog& catalog, const Environment& environment);
catalog::Job createuser_job(const Environment& environment);
catalog::Job importdemocourse_job(const Environment& environment);
catalog::Job importdemolibraries_job(const Environment& environment);
catalog::Job settheme_job(const Environment& environment);
catalog::Job print_setting_job();
catalog::Job sqlshell_job(const Environment& environment);
catalog::Job convert_charset_job(const Environment& environment);
catalog::Job update_authentication_job(const Environment& environment);

/// A task whose script is run exactly as it stands: nothing in it is a template.
catalog::Task verbatim_task(
    std::string service,
    std::string_view script,
    catalog::TaskOutput output = catalog::TaskOutput::log);

/// The setting as text, also when it is a number.
///
/// @throws Error  there is none
std::string setting(const catalog::Configuration& config, std::string_view name);

/// Whether the setting is true; false when there is none.
bool is_on(const catalog::Configuration& config, std::string_view name);

/// `./manage.py VARIANT shell -c SNIPPET`
std::string django_shell(std::string_view variant, std::string_view snippet);

/// `mysql` with the options that make it root on the platform's server; its password is hidden.
std::string mysql_as_root(const catalog::Configuration& config, Masker& masker);

/// The value typed for a required argument. `what` names it in the error.
///
/// @throws UsageError  it begins with "-": a program in the container would take it for an option
std::string
plain_argument(const cli::Invocation& call, std::string_view name, std::string_view what);

}  // namespace tutor::jobs::internal
