// SPDX-License-Identifier: Apache-2.0
//
// What the reference page says of actions and of the hooks around plugins and configuration.

#include "catalog/internal/dynamic_hook.hpp"

namespace tutor::catalog::internal {
namespace {

const Field setting_name{"name", FieldType::text, "the whole name of the setting"};
const Field setting_value{"value", FieldType::any, "its value; strings in it are templates"};

}  // namespace

void describe_actions(HookList& list, Catalog& catalog) {
    describe(
        list,
        catalog.core_ready,
        {.summary = "The program is set up and knows where its folders are.",
         .when = "Once, before plugins are looked for."});
    describe(
        list,
        catalog.project_root_ready,
        {.summary = "The project root is known and the enabled plugins are loaded.",
         .when = "Once, by the first command that needs plugins.",
         .arguments = {{"root", FieldType::text, "the project root"}}});
    describe(
        list,
        catalog.plugin_loaded,
        {.summary = "A plugin has been loaded.",
         .when =
             "For every plugin, right after its own code or file has been read, in its context.",
         .arguments = {{"name", FieldType::text, "the plugin"}}});
    describe(
        list,
        catalog.plugins_loaded,
        {.summary = "No further plugin is going to be loaded.",
         .when = "Once, after every enabled plugin was loaded or has failed."});
    describe(
        list,
        catalog.plugin_unloaded,
        {.summary = "A plugin is being disabled.",
         .when = "During `plugins disable`, for every plugin that goes, while its callbacks are "
                 "still there.",
         .arguments = {
             {"name", FieldType::text, "the plugin"},
             {"root", FieldType::text, "the project root"},
             {"config", FieldType::mapping, "the settings, rendered"}}});
    describe(
        list,
        catalog.config_loaded,
        {.summary =
             "The settings have been put together. Look, do not touch: the mapping is a copy.",
         .when = "Each time the full configuration has been loaded.",
         .arguments = {{"config", FieldType::mapping, "the settings, rendered"}}});
    describe(
        list,
        catalog.config_interactive,
        {.summary = "Ask the user further questions. What changes in the mapping is stored in "
                    "config.yml.",
         .when = "After the core's own questions, in `config save --interactive` and `launch`.",
         .arguments = {{"config", FieldType::mapping, "the settings, rendered; may be changed"}}});
    describe(
        list,
        catalog.compose_project_started,
        {.summary = "Containers are about to be started.",
         .when = "Once, before the first `up`, `start`, `restart` or `run` of Compose.",
         .arguments = {
             {"root", FieldType::text, "the project root"},
             {"config", FieldType::configuration, "the settings"},
             {"project_name", FieldType::text, "the Compose project"}}});
    describe(
        list,
        catalog.do_job,
        {.summary = "A job of `local do`, `dev do` or `k8s do` begins.",
         .when = "Before the first task of the job. Plugins can add callbacks, but not run it.",
         .arguments = {
             {"job", FieldType::text, "the name of the job"},
             {"parameters", FieldType::mapping, "options and arguments of the job by name"}}});
}

void describe_configuration(HookList& list, Catalog& catalog) {
    describe(
        list,
        catalog.config_defaults,
        {.summary = "Settings that have a value unless the user gives another one. Never stored.",
         .when = "Each time the full configuration is loaded; a later item wins.",
         .item = {setting_name, setting_value}});
    describe(
        list,
        catalog.config_unique,
        {.summary = "Settings that are drawn once and then stored in config.yml: passwords, keys.",
         .when = "Each time a configuration is loaded; items whose setting is stored already do "
                 "nothing.",
         .item = {setting_name, setting_value}});
    describe(
        list,
        catalog.config_overrides,
        {.summary = "Values for settings of the core or of other plugins. They are stored, and do "
                    "not replace what the user has set.",
         .when = "Each time a configuration is loaded; a later item wins, with an alert.",
         .item = {setting_name, setting_value}});
    describe(
        list,
        catalog.config_user,
        {.summary = "Values that win even over those in config.yml.",
         .when = "Each time a configuration is loaded.",
         .item = {setting_name, setting_value}});
}

void describe_plugins(HookList& list, Catalog& catalog) {
    describe(
        list,
        catalog.plugins_installed,
        {.summary = "Names of the plugins that can be enabled.",
         .when = "After plugins have been looked for.",
         .item = {{"name"}},
         .in_yaml = false});
    describe(
        list,
        catalog.plugins_loaded_names,
        {.summary = "Names of the plugins that are loaded.",
         .when = "Whenever somebody asks; it grows with every plugin.",
         .item = {{"name"}},
         .in_yaml = false});
    describe(
        list,
        catalog.plugins_info,
        {.summary = "What `plugins list` shows.",
         .when = "`plugins list`.",
         .item =
             {{"name", FieldType::text, "the plugin"},
              {"info", FieldType::optional_text, "its version, or whatever describes it", false}},
         .in_yaml = false});
    describe(
        list,
        catalog.plugin_indexes,
        {.summary = "Addresses of lists of plugins, beside those the user has added.",
         .when = "`plugins update`.",
         .item = {{"url"}}});
    describe(
        list,
        catalog.plugin_index_url,
        {.summary = "Turns what the user typed into the address of a list of plugins.",
         .when = "`plugins index add` and `plugins index remove`.",
         .item = {{"url", FieldType::text, "a short name, a path or an address"}}});
    describe(
        list,
        catalog.plugin_index_entry_to_install,
        {.summary = "Changes an entry of a list of plugins before it is installed.",
         .when = "`plugins install` and `plugins upgrade`.",
         .item = {{"entry", FieldType::mapping, "the entry"}}});
}

}  // namespace tutor::catalog::internal
