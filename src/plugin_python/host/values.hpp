// SPDX-License-Identifier: Apache-2.0
//
// Values to Python objects and back.

#pragma once

#include "plugin_python/host/python.hpp"
#include "value/object.hpp"
#include "value/value.hpp"

#include <memory>

namespace tutor::plugin_python {

/// A Python object that C++ may hold for as long as it likes: letting go of it after the
/// interpreter has ended does nothing.
class Handle {
public:
    explicit Handle(py::object object) : object_(object.release().ptr()) {}
    ~Handle() {
        if (Py_IsInitialized() != 0) {
            Py_XDECREF(object_);
        }
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    py::handle get() const { return object_; }

private:
    PyObject* object_;
};

using SharedHandle = std::shared_ptr<const Handle>;
SharedHandle share(py::object object);

/// Whether objects of classes derived from `str`, `dict` and so on keep their class (as values of
/// templates, whose methods may be called) or become the plain data they hold (settings).
enum class Form { object, data };

/// Plain data becomes plain data of the other side, deeply copied; a tuple stays a tuple, a dict
/// keeps its order, an integer its size. Every other object crosses as a reference: it comes back
/// as the same object.
py::object to_python(const value::Value& value);
value::Value to_value(py::handle object, Form form = Form::object);

/// Declares the class that native objects have in Python.
void declare_native_object(py::module_& module);

}  // namespace tutor::plugin_python
