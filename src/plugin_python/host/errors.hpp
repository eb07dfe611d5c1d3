// SPDX-License-Identifier: Apache-2.0
//
// Failures that cross between Python and C++.

#pragma once

#include "base/error.hpp"
#include "plugin_python/host/python.hpp"
#include "plugin_python/host/values.hpp"

#include <exception>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace tutor::plugin_python {

/// A Python exception as an error of ours; back in Python it is the same exception again.
class PythonFailure final : public Error {
public:
    PythonFailure(ErrorInfo info, SharedHandle exception)
        : Error(std::move(info)), exception_(std::move(exception)) {}

    py::handle exception() const { return exception_->get(); }

private:
    SharedHandle exception_;
};

/// Which plugin a file belongs to, to name it in errors.
class Owners {
public:
    /// `path` is a plugin's file, or the folder of its package.
    void add(std::string plugin, std::string path);
    /// Empty when no plugin is known to own it.
    std::string plugin_of(const std::string& file) const;
    /// Files below it are ours: nobody wants to see them in errors.
    void set_package(std::string folder) { package_ = std::move(folder); }
    bool is_ours(const std::string& file) const;

private:
    std::vector<std::pair<std::string, std::string>> paths_;
    std::string package_;
};

/// What SystemExit means: the wish to end the program, or, while a plugin loads, its failure.
enum class OnExit { end, fail };

/// Throws what stands for a Python exception in C++: the error it was made from, cli::Exit,
/// term::Abort, or a PythonFailure that tells plugin, file and line.
[[noreturn]] void
rethrow(py::error_already_set& raised, const Owners& owners, OnExit on_exit = OnExit::end);

/// Runs `action`; Python exceptions leave it as `rethrow` makes them.
template <class Action>
auto from_python(const Owners& owners, const Action& action) {
    try {
        return action();
    } catch (py::error_already_set& raised) {
        rethrow(raised, owners);
    } catch (const py::builtin_exception& raised) {
        raised.set_error();
        py::error_already_set set;
        rethrow(set, owners);
    }
}

/// The other way: every C++ exception that leaves a function called by Python becomes a Python
/// exception, an Error `tutor.exceptions.TutorError`.
void register_translators(py::module_& module);

/// The file and line of Python code that is running, ours left out; no file when there is none.
Position caller(const Owners& owners);

}  // namespace tutor::plugin_python
