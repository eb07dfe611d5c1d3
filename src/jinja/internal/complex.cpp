// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/complex.hpp"

#include "value/errors.hpp"
#include "value/numbers.hpp"
#include "value/object.hpp"

#include <cmath>
#include <complex>
#include <memory>
#include <string>

namespace tutor::jinja {

using value::Value;

namespace {

using Number = std::complex<double>;

/// repr() of a part: whole numbers without ".0".
std::string part(double real) {
    std::string text = value::real_repr(real);
    if (text.ends_with(".0")) {
        text.resize(text.size() - 2);
    }
    return text;
}

class Complex final : public value::Object {
public:
    explicit Complex(Number number) : number_(number) {}

    std::string type_name() const override { return "complex"; }
    std::string repr() const override {
        const std::string imaginary = part(number_.imag());
        if (number_.real() == 0 && !std::signbit(number_.real())) {
            return imaginary + "j";
        }
        const bool needs_plus = imaginary.front() != '-';
        return "(" + part(number_.real()) + (needs_plus ? "+" : "") + imaginary + "j)";
    }
    bool truth() const override { return number_ != Number(); }
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "real") {
            return Value(number_.real());
        }
        if (name == "imag") {
            return Value(number_.imag());
        }
        return std::nullopt;
    }
    bool equals(const Value& other) const override {
        const auto number = as_complex(other);
        return number && *number == number_;
    }
    std::optional<Value>
    operate(value::Operator operation, value::Side side, const Value& other) const override {
        if (operation == value::Operator::negate) {
            return make(-number_);
        }
        if (operation == value::Operator::positive) {
            return make(number_);
        }
        const auto number = as_complex(other);
        if (!number) {
            return std::nullopt;
        }
        const Number left = side == value::Side::left ? number_ : *number;
        const Number right = side == value::Side::left ? *number : number_;
        switch (operation) {
        case value::Operator::add: return make(left + right);
        case value::Operator::subtract: return make(left - right);
        case value::Operator::multiply: return make(left * right);
        case value::Operator::power: return make(std::pow(left, right));
        case value::Operator::divide:
            if (right == Number()) {
                throw value::PythonError("ZeroDivisionError", "complex division by zero");
            }
            return make(left / right);
        default: return std::nullopt;
        }
    }

    static Value make(Number number) { return Value::object(std::make_shared<Complex>(number)); }

private:
    static std::optional<Number> as_complex(const Value& value) {
        if (value::is_number(value)) {
            return Number(value::to_real(value));
        }
        const auto* complex =
            value.is_object() ? dynamic_cast<const Complex*>(value.as_object().get()) : nullptr;
        return complex == nullptr ? std::nullopt : std::optional<Number>(complex->number_);
    }

    Number number_;
};

}  // namespace

Value complex_power(double base, double exponent) {
    const double length = std::pow(std::fabs(base), exponent);
    const double phase = std::atan2(0.0, base) * exponent;
    return Complex::make({length * std::cos(phase), length * std::sin(phase)});
}

}  // namespace tutor::jinja
