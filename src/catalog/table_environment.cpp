// SPDX-License-Identifier: Apache-2.0
//
// What the reference page says of the hooks around templates, images, containers and jobs.

#include "catalog/internal/dynamic_hook.hpp"

namespace tutor::catalog::internal {
namespace {

const Field pattern{
    "pattern", FieldType::text, "a regular expression for the beginning of a template's path"};
const Field word{"word", FieldType::text, "one word of the command"};
const Field image_name{"name", FieldType::text, "how commands call the image"};
const Field image_tag{"tag", FieldType::text, "a template: registry, repository and tag"};
const Field mode{"context", FieldType::text, "`local` or `dev`"};
const Field config{"config", FieldType::configuration, "the settings"};

}  // namespace

void describe_environment(HookList& list, Catalog& catalog) {
    describe(
        list,
        catalog.env_patches,
        {.summary = "Text for the places where templates call `patch`.",
         .when = "When templates are rendered; pieces of one name are joined by line feeds.",
         .item = {
             {"name", FieldType::text, "the patch"}, {"content", FieldType::text, "a template"}}});
    describe(
        list,
        catalog.env_template_roots,
        {.summary = "Folders of templates. A template of a later root hides one of the same path.",
         .when = "When templates are looked for.",
         .item = {{"folder", FieldType::text, "the absolute path of the folder"}}});
    describe(
        list,
        catalog.env_template_targets,
        {.summary = "Which templates are rendered into the environment, and where.",
         .when = "`config save` and whatever else writes the environment.",
         .item = {
             {"source", FieldType::text, "beginning of the paths of templates: `myplugin/apps`"},
             {"destination", FieldType::text, "folder below the environment: `plugins`"}}});
    describe(
        list,
        catalog.env_template_variables,
        {.summary = "Variables and functions for all templates.",
         .when = "When templates are rendered.",
         .item = {
             {"name", FieldType::text, "how templates call it"},
             {"value", FieldType::any, "any value; a function can be called"}}});
    describe(
        list,
        catalog.env_template_filters,
        {.summary = "Filters for all templates: `{{ value|name }}`.",
         .when = "When templates are rendered.",
         .item =
             {{"name", FieldType::text, "how templates call it"},
              {"function",
               FieldType::function,
               "gets the value, then the arguments of the filter"}},
         .in_yaml = false});
    describe(
        list,
        catalog.env_patterns_ignore,
        {.summary = "Templates that are not written into the environment.",
         .when = "When templates are listed.",
         .item = {pattern}});
    describe(
        list,
        catalog.env_patterns_include,
        {.summary = "Templates that are written although a pattern says to ignore them.",
         .when = "When templates are listed.",
         .item = {pattern}});
    describe(
        list,
        catalog.is_file_rendered,
        {.summary = "Whether a file is a template; the others are copied as they are.",
         .when = "For every file of the environment; binary files start as false.",
         .arguments = {{"path", FieldType::text, "the path of the template"}},
         .item = {{"rendered", FieldType::boolean, "the answer so far"}}});
    describe(
        list,
        catalog.lms_worker_command,
        {.summary = "The command of the LMS workers.",
         .when = "When templates are rendered.",
         .item = {word}});
    describe(
        list,
        catalog.cms_worker_command,
        {.summary = "The command of the CMS workers.",
         .when = "When templates are rendered.",
         .item = {word}});
}

void describe_images(HookList& list, Catalog& catalog) {
    describe(
        list,
        catalog.images_build,
        {.summary = "Images that `images build` can build.",
         .when = "`images build`, `images printtag`, `launch`.",
         .arguments = {config},
         .item = {
             image_name,
             {"path", FieldType::path, "folder of the Dockerfile, absolute or in the environment"},
             image_tag,
             {"arguments", FieldType::texts, "further words for the build", false}}});
    describe(
        list,
        catalog.images_build_mounts,
        {.summary = "Folders of the user that an image is built with.",
         .when = "`images build` and `mounts list`, for every mount.",
         .arguments = {{"path", FieldType::text, "the folder on this machine"}},
         .item =
             {{"image", FieldType::text, "the image"},
              {"context", FieldType::text, "name of the build context that the folder replaces"}},
         .selector = Selector::basename});
    describe(
        list,
        catalog.images_build_required,
        {.summary = "Images that must be built before the platform can start.",
         .when = "`launch`.",
         .arguments = {mode},
         .item = {{"name", FieldType::text, "the image"}},
         .selector = Selector::equals});
    describe(
        list,
        catalog.images_pull,
        {.summary = "Images that `images pull` can pull.",
         .when = "`images pull`.",
         .arguments = {config},
         .item = {image_name, image_tag}});
    describe(
        list,
        catalog.images_push,
        {.summary = "Images that `images push` can push.",
         .when = "`images push`.",
         .arguments = {config},
         .item = {image_name, image_tag}});
    describe(
        list,
        catalog.docker_build_command,
        {.summary = "The words of the command that builds an image, without `docker` itself.",
         .when = "Before every build.",
         .item = {word}});
}

void describe_containers(HookList& list, Catalog& catalog) {
    describe(
        list,
        catalog.compose_mounts,
        {.summary = "Where containers see a folder that the user has mounted by its name alone.",
         .when = "When templates are rendered and by `mounts list`, for every mount.",
         .arguments = {{"folder", FieldType::text, "the last part of the folder's path"}},
         .item =
             {{"service", FieldType::text, "the service; `openedx` stands for the whole platform"},
              {"path", FieldType::text, "the path in the container"}},
         .selector = Selector::basename});
    describe(
        list,
        catalog.mounted_directories,
        {.summary = "Folders of Python packages: mounted at `/mnt/NAME`, and built into the image.",
         .when = "When templates are rendered, by `images build` and `mounts list`.",
         .item = {
             {"image", FieldType::text, "the image, `openedx` for the platform's"},
             {"pattern",
              FieldType::text,
              "a regular expression for the beginning of the folder's name"}}});
    describe(
        list,
        catalog.app_public_hosts,
        {.summary = "Addresses that users can open.",
         .when = "At the end of `launch`, and by `dev hosts`.",
         .arguments = {mode},
         .item = {{"host", FieldType::text, "a template: host, with a port where needed"}},
         .selector = Selector::equals});
    describe(
        list,
        catalog.cli_do_init_tasks,
        {.summary = "Scripts that prepare the platform. They are run again at every upgrade, so "
                    "they must not mind that their work is done already.",
         .when = "`do init`, by priority; with `--limit NAME` only those of that plugin.",
         .item = {
             {"service", FieldType::text, "the service: the script runs in `SERVICE-job`"},
             {"script", FieldType::text, "a template; run by `sh -e -c`"}}});
    describe(
        list,
        catalog.cli_do_commands,
        {.summary = "Jobs: commands below `local do`, `dev do` and `k8s do`.",
         .when = "When jobs are looked up.",
         .item = {{"job", FieldType::job, "the command and the tasks that it runs"}},
         .in_yaml = false});
    describe(
        list,
        catalog.tests,
        {.summary = "What `do tests` runs.",
         .when = "`do tests`.",
         .item = {
             {"service", FieldType::text, "the service"},
             {"suite", FieldType::text, "the name of the suite, such as `smoke`"},
             {"path", FieldType::text, "the test"}}});
    describe(
        list,
        catalog.cli_commands,
        {.summary = "Commands of the program.",
         .when = "When a command is not one of the core's, for help and for completion.",
         .item = {{"command", FieldType::command, "the command"}}});
    describe(
        list,
        catalog.cli_group_commands,
        {.summary = "Commands in a group of the core: `tutor local NAME`.",
         .when = "As CLI_COMMANDS, once the command line names the group.",
         .arguments = {{"group", FieldType::text, "the group: `local`, `dev`, `k8s` …"}},
         .item = {{"command", FieldType::command, "the command"}},
         .selector = Selector::equals,
         .in_yaml = false});
}

}  // namespace tutor::catalog::internal
