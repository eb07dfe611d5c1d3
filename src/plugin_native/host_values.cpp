// SPDX-License-Identifier: Apache-2.0
//
// Values: making them, looking at them, containers, functions, errors.

#include "base/text.hpp"
#include "jinja/errors.hpp"
#include "plugin_native/internal/host.hpp"
#include "value/errors.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::plugin_native::internal {
namespace {

using value::Kind;

/// A callable of the plugin's.
class NativeFunction final : public value::Object {
public:
    NativeFunction(
        std::shared_ptr<Host> host,
        std::string name,
        tutor_function_callback callback,
        std::shared_ptr<void> data)
        : host_(std::move(host)),
          name_(std::move(name)),
          callback_(callback),
          data_(std::move(data)) {}

    std::string type_name() const override { return "function"; }
    std::string repr() const override { return "<function " + name_ + ">"; }
    bool is_callable() const override { return true; }

    Value call(value::Arguments& arguments) override {
        std::vector<tutor_value> values;
        values.reserve(arguments.positional.size());
        std::vector<const tutor_value*> handles;
        for (const Value& argument : arguments.positional) {
            values.push_back({argument});
            handles.push_back(&values.back());
        }
        value::Dict named;
        for (const auto& [key, argument] : arguments.keyword) {
            named.set(key, argument);
        }
        const tutor_value keyword{named};
        Value result;
        call_plugin(fmt::format("function '{}'", name_), [&] {
            tutor_value* const handle = callback_(
                data_.get(),
                handles.data(),
                handles.size(),
                arguments.keyword.empty() ? nullptr : &keyword);
            if (handle != nullptr) {
                result = Host::take(handle);
            }
            return handle != nullptr;
        });
        return result;
    }

private:
    // Errors of the template engine's own kind get the line of the template.
    void call_plugin(const std::string& what, const std::function<bool()>& body) const {
        try {
            host_->enter_plugin(what, body);
        } catch (const jinja::TemplateError&) {
            throw;
        } catch (const value::PythonError& error) {
            rethrow_as(error.class_name(), error);
        } catch (const Error& error) {
            rethrow_as("PluginError", error);
        }
    }

    [[noreturn]] static void rethrow_as(const std::string& class_name, const Error& error) {
        jinja::TemplateError result(class_name, error.info());
        for (const std::string& frame : error.frames()) {
            result.add_frame(frame);
        }
        throw result;  // NOLINT(cert-err60-cpp): copying an Error may only fail for lack of memory
    }

    // In this order: the data goes before the shared object that knows how to release it.
    std::shared_ptr<Host> host_;
    std::string name_;
    tutor_function_callback callback_;
    std::shared_ptr<void> data_;
};

[[noreturn]] void fail_kind(const Value& found, std::string_view wanted) {
    throw Error(
        {.message = fmt::format("a value is of type {}, not {}", value::type_name(found), wanted)});
}

const Value&
checked(const tutor_value* handle, bool (Value::*is)() const noexcept, std::string_view wanted) {
    const Value& value = at(handle);
    if (!(value.*is)()) {
        fail_kind(value, wanted);
    }
    return value;
}

tutor_kind kind_of(const Value& value) {
    switch (value.kind()) {
    case Kind::undefined:
    case Kind::range:
    case Kind::object: return TUTOR_OBJECT;
    case Kind::none: return TUTOR_NONE;
    case Kind::boolean: return TUTOR_BOOLEAN;
    case Kind::integer: return TUTOR_INTEGER;
    case Kind::big_integer: return TUTOR_BIG_INTEGER;
    case Kind::real: return TUTOR_REAL;
    case Kind::string:
    case Kind::markup: return TUTOR_TEXT_KIND;
    case Kind::list: return TUTOR_LIST;
    case Kind::tuple: return TUTOR_TUPLE;
    case Kind::dict: return TUTOR_DICT;
    }
    return TUTOR_OBJECT;
}

Value integer_from(std::string_view digits) {
    const std::string_view unsigned_digits = digits.starts_with('-') ? digits.substr(1) : digits;
    if (unsigned_digits.empty()
        || !std::all_of(unsigned_digits.begin(), unsigned_digits.end(), is_ascii_digit)) {
        throw Error({.message = fmt::format("'{}' is no integer", digits)});
    }
    return Value::integer_from_digits(digits);
}

const Value& item_at(const Value& sequence, std::size_t index) {
    if (!sequence.is_list() && !sequence.is_tuple()) {
        fail_kind(sequence, "list or tuple");
    }
    if (index >= sequence.items().size()) {
        throw Error(
            {.message = fmt::format(
                 "there is no item {} in a {} of {}",
                 index,
                 value::type_name(sequence),
                 sequence.items().size())});
    }
    return sequence.items()[index];
}

std::size_t length_of(const Value& value) {
    if (value.is_list() || value.is_tuple()) {
        return value.items().size();
    }
    if (value.is_dict()) {
        return value.as_dict().size();
    }
    const auto length = value.is_object() ? value.as_object()->length() : std::nullopt;
    if (!length) {
        fail_kind(value, "list, tuple or dict");
    }
    return *length;
}

std::optional<Value> find(const Value& mapping, const Value& key) {
    if (mapping.is_dict()) {
        const Value* found = mapping.as_dict().find(key);
        return found == nullptr ? std::nullopt : std::optional(*found);
    }
    if (!mapping.is_object()) {
        fail_kind(mapping, "dict");
    }
    return mapping.as_object()->item(key);
}

value::List keys_of(const Value& mapping) {
    value::List keys;
    if (mapping.is_dict()) {
        for (const auto& [key, value] : mapping.as_dict()) {
            keys.append(key);
        }
        return keys;
    }
    std::optional<value::Iteration> next =
        mapping.is_object() ? mapping.as_object()->iterate() : std::nullopt;
    if (!next) {
        fail_kind(mapping, "dict");
    }
    while (std::optional<Value> key = (*next)()) {
        keys.append(*key);
    }
    return keys;
}

Value call(const Value& function, std::vector<Value> positional, const tutor_value* keyword) {
    if (!function.is_object() || !function.as_object()->is_callable()) {
        fail_kind(function, "function");
    }
    value::Arguments arguments{.positional = std::move(positional), .keyword = {}};
    if (keyword != nullptr) {
        for (const auto& [key, value] : checked(keyword, &Value::is_dict, "dict").as_dict()) {
            arguments.keyword.emplace_back(value::str(key), value);
        }
    }
    return function.as_object()->call(arguments);
}

std::string message_of(const std::exception_ptr& error) {
    if (!error) {
        return {};
    }
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& known) {
        return known.what();
    } catch (...) {
        return "unknown failure";
    }
}

// A function that returns a new handle.
template <class Body>
tutor_value* making(const tutor_host* host, const Body& body) {
    return protect<tutor_value*>(host, nullptr, [&](Host&) { return give(body()); });
}

// A function that returns 0 or -1.
template <class Body>
int doing(const tutor_host* host, const Body& body) {
    return protect<int>(host, -1, [&](Host&) {
        body();
        return 0;
    });
}

// A function that returns 1, 0 or -1.
template <class Body>
int asking(const tutor_host* host, const Body& body) {
    return protect<int>(host, -1, [&](Host&) { return body() ? 1 : 0; });
}

template <class T>
T& out(T* pointer) {
    if (pointer == nullptr) {
        throw Error({.message = "a plugin passed NULL for a result"});
    }
    return *pointer;
}

void add_makers(tutor_host& face) {
    face.make_none = [](const tutor_host* host) {
        return making(host, [] { return Value(); });
    };
    face.make_boolean = [](const tutor_host* host, int boolean) {
        return making(host, [&] { return Value(boolean != 0); });
    };
    face.make_integer = [](const tutor_host* host, int64_t integer) {
        return making(host, [&] { return Value(integer); });
    };
    face.make_integer_text = [](const tutor_host* host, tutor_text digits) {
        return making(host, [&] { return integer_from(view(digits)); });
    };
    face.make_real = [](const tutor_host* host, double real) {
        return making(host, [&] { return Value(real); });
    };
    face.make_text = [](const tutor_host* host, tutor_text utf8) {
        return making(host, [&] { return Value(view(utf8)); });
    };
    face.make_secret = [](const tutor_host* host, tutor_text utf8) {
        return making(host, [&] { return Value::secret(view(utf8)); });
    };
    face.make_list = [](const tutor_host* host) {
        return making(host, [] { return Value(value::List()); });
    };
    face.make_tuple = [](const tutor_host* host, const tutor_value* const* items, size_t count) {
        return making(host, [&] { return Value::tuple(at(items, count)); });
    };
    face.make_dict = [](const tutor_host* host) {
        return making(host, [] { return Value(value::Dict()); });
    };
    face.make_function = [](const tutor_host* host,
                            tutor_text name,
                            tutor_function_callback callback,
                            void* data,
                            tutor_release release) {
        return protect<tutor_value*>(host, nullptr, [&](Host& self) {
            auto owned = own(self.shared_from_this(), data, release);
            return give(make_function(
                self.shared_from_this(), std::string(view(name)), callback, std::move(owned)));
        });
    };
    face.value_copy = [](const tutor_host* host, const tutor_value* value) {
        return making(host, [&] { return at(value); });
    };
    face.value_free = [](const tutor_host*, tutor_value* value) {
        delete value;
    };
}

void add_lookers(tutor_host& face) {
    face.value_kind = [](const tutor_host*, const tutor_value* value) {
        return value == nullptr ? TUTOR_NONE : kind_of(value->value);
    };
    face.as_boolean = [](const tutor_host* host, const tutor_value* value, int* boolean) {
        return doing(host, [&] {
            out(boolean) = checked(value, &Value::is_boolean, "bool").as_boolean() ? 1 : 0;
        });
    };
    face.as_integer = [](const tutor_host* host, const tutor_value* value, int64_t* integer) {
        return doing(host, [&] {
            const Value& found = checked(value, &Value::is_integer, "int");
            if (found.kind() == Kind::big_integer) {
                throw Error({.message = "an integer does not fit into 64 bits"});
            }
            out(integer) = found.as_integer();
        });
    };
    face.as_integer_text = [](const tutor_host* host, const tutor_value* value) {
        return making(
            host, [&] { return Value(value::str(checked(value, &Value::is_integer, "int"))); });
    };
    face.as_real = [](const tutor_host* host, const tutor_value* value, double* real) {
        return doing(host, [&] {
            const Value& found = at(value);
            if (!found.is_real() && !found.is_integer()) {
                fail_kind(found, "float");
            }
            out(real) = value::to_real(found);
        });
    };
    face.as_text = [](const tutor_host* host, const tutor_value* value, tutor_text* text) {
        return doing(host, [&] {
            const std::string_view found = checked(value, &Value::is_string, "str").as_string();
            out(text) = {found.data(), found.size()};
        });
    };
    face.to_text = [](const tutor_host* host, const tutor_value* value) {
        return making(host, [&] { return value::str_value(at(value)); });
    };
    face.to_repr = [](const tutor_host* host, const tutor_value* value) {
        return making(host, [&] { return value::repr_value(at(value)); });
    };
    face.truth = [](const tutor_host* host, const tutor_value* value) {
        return asking(host, [&] { return value::truth(at(value)); });
    };
    face.equal = [](const tutor_host* host, const tutor_value* a, const tutor_value* b) {
        return asking(host, [&] { return value::equal(at(a), at(b)); });
    };
}

void add_containers(tutor_host& face) {
    face.length = [](const tutor_host* host, const tutor_value* value, size_t* length) {
        return doing(host, [&] { out(length) = length_of(at(value)); });
    };
    face.item = [](const tutor_host* host, const tutor_value* value, size_t index) {
        return making(host, [&] { return item_at(at(value), index); });
    };
    face.append = [](const tutor_host* host, const tutor_value* list, const tutor_value* item) {
        return doing(
            host, [&] { checked(list, &Value::is_list, "list").as_list().append(at(item)); });
    };
    face.get = [](const tutor_host* host,
                  const tutor_value* mapping,
                  const tutor_value* key,
                  tutor_value** found) {
        return doing(host, [&] {
            out(found) = nullptr;
            if (std::optional<Value> value = find(at(mapping), at(key))) {
                *found = give(std::move(*value));
            }
        });
    };
    face.set = [](const tutor_host* host,
                  const tutor_value* dict,
                  const tutor_value* key,
                  const tutor_value* value) {
        return doing(host, [&] {
            checked(dict, &Value::is_dict, "dict").as_dict().set(at(key), at(value));
        });
    };
    face.remove = [](const tutor_host* host, const tutor_value* dict, const tutor_value* key) {
        return doing(
            host, [&] { checked(dict, &Value::is_dict, "dict").as_dict().erase(at(key)); });
    };
    face.keys = [](const tutor_host* host, const tutor_value* mapping) {
        return making(host, [&] { return Value(keys_of(at(mapping))); });
    };
    face.call = [](const tutor_host* host,
                   const tutor_value* function,
                   const tutor_value* const* arguments,
                   size_t count,
                   const tutor_value* keyword) {
        return making(host, [&] { return call(at(function), at(arguments, count), keyword); });
    };
    face.attribute = [](const tutor_host* host, const tutor_value* object, tutor_text name) {
        return making(host, [&] {
            const Value& found = checked(object, &Value::is_object, "object");
            const std::optional<Value> attribute = found.as_object()->attribute(view(name));
            if (!attribute) {
                throw Error(
                    {.message = fmt::format(
                         "'{}' object has no attribute '{}'",
                         value::type_name(found),
                         view(name))});
            }
            return *attribute;
        });
    };
}

}  // namespace

std::string_view view(tutor_text text) {
    if (text.data == nullptr) {
        if (text.size != 0) {
            throw Error({.message = "a plugin passed NULL for a text"});
        }
        return {};
    }
    const std::string_view result(text.data, text.size);
    if (find_invalid_utf8(result)) {
        throw Error({.message = "a plugin passed a text that is not UTF-8"});
    }
    return result;
}

const Value& at(const tutor_value* handle) {
    if (handle == nullptr) {
        throw Error({.message = "a plugin passed NULL for a value"});
    }
    return handle->value;
}

std::vector<Value> at(const tutor_value* const* handles, std::size_t count) {
    std::vector<Value> values;
    for (std::size_t i = 0; i < count; ++i) {
        values.push_back(at(handles == nullptr ? nullptr : handles[i]));
    }
    return values;
}

tutor_value* give(Value value) {
    return new tutor_value{std::move(value)};
}

std::shared_ptr<void> own(std::shared_ptr<Host> host, void* data, tutor_release release) {
    return {data, [host = std::move(host), release](void* owned) {
                if (release == nullptr) {
                    return;
                }
                try {
                    release(owned);
                } catch (...) {  // NOLINT(bugprone-empty-catch): there is nobody left to tell
                }
            }};
}

Value make_function(
    std::shared_ptr<Host> host,
    std::string name,
    tutor_function_callback callback,
    std::shared_ptr<void> data) {
    if (callback == nullptr) {
        throw Error({.message = "a plugin passed NULL for a callback"});
    }
    return Value::object(std::make_shared<NativeFunction>(
        std::move(host), std::move(name), callback, std::move(data)));
}

void add_value_functions(tutor_host& face) {
    face.fail = [](const tutor_host* host, tutor_text message, tutor_text hint) {
        protect<int>(host, -1, [&](Host& self) -> int {
            std::string text(view(message));
            if (text.empty()) {
                text = fmt::format("plugin '{}' failed", self.name());
            }
            throw Error({.message = std::move(text), .hint = std::string(view(hint))});
        });
    };
    face.error_message = [](const tutor_host* host) {
        return protect<tutor_text>(host, tutor_text{nullptr, 0}, [&](Host& self) {
            self.error_text() = message_of(self.error());
            return tutor_text{self.error_text().data(), self.error_text().size()};
        });
    };
    add_makers(face);
    add_lookers(face);
    add_containers(face);
}

}  // namespace tutor::plugin_native::internal
