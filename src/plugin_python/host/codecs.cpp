// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/host/codecs.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "plugin_python/host/commands.hpp"
#include "plugin_python/host/python_object.hpp"
#include "plugin_python/host/runtime.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::plugin_python {
namespace {

namespace fs = std::filesystem;
using catalog::Source;

std::string shown(py::handle object) {
    std::string text = py::cast<std::string>(py::repr(object));
    constexpr std::size_t longest = 80;
    if (text.size() > longest) {
        text = text.substr(0, longest) + "…";
    }
    return text;
}

[[noreturn]] void fail(std::string_view what, py::handle found) {
    throw py::type_error(fmt::format(
        "expected {}, got {} of type '{}'", what, shown(found), Py_TYPE(found.ptr())->tp_name));
}

// A string, or an instance of a class derived from it.
std::string string_of(py::handle object, std::string_view what) {
    if (!PyUnicode_Check(object.ptr())) {
        fail(what, object);
    }
    return py::cast<std::string>(object);
}

// A path may be any path-like object.
std::string path_of(py::handle object, std::string_view what) {
    if (PyUnicode_Check(object.ptr())) {
        return py::cast<std::string>(object);
    }
    if (!py::hasattr(object, "__fspath__")) {
        fail(what, object);
    }
    return py::cast<std::string>(py::str(object.attr("__fspath__")()));
}

// The items of a tuple (or another sequence) of that length.
py::tuple tuple_of(py::handle object, std::size_t size, std::string_view what) {
    if (!PySequence_Check(object.ptr()) || PyUnicode_Check(object.ptr())) {
        fail(what, object);
    }
    py::tuple items = py::reinterpret_steal<py::tuple>(PySequence_Tuple(object.ptr()));
    if (!items || items.size() != size) {
        PyErr_Clear();
        fail(what, object);
    }
    return items;
}

py::tuple pair(const py::object& first, const py::object& second) {
    return py::make_tuple(first, second);
}

}  // namespace

py::object Codec<bool>::to_python(const bool& item) {
    return py::bool_(item);
}

bool Codec<bool>::from_python(py::handle item, const Source& /*source*/) {
    return PyObject_IsTrue(item.ptr()) == 1;
}

py::object Codec<std::string>::to_python(const std::string& item) {
    return py::str(item);
}

std::string Codec<std::string>::from_python(py::handle item, const Source& /*source*/) {
    return path_of(item, "a string");
}

py::object Codec<catalog::StringPair>::to_python(const catalog::StringPair& item) {
    return pair(py::str(item.first), py::str(item.second));
}

catalog::StringPair
Codec<catalog::StringPair>::from_python(py::handle item, const Source& /*source*/) {
    constexpr std::string_view what = "a tuple of two strings";
    const py::tuple parts = tuple_of(item, 2, what);
    return {string_of(parts[0], what), path_of(parts[1], what)};
}

py::object Codec<catalog::Setting>::to_python(const catalog::Setting& item) {
    return pair(py::str(item.name), plugin_python::to_python(item.value));
}

catalog::Setting Codec<catalog::Setting>::from_python(py::handle item, const Source& source) {
    constexpr std::string_view what = "a tuple (name of the setting, value)";
    const py::tuple parts = tuple_of(item, 2, what);
    return {string_of(parts[0], what), to_value(parts[1], Form::data), source};
}

py::object Codec<catalog::Patch>::to_python(const catalog::Patch& item) {
    return pair(py::str(item.name), py::str(item.content));
}

catalog::Patch Codec<catalog::Patch>::from_python(py::handle item, const Source& source) {
    constexpr std::string_view what = "a tuple (name of the patch, text)";
    const py::tuple parts = tuple_of(item, 2, what);
    catalog::Patch patch{string_of(parts[0], what), string_of(parts[1], what), source};
    patch.source.where = patch_position(patch, source);
    return patch;
}

py::object Codec<catalog::Task>::to_python(const catalog::Task& item) {
    return pair(py::str(item.service), py::str(item.script));
}

catalog::Task Codec<catalog::Task>::from_python(py::handle item, const Source& source) {
    constexpr std::string_view what = "a tuple (service, script)";
    const py::tuple parts = tuple_of(item, 2, what);
    catalog::Task task{string_of(parts[0], what), string_of(parts[1], what), source};
    task.source.where = {};  // lines of the script are not lines of the module
    return task;
}

py::object Codec<catalog::Job>::to_python(const catalog::Job& item) {
    return click_command_of(item);
}

catalog::Job Codec<catalog::Job>::from_python(py::handle item, const Source& source) {
    return job_of(item, source);
}

py::object Codec<cli::Command>::to_python(const cli::Command& item) {
    return click_command_of(item);
}

cli::Command Codec<cli::Command>::from_python(py::handle item, const Source& source) {
    return command_of(item, source);
}

py::object Codec<catalog::TemplateRoot>::to_python(const catalog::TemplateRoot& item) {
    if (!item.files.empty()) {
        return py::str(runtime().services.templates_root().string());
    }
    return py::str(item.folder);
}

catalog::TemplateRoot
Codec<catalog::TemplateRoot>::from_python(py::handle item, const Source& source) {
    return {.folder = path_of(item, "a folder"), .source = source};
}

py::object Codec<catalog::TemplateTarget>::to_python(const catalog::TemplateTarget& item) {
    return pair(py::str(item.source), py::str(item.destination));
}

catalog::TemplateTarget
Codec<catalog::TemplateTarget>::from_python(py::handle item, const Source& source) {
    constexpr std::string_view what = "a tuple (source, destination)";
    const py::tuple parts = tuple_of(item, 2, what);
    return {path_of(parts[0], what), path_of(parts[1], what), source.plugin};
}

namespace {

/// A filter written in Python.
struct PythonFilterFunction {
    SharedHandle function;

    value::Value operator()(jinja::State& /*state*/, value::Arguments& arguments) const {
        return call_python(function->get(), arguments);
    }
};

}  // namespace

py::object Codec<catalog::TemplateFilter>::to_python(const catalog::TemplateFilter& item) {
    if (const auto* python = item.function.target<PythonFilterFunction>()) {
        return pair(
            py::str(item.name), py::reinterpret_borrow<py::object>(python->function->get()));
    }
    // What the core's filter does, through a template.
    const py::object apply = py::module_::import("tutor._host.rendering").attr("native_filter");
    return pair(py::str(item.name), apply(item.name));
}

catalog::TemplateFilter
Codec<catalog::TemplateFilter>::from_python(py::handle item, const Source& source) {
    constexpr std::string_view what = "a tuple (name of the filter, function)";
    const py::tuple parts = tuple_of(item, 2, what);
    if (PyCallable_Check(parts[1].ptr()) == 0) {
        fail(what, item);
    }
    return {string_of(parts[0], what), PythonFilterFunction{share(parts[1])}, source};
}

py::object Codec<catalog::TemplateVariable>::to_python(const catalog::TemplateVariable& item) {
    return pair(py::str(item.name), plugin_python::to_python(item.value));
}

catalog::TemplateVariable
Codec<catalog::TemplateVariable>::from_python(py::handle item, const Source& source) {
    constexpr std::string_view what = "a tuple (name of the variable, value)";
    const py::tuple parts = tuple_of(item, 2, what);
    return {string_of(parts[0], what), to_value(parts[1]), source};
}

py::object Codec<catalog::ImageBuild>::to_python(const catalog::ImageBuild& item) {
    return py::make_tuple(item.name, item.path, item.tag, py::tuple(py::cast(item.arguments)));
}

catalog::ImageBuild Codec<catalog::ImageBuild>::from_python(py::handle item, const Source& source) {
    constexpr std::string_view what = "a tuple (image, path, tag, arguments of the build)";
    const py::tuple parts = tuple_of(item, 4, what);
    catalog::ImageBuild build{
        .name = string_of(parts[0], what),
        .path = {},
        .tag = string_of(parts[2], what),
        .source = source};
    if (PyTuple_Check(parts[1].ptr()) || PyList_Check(parts[1].ptr())) {
        fs::path path;
        for (const py::handle part : parts[1]) {
            path /= path_of(part, what);
        }
        build.path = path.string();
    } else {
        build.path = path_of(parts[1], what);
    }
    if (!PySequence_Check(parts[3].ptr()) || PyUnicode_Check(parts[3].ptr())) {
        fail(what, item);
    }
    for (const py::handle argument : parts[3]) {
        build.arguments.push_back(string_of(argument, what));
    }
    return build;
}

py::object Codec<catalog::ImageTag>::to_python(const catalog::ImageTag& item) {
    return pair(py::str(item.name), py::str(item.tag));
}

catalog::ImageTag Codec<catalog::ImageTag>::from_python(py::handle item, const Source& source) {
    constexpr std::string_view what = "a tuple (image, tag)";
    const py::tuple parts = tuple_of(item, 2, what);
    return {string_of(parts[0], what), string_of(parts[1], what), source};
}

py::object Codec<catalog::PluginInfo>::to_python(const catalog::PluginInfo& item) {
    return pair(py::str(item.name), py::str(item.version));
}

catalog::PluginInfo
Codec<catalog::PluginInfo>::from_python(py::handle item, const Source& /*source*/) {
    constexpr std::string_view what = "a tuple (plugin, information)";
    const py::tuple parts = tuple_of(item, 2, what);
    return {
        string_of(parts[0], what),
        parts[1].is_none() ? "" : py::cast<std::string>(py::str(parts[1]))};
}

py::object Codec<catalog::Test>::to_python(const catalog::Test& item) {
    return py::make_tuple(item.service, item.suite, item.path.string());
}

catalog::Test Codec<catalog::Test>::from_python(py::handle item, const Source& source) {
    constexpr std::string_view what = "a tuple (service, suite, path)";
    const py::tuple parts = tuple_of(item, 3, what);
    return {string_of(parts[0], what), string_of(parts[1], what), path_of(parts[2], what), source};
}

py::object Codec<value::Dict>::to_python(const value::Dict& item) {
    return plugin_python::to_python(item);
}

value::Dict Codec<value::Dict>::from_python(py::handle item, const Source& /*source*/) {
    const value::Value converted = to_value(item, Form::data);
    if (!converted.is_dict()) {
        fail("a dict", item);
    }
    return converted.as_dict();
}

Source current_source() {
    return {
        .plugin = hooks::app_of(runtime().catalog().registry.contexts.stack()),
        .where = caller(runtime().owners)};
}

Position patch_position(const catalog::Patch& patch, const Source& source) {
    if (source.where.source.empty()) {
        return {};
    }
    const fs::path module = source.where.source;
    const fs::path file = module.parent_path() / "patches" / patch.name;
    std::error_code error;
    if (fs::is_regular_file(file, error) && read_file_if_exists(file) == patch.content) {
        return {file.string(), 1, 1};
    }
    // The text's first line in the module, when it stands there word for word.
    const std::string_view first = split_lines(trim(patch.content)).empty()
        ? std::string_view()
        : split_lines(trim(patch.content)).front();
    const std::optional<std::string> text = read_file_if_exists(module);
    const std::size_t at = text && !first.empty() ? text->find(first) : std::string::npos;
    if (at == std::string::npos) {
        return {};
    }
    const auto begin = text->begin();
    const auto before = std::count(begin, begin + static_cast<std::ptrdiff_t>(at), '\n');
    const std::string_view content = patch.content;
    const auto blank = std::count(
        content.begin(), content.begin() + static_cast<std::ptrdiff_t>(content.find(first)), '\n');
    return {module.string(), static_cast<int>(before - blank) + 1, 0};
}

std::optional<value::Value> DictConfiguration::find(std::string_view name) const {
    return guarded([&]() -> std::optional<value::Value> {
        const py::str key(name.data(), name.size());
        PyObject* found = PyDict_GetItemWithError(config_.ptr(), key.ptr());
        if (found == nullptr) {
            if (PyErr_Occurred() != nullptr) {
                throw py::error_already_set();
            }
            return std::nullopt;
        }
        return to_value(found);
    });
}

std::vector<std::string> DictConfiguration::names() const {
    std::vector<std::string> names;
    for (const auto& [key, value] : config_) {
        if (PyUnicode_Check(key.ptr())) {
            names.push_back(py::cast<std::string>(key));
        }
    }
    return names;
}

py::object configuration_to_python(const catalog::Configuration& config) {
    if (const auto* dict = dynamic_cast<const DictConfiguration*>(&config)) {
        return dict->object();
    }
    py::dict result;
    for (const std::string& name : config.names()) {
        if (const std::optional<value::Value> value = config.find(name)) {
            result[py::str(name)] = to_python(*value);
        }
    }
    return result;
}

}  // namespace tutor::plugin_python
