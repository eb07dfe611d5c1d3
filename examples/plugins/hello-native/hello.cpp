// SPDX-License-Identifier: Apache-2.0
//
// A plugin that uses everything the SDK offers, a little.

#include <tutor/plugin.hpp>

#include <algorithm>

namespace {

using namespace tutor::plugin;  // NOLINT(google-build-using-namespace): an example

void contribute_settings(const Plugin& plugin) {
    plugin.add("SECRET_KEY", "{{ 20|random_string }}");
    plugin.defaults("GREETING", "Hello from {{ PLATFORM_NAME }}");
    plugin.defaults("DOCKER_IMAGE", "{{ DOCKER_REGISTRY }}hello:{{ TUTOR_VERSION }}");
    plugin.set("CONTACT_EMAIL", "hello@{{ LMS_HOST }}");
}

void contribute_templates(const Plugin& plugin) {
    plugin.patch("openedx-lms-common-settings", "# {{ HELLO_GREETING|shout }}");
    plugin.patches([] {
        std::vector<Patch> patches;
        for (const std::string name : {"lms", "cms"}) {
            patches.push_back({name + "-env", "HELLO_" + name + ": true"});
        }
        return patches;
    });
    plugin.templates("templates");
    plugin.template_variable("HELLO_NUMBERS", Value::list({1, 2, 3}));
    plugin.template_function("hello_square", [](const Arguments& arguments) {
        return Value(arguments[0].integer() * arguments[0].integer());
    });
    plugin.template_filter("shout", [](const Arguments& arguments) {
        std::string text = arguments[0].text();
        std::transform(text.begin(), text.end(), text.begin(), [](char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        return Value(text + "!");
    });
}

void contribute_platform(const Plugin& plugin) {
    plugin.build_image("hello", "{{ HELLO_DOCKER_IMAGE }}");
    plugin.remote_image("hello", "{{ HELLO_DOCKER_IMAGE }}");
    plugin.compose_mount("hello-app", "lms", "/openedx/hello-app");
    plugin.build_mount("hello-app", "hello", "hello-src");
    plugin.mounted_directory("openedx", "hello-package-.*");
    plugin.public_host("hello.{{ LMS_HOST }}", "local");
    plugin.public_host("hello.{{ LMS_HOST }}:9000", "dev");
    plugin.init_task("lms", "echo early {{ HELLO_GREETING }}", priority::high);
    plugin.init_task("lms", "echo hello");
}

Command hello_command() {
    return {
        .name = "hello",
        .help = "Greet people.",
        .commands = {
            {.name = "greet",
             .help = "Greet somebody.",
             .options =
                 {{.names = {"-n", "--times"}, .help = "How often.", .type = "integer",
                   .default_value = 1, .show_default = true},
                  {.names = {"--loud"}, .help = "In capitals.", .flag = true}},
             .arguments = {{.name = "name", .count = "at-least-one"}},
             .run =
                 [](const Parameters& parameters) {
                     for (std::int64_t i = 0; i < parameters.integer("times").value_or(1); ++i) {
                         for (const std::string& name : parameters.texts("name")) {
                             print(parameters.flag("loud")
                                       ? render("{{ '" + name + "'|shout }}")
                                       : "Hello, " + name);
                         }
                     }
                 }},
            {.name = "root",
             .help = "Print the project root.",
             .run = [](const Parameters&) { print(root().string()); }},
            {.name = "setting",
             .help = "Print a setting.",
             .arguments =
                 {{.name = "key",
                   .complete =
                       [](const std::string&) {
                           std::vector<std::string> names;
                           for (const Value& name : config().keys()) {
                               names.push_back(name.text());
                           }
                           return names;
                       }}},
             .run =
                 [](const Parameters& parameters) {
                     const std::optional<Value> value = config().find(*parameters.text("key"));
                     if (!value) {
                         throw Error("there is no such setting", "see: tutor config save");
                     }
                     print(value->str());
                 }},
            {.name = "uname",
             .help = "Run a program.",
             .run = [](const Parameters&) {
                 if (execute({"uname", "-s"}) != 0) {
                     throw Error("uname failed");
                 }
             }}}};
}

Job hello_job() {
    return {
        .name = "hello",
        .help = "Say hello in a container.",
        .options = {{.names = {"--service"}, .help = "Where.", .default_value = "lms"}},
        .tasks = [](const Parameters& parameters) -> std::vector<Task> {
            return {{*parameters.text("service"), "echo hello"}, {"cms", "echo hello, too"}};
        }};
}

}  // namespace

TUTOR_PLUGIN("1.0.0", plugin) {
    contribute_settings(plugin);
    contribute_templates(plugin);
    contribute_platform(plugin);
    plugin.command(hello_command());
    plugin.job(hello_job());
    plugin.add_action("DO_JOB", [](const Arguments& arguments) {
        if (arguments[0].text() == "hello") {
            info("The hello job begins");
        }
    });
}
