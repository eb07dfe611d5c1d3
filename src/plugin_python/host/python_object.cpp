// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/host/python_object.hpp"

#include "plugin_python/host/runtime.hpp"

namespace tutor::plugin_python {
namespace {

using value::Operator;
using value::Value;

py::object stolen(PyObject* object) {
    if (object == nullptr) {
        throw py::error_already_set();
    }
    return py::reinterpret_steal<py::object>(object);
}

// What a failed operation means: no answer for the exceptions given, a failure for all others.
template <class... Exceptions>
bool forget(Exceptions*... exceptions) {
    if ((PyErr_ExceptionMatches(exceptions) || ...)) {
        PyErr_Clear();
        return true;
    }
    throw py::error_already_set();
}

PyObject* binary(Operator operation, PyObject* left, PyObject* right) {
    switch (operation) {
    case Operator::add: return PyNumber_Add(left, right);
    case Operator::subtract: return PyNumber_Subtract(left, right);
    case Operator::multiply: return PyNumber_Multiply(left, right);
    case Operator::divide: return PyNumber_TrueDivide(left, right);
    case Operator::floor_divide: return PyNumber_FloorDivide(left, right);
    case Operator::modulo: return PyNumber_Remainder(left, right);
    case Operator::power: return PyNumber_Power(left, right, Py_None);
    case Operator::less: return PyObject_RichCompare(left, right, Py_LT);
    case Operator::less_equal: return PyObject_RichCompare(left, right, Py_LE);
    case Operator::greater: return PyObject_RichCompare(left, right, Py_GT);
    case Operator::greater_equal: return PyObject_RichCompare(left, right, Py_GE);
    case Operator::negate: return PyNumber_Negative(left);
    case Operator::positive: return PyNumber_Positive(left);
    }
    return nullptr;
}

}  // namespace

Value call_python(
    py::handle callable, const value::Arguments& arguments, const catalog::Source& source) {
    return guarded_for(source, [&] {
        py::tuple positional(arguments.positional.size());
        for (std::size_t i = 0; i < arguments.positional.size(); ++i) {
            positional[i] = to_python(arguments.positional[i]);
        }
        py::dict keyword;
        for (const auto& [name, value] : arguments.keyword) {
            keyword[py::str(name)] = to_python(value);
        }
        return to_value(stolen(PyObject_Call(callable.ptr(), positional.ptr(), keyword.ptr())));
    });
}

std::string PythonObject::type_name() const {
    const std::string_view name = Py_TYPE(handle().ptr())->tp_name;
    return std::string(name.substr(name.rfind('.') + 1));
}

std::string PythonObject::str() const {
    return guarded([&] { return py::cast<std::string>(py::str(handle())); });
}

std::string PythonObject::repr() const {
    return guarded([&] { return py::cast<std::string>(py::repr(handle())); });
}

bool PythonObject::truth() const {
    return guarded([&] {
        const int truth = PyObject_IsTrue(handle().ptr());
        if (truth < 0) {
            throw py::error_already_set();
        }
        return truth != 0;
    });
}

bool PythonObject::is_callable() const {
    return PyCallable_Check(handle().ptr()) != 0;
}

Value PythonObject::call(value::Arguments& arguments) {
    return call_python(handle(), arguments, source_);
}

std::optional<Value> PythonObject::attribute(std::string_view name) const {
    return guarded([&]() -> std::optional<Value> {
        PyObject* found = PyObject_GetAttrString(handle().ptr(), std::string(name).c_str());
        if (found == nullptr) {
            forget(PyExc_AttributeError);
            return std::nullopt;
        }
        return of_same_source(to_value(stolen(found)));
    });
}

// What belongs to an object was added by whom the object was.
Value PythonObject::of_same_source(Value value) const {
    if (value.is_object()) {
        if (auto* object = dynamic_cast<PythonObject*>(value.as_object().get())) {
            object->set_source(source_);
        }
    }
    return value;
}

bool PythonObject::set_attribute(std::string_view name, const Value& value) {
    return guarded([&] {
        const py::object item = to_python(value);
        if (PyObject_SetAttrString(handle().ptr(), std::string(name).c_str(), item.ptr()) == 0) {
            return true;
        }
        return !forget(PyExc_AttributeError, PyExc_TypeError);
    });
}

std::optional<Value> PythonObject::item(const Value& key) const {
    return guarded([&]() -> std::optional<Value> {
        PyObject* found = PyObject_GetItem(handle().ptr(), to_python(key).ptr());
        if (found == nullptr) {
            forget(PyExc_LookupError, PyExc_TypeError, PyExc_AttributeError);
            return std::nullopt;
        }
        return to_value(stolen(found));
    });
}

std::optional<std::size_t> PythonObject::length() const {
    return guarded([&]() -> std::optional<std::size_t> {
        const Py_ssize_t length = PyObject_Length(handle().ptr());
        if (length < 0) {
            forget(PyExc_TypeError);
            return std::nullopt;
        }
        return static_cast<std::size_t>(length);
    });
}

std::optional<bool> PythonObject::contains(const Value& item) const {
    return guarded([&]() -> std::optional<bool> {
        const int found = PySequence_Contains(handle().ptr(), to_python(item).ptr());
        if (found < 0) {
            forget(PyExc_TypeError);
            return std::nullopt;
        }
        return found != 0;
    });
}

std::optional<value::Iteration> PythonObject::iterate() {
    return guarded([&]() -> std::optional<value::Iteration> {
        PyObject* iterator = PyObject_GetIter(handle().ptr());
        if (iterator == nullptr) {
            forget(PyExc_TypeError);
            return std::nullopt;
        }
        return [shared = share(stolen(iterator))]() -> std::optional<Value> {
            return guarded([&]() -> std::optional<Value> {
                PyObject* next = PyIter_Next(shared->get().ptr());
                if (next == nullptr) {
                    if (PyErr_Occurred() != nullptr) {
                        throw py::error_already_set();
                    }
                    return std::nullopt;
                }
                return to_value(stolen(next));
            });
        };
    });
}

bool PythonObject::equals(const Value& other) const {
    return guarded([&] {
        const int equal = PyObject_RichCompareBool(handle().ptr(), to_python(other).ptr(), Py_EQ);
        if (equal < 0) {
            throw py::error_already_set();
        }
        return equal != 0;
    });
}

std::optional<std::size_t> PythonObject::hash() const {
    return guarded([&]() -> std::optional<std::size_t> {
        const Py_hash_t hash = PyObject_Hash(handle().ptr());
        if (hash == -1) {
            forget(PyExc_TypeError);
            return std::nullopt;
        }
        return static_cast<std::size_t>(hash);
    });
}

std::optional<Value>
PythonObject::operate(Operator operation, value::Side side, const Value& other) const {
    return guarded([&]() -> std::optional<Value> {
        const py::object operand = to_python(other);
        PyObject* left = side == value::Side::left ? handle().ptr() : operand.ptr();
        PyObject* right = side == value::Side::left ? operand.ptr() : handle().ptr();
        PyObject* result = binary(operation, left, right);
        if (result == nullptr) {
            forget(PyExc_TypeError);
            return std::nullopt;
        }
        return to_value(stolen(result));
    });
}

std::string PythonObject::format(std::string_view spec) const {
    return guarded([&] {
        const py::str text(spec.data(), spec.size());
        return py::cast<std::string>(py::str(stolen(PyObject_Format(handle().ptr(), text.ptr()))));
    });
}

}  // namespace tutor::plugin_python
