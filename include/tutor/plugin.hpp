// SPDX-License-Identifier: Apache-2.0
//
// The plugin SDK for C++20: a plugin is one shared object built from a file such as
//
//     #include <tutor/plugin.hpp>
//
//     TUTOR_PLUGIN("1.0.0", plugin) {
//         plugin.defaults("DOCKER_IMAGE", "username/imagename:latest");
//         plugin.patch("lms-env", "X: {{ MYPLUGIN_DOCKER_IMAGE }}");
//         plugin.command({.name = "myplugin",
//                         .help = "Say hello.",
//                         .run = [](const tutor::plugin::Parameters&) {
//                             tutor::plugin::print("Hello!");
//                         }});
//     }
//
// Failures are exceptions on both sides: throw `Error` (or anything derived from std::exception)
// to fail, catch `HostError` to go on after the program has refused something. None crosses the
// boundary. Rules of life and memory: plugin.h. No `Value` may be kept in an object with static
// storage duration.

#pragma once

#include <tutor/plugin/errors.hpp>
#include <tutor/plugin/function.hpp>
#include <tutor/plugin/hooks.hpp>
#include <tutor/plugin/items.hpp>
#include <tutor/plugin/program.hpp>
#include <tutor/plugin/value.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor {
// Hidden: see plugin/errors.hpp.
namespace plugin __attribute__((visibility("hidden"))) {

    /// What a plugin contributes to. Names of hooks, items and arguments: docs/plugins/hooks.md.
    class Plugin : public Hooks {
    public:
        std::string name() const { return internal::string(internal::host->plugin_name); }
        std::filesystem::path file() const { return internal::string(internal::host->plugin_file); }
        /// The folder of the shared object.
        std::filesystem::path folder() const { return file().parent_path(); }
        /// Of the program's contract: "21.0.8".
        std::string tutor_version() const { return internal::string(internal::host->version); }
        /// "MYPLUGIN_"
        std::string prefix() const {
            std::string prefix = name() + "_";
            for (char& c : prefix) {
                c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            }
            return prefix;
        }

        // Settings. Names of the first two get the plugin's prefix.

        /// Drawn once and stored in config.yml.
        void add(std::string_view name, const Value& value) const {
            add_item("CONFIG_UNIQUE", Value::tuple({prefix() + std::string(name), value}));
        }
        /// Used unless the user gives another value; not stored.
        void defaults(std::string_view name, const Value& value) const {
            add_item("CONFIG_DEFAULTS", Value::tuple({prefix() + std::string(name), value}));
        }
        /// A value for a setting of the core or of another plugin.
        void set(std::string_view name, const Value& value) const {
            add_item("CONFIG_OVERRIDES", Value::tuple({name, value}));
        }
        /// A value that wins even over config.yml.
        void user(std::string_view name, const Value& value) const {
            add_item("CONFIG_USER", Value::tuple({name, value}));
        }

        // Templates.

        void patch(
            std::string_view name,
            std::string_view content,
            double priority = priority::normal) const {
            add_item("ENV_PATCHES", Value::tuple({name, content}), priority);
        }
        /// Patches that are computed when they are needed.
        void patches(
            std::function<std::vector<Patch>()> compute, double priority = priority::normal) const {
            add_filter(
                "ENV_PATCHES",
                [compute = std::move(compute)](Value list, const Arguments&) {
                    for (const Patch& patch : compute()) {
                        list.append(Value::tuple({patch.name, patch.content}));
                    }
                    return list;
                },
                priority);
        }
        /// A folder of templates, absolute or beside the shared object. What is below NAME/apps and
        /// NAME/build in it is rendered to ENV/plugins/NAME.
        void templates(const std::filesystem::path& path) const {
            template_root(path);
            template_target(name() + "/apps", "plugins");
            template_target(name() + "/build", "plugins");
        }
        void template_root(const std::filesystem::path& path) const {
            add_item("ENV_TEMPLATE_ROOTS", (folder() / path).string());
        }
        void template_target(std::string_view source, std::string_view destination) const {
            add_item("ENV_TEMPLATE_TARGETS", Value::tuple({source, destination}));
        }
        void template_variable(std::string_view name, const Value& value) const {
            add_item("ENV_TEMPLATE_VARIABLES", Value::tuple({name, value}));
        }
        void template_function(std::string_view name, Function body) const {
            template_variable(name, Value::function(name, std::move(body)));
        }
        /// `body` gets the value and the arguments of the filter.
        void template_filter(std::string_view name, Function body) const {
            add_item(
                "ENV_TEMPLATE_FILTERS",
                Value::tuple({name, Value::function(name, std::move(body))}));
        }

        // Images.

        void image(const Image& image) const {
            add_item(
                "IMAGES_BUILD", Value::tuple({image.name, image.path, image.tag, image.arguments}));
        }
        /// An image whose Dockerfile is the template NAME/build/IMAGE/Dockerfile.
        void build_image(const std::string& image_name, const std::string& tag) const {
            image(
                {.name = image_name,
                 .path = "plugins/" + name() + "/build/" + image_name,
                 .tag = tag});
        }
        void pull_image(std::string_view image_name, std::string_view tag) const {
            add_item("IMAGES_PULL", Value::tuple({image_name, tag}));
        }
        void push_image(std::string_view image_name, std::string_view tag) const {
            add_item("IMAGES_PUSH", Value::tuple({image_name, tag}));
        }
        /// To pull and to push.
        void remote_image(std::string_view image_name, std::string_view tag) const {
            pull_image(image_name, tag);
            push_image(image_name, tag);
        }
        /// Must be built before the platform starts; `context`: "local", "dev", or empty for both.
        void required_image(const std::string& image_name, std::string context = {}) const {
            add_where("IMAGES_BUILD_REQUIRED", image_name, equals(std::move(context)));
        }

        // Containers.

        /// Where `service` sees a mounted folder of that name.
        void compose_mount(
            std::string folder_name, const std::string& service, const std::string& path) const {
            add_where(
                "COMPOSE_MOUNTS", Value::tuple({service, path}), ends(std::move(folder_name)));
        }
        /// The build context of `image` that a mounted folder of that name replaces.
        void build_mount(
            std::string folder_name, const std::string& image, const std::string& context) const {
            add_where(
                "IMAGES_BUILD_MOUNTS",
                Value::tuple({image, context}),
                ends(std::move(folder_name)));
        }
        /// Folders of Python packages, by a regular expression for the beginning of their names.
        void mounted_directory(std::string_view image, std::string_view pattern) const {
            add_item("MOUNTED_DIRECTORIES", Value::tuple({image, pattern}));
        }
        /// `host` is a template; `context`: "local", "dev", or empty for both.
        void public_host(const std::string& host, std::string context = {}) const {
            add_where("APP_PUBLIC_HOSTS", host, equals(std::move(context)));
        }

        // Jobs and commands.

        void init_task(
            std::string_view service,
            std::string_view script,
            double priority = priority::normal) const {
            add_item("CLI_DO_INIT_TASKS", Value::tuple({service, script}), priority);
        }
        void job(const Job& job) const { add_item("CLI_DO_COMMANDS", internal::value_of(job)); }
        void command(const Command& command) const {
            add_item("CLI_COMMANDS", internal::value_of(command));
        }

    private:
        using Condition = std::function<bool(const std::string&)>;

        static Condition equals(std::string wanted) {
            return [wanted = std::move(wanted)](const std::string& text) {
                return wanted.empty() || text == wanted;
            };
        }
        static Condition ends(std::string wanted) {
            return [wanted = std::move(wanted)](const std::string& path) {
                return std::filesystem::path(path).filename() == wanted;
            };
        }
        void add_where(std::string_view filter, const Value& item, Condition condition) const {
            add_filter(filter, [item, condition](Value list, const Arguments& arguments) {
                if (condition(arguments[0].text())) {
                    list.append(item);
                }
                return list;
            });
        }
    };

    namespace internal {

    inline int load(const tutor_host* given, void (*body)(Plugin&)) noexcept {
        host = given;
        return guard<int>(-1, [&] {
            Plugin plugin;
            body(plugin);
            return 0;
        });
    }

    }  // namespace internal
}  // namespace )
}  // namespace tutor

/// Makes the shared object a plugin; a function body follows, in which `parameter` is the Plugin.
#define TUTOR_PLUGIN(version_text, parameter)                                                      \
  extern "C" TUTOR_PLUGIN_INFO(version_text);                                                      \
  static void tutor_plugin_body(::tutor::plugin::Plugin& parameter);                               \
  extern "C" TUTOR_EXPORT int tutor_plugin_load(const tutor_host* host) {                          \
    return ::tutor::plugin::internal::load(host, tutor_plugin_body);                               \
  }                                                                                                \
  static void tutor_plugin_body([[maybe_unused]] ::tutor::plugin::Plugin& parameter)
