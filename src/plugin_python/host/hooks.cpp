// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/host/commands.hpp"
#include "plugin_python/host/hook_view.hpp"

#include <memory>

namespace tutor::plugin_python {

namespace internal {

Position definition_of(py::handle callable) {
    py::object function = py::reinterpret_borrow<py::object>(callable);
    function = py::getattr(function, "__wrapped__", function);
    const py::object code = py::getattr(function, "__code__", py::none());
    if (code.is_none()) {
        return {};
    }
    return {
        py::cast<std::string>(code.attr("co_filename")),
        py::cast<int>(code.attr("co_firstlineno")),
        0};
}

py::object Argument<const cli::Invocation&>::to_python(const cli::Invocation& call) {
    if (runtime().job_parameters) {
        return py::reinterpret_borrow<py::object>(runtime().job_parameters->get());
    }
    return parameters_of(call);
}

void write_back(value::Dict& target, const py::dict& changed) {
    std::vector<value::Value> gone;
    for (const auto& [key, item] : target) {
        if (!changed.contains(to_python(key))) {
            gone.push_back(key);
        }
    }
    for (const value::Value& key : gone) {
        target.erase(key);
    }
    for (const auto& [key, item] : changed) {
        target.set(to_value(key, Form::data), to_value(item, Form::data));
    }
}

}  // namespace internal

namespace {

using hooks::Action;
using hooks::Filter;
using hooks::ListFilter;

// Context manager around `hooks::Contexts::Scope`.
class Scope {
public:
    explicit Scope(std::string name) : name_(std::move(name)) {}

    void enter() {
        scopes_.push_back(std::unique_ptr<hooks::Contexts::Scope>(
            new hooks::Contexts::Scope(runtime().catalog().registry.contexts, name_)));
    }
    void leave() {
        if (!scopes_.empty()) {
            scopes_.pop_back();
        }
    }

private:
    std::string name_;
    std::vector<std::unique_ptr<hooks::Contexts::Scope>> scopes_;
};

template <class... Args>
std::unique_ptr<HookView> view(Action<Args...>& action) {
    return std::make_unique<ActionView<Args...>>(action);
}

template <class Item, class... Args>
std::unique_ptr<HookView> view(ListFilter<Item, Args...>& filter) {
    return std::make_unique<FilterView<ListFilter<Item, Args...>, std::vector<Item>, Args...>>(
        filter);
}

template <class T, class... Args>
std::unique_ptr<HookView> view(Filter<T, Args...>& filter) {
    return std::make_unique<FilterView<Filter<T, Args...>, T, Args...>>(filter);
}

template <class Hook>
void put(py::dict& hooks, const char* name, Hook& hook) {
    hooks[name] = py::cast(view(hook));
}

py::dict actions_of(catalog::Catalog& catalog) {
    py::dict actions;
    put(actions, "COMPOSE_PROJECT_STARTED", catalog.compose_project_started);
    put(actions, "CONFIG_INTERACTIVE", catalog.config_interactive);
    put(actions, "CONFIG_LOADED", catalog.config_loaded);
    put(actions, "CORE_READY", catalog.core_ready);
    put(actions, "DO_JOB", catalog.do_job);
    put(actions, "PLUGINS_LOADED", catalog.plugins_loaded);
    put(actions, "PLUGIN_LOADED", catalog.plugin_loaded);
    put(actions, "PLUGIN_UNLOADED", catalog.plugin_unloaded);
    put(actions, "PROJECT_ROOT_READY", catalog.project_root_ready);
    return actions;
}

py::dict filters_of(catalog::Catalog& catalog) {
    py::dict filters;
    put(filters, "APP_PUBLIC_HOSTS", catalog.app_public_hosts);
    put(filters, "CLI_COMMANDS", catalog.cli_commands);
    put(filters, "CLI_DO_COMMANDS", catalog.cli_do_commands);
    put(filters, "CLI_DO_INIT_TASKS", catalog.cli_do_init_tasks);
    put(filters, "CMS_WORKER_COMMAND", catalog.cms_worker_command);
    put(filters, "COMPOSE_MOUNTS", catalog.compose_mounts);
    put(filters, "CONFIG_DEFAULTS", catalog.config_defaults);
    put(filters, "CONFIG_OVERRIDES", catalog.config_overrides);
    put(filters, "CONFIG_UNIQUE", catalog.config_unique);
    put(filters, "CONFIG_USER", catalog.config_user);
    put(filters, "DOCKER_BUILD_COMMAND", catalog.docker_build_command);
    put(filters, "ENV_PATCHES", catalog.env_patches);
    put(filters, "ENV_PATTERNS_IGNORE", catalog.env_patterns_ignore);
    put(filters, "ENV_PATTERNS_INCLUDE", catalog.env_patterns_include);
    put(filters, "ENV_TEMPLATE_FILTERS", catalog.env_template_filters);
    put(filters, "ENV_TEMPLATE_ROOTS", catalog.env_template_roots);
    put(filters, "ENV_TEMPLATE_TARGETS", catalog.env_template_targets);
    put(filters, "ENV_TEMPLATE_VARIABLES", catalog.env_template_variables);
    put(filters, "IMAGES_BUILD", catalog.images_build);
    put(filters, "IMAGES_BUILD_MOUNTS", catalog.images_build_mounts);
    put(filters, "IMAGES_BUILD_REQUIRED", catalog.images_build_required);
    put(filters, "IMAGES_PULL", catalog.images_pull);
    put(filters, "IMAGES_PUSH", catalog.images_push);
    put(filters, "IS_FILE_RENDERED", catalog.is_file_rendered);
    put(filters, "LMS_WORKER_COMMAND", catalog.lms_worker_command);
    put(filters, "MOUNTED_DIRECTORIES", catalog.mounted_directories);
    put(filters, "PLUGINS_INFO", catalog.plugins_info);
    put(filters, "PLUGINS_INSTALLED", catalog.plugins_installed);
    put(filters, "PLUGINS_LOADED", catalog.plugins_loaded_names);
    put(filters, "PLUGIN_INDEXES", catalog.plugin_indexes);
    put(filters, "PLUGIN_INDEX_ENTRY_TO_INSTALL", catalog.plugin_index_entry_to_install);
    put(filters, "PLUGIN_INDEX_URL", catalog.plugin_index_url);
    put(filters, "TESTS", catalog.tests);
    return filters;
}

}  // namespace

void OwnHook::add(py::object callable, double priority) {
    hook_.add({share(std::move(callable)), false}, priority, caller(runtime().owners));
}

void OwnHook::add_items(py::object items, double priority) {
    hook_.add({share(std::move(items)), true}, priority, caller(runtime().owners));
}

py::object OwnHook::run(
    const Context& context, py::object value, const py::args& args, const py::kwargs& kwargs) {
    const std::optional<std::string_view> name =
        context ? std::optional<std::string_view>(*context) : std::nullopt;
    const bool is_action = value.is(py::ellipsis());
    hook_.run(name, [&](const auto& callback) {
        const py::object object =
            py::reinterpret_borrow<py::object>(callback.function.object->get());
        if (callback.function.is_items) {
            value = value + object;
        } else if (is_action) {
            object(*args, **kwargs);
        } else {
            value = object(value, *args, **kwargs);
        }
    });
    return is_action ? py::object(py::none()) : value;
}

void OwnHook::clear(const Context& context) {
    hook_.clear(context ? std::optional<std::string_view>(*context) : std::nullopt);
}

void declare_hooks(py::module_& module) {
    py::class_<HookView>(module, "Hook")
        .def("add", &HookView::add)
        .def("add_items", &HookView::add_items)
        .def("run", &HookView::run)
        .def("clear", &HookView::clear);
    py::class_<Scope>(module, "Scope")
        .def(py::init<std::string>())
        .def("enter", &Scope::enter)
        .def("leave", &Scope::leave);
    module.def("new_hook", []() -> std::unique_ptr<HookView> {
        return std::make_unique<OwnHook>(runtime().catalog().registry);
    });
    module.def("clear_all", [](const HookView::Context& context) {
        hooks::Registry& registry = runtime().catalog().registry;
        registry.clear_all(context ? std::optional<std::string_view>(*context) : std::nullopt);
    });
    module.def("invalidate", [] { runtime().catalog().registry.invalidate(); });
    module.attr("actions") = actions_of(runtime().catalog());
    module.attr("filters") = filters_of(runtime().catalog());
}

}  // namespace tutor::plugin_python
