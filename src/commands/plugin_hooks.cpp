// SPDX-License-Identifier: Apache-2.0
//
// tutor plugins hooks: the page docs/plugins/hooks.md.

#include "catalog/dynamic.hpp"
#include "commands/groups.hpp"

namespace tutor::commands {

cli::Command plugin_hooks_command(Context& context) {
    return {
        .name = "hooks",
        .help = "Print what plugins can contribute to: every hook, its items and arguments.",
        .run = [&context](const cli::Invocation&) {
            context.results().write(
                catalog::reference_page(catalog::DynamicHooks(context.catalog())));
        }};
}

}  // namespace tutor::commands
