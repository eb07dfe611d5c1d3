// SPDX-License-Identifier: Apache-2.0
//
// The builtin functions: range, dict, lipsum, cycler, joiner, namespace.

#include "jinja/internal/filters.hpp"
#include "jinja/internal/internal.hpp"
#include "jinja/internal/objects.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/methods.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <random>

namespace tutor::jinja {

using value::Arguments;
using value::Value;

namespace {

std::int64_t range_bound(const Value& value) {
    if (value.is_boolean()) {
        return value.as_boolean() ? 1 : 0;
    }
    if (value.kind() == value::Kind::integer) {
        return value.as_integer();
    }
    if (value.is_undefined()) {
        fail_type(fmt::format(
            "'{}' object cannot be interpreted as an integer", value::type_name(value)));
    }
    if (value.kind() == value::Kind::big_integer) {
        throw value::PythonError("OverflowError", "Python int too large to convert to C ssize_t");
    }
    fail_type(
        fmt::format("'{}' object cannot be interpreted as an integer", value::type_name(value)));
}

Value range(State& /*state*/, Arguments& arguments) {
    const auto& given = arguments.positional;
    if (!arguments.keyword.empty()) {
        fail_type("range() takes no keyword arguments");
    }
    if (given.empty()) {
        fail_type("range expected at least 1 argument, got 0");
    }
    if (given.size() > 3) {
        fail_type(fmt::format("range expected at most 3 arguments, got {}", given.size()));
    }
    const std::int64_t first = range_bound(given[0]);
    if (given.size() == 1) {
        return Value::range(0, first, 1);
    }
    const std::int64_t step = given.size() == 3 ? range_bound(given[2]) : 1;
    if (step == 0) {
        fail_value("range() arg 3 must not be zero");
    }
    return Value::range(first, range_bound(given[1]), step);
}

/// What dict() and namespace() make of their arguments.
value::Dict dict_of(const Arguments& arguments, std::string_view function) {
    value::Dict result;
    if (arguments.positional.size() > 1) {
        fail_type(fmt::format(
            "{} expected at most 1 argument, got {}", function, arguments.positional.size()));
    }
    if (!arguments.positional.empty()) {
        const Value& source = arguments.positional.front();
        if (source.is_undefined()) {
            as_undefined(source).fail();
        }
        if (source.is_dict()) {
            for (const auto& [key, value] : source.as_dict()) {
                result.set(key, value);
            }
        } else if (is_mapping(source)) {
            Arguments none;
            for (const Value& key : value::to_vector(value::call_method(source, "keys", none))) {
                result.set(key, value::get_item(source, key));
            }
        } else {
            std::size_t index = 0;
            for (const Value& pair : value::to_vector(source)) {
                if (!value::is_iterable(pair)) {
                    fail_type(fmt::format(
                        "cannot convert dictionary update sequence element #{} to a sequence",
                        index));
                }
                const std::vector<Value> parts = value::to_vector(pair);
                if (parts.size() != 2) {
                    fail_value(fmt::format(
                        "dictionary update sequence element #{} has length {}; 2 is required",
                        index,
                        parts.size()));
                }
                result.set(parts[0], parts[1]);
                ++index;
            }
        }
    }
    for (const auto& [name, value] : arguments.keyword) {
        result.set(name, value);
    }
    return result;
}

Value dict(State& /*state*/, Arguments& arguments) {
    return dict_of(arguments, "dict");
}

Value make_namespace(State& /*state*/, Arguments& arguments) {
    return Value::object(std::make_shared<Namespace>(dict_of(arguments, "dict")));
}

class Cycler final : public value::Object, public std::enable_shared_from_this<Cycler> {
public:
    explicit Cycler(std::vector<Value> items) : items_(std::move(items)) {}

    std::string type_name() const override { return "Cycler"; }
    std::string repr() const override {
        return fmt::format("<jinja2.utils.Cycler object at {}>", fmt::ptr(this));
    }
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "current") {
            return items_[position_];
        }
        if (name == "pos") {
            return Value(static_cast<std::int64_t>(position_));
        }
        if (name == "items") {
            return Value::tuple(items_);
        }
        if (name == "next" || name == "reset") {
            static constexpr value::Method next_method = {"next", next};
            static constexpr value::Method reset_method = {"reset", reset};
            return value::bind_method(
                Value::object(std::const_pointer_cast<Cycler>(shared_from_this())),
                name == "next" ? next_method : reset_method);
        }
        return std::nullopt;
    }
    void visit_references(const std::function<void(const Value&)>& visit) const override {
        for (const Value& item : items_) {
            visit(item);
        }
    }
    // Never empty, also then: what still holds the cycler may ask it.
    void clear_references() override { items_.assign(1, Value()); }

private:
    static Value next(const Value& self, Arguments& /*arguments*/) {
        auto& cycler = static_cast<Cycler&>(*self.as_object());
        const Value item = cycler.items_[cycler.position_];
        cycler.position_ = (cycler.position_ + 1) % cycler.items_.size();
        return item;
    }
    static Value reset(const Value& self, Arguments& /*arguments*/) {
        static_cast<Cycler&>(*self.as_object()).position_ = 0;
        return {};
    }

    std::vector<Value> items_;
    std::size_t position_ = 0;
};

Value cycler(State& /*state*/, Arguments& arguments) {
    if (arguments.positional.empty()) {
        throw value::PythonError("RuntimeError", "at least one item has to be provided");
    }
    return Value::object(std::make_shared<Cycler>(arguments.positional));
}

class Joiner final : public value::Object {
public:
    explicit Joiner(Value separator) : separator_(std::move(separator)) {}

    std::string type_name() const override { return "Joiner"; }
    bool is_callable() const override { return true; }
    Value call(Arguments& /*arguments*/) override {
        if (!used_) {
            used_ = true;
            return "";
        }
        return separator_;
    }
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "sep") {
            return separator_;
        }
        if (name == "used") {
            return Value(used_);
        }
        return std::nullopt;
    }
    void visit_references(const std::function<void(const Value&)>& visit) const override {
        visit(separator_);
    }
    void clear_references() override { separator_ = {}; }

private:
    Value separator_;
    bool used_ = false;
};

Value joiner(State& /*state*/, Arguments& arguments) {
    const Parameters p(arguments, {"Joiner.__init__", {"sep"}, 0, 1});
    return Value::object(std::make_shared<Joiner>(p.has(0) ? p[0] : Value(", ")));
}

constexpr std::string_view lipsum_words[] = {
    "a",         "ac",      "accumsan",  "ad",      "aenean",      "aliquam",   "aliquet",
    "amet",      "ante",    "aptent",    "arcu",    "at",          "auctor",    "augue",
    "bibendum",  "blandit", "class",     "commodo", "condimentum", "congue",    "consectetuer",
    "consequat", "conubia", "convallis", "cras",    "cubilia",     "cum",       "curabitur",
    "curae",     "cursus",  "dapibus",   "diam",    "dictum",      "dignissim", "dolor",
    "donec",     "duis",    "egestas",   "eget",    "eleifend",    "elementum", "elit",
    "enim",      "erat",    "eros",      "est",     "et",          "etiam",     "facilisi"};

using Engine = std::mt19937_64;

std::int64_t pick(Engine& engine, std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(engine);
}

/// One paragraph of `count` words, with commas and full stops here and there.
std::string lipsum_paragraph(Engine& engine, std::int64_t count) {
    std::string text;
    bool begins_sentence = true;
    for (std::int64_t i = 0; i < count; ++i) {
        std::string word(
            lipsum_words[static_cast<std::size_t>(pick(engine, 0, std::size(lipsum_words) - 1))]);
        if (begins_sentence) {
            word.front() = static_cast<char>(word.front() - 'a' + 'A');
        }
        const bool ends = i + 1 == count || pick(engine, 0, 14) == 0;
        begins_sentence = ends;
        text += text.empty() ? "" : " ";
        text += word;
        text += ends ? "." : pick(engine, 0, 6) == 0 ? "," : "";
    }
    return text;
}

Value lipsum(State& /*state*/, Arguments& arguments) {
    const Parameters p(arguments, {"generate_lorem_ipsum", {"n", "html", "min", "max"}, 0});
    static thread_local Engine engine{std::random_device{}()};
    const std::int64_t least = p.integer(2, 20);
    const std::int64_t most = p.integer(3, 100);
    if (least >= most) {
        fail_value(
            fmt::format("empty range for randrange() ({}, {}, {})", least, most, most - least));
    }
    const bool html = p.truth(1, true);
    std::string text;
    for (std::int64_t i = 0; i < p.integer(0, 5); ++i) {
        const std::string paragraph = lipsum_paragraph(engine, pick(engine, least, most - 1));
        text += i == 0 ? "" : html ? "\n" : "\n\n";
        text += html ? "<p>" + paragraph + "</p>" : paragraph;
    }
    return html ? Value::markup(text) : Value(text);
}

}  // namespace

void add_builtins(Environment::Internal& internal) {
    for (const auto filters :
         {text_filters(),
          layout_filters(),
          html_filters(),
          json_filters(),
          number_filters(),
          sequence_filters(),
          select_filters()}) {
        for (const BuiltinEntry& entry : filters) {
            Environment::Internal::add(internal.filters, entry.name, entry.function, {});
        }
    }
    for (const BuiltinEntry& entry : builtin_tests()) {
        Environment::Internal::add(internal.tests, entry.name, entry.function, {});
    }
    struct Entry {
        std::string_view name;
        std::string_view shown;
        Function function;
    };
    const Entry functions[] = {
        {"cycler", "class 'jinja2.utils.Cycler'", cycler},
        {"dict", "class 'dict'", dict},
        {"joiner", "class 'jinja2.utils.Joiner'", joiner},
        {"lipsum", "generate_lorem_ipsum", lipsum},
        {"namespace", "class 'jinja2.utils.Namespace'", make_namespace},
        {"range", "class 'range'", range}};
    for (const Entry& entry : functions) {
        internal.globals[std::string(entry.name)] =
            make_native_function(internal, std::string(entry.shown), entry.function);
    }
}

}  // namespace tutor::jinja
