// SPDX-License-Identifier: Apache-2.0

#include <tutor/plugin.hpp>

using tutor::plugin::Parameters;
using tutor::plugin::print;

TUTOR_PLUGIN("0.1.0", plugin) {
    plugin.add("SECRET_KEY", "{{ 8|random_string }}");
    plugin.defaults("DOCKER_IMAGE", "username/imagename:latest");
    plugin.set("MASTER_PASSWORD", "h4cked");
    plugin.patch(
        "local-docker-compose-services",
        "myplugin:\n"
        "  image: {{ MYPLUGIN_DOCKER_IMAGE }}\n");
    plugin.command(
        {.name = "myplugin",
         .help = "My plugin command.",
         .run = [](const Parameters&) { print("Hello from myplugin!"); },
         .commands = {
             {.name = "dosomething",
              .help = "This is a subcommand of the plugin.",
              .run = [](const Parameters&) { print("This subcommand is awesome"); }}}});
}
