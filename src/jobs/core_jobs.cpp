// SPDX-License-Identifier: Apache-2.0

#include "jobs/core.hpp"
#include "jobs/internal/parts.hpp"

namespace tutor::jobs {

void contribute_jobs(catalog::Catalog& catalog, Environment environment) {
    catalog.cli_do_commands.add_items(
        {internal::init_job(catalog, environment),
         internal::createuser_job(environment),
         internal::importdemocourse_job(environment),
         internal::importdemolibraries_job(environment),
         internal::settheme_job(environment),
         internal::print_setting_job(),
         internal::sqlshell_job(environment),
         internal::convert_charset_job(environment),
         internal::update_authentication_job(environment)});
}

}  // namespace tutor::jobs
