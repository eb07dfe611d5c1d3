// SPDX-License-Identifier: Apache-2.0
//
// Filters that go through items lazily, and what filters have in common.

#include "base/text.hpp"
#include "jinja/internal/filters.hpp"
#include "jinja/internal/items.hpp"
#include "jinja/internal/names.hpp"
#include "jinja/internal/run_object.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::jinja {

using value::Arguments;
using value::Value;

namespace {

class Generator final : public RunObject, public std::enable_shared_from_this<Generator> {
public:
    Generator(
        Interpreter& interpreter, std::string type, std::string name, value::Iteration iteration)
        : RunObject(interpreter.handle()),
          type_(std::move(type)),
          name_(std::move(name)),
          iteration_(std::move(iteration)) {}

    std::string type_name() const override { return type_; }
    std::string repr() const override {
        return fmt::format("<{} object{} at {}>", type_, name_, fmt::ptr(this));
    }
    std::optional<value::Iteration> iterate() override {
        return value::Iteration([self = shared_from_this()] { return self->next(); });
    }
    std::optional<std::size_t> hash() const override { return std::hash<const void*>()(this); }
    void end_run() override { iteration_ = {}; }

private:
    /// The next item; where one fails, or asks for itself, the generator has ended, as in Python.
    std::optional<Value> next() {
        if (is_running_) {
            throw value::PythonError("ValueError", "generator already executing");
        }
        if (!iteration_) {
            return std::nullopt;
        }
        is_running_ = true;
        try {
            auto item = iteration_();
            is_running_ = false;
            if (!item) {
                iteration_ = {};
            }
            return item;
        } catch (...) {
            is_running_ = false;
            iteration_ = {};
            throw;
        }
    }

    bool is_running_ = false;
    std::string type_;
    std::string name_;  ///< of the function, behind a blank
    value::Iteration iteration_;
};

/// An iterator over `items` that starts when first asked, and only if they are true.
struct LazySource {
    Value items;
    std::optional<ItemIterator> iterator = {};
    bool started = false;

    /// `prepare` is called before the first item is asked for.
    template <class Prepare>
    const Value* next(Value& scratch, const Prepare& prepare) {
        if (!started) {
            started = true;
            if (value::truth(items)) {
                prepare();
                iterator.emplace(items);
            }
        }
        return iterator ? iterator->next(scratch) : nullptr;
    }
};

Arguments rest_of(const Arguments& arguments, std::size_t from) {
    Arguments rest;
    const std::size_t begin = std::min(from, arguments.positional.size());
    rest.positional.push_back(Value());
    rest.positional.insert(
        rest.positional.end(),
        arguments.positional.begin() + static_cast<std::ptrdiff_t>(begin),
        arguments.positional.end());
    rest.keyword = arguments.keyword;
    return rest;
}

/// The name of a filter or test given to `map` and its kin; what is none fails when it is called.
std::string call_name(const Value& name, std::string_view kind) {
    if (name.is_string()) {
        return std::string(name.as_string());
    }
    value::hash(name);
    std::string message = fmt::format("No {} named {}.", kind, value::repr(name));
    if (name.is_undefined()) {
        message += fmt::format(
            " ({}; did you forget to quote the callable name?)", as_undefined(name).message());
    }
    throw value::PythonError("TemplateRuntimeError", std::move(message));
}

using Mapper = std::function<Value(const Value&)>;

Mapper make_mapper(Interpreter& interpreter, const Arguments& arguments) {
    const Value* attribute = nullptr;
    const Value* fallback = nullptr;
    const std::string* unexpected = nullptr;
    for (const auto& [name, value] : arguments.keyword) {
        if (name == "attribute") {
            attribute = &value;
        } else if (name == "default") {
            fallback = &value;
        } else if (unexpected == nullptr) {
            unexpected = &name;
        }
    }
    if (arguments.positional.size() == 1 && attribute != nullptr) {
        if (unexpected != nullptr) {
            fail_argument(fmt::format("Unexpected keyword argument {}", quoted(*unexpected)));
        }
        AttributeGetter::Settings settings;
        if (fallback != nullptr && !fallback->is_none()) {
            settings.fallback = *fallback;
        }
        AttributeGetter getter(interpreter, attribute, settings);
        return [getter](const Value& item) {
            return getter.get(item);
        };
    }
    if (arguments.positional.size() < 2) {
        fail_argument("map requires a filter argument");
    }
    const Value name = arguments.positional[1];
    return [&interpreter, name, given = rest_of(arguments, 2)](const Value& item) {
        Arguments call = given;
        call.positional.front() = item;
        return interpreter.call_filter(call_name(name, "filter"), call);
    };
}

Value map(Interpreter& interpreter, Arguments& arguments) {
    auto source = std::make_shared<LazySource>(LazySource{arguments.positional.front()});
    auto mapper = std::make_shared<std::optional<Mapper>>();
    return make_generator(
        interpreter,
        "sync_do_map",
        [&interpreter, source, mapper, given = arguments]() -> std::optional<Value> {
            Value scratch;
            const Value* item =
                source->next(scratch, [&] { *mapper = make_mapper(interpreter, given); });
            if (item == nullptr) {
                return std::nullopt;
            }
            const Value kept = *item;
            return (**mapper)(kept);
        });
}

enum class Keep : std::uint8_t { matching, others };
enum class Look : std::uint8_t { at_item, at_attribute };
using Predicate = std::function<bool(const Value&)>;

Predicate
make_predicate(Interpreter& interpreter, const Arguments& arguments, Keep keep, Look look) {
    Mapper transform = [](const Value& item) {
        return item;
    };
    std::size_t next = 1;
    if (look == Look::at_attribute) {
        if (arguments.positional.size() < 2) {
            fail_argument("Missing parameter for attribute name");
        }
        AttributeGetter getter(interpreter, &arguments.positional[1], {});
        transform = [getter](const Value& item) {
            return getter.get(item);
        };
        next = 2;
    }
    const bool wanted = keep == Keep::matching;
    if (arguments.positional.size() <= next) {
        return [transform, wanted](const Value& item) {
            return value::truth(transform(item)) == wanted;
        };
    }
    const Value name = arguments.positional[next];
    return [&interpreter, transform, wanted, name, given = rest_of(arguments, next + 1)](
               const Value& item) {
        Arguments call = given;
        call.positional.front() = transform(item);
        return interpreter.call_test(call_name(name, "test"), call) == wanted;
    };
}

Value select_items(Interpreter& interpreter, Arguments& arguments, Keep keep, Look look) {
    auto source = std::make_shared<LazySource>(LazySource{arguments.positional.front()});
    auto predicate = std::make_shared<std::optional<Predicate>>();
    return make_generator(
        interpreter,
        "select_or_reject",
        [&interpreter, source, predicate, keep, look, given = arguments]() -> std::optional<Value> {
            Value scratch;
            while (true) {
                const Value* item = source->next(
                    scratch, [&] { *predicate = make_predicate(interpreter, given, keep, look); });
                if (item == nullptr) {
                    return std::nullopt;
                }
                Value kept = *item;
                if ((**predicate)(kept)) {
                    return kept;
                }
            }
        });
}

Value select(Interpreter& interpreter, Arguments& arguments) {
    return select_items(interpreter, arguments, Keep::matching, Look::at_item);
}

Value reject(Interpreter& interpreter, Arguments& arguments) {
    return select_items(interpreter, arguments, Keep::others, Look::at_item);
}

Value selectattr(Interpreter& interpreter, Arguments& arguments) {
    return select_items(interpreter, arguments, Keep::matching, Look::at_attribute);
}

Value rejectattr(Interpreter& interpreter, Arguments& arguments) {
    return select_items(interpreter, arguments, Keep::others, Look::at_attribute);
}

constexpr BuiltinEntry entries[] = {
    {"map", map},
    {"reject", reject},
    {"rejectattr", rejectattr},
    {"select", select},
    {"selectattr", selectattr}};

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_ascii_digit);
}

}  // namespace

std::span<const BuiltinEntry> select_filters() {
    return entries;
}

Value make_generator(Interpreter& interpreter, std::string name, value::Iteration iteration) {
    return Value::object(
        std::make_shared<Generator>(interpreter, "generator", " " + name, std::move(iteration)));
}

Value make_iterator(Interpreter& interpreter, std::string type, value::Iteration iteration) {
    return Value::object(std::make_shared<Generator>(
        interpreter, std::move(type), std::string(), std::move(iteration)));
}

AttributeGetter::AttributeGetter(
    Interpreter& interpreter, const Value* attribute, Settings settings)
    : interpreter_(interpreter), settings_(std::move(settings)) {
    if (attribute == nullptr || attribute->is_none()) {
        paths_.emplace_back();
        return;
    }
    if (!attribute->is_string()) {
        paths_.push_back({*attribute});
        return;
    }
    const std::vector<std::string> texts = settings_.several
        ? split(attribute->as_string(), ',')
        : std::vector<std::string>{std::string(attribute->as_string())};
    for (const std::string& text : texts) {
        std::vector<Value> path;
        for (const std::string& part : split(text, '.')) {
            path.push_back(all_digits(part) ? Value::integer_from_digits(part) : Value(part));
        }
        paths_.push_back(std::move(path));
    }
}

Value AttributeGetter::follow(const std::vector<Value>& path, const Value& item) const {
    Value current = item;
    for (const Value& part : path) {
        current = interpreter_.get_item(current, part);
        if (settings_.fallback && current.is_undefined()) {
            current = *settings_.fallback;
        }
    }
    return settings_.ignore_case ? ignore_case(current) : current;
}

Value AttributeGetter::get(const Value& item) const {
    return follow(paths_.front(), item);
}

std::vector<Value> AttributeGetter::get_all(const Value& item) const {
    std::vector<Value> values;
    for (const auto& path : paths_) {
        values.push_back(follow(path, item));
    }
    return values;
}

bool is_mapping(const Value& value) {
    if (!value.is_object()) {
        return value.is_dict();
    }
    const auto has = [&](std::string_view name) {
        const auto method = value.as_object()->attribute(name);
        return method && value::is_callable(*method);
    };
    return has("keys") && has("items");
}

std::optional<Value>
special_method(const Value& value, std::string_view name, std::vector<Value> given) {
    if (!value.is_object()) {
        return std::nullopt;
    }
    const auto method = value.as_object()->attribute(name);
    if (!method) {
        return std::nullopt;
    }
    Arguments arguments{std::move(given), {}};
    return value::call(*method, arguments);
}

Value ignore_case(const Value& value) {
    return value.is_string() ? text_method(value, "lower") : value;
}

bool keys_less(const std::vector<Value>& a, const std::vector<Value>& b, KeyShape shape) {
    const std::size_t common = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < common; ++i) {
        if (shape == KeyShape::alone || !value::equal(a[i], b[i])) {
            return value::compare(value::Comparison::less, a[i], b[i]);
        }
    }
    return a.size() < b.size();
}

void sort_keyed(std::vector<Keyed>& items, bool reverse, KeyShape shape) {
    // Short lists by binary insertion, as Python does it: which pair is compared first shows
    // in the message when two have no order.
    constexpr std::size_t short_list = 64;
    const auto less = [&](const Keyed& a, const Keyed& b) {
        return keys_less(a.key, b.key, shape);
    };
    if (reverse) {
        std::reverse(items.begin(), items.end());
    }
    if (items.size() >= short_list) {
        std::stable_sort(items.begin(), items.end(), less);
    } else if (items.size() > 1) {
        std::size_t sorted = 2;
        const bool descending = less(items[1], items[0]);
        while (sorted < items.size() && less(items[sorted], items[sorted - 1]) == descending) {
            ++sorted;
        }
        if (descending) {
            std::reverse(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(sorted));
        }
        for (; sorted < items.size(); ++sorted) {
            const auto end = items.begin() + static_cast<std::ptrdiff_t>(sorted);
            const auto place = std::upper_bound(items.begin(), end, *end, less);
            std::rotate(place, end, end + 1);
        }
    }
    if (reverse) {
        std::reverse(items.begin(), items.end());
    }
}

}  // namespace tutor::jinja
