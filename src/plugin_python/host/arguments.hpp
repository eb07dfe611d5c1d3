// SPDX-License-Identifier: Apache-2.0
//
// Arguments of hooks, from C++ to Python and back.

#pragma once

#include "plugin_python/host/codecs.hpp"
#include "plugin_python/host/runtime.hpp"
#include "plugin_python/host/values.hpp"

#include <fmt/format.h>

#include <string>
#include <tuple>
#include <utility>

namespace tutor::plugin_python::internal {

/// How an argument of a hook looks in Python, and, for callbacks of C++, back.
template <class T>
struct Argument;

template <>
struct Argument<const std::string&> {
    using Holder = std::string;
    static py::object to_python(const std::string& text) { return py::str(text); }
    static Holder hold(py::handle object) { return py::cast<std::string>(py::str(object)); }
    static const std::string& get(Holder& holder) { return holder; }
};

template <>
struct Argument<const std::filesystem::path&> {
    using Holder = std::filesystem::path;
    static py::object to_python(const std::filesystem::path& path) {
        return py::str(path.string());
    }
    static Holder hold(py::handle object) { return py::cast<std::string>(py::str(object)); }
    static const std::filesystem::path& get(Holder& holder) { return holder; }
};

template <>
struct Argument<const catalog::Configuration&> {
    using Holder = std::unique_ptr<DictConfiguration>;
    static py::object to_python(const catalog::Configuration& config) {
        return configuration_to_python(config);
    }
    static Holder hold(py::handle object) {
        return std::make_unique<DictConfiguration>(
            py::dict(py::reinterpret_borrow<py::object>(object)));
    }
    static const catalog::Configuration& get(Holder& holder) { return *holder; }
};

template <>
struct Argument<const value::Dict&> {
    using Holder = value::Dict;
    static py::object to_python(const value::Dict& dict) { return plugin_python::to_python(dict); }
    static Holder hold(py::handle object) { return to_value(object, Form::data).as_dict(); }
    static const value::Dict& get(Holder& holder) { return holder; }
};

template <>
struct Argument<value::Dict&> {
    using Holder = value::Dict;
    static py::object to_python(const value::Dict& dict) { return plugin_python::to_python(dict); }
    static Holder hold(py::handle object) { return to_value(object, Form::data).as_dict(); }
    static value::Dict& get(Holder& holder) { return holder; }
};

template <>
struct Argument<const cli::Invocation&> {
    static py::object to_python(const cli::Invocation& call);
};

/// After a callback of Python: what it wrote into a dict that it may change.
void write_back(value::Dict& target, const py::dict& changed);

template <class... Args>
py::tuple arguments_to_python(Args... args) {
    return py::make_tuple(Argument<Args>::to_python(args)...);
}

/// Runs a callback of C++ with arguments of Python.
template <class... Args, class Function>
auto with_native_arguments(const py::args& args, const Function& function) {
    if (args.size() != sizeof...(Args)) {
        throw py::type_error(
            fmt::format("this hook takes {} arguments, got {}", sizeof...(Args), args.size()));
    }
    return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        std::tuple<typename Argument<Args>::Holder...> holders{
            Argument<Args>::hold(args[Index])...};
        return function(Argument<Args>::get(std::get<Index>(holders))...);
    }
    (std::index_sequence_for<Args...>{});
}

}  // namespace tutor::plugin_python::internal
