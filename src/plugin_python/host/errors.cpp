// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/host/errors.hpp"

#include "cli/program.hpp"
#include "term/prompt.hpp"
#include "term/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <optional>

namespace tutor::plugin_python {
namespace {

// A C++ exception on its way through Python code.
struct NativeFailure {
    std::exception_ptr exception;
};

constexpr const char* native_key = "_native";

bool is_instance(py::handle exception, const char* module, const char* name) {
    // A module that nobody imported has no instances.
    const py::dict modules = py::module_::import("sys").attr("modules");
    if (!modules.contains(module)) {
        return false;
    }
    return py::isinstance(exception, py::object(modules[module]).attr(name));
}

std::string type_name(py::handle exception) {
    return py::cast<std::string>(py::type::of(exception).attr("__name__"));
}

std::string message_of(py::handle exception) {
    try {
        const py::object bytes = py::str(exception).attr("encode")("utf-8", "backslashreplace");
        return std::string(py::reinterpret_borrow<py::bytes>(bytes));
    } catch (py::error_already_set&) {
        return "(its message cannot be shown)";
    }
}

struct Place {
    Position where;
    std::string plugin;
};

// The innermost frame of a plugin's own file, else the innermost one that is not ours.
Place place_of(const py::error_already_set& raised, const Owners& owners) {
    Place place;
    py::object trace = raised.trace();
    while (trace && !trace.is_none()) {
        const auto file =
            py::cast<std::string>(trace.attr("tb_frame").attr("f_code").attr("co_filename"));
        const std::string plugin = owners.plugin_of(file);
        const bool readable = !file.starts_with('<') && !owners.is_ours(file);
        if (!plugin.empty() || (place.plugin.empty() && readable)) {
            place = {{file, py::cast<int>(trace.attr("tb_lineno")), 0}, plugin};
        }
        trace = trace.attr("tb_next");
    }
    const py::object& value = raised.value();
    if (PyErr_GivenExceptionMatches(value.ptr(), PyExc_SyntaxError) != 0) {
        const py::object file = value.attr("filename");
        if (py::isinstance<py::str>(file) && !value.attr("lineno").is_none()) {
            const auto name = py::cast<std::string>(file);
            place.where = {name, py::cast<int>(value.attr("lineno")), 0};
            place.plugin = owners.plugin_of(name);
        }
    }
    return place;
}

int exit_status(const py::object& exit) {
    const py::object code = exit.attr("code");
    if (code.is_none()) {
        return 0;
    }
    if (py::isinstance<py::int_>(code)) {
        return py::cast<int>(code) & 0xff;
    }
    py::print(code, py::arg("file") = py::module_::import("sys").attr("stderr"));
    return 1;
}

// Whether a plugin looks for a name that this package does not have.
bool misses_something_of_ours(const py::error_already_set& raised, const std::string& message) {
    if (!raised.matches(PyExc_AttributeError) && !raised.matches(PyExc_ImportError)) {
        return false;
    }
    constexpr std::string_view ours[] = {
        "'tutor.", "'tutor'", "'Filters'", "'Actions'", "'Contexts'"};
    return std::any_of(std::begin(ours), std::end(ours), [&](std::string_view name) {
        return message.find(name) != std::string::npos;
    });
}

// The place, or, when it is nowhere in a plugin, that of the one who is to blame.
Place place_or(Place place, const Blame& blame) {
    if (!place.plugin.empty() || blame.plugin.empty()) {
        return place;
    }
    return {blame.where.source.empty() ? place.where : blame.where, blame.plugin};
}

ErrorInfo describe(const py::error_already_set& raised, const Owners& owners, const Blame& blame) {
    const py::object& value = raised.value();
    if (is_instance(value, "tutor.exceptions", "TutorError")) {
        return {.message = message_of(value)};
    }
    if (is_instance(value, "click.exceptions", "ClickException")) {
        return {.message = py::cast<std::string>(value.attr("format_message")())};
    }
    const Place place = place_or(place_of(raised, owners), blame);
    const std::string message = message_of(value);
    const bool is_syntax = PyErr_GivenExceptionMatches(value.ptr(), PyExc_SyntaxError) != 0;
    ErrorInfo info;
    info.message = fmt::format(
        "{}: {}{}",
        place.plugin.empty() ? "Python code failed" : "plugin '" + place.plugin + "' failed",
        type_name(value),
        message.empty()
            ? ""
            : ": " + (is_syntax ? py::cast<std::string>(py::str(value.attr("msg"))) : message));
    if (!place.where.source.empty()) {
        info.where = place.where;
    }
    if (misses_something_of_ours(raised, message)) {
        info.hint =
            "this program has no such thing: the plugin may be made for another release of Tutor";
    }
    return info;
}

void print_traceback(const py::error_already_set& raised) {
    const char* wanted = std::getenv("TUTOR_PYTHON_TRACEBACK");
    if (wanted != nullptr && *wanted != '\0') {
        py::module_::import("traceback")
            .attr("print_exception")(raised.type(), raised.value(), raised.trace());
    }
}

// The message of an error as Python code sees it: the report without its first word.
std::string whole_message(const Error& error) {
    std::string report = term::render(error);
    constexpr std::string_view prefix = "Error: ";
    if (report.starts_with(prefix)) {
        report.erase(0, prefix.size());
    }
    while (report.ends_with('\n')) {
        report.pop_back();
    }
    return report;
}

// Raises `type(arguments...)`, which becomes `exception` again when it leaves Python.
template <class... Arguments>
void raise_in_python(
    const std::exception_ptr& exception, const py::object& type, const Arguments&... arguments) {
    const py::object made = type(arguments...);
    py::setattr(made, native_key, py::cast(NativeFailure{exception}));
    PyErr_SetObject(type.ptr(), made.ptr());
}

void raise_interrupt(const std::exception_ptr& exception) {
    raise_in_python(exception, py::reinterpret_borrow<py::object>(PyExc_KeyboardInterrupt));
}

void translate(std::exception_ptr exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const PythonFailure& failure) {
        PyErr_SetObject(
            reinterpret_cast<PyObject*>(Py_TYPE(failure.exception().ptr())),
            failure.exception().ptr());
    } catch (const Error& error) {
        raise_in_python(
            exception,
            py::module_::import("tutor.exceptions").attr("TutorError"),
            whole_message(error));
    } catch (const cli::Exit& exit) {
        PyErr_SetObject(PyExc_SystemExit, py::int_(exit.status()).ptr());
    } catch (const term::Abort&) {
        raise_interrupt(exception);
    } catch (const Interrupted&) {
        raise_interrupt(exception);
    }
}

}  // namespace

void Owners::add(std::string plugin, std::string path) {
    std::pair<std::string, std::string> owner(std::move(path), std::move(plugin));
    if (std::find(paths_.begin(), paths_.end(), owner) == paths_.end()) {
        paths_.push_back(std::move(owner));
    }
}

std::string Owners::plugin_of(const std::string& file) const {
    for (const auto& [path, plugin] : paths_) {
        if (file == path || file.starts_with(path + "/")) {
            return plugin;
        }
    }
    return {};
}

bool Owners::is_ours(const std::string& file) const {
    return !package_.empty() && file.starts_with(package_ + "/");
}

void rethrow(
    py::error_already_set& raised, const Owners& owners, OnExit on_exit, const Blame& blame) {
    const py::object value = raised.value();
    if (py::hasattr(value, native_key)) {
        std::rethrow_exception(py::cast<NativeFailure>(value.attr(native_key)).exception);
    }
    if (raised.matches(PyExc_SystemExit)) {
        if (on_exit == OnExit::end) {
            throw cli::Exit(exit_status(value));
        }
        const Place place = place_or(place_of(raised, owners), blame);
        throw PythonFailure(
            {.message = fmt::format(
                 "plugin '{}' wants to end the program while it is loaded (SystemExit: {})",
                 place.plugin,
                 message_of(value)),
             .where = place.where.source.empty() ? std::nullopt : std::optional(place.where)},
            share(value));
    }
    const bool is_interrupt =
        raised.matches(PyExc_KeyboardInterrupt) || is_instance(value, "click.exceptions", "Abort");
    if (is_interrupt && on_exit == OnExit::end) {
        throw term::Abort();
    }
    if (is_instance(value, "click.exceptions", "Exit")) {
        throw cli::Exit(py::cast<int>(value.attr("exit_code")));
    }
    print_traceback(raised);
    throw PythonFailure(describe(raised, owners, blame), share(value));
}

void register_translators(py::module_& module) {
    py::class_<NativeFailure>(module, "NativeFailure");
    py::register_exception_translator(translate);
}

Position caller(const Owners& owners) {
    py::object frame = py::module_::import("sys").attr("_getframe")();
    while (!frame.is_none()) {
        const auto file = py::cast<std::string>(frame.attr("f_code").attr("co_filename"));
        if (!owners.is_ours(file) && !file.starts_with('<')) {
            return {file, py::cast<int>(frame.attr("f_lineno")), 0};
        }
        frame = frame.attr("f_back");
    }
    return {};
}

}  // namespace tutor::plugin_python
