// SPDX-License-Identifier: Apache-2.0

#include "base/suggest.hpp"
#include "catalog/dynamic.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::catalog {
namespace {

using value::Value;

bool is_sequence(const Value& value) {
    return value.is_list() || value.is_tuple();
}

bool is_texts(const Value& value) {
    return is_sequence(value)
        && std::all_of(value.items().begin(), value.items().end(), [](const Value& item) {
               return item.is_string();
           });
}

bool is_callable(const Value& value) {
    return value.is_object() && value.as_object()->is_callable();
}

bool fits(const Value& value, FieldType type) {
    switch (type) {
    case FieldType::text: return value.is_string();
    case FieldType::optional_text: return value.is_string() || value.is_none();
    case FieldType::texts: return is_texts(value);
    case FieldType::path: return value.is_string() || is_texts(value);
    case FieldType::boolean: return value.is_boolean();
    case FieldType::any: return true;
    case FieldType::mapping: return value.is_dict();
    case FieldType::function: return is_callable(value);
    case FieldType::configuration:
    case FieldType::command:
    case FieldType::job: return value.is_dict() || value.is_object();
    }
    return false;
}

[[noreturn]] void
fail_type(const Value& found, const Field& field, std::string_view what, bool single) {
    throw Error(
        {.message = fmt::format(
             "{}{} must be of type {}, found {}",
             single ? "" : fmt::format("'{}' of ", field.name),
             what,
             type_text(field.type),
             value::type_name(found))});
}

std::vector<Value> in_order(const Value& item, const std::vector<Field>& fields) {
    std::vector<Value> values = item.items();
    values.resize(std::max(values.size(), fields.size()));
    return values;
}

std::vector<Value>
by_name(const value::Dict& item, const std::vector<Field>& fields, std::string_view what) {
    std::vector<std::string> names;
    std::vector<Value> values;
    for (const Field& field : fields) {
        names.emplace_back(field.name);
        const Value* value = item.find(field.name);
        values.push_back(value == nullptr ? Value() : *value);
    }
    for (const auto& [key, value] : item) {
        const std::string name = value::str(key);
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            throw Error(
                {.message = fmt::format("{} has no field '{}'", what, name),
                 .hint = did_you_mean(name, names)});
        }
    }
    return values;
}

std::string count_text(const std::vector<Field>& fields) {
    std::string text;
    for (const Field& field : fields) {
        text += (text.empty() ? "" : ", ") + std::string(field.name);
    }
    return text;
}

}  // namespace

std::string_view type_text(FieldType type) {
    switch (type) {
    case FieldType::text: return "str";
    case FieldType::optional_text: return "str or None";
    case FieldType::texts: return "list of str";
    case FieldType::path: return "str or list of str";
    case FieldType::boolean: return "bool";
    case FieldType::any: return "any";
    case FieldType::mapping: return "dict";
    case FieldType::function: return "function";
    case FieldType::configuration: return "configuration";
    case FieldType::command: return "command";
    case FieldType::job: return "job";
    }
    return "";
}

std::vector<Value>
fields_of(const Value& item, const std::vector<Field>& fields, std::string_view what) {
    if (fields.size() == 1) {
        if (!fits(item, fields.front().type)) {
            fail_type(item, fields.front(), what, true);
        }
        return {item};
    }
    if (!is_sequence(item) && !item.is_dict()) {
        throw Error(
            {.message = fmt::format(
                 "{} must be a tuple ({}), found {}",
                 what,
                 count_text(fields),
                 value::type_name(item))});
    }
    const std::vector<Value> values =
        item.is_dict() ? by_name(item.as_dict(), fields, what) : in_order(item, fields);
    if (values.size() > fields.size()) {
        throw Error(
            {.message = fmt::format(
                 "{} must have {} fields ({}), found {}",
                 what,
                 fields.size(),
                 count_text(fields),
                 values.size())});
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const bool missing_is_fine = values[i].is_none() && !fields[i].required;
        if (!missing_is_fine && !fits(values[i], fields[i].type)) {
            fail_type(values[i], fields[i], what, false);
        }
    }
    return values;
}

}  // namespace tutor::catalog
