// SPDX-License-Identifier: Apache-2.0
//
// `tutor images`: build, pull, push, printtag.

#include "images/images.hpp"

#include "commands/groups.hpp"

namespace tutor::commands {
namespace {

images::Images images_of(Context& context, const config::Config& config) {
    return {
        .catalog = context.catalog(),
        .config = config,
        .renderer = context.renderer(),
        .output = context.output(),
        .runner = context.runner(),
        .environment = context.environment()};
}

cli::Argument image_argument(Context& context, images::Purpose purpose) {
    return {
        .name = "image",
        .arity = cli::Arity::any,
        .complete = [&context, purpose](std::string_view incomplete) {
            return cli::matching(
                images::names(images_of(context, context.config()), purpose), incomplete);
        }};
}

std::vector<cli::Option> build_options() {
    return {
        {.names = {"--no-cache"}, .help = "Build every layer anew.", .is_flag = true},
        {.names = {"--no-registry-cache"},
         .help = "Do not look for layers in the cache of the registry.",
         .is_flag = true},
        {.names = {"--cache-to-registry"},
         .help = "Put the layers into the cache of the registry, which takes the right to push "
                 "there.",
         .is_flag = true},
        {.names = {"--output"},
         .help = "Where docker puts the image; an empty text leaves it to docker.",
         .default_value = "type=docker",
         .show_default = true},
        {.names = {"-a", "--build-arg"},
         .help = "Value of an argument of the Dockerfile; may be repeated.",
         .multiple = true,
         .metavar = "KEY=VALUE"},
        {.names = {"--add-host"},
         .help = "Address of a host during the build; may be repeated.",
         .multiple = true,
         .metavar = "HOST:IP"},
        {.names = {"--target"}, .help = "Stage of the Dockerfile to stop at.", .metavar = "NAME"},
        {.names = {"-d", "--docker-arg"},
         .help = "Word to hand on to docker as it is; may be repeated.",
         .multiple = true}};
}

images::BuildOptions read_options(const cli::Invocation& call) {
    return {
        .no_cache = call.flag("no_cache"),
        .no_registry_cache = call.flag("no_registry_cache"),
        .cache_to_registry = call.flag("cache_to_registry"),
        .output = call.text("output").value_or(""),
        .build_args = call.texts("build_arg"),
        .add_hosts = call.texts("add_host"),
        .target = call.text("target").value_or(""),
        .docker_args = call.texts("docker_arg")};
}

cli::Command build_command(Context& context) {
    return {
        .name = "build",
        .help = "Build images, one after the other.\n\n"
                "IMAGE is the name of an image of the core or of a plugin, or 'all'.",
        .options = build_options(),
        .arguments = {image_argument(context, images::Purpose::build)},
        .run = [&context](const cli::Invocation& call) {
            images::build(
                images_of(context, context.checked_config()),
                call.texts("image"),
                read_options(call));
        }};
}

}  // namespace

cli::Command images_command(Context& context) {
    return {
        .name = "images",
        .help = "Build, pull and push the images of the platform.",
        .commands = {
            build_command(context),
            {.name = "pull",
             .help = "Pull images from their registry.",
             .arguments = {image_argument(context, images::Purpose::pull)},
             .run =
                 [&context](const cli::Invocation& call) {
                     images::pull(images_of(context, context.config()), call.texts("image"));
                 }},
            {.name = "push",
             .help = "Push images to their registry.",
             .arguments = {image_argument(context, images::Purpose::push)},
             .run =
                 [&context](const cli::Invocation& call) {
                     images::push(images_of(context, context.config()), call.texts("image"));
                 }},
            {.name = "printtag",
             .help = "Print the tags of images, one a line.",
             .arguments = {image_argument(context, images::Purpose::build)},
             .run = [&context](const cli::Invocation& call) {
                 for (const std::string& tag :
                      images::tags(images_of(context, context.config()), call.texts("image"))) {
                     context.results().line(tag);
                 }
             }}}};
}

}  // namespace tutor::commands
