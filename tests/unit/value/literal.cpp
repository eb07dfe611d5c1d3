// SPDX-License-Identifier: Apache-2.0

#include "unit/value/literal.hpp"

#include "value/numbers.hpp"
#include "value/unicode.hpp"

#include <limits>
#include <stdexcept>
#include <string>

namespace tutor::value {

namespace {

class LiteralReader {
public:
    explicit LiteralReader(std::string_view text) : text_(text) {}

    Value read_all() {
        Value value = read();
        if (at_ != text_.size()) {
            throw std::runtime_error("more follows the literal " + std::string(text_));
        }
        return value;
    }

private:
    bool accept(std::string_view word) {
        if (!text_.substr(at_).starts_with(word)) {
            return false;
        }
        at_ += word.size();
        return true;
    }

    Value read() {
        if (accept("None")) {
            return {};
        }
        if (accept("True")) {
            return true;
        }
        if (accept("False")) {
            return false;
        }
        if (accept("nan")) {
            return std::numeric_limits<double>::quiet_NaN();
        }
        if (accept("inf")) {
            return std::numeric_limits<double>::infinity();
        }
        if (accept("-inf")) {
            return -std::numeric_limits<double>::infinity();
        }
        if (accept("Markup(")) {
            const std::string text = read_text();
            accept(")");
            return Value::markup(text);
        }
        if (accept("range(")) {
            const std::vector<Value> parts = read_items(")");
            const std::int64_t step = parts.size() == 3 ? parts[2].as_integer() : 1;
            return Value::range(parts[0].as_integer(), parts[1].as_integer(), step);
        }
        if (accept("[")) {
            return List(read_items("]"));
        }
        if (accept("(")) {
            return Value::tuple(read_items(")"));
        }
        if (accept("{")) {
            return read_dict();
        }
        if (text_[at_] == '\'' || text_[at_] == '"') {
            return Value(read_text());
        }
        return read_number();
    }

    std::vector<Value> read_items(std::string_view end) {
        std::vector<Value> items;
        while (!accept(end)) {
            items.push_back(read());
            accept(",");
            accept(" ");
        }
        return items;
    }

    Value read_dict() {
        Dict dict;
        while (!accept("}")) {
            const Value key = read();
            accept(": ");
            dict.set(key, read());
            accept(", ");
        }
        return dict;
    }

    std::string read_text() {
        const char quote = text_[at_++];
        std::string out;
        while (text_.at(at_) != quote) {
            const char c = text_[at_++];
            if (c != '\\') {
                out += c;
                continue;
            }
            const char escape = text_[at_++];
            switch (escape) {
            case 'n': out += '\n'; break;
            case 'r': out += '\r'; break;
            case 't': out += '\t'; break;
            case 'x': unicode::append(out, read_code(2)); break;
            case 'u': unicode::append(out, read_code(4)); break;
            case 'U': unicode::append(out, read_code(8)); break;
            default: out += escape; break;
            }
        }
        ++at_;
        return out;
    }

    char32_t read_code(std::size_t digits) {
        const std::string code(text_.substr(at_, digits));
        at_ += digits;
        return static_cast<char32_t>(std::stoul(code, nullptr, 16));
    }

    Value read_number() {
        const std::size_t size = text_.substr(at_).find_first_not_of("0123456789+-.e");
        const std::string_view digits = text_.substr(at_, size);
        at_ += digits.size();
        if (digits.find_first_of(".e") != std::string_view::npos) {
            return real_from_text(digits).value();
        }
        if (digits.empty()) {
            throw std::runtime_error("no literal: " + std::string(text_.substr(at_)));
        }
        return Value::integer_from_digits(digits);
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

Value read_literal(std::string_view text) {
    return LiteralReader(text).read_all();
}

}  // namespace tutor::value
