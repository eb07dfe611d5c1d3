// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/internal/items.hpp"

#include "value/big_integer.hpp"

#include <fmt/format.h>

#include <utility>

namespace tutor::plugin_python::internal {
namespace {

using value::Kind;
using value::Value;

constexpr int max_depth = 200;

// What stands before a value; never renumbered without a new `format` in snapshot.cpp.
enum class Tag : std::uint8_t {
    none,
    no,
    yes,
    integer,
    negative,
    big,
    real,
    string,
    markup,
    list,
    tuple,
    dict,
    range,
    date,
    foreign,
};

bool is_foreign_value(const Value& value, const IsForeign& is_foreign) {
    return value.is_object() && is_foreign(*value.as_object());
}

bool is_date(const value::Object& object) {
    const std::string type = object.type_name();
    return !object.is_callable()
        && (type == "date" || type == "datetime" || type == "datetime.date"
            || type == "datetime.datetime");
}

class ValueWriter {
public:
    ValueWriter(Writer& out, const IsForeign& is_foreign) : out_(out), is_foreign_(is_foreign) {}

    void write(const Value& value, int depth = 0) {
        if (depth > max_depth) {
            throw Unrecordable("a value is nested too deeply");
        }
        if (value.is_secret()) {
            throw Unrecordable("a value is secret");
        }
        switch (value.kind()) {
        case Kind::none: tag(Tag::none); return;
        case Kind::boolean: tag(value.as_boolean() ? Tag::yes : Tag::no); return;
        case Kind::integer: integer(value.as_integer()); return;
        case Kind::big_integer: text(Tag::big, value.as_big_integer().to_digits(16)); return;
        case Kind::real:
            tag(Tag::real);
            out_.real(value.as_real());
            return;
        case Kind::string: text(Tag::string, value.as_string()); return;
        case Kind::markup: text(Tag::markup, value.as_string()); return;
        case Kind::list: items(Tag::list, value.items(), depth); return;
        case Kind::tuple: items(Tag::tuple, value.items(), depth); return;
        case Kind::dict: dict(value.as_dict(), depth); return;
        case Kind::range: range(value); return;
        case Kind::object: object(*value.as_object()); return;
        case Kind::undefined: throw Unrecordable("a value is undefined");
        }
    }

private:
    void tag(Tag tag) { out_.byte(static_cast<std::uint8_t>(tag)); }

    void text(Tag kind, std::string_view text) {
        tag(kind);
        out_.text(text);
    }

    void integer(std::int64_t number) {
        tag(number < 0 ? Tag::negative : Tag::integer);
        const auto bits = static_cast<std::uint64_t>(number);
        out_.number(number < 0 ? ~bits : bits);
    }

    void items(Tag kind, const std::vector<Value>& items, int depth) {
        tag(kind);
        out_.number(items.size());
        for (const Value& item : items) {
            write(item, depth + 1);
        }
    }

    void dict(const value::Dict& dict, int depth) {
        tag(Tag::dict);
        out_.number(dict.size());
        for (const auto& [key, item] : dict) {
            write(key, depth + 1);
            write(item, depth + 1);
        }
    }

    void range(const Value& value) {
        tag(Tag::range);
        for (const std::int64_t number :
             {value.as_range().start, value.as_range().stop, value.as_range().step}) {
            out_.number(static_cast<std::uint64_t>(number));
        }
    }

    void object(const value::Object& object) {
        if (is_foreign_(object)) {
            text(Tag::foreign, object.type_name());
            out_.byte(object.is_callable() ? 1 : 0);
        } else if (is_date(object)) {
            text(Tag::date, object.str());
            out_.text(object.repr());
        } else {
            throw Unrecordable(
                fmt::format("a value is an object of type '{}'", object.type_name()));
        }
    }

    Writer& out_;
    const IsForeign& is_foreign_;
};

class ValueReader {
public:
    ValueReader(Reader& in, const MakeLeaf& leaf) : in_(in), leaf_(leaf) {}

    Value read(int depth = 0) {
        if (depth > max_depth) {
            throw Corrupt();
        }
        switch (static_cast<Tag>(in_.byte())) {
        case Tag::none: return {};
        case Tag::no: return Value(false);
        case Tag::yes: return Value(true);
        case Tag::integer: return Value(static_cast<std::int64_t>(in_.number()));
        case Tag::negative: return Value(static_cast<std::int64_t>(~in_.number()));
        case Tag::big: return big();
        case Tag::real: return Value(in_.real());
        case Tag::string: return Value(in_.view());
        case Tag::markup: return Value::markup(in_.view());
        case Tag::list: return value::List(items(depth));
        case Tag::tuple: return Value::tuple(items(depth));
        case Tag::dict: return dict(depth);
        case Tag::range: return range();
        case Tag::date: {
            std::string text = in_.text();
            return value::date(std::move(text), in_.text());
        }
        case Tag::foreign: {
            std::string type_name = in_.text();
            return leaf_(leaves_++, {std::move(type_name), in_.byte() != 0});
        }
        }
        throw Corrupt();
    }

private:
    Value big() {
        const std::string digits = in_.text();
        const std::size_t sign = digits.starts_with('-') ? 1 : 0;
        if (digits.size() <= sign
            || digits.find_first_not_of("0123456789abcdef", sign) != std::string::npos) {
            throw Corrupt();
        }
        return Value::big(value::BigInteger::from_digits(digits, 16));
    }

    std::vector<Value> items(int depth) {
        std::vector<Value> result(in_.count());
        for (Value& item : result) {
            item = read(depth + 1);
        }
        return result;
    }

    Value dict(int depth) {
        value::Dict result;
        for (std::size_t left = in_.count(); left > 0; --left) {
            const Value key = read(depth + 1);
            if (key.is_list() || key.is_dict()) {
                throw Corrupt();
            }
            result.set(key, read(depth + 1));
        }
        return result;
    }

    Value range() {
        const auto start = static_cast<std::int64_t>(in_.number());
        const auto stop = static_cast<std::int64_t>(in_.number());
        const auto step = static_cast<std::int64_t>(in_.number());
        if (step == 0) {
            throw Corrupt();
        }
        return Value::range(start, stop, step);
    }

    Reader& in_;
    const MakeLeaf& leaf_;
    std::size_t leaves_ = 0;
};

// Counts `left` down; the object at which it is zero.
std::optional<Value>
find_object(const Value& value, std::size_t& left, const IsForeign& is_foreign) {
    if (is_foreign_value(value, is_foreign)) {
        return left-- == 0 ? std::optional(value) : std::nullopt;
    }
    if (value.is_list() || value.is_tuple()) {
        for (const Value& item : value.items()) {
            if (std::optional<Value> found = find_object(item, left, is_foreign)) {
                return found;
            }
        }
    } else if (value.is_dict()) {
        for (const auto& [key, item] : value.as_dict()) {
            for (const Value& one : {key, item}) {
                if (std::optional<Value> found = find_object(one, left, is_foreign)) {
                    return found;
                }
            }
        }
    }
    return std::nullopt;
}

void write_source(Writer& out, const catalog::Source& source) {
    out.text(source.plugin);
    write_position(out, source.where);
}

catalog::Source read_source(Reader& in) {
    std::string plugin = in.text();
    return {std::move(plugin), read_position(in)};
}

// The leaves of a value that is a member of an item.
template <class Item>
Value read_member(Reader& in, const Live<Item>& live, Value Item::*member) {
    return read_value(in, [&](std::size_t number, ReplayedObject::Recorded recorded) {
        return Value::object(
            std::make_shared<ReplayedObject>(std::move(recorded), [live, member, number] {
                const Item item = live();
                // Plain data has no objects but Python's.
                Value found = nth_object(item.*member, number, [](const value::Object& object) {
                    return !is_date(object);
                });
                if (!found.is_object()) {
                    throw Error({.message = "a plugin has removed what it had contributed"});
                }
                return found;
            }));
    });
}

}  // namespace

void write_value(Writer& out, const Value& value, const IsForeign& is_foreign) {
    ValueWriter(out, is_foreign).write(value);
}

Value read_value(Reader& in, const MakeLeaf& leaf) {
    return ValueReader(in, leaf).read();
}

Value nth_object(const Value& value, std::size_t number, const IsForeign& is_foreign) {
    return find_object(value, number, is_foreign).value_or(Value());
}

void write_position(Writer& out, const Position& position) {
    out.text(position.source);
    if (!position.source.empty()) {
        out.number(static_cast<std::uint64_t>(position.line));
        out.number(static_cast<std::uint64_t>(position.column));
    }
}

Position read_position(Reader& in) {
    Position position{.source = in.text()};
    if (!position.source.empty()) {
        position.line = static_cast<int>(in.number());
        position.column = static_cast<int>(in.number());
    }
    return position;
}

std::string write_callback(const PlainCallback& callback) {
    Writer out;
    write_value(out, callback.code, [](const value::Object&) { return false; });
    write_source(out, callback.source);
    return out.take();
}

std::optional<PlainCallback> read_callback(std::string_view content) {
    Reader in(content);
    PlainCallback callback{
        .code = read_value(
            in, [](std::size_t, const ReplayedObject::Recorded&) -> Value { throw Corrupt(); }),
        .source = read_source(in)};
    return callback.code.is_none() ? std::nullopt : std::optional(std::move(callback));
}

void ItemCodec<std::string>::write(Writer& out, const std::string& item, const IsForeign&) {
    out.text(item);
}
std::string ItemCodec<std::string>::read(Reader& in, const Live<std::string>&) {
    return in.text();
}

void ItemCodec<catalog::StringPair>::write(
    Writer& out, const catalog::StringPair& item, const IsForeign&) {
    out.text(item.first);
    out.text(item.second);
}
catalog::StringPair
ItemCodec<catalog::StringPair>::read(Reader& in, const Live<catalog::StringPair>&) {
    std::string first = in.text();
    return {std::move(first), in.text()};
}

void ItemCodec<catalog::Setting>::write(
    Writer& out, const catalog::Setting& item, const IsForeign& is_foreign) {
    out.text(item.name);
    write_value(out, item.value, is_foreign);
    write_source(out, item.source);
}
catalog::Setting ItemCodec<catalog::Setting>::read(Reader& in, const Live<catalog::Setting>& live) {
    catalog::Setting item{.name = in.text(), .value = {}};
    item.value = read_member(in, live, &catalog::Setting::value);
    item.source = read_source(in);
    return item;
}

void ItemCodec<catalog::Patch>::write(Writer& out, const catalog::Patch& item, const IsForeign&) {
    out.text(item.name);
    out.text(item.content);
    write_source(out, item.source);
}
catalog::Patch ItemCodec<catalog::Patch>::read(Reader& in, const Live<catalog::Patch>&) {
    catalog::Patch item{.name = in.text(), .content = {}};
    item.content = in.text();
    item.source = read_source(in);
    return item;
}

void ItemCodec<catalog::Task>::write(Writer& out, const catalog::Task& item, const IsForeign&) {
    out.text(item.service);
    out.text(item.script);
    write_source(out, item.source);
    out.byte(static_cast<std::uint8_t>(item.output));
}
catalog::Task ItemCodec<catalog::Task>::read(Reader& in, const Live<catalog::Task>&) {
    catalog::Task item{.service = in.text(), .script = {}};
    item.script = in.text();
    item.source = read_source(in);
    const std::uint8_t output = in.byte();
    if (output > static_cast<std::uint8_t>(catalog::TaskOutput::terminal)) {
        throw Corrupt();
    }
    item.output = static_cast<catalog::TaskOutput>(output);
    return item;
}

void ItemCodec<catalog::TemplateRoot>::write(
    Writer& out, const catalog::TemplateRoot& item, const IsForeign&) {
    if (!item.files.empty()) {
        throw Unrecordable("a template root is part of the program");
    }
    out.text(item.folder);
    write_source(out, item.source);
}
catalog::TemplateRoot
ItemCodec<catalog::TemplateRoot>::read(Reader& in, const Live<catalog::TemplateRoot>&) {
    catalog::TemplateRoot item{.folder = in.text()};
    item.source = read_source(in);
    return item;
}

void ItemCodec<catalog::TemplateTarget>::write(
    Writer& out, const catalog::TemplateTarget& item, const IsForeign&) {
    out.texts({item.source, item.destination, item.plugin});
}
catalog::TemplateTarget
ItemCodec<catalog::TemplateTarget>::read(Reader& in, const Live<catalog::TemplateTarget>&) {
    std::vector<std::string> fields = in.texts();
    if (fields.size() != 3) {
        throw Corrupt();
    }
    return {std::move(fields[0]), std::move(fields[1]), std::move(fields[2])};
}

void ItemCodec<catalog::TemplateFilter>::write(
    Writer& out, const catalog::TemplateFilter& item, const IsForeign&) {
    out.text(item.name);
    write_source(out, item.source);
}
catalog::TemplateFilter
ItemCodec<catalog::TemplateFilter>::read(Reader& in, const Live<catalog::TemplateFilter>& live) {
    catalog::TemplateFilter item{.name = in.text(), .function = ReplayedFunction{live}};
    item.source = read_source(in);
    return item;
}

void ItemCodec<catalog::TemplateVariable>::write(
    Writer& out, const catalog::TemplateVariable& item, const IsForeign& is_foreign) {
    out.text(item.name);
    write_value(out, item.value, is_foreign);
    write_source(out, item.source);
}
catalog::TemplateVariable ItemCodec<catalog::TemplateVariable>::read(
    Reader& in, const Live<catalog::TemplateVariable>& live) {
    catalog::TemplateVariable item{.name = in.text(), .value = {}};
    item.value = read_member(in, live, &catalog::TemplateVariable::value);
    item.source = read_source(in);
    return item;
}

void ItemCodec<catalog::ImageBuild>::write(
    Writer& out, const catalog::ImageBuild& item, const IsForeign&) {
    out.text(item.name);
    out.text(item.path);
    out.text(item.tag);
    out.texts(item.arguments);
    write_source(out, item.source);
}
catalog::ImageBuild
ItemCodec<catalog::ImageBuild>::read(Reader& in, const Live<catalog::ImageBuild>&) {
    catalog::ImageBuild item{.name = in.text(), .path = {}, .tag = {}};
    item.path = in.text();
    item.tag = in.text();
    item.arguments = in.texts();
    item.source = read_source(in);
    return item;
}

void ItemCodec<catalog::ImageTag>::write(
    Writer& out, const catalog::ImageTag& item, const IsForeign&) {
    out.text(item.name);
    out.text(item.tag);
    write_source(out, item.source);
}
catalog::ImageTag ItemCodec<catalog::ImageTag>::read(Reader& in, const Live<catalog::ImageTag>&) {
    catalog::ImageTag item{.name = in.text(), .tag = {}};
    item.tag = in.text();
    item.source = read_source(in);
    return item;
}

void ItemCodec<catalog::PluginInfo>::write(
    Writer& out, const catalog::PluginInfo& item, const IsForeign&) {
    out.text(item.name);
    out.text(item.version);
}
catalog::PluginInfo
ItemCodec<catalog::PluginInfo>::read(Reader& in, const Live<catalog::PluginInfo>&) {
    std::string name = in.text();
    return {std::move(name), in.text()};
}

void ItemCodec<catalog::Test>::write(Writer& out, const catalog::Test& item, const IsForeign&) {
    out.text(item.service);
    out.text(item.suite);
    out.text(item.path.string());
    write_source(out, item.source);
}
catalog::Test ItemCodec<catalog::Test>::read(Reader& in, const Live<catalog::Test>&) {
    catalog::Test item{.service = in.text(), .suite = {}, .path = {}};
    item.suite = in.text();
    item.path = in.text();
    item.source = read_source(in);
    return item;
}

}  // namespace tutor::plugin_python::internal
