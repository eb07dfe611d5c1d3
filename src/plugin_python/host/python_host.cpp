// SPDX-License-Identifier: Apache-2.0
//
// The interpreter: started once, never stopped; when the program ends, Python's exit handlers run
// and its files are flushed.

#include "plugin_python/host.hpp"
#include "plugin_python/host/commands.hpp"
#include "plugin_python/host/runtime.hpp"
#include "plugin_python/host/services_module.hpp"
#include "plugin_python/internal/build_settings.hpp"

#include <fmt/format.h>

#include <cstring>
#include <memory>

namespace tutor::plugin_python {

namespace {

Runtime* the_runtime = nullptr;  // one interpreter per process: see runtime.hpp

void check(const PyStatus& status) {
    if (PyStatus_Exception(status) != 0) {
        throw Error(
            {.message = fmt::format(
                 "Python cannot be started: {}",
                 status.err_msg == nullptr ? "unknown reason" : status.err_msg),
             .hint = "check the variables PYTHONHOME and PYTHONPATH"});
    }
}

/// Settings of the interpreter; freed in the end.
class Settings {
public:
    Settings() { PyConfig_InitPythonConfig(&config_); }
    ~Settings() { PyConfig_Clear(&config_); }
    Settings(const Settings&) = delete;
    Settings& operator=(const Settings&) = delete;

    PyConfig& get() { return config_; }

    void set(wchar_t** field, const std::string& text) {
        check(PyConfig_SetBytesString(&config_, field, text.c_str()));
    }

    void add_argument(const std::string& text) {
        wchar_t* wide = Py_DecodeLocale(text.c_str(), nullptr);
        const PyStatus status = PyWideStringList_Append(&config_.argv, wide);
        PyMem_RawFree(wide);
        check(status);
    }

private:
    PyConfig config_ = {};
};

void start_interpreter(const Start& start) {
    Settings settings;
    PyConfig& config = settings.get();
    config.install_signal_handlers = 0;  // Ctrl-C is the program's
    config.parse_argv = 0;
    config.buffered_stdio = 1;
    settings.set(&config.program_name, start.executable.string());
    settings.set(&config.executable, start.executable.string());
    for (const std::string& argument : start.arguments) {
        settings.add_argument(argument);
    }
    check(Py_InitializeFromConfig(&config));
}

void set_search_path(const Start& start) {
    py::list path = py::module_::import("sys").attr("path");
    path.insert(0, start.package.string());
    for (const std::filesystem::path& folder : start.extra) {
        path.append(folder.string());
    }
}

class PythonHost final : public Host {
public:
    PythonHost(Services& services, const Start& start) : runtime_{services, start} {
        start_interpreter(start);
        set_runtime(runtime_);
        runtime_.owners.set_package((start.package / "tutor").string());
        guarded([&] {
            set_search_path(start);
            make_native_module();
            py::module_::import("tutor._host.startup").attr("start")(start.package.string());
        });
    }

    ~PythonHost() override {
        // Not Py_Finalize: values of ours, and modules written in C, may outlive the host.
        try {
            py::module_::import("tutor._host.startup").attr("stop")();
        } catch (py::error_already_set& error) {
            error.discard_as_unraisable("ending the Python host");
        }
    }
    PythonHost(const PythonHost&) = delete;
    PythonHost& operator=(const PythonHost&) = delete;

    void load_file(const std::string& plugin, const std::filesystem::path& file) override {
        load("load_file", plugin, file.string());
    }

    void load_module(const std::string& plugin, const std::string& module) override {
        load("load_module", plugin, module);
    }

    void load_v0(const std::string& plugin, const std::string& target) override {
        load("load_v0", plugin, target);
    }

    std::vector<cli::Command> group_commands(const std::string& group) override {
        return guarded([&] {
            std::vector<cli::Command> commands;
            const py::object added = py::module_::import("tutor._host.commands").attr("added_to");
            for (const py::handle command : added(group)) {
                commands.push_back(command_of(command, {}));
            }
            return commands;
        });
    }

    void begin_watch() override {
        guarded([] { py::module_::import("tutor._host.watch").attr("begin")(); });
    }

    Watched end_watch() override {
        return guarded([] {
            using Rows = std::vector<std::tuple<std::string, std::string, std::string>>;
            const py::tuple found = py::module_::import("tutor._host.watch").attr("end")();
            Watched watched{
                .dependencies = {}, .problems = py::cast<std::vector<std::string>>(found[1])};
            for (auto& [kind, name, state] : py::cast<Rows>(found[0])) {
                watched.dependencies.push_back({kind, name, state});
            }
            return watched;
        });
    }

private:
    void load(const char* function, const std::string& plugin, const std::string& what) {
        try {
            py::module_::import("tutor._host.loading").attr(function)(plugin, what);
        } catch (py::error_already_set& raised) {
            rethrow(raised, runtime_.owners, OnExit::fail);
        }
    }

    Runtime runtime_;
};

}  // namespace

Runtime& runtime() {
    return *the_runtime;
}

void set_runtime(Runtime& runtime) {
    the_runtime = &runtime;
}

}  // namespace tutor::plugin_python

extern "C" __attribute__((visibility("default"))) tutor::plugin_python::Host* tutor_python_start(
    const char* build,
    tutor::plugin_python::Services* services,
    const tutor::plugin_python::Start* start) {
    if (std::strcmp(build, tutor::plugin_python::internal::build_identity) != 0) {
        return nullptr;
    }
    return std::make_unique<tutor::plugin_python::PythonHost>(*services, *start).release();
}
