// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/host/services_module.hpp"

#include "plugin_python/host/codecs.hpp"
#include "plugin_python/host/commands.hpp"
#include "plugin_python/host/errors.hpp"
#include "plugin_python/host/hook_view.hpp"
#include "plugin_python/host/runtime.hpp"
#include "plugin_python/host/values.hpp"

#include <string>

namespace tutor::plugin_python {
namespace {

using Words = std::vector<std::string>;

Services& services() {
    return runtime().services;
}

// What an answer depends on that a snapshot of plugins cannot tell: while they are loaded, asking
// for it means that there will be none.
Services& changing_services() {
    runtime().start.tape->impure("it asks for settings, templates or plugins");
    return runtime().services;
}

py::bytes bytes(const std::string& text) {
    return py::bytes(text);
}

void declare_program(py::module_& module) {
    module.def("version", [] { return services().version(); });
    module.def("app", [] { return services().app(); });
    module.def("root", [] { return services().root().string(); });
    module.def("plugins_root", [] { return services().plugins_root().string(); });
    module.def("templates_root", [] { return services().templates_root().string(); });
    module.def("mask", [](const std::string& text) { return services().mask(text); });
    module.def("add_owner", [](const std::string& plugin, const std::string& path) {
        runtime().owners.add(plugin, path);
    });
}

void declare_rendering(py::module_& module) {
    module.def("render_text", [](const py::dict& config, const std::string& text) {
        return changing_services().render_text(text, "text of a plugin", DictConfiguration(config));
    });
    module.def("render_template", [](const py::dict& config, const std::string& path) {
        return changing_services().render_template(path, DictConfiguration(config));
    });
    module.def("render_patch", [](const py::dict& config, const std::string& name) {
        return changing_services().render_patch(name, DictConfiguration(config));
    });
    module.def("read_template", [](const std::string& path) -> py::object {
        const std::optional<std::string> text = changing_services().read_template(path);
        return text ? py::object(bytes(*text)) : py::object(py::none());
    });
    module.def("templates", [](const std::string& prefix) {
        return changing_services().templates(prefix);
    });
    module.def("is_rendered", [](const std::string& path) {
        return changing_services().is_rendered(path);
    });
}

Depth depth_of(const std::string& name) {
    if (name == "user") {
        return Depth::user;
    }
    if (name == "minimal") {
        return Depth::minimal;
    }
    if (name == "defaults") {
        return Depth::defaults;
    }
    return name == "base" ? Depth::base : Depth::full;
}

void declare_configuration(py::module_& module) {
    module.def("load_config", [](const std::string& root, const std::string& depth) {
        return to_python(changing_services().load_config(root, depth_of(depth)));
    });
    module.def(
        "has_config", [](const std::string& root) { return changing_services().has_config(root); });
    module.def("save_config_file", [](const std::string& root, const py::dict& settings) {
        changing_services().save_config_file(root, to_value(settings, Form::data).as_dict());
    });
    module.def("save_environment", [](const std::string& root, const py::dict& config) {
        changing_services().save_environment(root, DictConfiguration(config));
    });
    module.def("parse_setting", [](const std::string& text) {
        return to_python(services().parse_setting(text));
    });
    module.def(
        "load_yaml", [](const std::string& text) { return to_python(services().load_yaml(text)); });
    module.def("load_all_yaml", [](const std::string& text) {
        py::list documents;
        for (const value::Value& document : services().load_all_yaml(text)) {
            documents.append(to_python(document));
        }
        return documents;
    });
    module.def("dump_yaml", [](const py::object& value) {
        return services().dump_yaml(to_value(value, Form::data));
    });
    module.def("volumes", [](const Words& mounts, const Words& names) {
        return changing_services().volumes(mounts, names);
    });
}

void declare_plugins(py::module_& module) {
    module.def("installed_plugins", [] {
        py::list plugins;
        for (const catalog::PluginInfo& plugin : changing_services().installed_plugins()) {
            plugins.append(py::make_tuple(plugin.name, plugin.version));
        }
        return plugins;
    });
    module.def("loaded_plugins", [] { return changing_services().loaded_plugins(); });
    module.def(
        "load_plugin", [](const std::string& name) { changing_services().load_plugin(name); });
}

void declare_commands(py::module_& module) {
    module.def("command_tree", [] { return describe_command(services().root_command()); });
    module.def(
        "run_command", [](const Words& words) { return changing_services().run_command(words); });
    module.def("compose_command", [](const std::string& platform, const Words& words) {
        return changing_services().compose_command(platform, words);
    });
    module.def("project_name", [](const std::string& platform) {
        return changing_services().project_name(platform);
    });
    module.def("is_running", [](const std::string& platform) {
        return changing_services().is_running(platform);
    });
    module.def(
        "run_task",
        [](const std::string& platform, const std::string& service, const std::string& script) {
            changing_services().run_task({platform, service, script});
        });
    module.def("job_tasks", [](const std::string& job, const Words& words) {
        py::list tasks;
        for (const catalog::Task& task : changing_services().job_tasks(job, words)) {
            tasks.append(py::make_tuple(task.service, task.script));
        }
        return tasks;
    });
    module.def(
        "run_tasks",
        [](const std::string& platform, const std::string& job, const py::object& pairs) {
            const py::iterator next = py::iter(pairs);
            changing_services().run_tasks(
                platform, job, [iterator = share(next)]() -> std::optional<catalog::Task> {
                    return guarded([&]() -> std::optional<catalog::Task> {
                        PyObject* item = PyIter_Next(iterator->get().ptr());
                        if (item == nullptr) {
                            if (PyErr_Occurred() != nullptr) {
                                throw py::error_already_set();
                            }
                            return std::nullopt;
                        }
                        const auto pair = py::cast<std::pair<std::string, std::string>>(
                            py::reinterpret_steal<py::object>(item));
                        return catalog::Task{pair.first, pair.second};
                    });
                });
        });
}

}  // namespace

void make_native_module() {
    // Python keeps a reference to the definition as long as the module lives: for ever.
    static py::module_::module_def definition;
    py::module_ module = py::module_::create_extension_module("_tutor", nullptr, &definition);
    register_translators(module);
    declare_native_object(module);
    declare_hooks(module);
    declare_program(module);
    declare_rendering(module);
    declare_configuration(module);
    declare_plugins(module);
    declare_commands(module);
    py::module_::import("sys").attr("modules")["_tutor"] = module;
}

}  // namespace tutor::plugin_python
