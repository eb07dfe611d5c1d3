// SPDX-License-Identifier: Apache-2.0
//
// Dates and time stamps, as far as templates look at them.

#include "base/text.hpp"
#include "value/internal/access.hpp"
#include "value/object.hpp"
#include "value/operations.hpp"

namespace tutor::value {

namespace {

class Date final : public Object {
public:
    Date(std::string text, std::string python_repr)
        : text_(std::move(text)), repr_(std::move(python_repr)) {}

    std::string type_name() const override { return repr_.substr(0, repr_.find('(')); }
    std::string str() const override { return text_; }
    std::string repr() const override { return repr_; }

    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "isoformat") {
            std::string iso = text_;
            if (const std::size_t space = iso.find(' '); space != std::string::npos) {
                iso[space] = 'T';
            }
            return function("isoformat", [iso](Arguments&) { return Value(iso); });
        }
        struct Part {
            std::string_view name;
            std::size_t offset;
            std::size_t size;
        };
        static constexpr Part parts[] = {
            {"year", 0, 4},
            {"month", 5, 2},
            {"day", 8, 2},
            {"hour", 11, 2},
            {"minute", 14, 2},
            {"second", 17, 2},
        };
        for (const Part& part : parts) {
            if (part.name == name && part.offset < text_.size()) {
                if (const auto number =
                        parse_int(std::string_view(text_).substr(part.offset, part.size))) {
                    return Value(*number);
                }
            }
        }
        return std::nullopt;
    }

    bool equals(const Value& other) const override {
        const auto* const date = as_date(other);
        return date != nullptr && date->text_ == text_ && date->type_name() == type_name();
    }
    std::optional<std::size_t> hash() const override { return internal::string_hash(text_); }

    std::optional<Value>
    operate(Operator operation, Side /*side*/, const Value& other) const override {
        const auto* const date = as_date(other);
        if (date == nullptr || date->type_name() != type_name()) {
            return std::nullopt;
        }
        switch (operation) {
        case Operator::less: return Value(text_ < date->text_);
        case Operator::less_equal: return Value(text_ <= date->text_);
        case Operator::greater: return Value(text_ > date->text_);
        case Operator::greater_equal: return Value(text_ >= date->text_);
        case Operator::add:
        case Operator::subtract:
        case Operator::multiply:
        case Operator::divide:
        case Operator::floor_divide:
        case Operator::modulo:
        case Operator::power:
        case Operator::negate:
        case Operator::positive: break;
        }
        return std::nullopt;
    }

private:
    static const Date* as_date(const Value& value) {
        return value.is_object() ? dynamic_cast<const Date*>(value.as_object().get()) : nullptr;
    }

    std::string text_;
    std::string repr_;
};

}  // namespace

Value date(std::string text, std::string python_repr) {
    return Value::object(std::make_shared<Date>(std::move(text), std::move(python_repr)));
}

}  // namespace tutor::value
