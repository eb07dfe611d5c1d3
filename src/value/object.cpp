// SPDX-License-Identifier: Apache-2.0

#include "value/object.hpp"

#include "value/errors.hpp"

namespace tutor::value {

Value Object::call(Arguments& /*arguments*/) {
    throw PythonError("TypeError", "'" + type_name() + "' object is not callable");
}

bool Object::equals(const Value& other) const {
    return (other.is_object() || other.is_undefined()) && other.as_object().get() == this;
}

std::optional<std::size_t> Object::hash() const {
    return std::hash<const Object*>()(this) >> 4U;
}

std::string Object::format(std::string_view spec) const {
    if (!spec.empty()) {
        throw PythonError(
            "TypeError", "unsupported format string passed to " + type_name() + ".__format__");
    }
    return str();
}

namespace {

class Function final : public Object {
public:
    Function(std::string name, std::function<Value(Arguments&)> body)
        : name_(std::move(name)), body_(std::move(body)) {}

    std::string type_name() const override { return "function"; }
    std::string repr() const override { return "<function " + name_ + ">"; }
    bool is_callable() const override { return true; }
    Value call(Arguments& arguments) override { return body_(arguments); }
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "__name__") {
            return Value(name_);
        }
        return std::nullopt;
    }

private:
    std::string name_;
    std::function<Value(Arguments&)> body_;
};

}  // namespace

Value function(std::string name, std::function<Value(Arguments&)> body) {
    return Value::object(std::make_shared<Function>(std::move(name), std::move(body)));
}

}  // namespace tutor::value
