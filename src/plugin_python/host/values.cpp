// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/host/values.hpp"

#include "plugin_python/host/python_object.hpp"
#include "plugin_python/internal/links.hpp"
#include "value/big_integer.hpp"
#include "value/markup.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

namespace tutor::plugin_python {
namespace {

using value::Kind;
using value::Value;

constexpr int max_depth = 200;

// How a native object looks from Python.
struct NativeObject {
    Value value;

    const std::shared_ptr<value::Object>& object() const { return value.as_object(); }
};

py::object text(std::string_view utf8) {
    PyObject* made =
        PyUnicode_DecodeUTF8(utf8.data(), static_cast<Py_ssize_t>(utf8.size()), "surrogateescape");
    if (made == nullptr) {
        throw py::error_already_set();
    }
    return py::reinterpret_steal<py::object>(made);
}

// A date or time stamp that YAML read.
py::object date_to_python(const value::Object& date) {
    const std::string name = date.type_name();
    const py::object type =
        py::module_::import("datetime").attr(name.substr(name.find('.') + 1).c_str());
    return type.attr("fromisoformat")(date.str());
}

py::object object_to_python(const Value& value) {
    const std::shared_ptr<value::Object>& object = value.as_object();
    if (const auto* python = dynamic_cast<const PythonObject*>(object.get())) {
        return py::reinterpret_borrow<py::object>(python->handle());
    }
    if (const auto* replayed = dynamic_cast<const internal::ReplayedObject*>(object.get())) {
        return to_python(replayed->live());
    }
    if (!object->is_callable()
        && (object->type_name() == "datetime.date" || object->type_name() == "datetime.datetime")) {
        return date_to_python(*object);
    }
    return py::cast(NativeObject{value});
}

Value to_value_at(py::handle object, Form form, int depth);

Value string_to_value(py::handle object) {
    Py_ssize_t size = 0;
    const char* utf8 = PyUnicode_AsUTF8AndSize(object.ptr(), &size);
    if (utf8 == nullptr) {
        throw py::error_already_set();
    }
    return Value(std::string_view(utf8, static_cast<std::size_t>(size)));
}

Value integer_to_value(py::handle object) {
    int overflow = 0;
    const long long small = PyLong_AsLongLongAndOverflow(object.ptr(), &overflow);
    if (overflow == 0) {
        return Value(static_cast<std::int64_t>(small));
    }
    // Not by decimal digits: Python limits their number.
    const auto hexadecimal = py::reinterpret_steal<py::object>(PyNumber_ToBase(object.ptr(), 16));
    std::string digits = py::cast<std::string>(hexadecimal);
    digits.erase(digits.find("0x"), 2);
    return Value::big(value::BigInteger::from_digits(digits, 16));
}

std::vector<Value> items_of(py::handle sequence, Form form, int depth) {
    std::vector<Value> items;
    for (const py::handle item : sequence) {
        items.push_back(to_value_at(item, form, depth + 1));
    }
    return items;
}

Value dict_to_value(py::handle object, Form form, int depth) {
    value::Dict dict;
    // A copy: converting an item may run code that changes the dict.
    const py::dict source = py::reinterpret_steal<py::dict>(PyDict_Copy(object.ptr()));
    for (const auto& [key, item] : source) {
        dict.set(to_value_at(key, form, depth + 1), to_value_at(item, form, depth + 1));
    }
    return dict;
}

// Whether the object is of that built-in type, or, as data, of a class derived from it.
bool is(py::handle object, PyTypeObject& type, Form form) {
    return form == Form::data ? PyObject_TypeCheck(object.ptr(), &type) != 0
                              : Py_TYPE(object.ptr()) == &type;
}

bool is_plain_dict(py::handle object, Form form) {
    if (is(object, PyDict_Type, form)) {
        return true;
    }
    if (!PyDict_Check(object.ptr())) {
        return false;
    }
    const std::string_view name = Py_TYPE(object.ptr())->tp_name;
    return name == "collections.OrderedDict" || name == "collections.defaultdict";
}

bool is_date(py::handle object) {
    const std::string_view name = Py_TYPE(object.ptr())->tp_name;
    return name == "datetime.date" || name == "datetime.datetime";
}

Value to_value_at(py::handle object, Form form, int depth) {
    if (depth > max_depth) {
        PyErr_SetString(PyExc_RecursionError, "the value holds itself, or is nested too deeply");
        throw py::error_already_set();
    }
    PyObject* raw = object.ptr();
    if (object.is_none()) {
        return {};
    }
    if (PyBool_Check(raw)) {
        return Value(raw == Py_True);
    }
    if (is(object, PyUnicode_Type, form)) {
        return string_to_value(object);
    }
    if (is(object, PyLong_Type, form)) {
        return integer_to_value(object);
    }
    if (is(object, PyFloat_Type, form)) {
        return Value(PyFloat_AS_DOUBLE(raw));
    }
    if (is(object, PyList_Type, form)) {
        return value::List(items_of(object, form, depth));
    }
    if (is(object, PyTuple_Type, form)) {
        return Value::tuple(items_of(object, form, depth));
    }
    if (is_plain_dict(object, form)) {
        return dict_to_value(object, form, depth);
    }
    if (PyUnicode_Check(raw) && py::hasattr(object, "__html__")) {
        return Value::markup(string_to_value(object).as_string());
    }
    if (is_date(object)) {
        return value::date(py::str(object), py::repr(object));
    }
    if (py::isinstance<NativeObject>(object)) {
        return py::cast<NativeObject&>(object).value;
    }
    return Value::object(
        std::make_shared<PythonObject>(share(py::reinterpret_borrow<py::object>(object))));
}

py::object list_to_python(const std::vector<Value>& items) {
    py::list list;
    for (const Value& item : items) {
        list.append(to_python(item));
    }
    return list;
}

py::object tuple_to_python(const std::vector<Value>& items) {
    py::tuple tuple(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        tuple[i] = to_python(items[i]);
    }
    return tuple;
}

py::object dict_to_python(const value::Dict& dict) {
    py::dict result;
    for (const auto& [key, item] : dict) {
        result[to_python(key)] = to_python(item);
    }
    return result;
}

py::object native_attribute(const NativeObject& self, const std::string& name) {
    const std::optional<Value> found = self.object()->attribute(name);
    if (!found) {
        throw py::attribute_error(
            fmt::format("'{}' object has no attribute '{}'", self.object()->type_name(), name));
    }
    return to_python(*found);
}

py::object call_native(const NativeObject& self, const py::args& args, const py::kwargs& kwargs) {
    value::Arguments arguments;
    for (const py::handle item : args) {
        arguments.positional.push_back(to_value(item));
    }
    for (const auto& [name, item] : kwargs) {
        arguments.keyword.emplace_back(py::cast<std::string>(name), to_value(item));
    }
    return to_python(self.object()->call(arguments));
}

py::object iterate_native(const NativeObject& self) {
    const std::optional<value::Iteration> iteration = self.object()->iterate();
    if (!iteration) {
        throw py::type_error(
            fmt::format("'{}' object is not iterable", self.object()->type_name()));
    }
    py::list items;
    while (const std::optional<Value> item = (*iteration)()) {
        items.append(to_python(*item));
    }
    return items.attr("__iter__")();
}

}  // namespace

SharedHandle share(py::object object) {
    return std::make_shared<const Handle>(std::move(object));
}

py::object to_python(const Value& value) {
    switch (value.kind()) {
    case Kind::none: return py::none();
    case Kind::boolean: return py::bool_(value.as_boolean());
    case Kind::integer: return py::int_(value.as_integer());
    case Kind::big_integer: {
        const std::string digits = value.as_big_integer().to_digits(16);
        PyObject* made = PyLong_FromString(digits.c_str(), nullptr, 16);
        if (made == nullptr) {
            throw py::error_already_set();
        }
        return py::reinterpret_steal<py::object>(made);
    }
    case Kind::real: return py::float_(value.as_real());
    case Kind::string: return text(value.as_string());
    case Kind::markup:
        return py::module_::import("tutor._host.markup").attr("Markup")(text(value.as_string()));
    case Kind::list: return list_to_python(value.items());
    case Kind::tuple: return tuple_to_python(value.items());
    case Kind::dict: return dict_to_python(value.as_dict());
    case Kind::range: {
        const auto& range = value.as_range();
        return py::module_::import("builtins").attr("range")(range.start, range.stop, range.step);
    }
    case Kind::object: return object_to_python(value);
    case Kind::undefined: return py::cast(NativeObject{value});
    }
    return py::none();
}

Value to_value(py::handle object, Form form) {
    return to_value_at(object, form, 0);
}

void declare_native_object(py::module_& module) {
    py::class_<NativeObject>(module, "NativeObject")
        .def("__getattr__", native_attribute)
        .def("__call__", call_native)
        .def("__iter__", iterate_native)
        .def("__str__", [](const NativeObject& self) { return text(value::str(self.value)); })
        .def("__repr__", [](const NativeObject& self) { return text(value::repr(self.value)); })
        .def("__bool__", [](const NativeObject& self) { return value::truth(self.value); })
        .def(
            "__len__",
            [](const NativeObject& self) {
                const auto length = self.object()->length();
                if (!length) {
                    throw py::type_error("object has no len()");
                }
                return *length;
            })
        .def(
            "__contains__",
            [](const NativeObject& self, const py::object& item) {
                return self.object()->contains(to_value(item)).value_or(false);
            })
        .def(
            "__eq__",
            [](const NativeObject& self, const py::object& other) {
                return value::equal(self.value, to_value(other));
            })
        .def("__hash__", [](const NativeObject& self) { return value::hash(self.value); })
        .def("__getitem__", [](const NativeObject& self, const py::object& key) {
            const auto found = self.object()->item(to_value(key));
            if (!found) {
                throw py::key_error(py::str(key));
            }
            return to_python(*found);
        });
}

}  // namespace tutor::plugin_python
