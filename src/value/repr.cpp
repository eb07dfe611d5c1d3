// SPDX-License-Identifier: Apache-2.0
//
// str(), repr() and ascii().

#include "value/internal/access.hpp"
#include "value/internal/numeric.hpp"
#include "value/limits.hpp"
#include "value/numbers.hpp"
#include "value/object.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_set>

namespace tutor::value {

namespace {

enum class Secrets : std::uint8_t { shown, masked };

void append_escaped(std::string& out, char32_t c) {
    if (c < 0x100) {
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<std::uint32_t>(c));
    } else if (c < 0x10000) {
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<std::uint32_t>(c));
    } else {
        fmt::format_to(std::back_inserter(out), "\\U{:08x}", static_cast<std::uint32_t>(c));
    }
}

void append_quoted(std::string& out, std::string_view text) {
    const bool has_single = text.find('\'') != std::string_view::npos;
    const bool has_double = text.find('"') != std::string_view::npos;
    const char quote = has_single && !has_double ? '"' : '\'';
    out += quote;
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t begin = offset;
        const char32_t c = unicode::decode(text, offset);
        if (c == static_cast<char32_t>(quote) || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\r') {
            out += "\\r";
        } else if (c == '\t') {
            out += "\\t";
        } else if (unicode::is_printable(c)) {
            out.append(text, begin, offset - begin);
        } else {
            append_escaped(out, c);
        }
    }
    out += quote;
}

/// Writes one repr; knows which containers it is inside of.
class Writer {
public:
    Writer(std::string& out, Secrets secrets) : out_(out), secrets_(secrets) {}

    void write(const Value& value) {
        switch (value.kind()) {
        case Kind::none: out_ += "None"; break;
        case Kind::boolean: out_ += value.as_boolean() ? "True" : "False"; break;
        case Kind::integer: write_integer(value.as_integer()); break;
        case Kind::big_integer: out_ += internal::integer_digits(value); break;
        case Kind::real: out_ += real_repr(value.as_real()); break;
        case Kind::string: write_text(value); break;
        case Kind::markup:
            out_ += "Markup(";
            write_text(value);
            out_ += ')';
            break;
        case Kind::range: write_range(value.as_range()); break;
        case Kind::object:
        case Kind::undefined: write_object(value); break;
        case Kind::list: write_sequence(value, "[", "]"); break;
        case Kind::tuple: write_sequence(value, "(", value.items().size() == 1 ? ",)" : ")"); break;
        case Kind::dict: write_dict(value); break;
        }
    }

    void write_integer(std::int64_t integer) {
        char digits[24];
        const auto result = std::to_chars(digits, digits + sizeof digits, integer);
        out_.append(digits, result.ptr);
    }

private:
    void write_text(const Value& text) {
        if (secrets_ == Secrets::masked && text.is_secret()) {
            out_ += "***";
        } else {
            append_quoted(out_, text.as_string());
        }
    }

    void write_object(const Value& object) {
        if (secrets_ == Secrets::masked && value::holds_secret(object)) {
            out_ += "***";
        } else {
            out_ += object.as_object()->repr();
        }
    }

    void write_range(const internal::RangeCell& range) {
        out_ += "range(";
        write_integer(range.start);
        out_ += ", ";
        write_integer(range.stop);
        if (range.step != 1) {
            out_ += ", ";
            write_integer(range.step);
        }
        out_ += ')';
    }

    bool enter(const Value& container, const char* seen_before) {
        if (std::find(inside_.begin(), inside_.end(), container.identity()) != inside_.end()) {
            out_ += seen_before;
            return false;
        }
        inside_.push_back(container.identity());
        return true;
    }

    void write_sequence(const Value& sequence, const char* open, const char* close) {
        const internal::DepthGuard guard(" while getting the repr of an object");
        if (!enter(sequence, sequence.is_list() ? "[...]" : "(...)")) {
            return;
        }
        out_ += open;
        // An object's repr may change the list: no iterators.
        for (std::size_t i = 0; i < sequence.items().size(); ++i) {
            if (i != 0) {
                out_ += ", ";
            }
            count_item();
            write(Value(sequence.items()[i]));
        }
        out_ += close;
        inside_.pop_back();
    }

    void write_dict(const Value& dict) {
        const internal::DepthGuard guard(" while getting the repr of an object");
        if (!enter(dict, "{...}")) {
            return;
        }
        out_ += '{';
        const char* separator = "";
        const Dict entries = dict.as_dict();
        for (auto at = entries.begin(); !at.at_end(); ++at) {
            const Dict::Entry entry = *at;  // a copy: an object's repr may change the dict
            out_ += separator;
            separator = ", ";
            count_item();
            write(entry.key);
            out_ += ": ";
            write(entry.value);
        }
        out_ += '}';
        inside_.pop_back();
    }

    void count_item() const {
        charge();
        require_room(out_.size());
    }

    std::string& out_;
    Secrets secrets_;
    std::vector<const void*> inside_;
};

/// Looks for a secret in what a value holds, with a list of its own in place of the stack.
class SecretSearch {
public:
    bool run(const Value& value) {
        if (value.is_string()) {
            return value.is_secret();
        }
        look_at(value);
        while (!found_ && !waiting_.empty()) {
            const Value container = std::move(waiting_.back());
            waiting_.pop_back();
            look_into(container);
        }
        return found_;
    }

private:
    void look_at(const Value& value) {
        if (value.is_string()) {
            found_ |= value.is_secret();
            return;
        }
        if (!value.is_list() && !value.is_tuple() && !value.is_dict() && !value.is_object()) {
            return;
        }
        // What is held once is met once.
        if (Access::cell(value)->references > 1 && !seen_.insert(value.identity()).second) {
            return;
        }
        waiting_.push_back(value);
    }
    void look_into(const Value& container) {
        charge();
        if (container.is_dict()) {
            for (const auto& [key, item] : container.as_dict()) {
                look_at(key);
                look_at(item);
            }
        } else if (container.is_object()) {
            container.as_object()->visit_references([this](const Value& item) { look_at(item); });
        } else {
            for (const Value& item : container.items()) {
                look_at(item);
            }
        }
    }

    bool found_ = false;
    std::vector<Value> waiting_;
    std::unordered_set<const void*> seen_;
};

}  // namespace

void append_str(std::string& out, const Value& value) {
    if (value.is_string()) {
        out += value.as_string();
    } else if (value.is_object() || value.is_undefined()) {
        out += value.as_object()->str();
    } else if (value.kind() == Kind::integer) {
        char digits[24];
        const auto result = std::to_chars(digits, digits + sizeof digits, value.as_integer());
        out.append(digits, result.ptr);
    } else {
        Writer(out, Secrets::shown).write(value);
    }
}

std::string str(const Value& value) {
    std::string out;
    append_str(out, value);
    return out;
}

std::string repr(const Value& value) {
    std::string out;
    Writer(out, Secrets::shown).write(value);
    return out;
}

std::string repr_masked(const Value& value) {
    std::string out;
    Writer(out, Secrets::masked).write(value);
    return out;
}

std::string ascii(const Value& value) {
    const std::string text = repr(value);
    std::string out;
    for (std::size_t offset = 0; offset < text.size();) {
        const char32_t c = unicode::decode(text, offset);
        if (c < 0x80) {
            out += static_cast<char>(c);
        } else {
            append_escaped(out, c);
        }
    }
    return out;
}

bool holds_secret(const Value& value) {
    return SecretSearch().run(value);
}

Value str_value(const Value& value) {
    if (value.kind() == Kind::string) {
        return value;
    }
    return Value::string(str(value), mark_of(value));
}

Value repr_value(const Value& value) {
    return Value::string(repr(value), mark_of(value));
}

}  // namespace tutor::value
