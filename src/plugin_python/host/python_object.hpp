// SPDX-License-Identifier: Apache-2.0
//
// A Python object in a template: everything that Python lets one do with it.

#pragma once

#include "catalog/types.hpp"
#include "plugin_python/host/values.hpp"
#include "value/object.hpp"

namespace tutor::plugin_python {

/// Failures are those of `rethrow` in errors.hpp, where Python has no answer of its own.
class PythonObject final : public value::Object {
public:
    explicit PythonObject(SharedHandle object) : object_(std::move(object)) {}

    py::handle handle() const { return object_->get(); }

    /// Who is to blame when a call fails outside of every plugin's code.
    void set_source(catalog::Source source) { source_ = std::move(source); }

    std::string type_name() const override;
    std::string str() const override;
    std::string repr() const override;
    bool truth() const override;
    bool is_callable() const override;
    value::Value call(value::Arguments& arguments) override;
    std::optional<value::Value> attribute(std::string_view name) const override;
    bool set_attribute(std::string_view name, const value::Value& value) override;
    std::optional<value::Value> item(const value::Value& key) const override;
    std::optional<std::size_t> length() const override;
    std::optional<bool> contains(const value::Value& item) const override;
    std::optional<value::Iteration> iterate() override;
    bool equals(const value::Value& other) const override;
    std::optional<std::size_t> hash() const override;
    std::optional<value::Value>
    operate(value::Operator operation, value::Side side, const value::Value& other) const override;
    std::string format(std::string_view spec) const override;

private:
    value::Value of_same_source(value::Value value) const;

    SharedHandle object_;
    catalog::Source source_;
};

/// Calls it with arguments of ours.
value::Value call_python(
    py::handle callable, const value::Arguments& arguments, const catalog::Source& source = {});

}  // namespace tutor::plugin_python
