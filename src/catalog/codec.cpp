// SPDX-License-Identifier: Apache-2.0

#include "catalog/internal/codec.hpp"

#include "value/errors.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

namespace tutor::catalog::internal {
namespace {

std::string text(const Value& value) {
    return std::string(value.as_string());
}

std::vector<std::string> texts(const Value& value) {
    std::vector<std::string> result;
    if (!value.is_none()) {
        for (const Value& item : value.items()) {
            result.push_back(text(item));
        }
    }
    return result;
}

Value tuple_of(const std::vector<std::string>& items) {
    return Value::tuple(std::vector<Value>(items.begin(), items.end()));
}

// "plugins/x/build/y" from the whole or its parts.
std::string path_text(const Value& value) {
    if (value.is_string()) {
        return text(value);
    }
    std::filesystem::path path;
    for (const std::string& part : texts(value)) {
        path /= part;
    }
    return path.string();
}

/// For functions of the core called outside of a rendering.
class NoState final : public jinja::State {
public:
    jinja::Environment& environment() override { fail(); }
    std::optional<Value> resolve(std::string_view) const override { return std::nullopt; }
    Value render_nested(const jinja::Template&) override { fail(); }
    Value join(const std::vector<Value>&, std::string_view) override { fail(); }

private:
    [[noreturn]] static void fail() {
        throw Error({.message = "this template filter works only inside of a template"});
    }
};

/// A command or job that went through `encode`.
template <class T>
class Holder final : public value::Object {
public:
    Holder(T item, const cli::Command& command)
        : item_(std::move(item)), name_(command.name), help_(command.help) {}

    std::string type_name() const override { return "command"; }
    std::string repr() const override { return "<command " + name_ + ">"; }
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "name") {
            return Value(name_);
        }
        return name == "help" ? std::optional(Value(help_)) : std::nullopt;
    }
    const T& get() const { return item_; }

private:
    T item_;
    std::string name_;
    std::string help_;
};

}  // namespace

Value Codec<bool>::encode(const bool& item) {
    return item;
}
bool Codec<bool>::decode(const Fields& fields, const Source&) {
    return fields[0].as_boolean();
}

Value Codec<std::string>::encode(const std::string& item) {
    return item;
}
std::string Codec<std::string>::decode(const Fields& fields, const Source&) {
    return text(fields[0]);
}

Value Codec<value::Dict>::encode(const value::Dict& item) {
    return item;
}
value::Dict Codec<value::Dict>::decode(const Fields& fields, const Source&) {
    return fields[0].as_dict();
}

Value Codec<StringPair>::encode(const StringPair& item) {
    return Value::tuple({item.first, item.second});
}
StringPair Codec<StringPair>::decode(const Fields& fields, const Source&) {
    return {text(fields[0]), text(fields[1])};
}

Value Codec<Setting>::encode(const Setting& item) {
    return Value::tuple({item.name, item.value});
}
Setting Codec<Setting>::decode(const Fields& fields, const Source& source) {
    return {text(fields[0]), fields[1], source};
}

Value Codec<Patch>::encode(const Patch& item) {
    return Value::tuple({item.name, item.content});
}
Patch Codec<Patch>::decode(const Fields& fields, const Source& source) {
    return {text(fields[0]), text(fields[1]), source};
}

Value Codec<Task>::encode(const Task& item) {
    return Value::tuple({item.service, item.script});
}
Task Codec<Task>::decode(const Fields& fields, const Source& source) {
    return {.service = text(fields[0]), .script = text(fields[1]), .source = source};
}

Value Codec<Test>::encode(const Test& item) {
    return Value::tuple({item.service, item.suite, item.path.string()});
}
Test Codec<Test>::decode(const Fields& fields, const Source& source) {
    return {text(fields[0]), text(fields[1]), text(fields[2]), source};
}

Value Codec<TemplateRoot>::encode(const TemplateRoot& item) {
    return item.folder;
}
TemplateRoot Codec<TemplateRoot>::decode(const Fields& fields, const Source& source) {
    return {.folder = text(fields[0]), .source = source};
}

Value Codec<TemplateTarget>::encode(const TemplateTarget& item) {
    return Value::tuple({item.source, item.destination});
}
TemplateTarget Codec<TemplateTarget>::decode(const Fields& fields, const Source& source) {
    return {text(fields[0]), text(fields[1]), source.plugin};
}

Value Codec<TemplateFilter>::encode(const TemplateFilter& item) {
    return Value::tuple(
        {item.name, value::function(item.name, [function = item.function](value::Arguments& call) {
             NoState state;
             return function(state, call);
         })});
}
TemplateFilter Codec<TemplateFilter>::decode(const Fields& fields, const Source& source) {
    return {
        text(fields[0]),
        [function = fields[1]](jinja::State&, value::Arguments& call) {
            return function.as_object()->call(call);
        },
        source};
}

Value Codec<TemplateVariable>::encode(const TemplateVariable& item) {
    return Value::tuple({item.name, item.value});
}
TemplateVariable Codec<TemplateVariable>::decode(const Fields& fields, const Source& source) {
    return {text(fields[0]), fields[1], source};
}

Value Codec<ImageBuild>::encode(const ImageBuild& item) {
    return Value::tuple({item.name, item.path, item.tag, tuple_of(item.arguments)});
}
ImageBuild Codec<ImageBuild>::decode(const Fields& fields, const Source& source) {
    return {text(fields[0]), path_text(fields[1]), text(fields[2]), texts(fields[3]), source};
}

Value Codec<ImageTag>::encode(const ImageTag& item) {
    return Value::tuple({item.name, item.tag});
}
ImageTag Codec<ImageTag>::decode(const Fields& fields, const Source& source) {
    return {text(fields[0]), text(fields[1]), source};
}

Value Codec<PluginInfo>::encode(const PluginInfo& item) {
    return Value::tuple({item.name, item.version});
}
PluginInfo Codec<PluginInfo>::decode(const Fields& fields, const Source&) {
    return {text(fields[0]), fields[1].is_none() ? "" : text(fields[1])};
}

Value Codec<cli::Command>::encode(const cli::Command& item) {
    return Value::object(std::make_shared<Holder<cli::Command>>(item, item));
}
cli::Command Codec<cli::Command>::decode(const Fields& fields, const Source&) {
    if (fields[0].is_object()) {
        if (const auto held =
                std::dynamic_pointer_cast<Holder<cli::Command>>(fields[0].as_object())) {
            return held->get();
        }
    }
    return command_from(fields[0]);
}

Value Codec<Job>::encode(const Job& item) {
    return Value::object(std::make_shared<Holder<Job>>(item, item.command));
}
Job Codec<Job>::decode(const Fields& fields, const Source& source) {
    if (fields[0].is_object()) {
        if (const auto held = std::dynamic_pointer_cast<Holder<Job>>(fields[0].as_object())) {
            return held->get();
        }
    }
    return job_from(fields[0], source);
}

/// A configuration as a mapping that can be asked while it is lent.
class Lender::View final : public value::Object {
public:
    explicit View(const Configuration& config) : config_(&config) {}

    void end() { config_ = nullptr; }
    const Configuration& config() const {
        if (config_ == nullptr) {
            throw Error(
                {.message = "a configuration was asked after the callback that it was given to "
                            "had returned",
                 .hint = "read the settings inside of the callback and keep their values"});
        }
        return *config_;
    }

    std::string type_name() const override { return "configuration"; }
    std::optional<Value> item(const Value& key) const override {
        return key.is_string() ? config().find(key.as_string()) : std::nullopt;
    }
    std::optional<std::size_t> length() const override { return config().names().size(); }
    std::optional<bool> contains(const Value& key) const override { return item(key).has_value(); }
    std::optional<value::Iteration> iterate() override {
        return [names = config().names(), next = std::size_t{0}]() mutable -> std::optional<Value> {
            return next < names.size() ? std::optional(Value(names[next++])) : std::nullopt;
        };
    }

private:
    const Configuration* config_;
};

Lender::~Lender() {
    for (const auto& view : views_) {
        view->end();
    }
}

Value Lender::lend(const Configuration& config) {
    views_.push_back(std::make_shared<View>(config));
    return Value::object(views_.back());
}

namespace {

/// A mapping as a configuration; its values are final.
class DictConfiguration final : public Configuration {
public:
    explicit DictConfiguration(const value::Dict& dict) : dict_(dict) {}
    std::optional<Value> find(std::string_view name) const override {
        const Value* found = dict_.find(name);
        return found == nullptr ? std::nullopt : std::optional(*found);
    }
    std::vector<std::string> names() const override {
        std::vector<std::string> names;
        for (const auto& [key, value] : dict_) {
            names.push_back(value::str(key));
        }
        return names;
    }

private:
    value::Dict dict_;
};

}  // namespace

Borrowed::Borrowed(const Value& argument, const Field& field, std::string_view hook) : hook_(hook) {
    const Value checked = fields_of(
        argument, {field}, fmt::format("argument '{}' of hook '{}'", field.name, hook))[0];
    if (checked.is_string()) {
        text_ = checked.as_string();
        path_ = text_;
    }
    if (checked.is_dict()) {
        dict_ = checked.as_dict();
        made_ = std::make_unique<DictConfiguration>(dict_);
        config_ = made_.get();
    }
    if (checked.is_object()) {
        if (const auto view = std::dynamic_pointer_cast<Lender::View>(checked.as_object())) {
            config_ = &view->config();
        }
    }
}

Borrowed::~Borrowed() = default;
Borrowed::Borrowed(Borrowed&&) noexcept = default;

Borrowed::operator const std::string&() const {
    return text_;
}
Borrowed::operator const std::filesystem::path&() const {
    return path_;
}
Borrowed::operator value::Dict&() {
    return dict_;
}
Borrowed::operator const Configuration&() const {
    if (config_ == nullptr) {
        throw Error({.message = fmt::format("hook '{}' needs a configuration", hook_)});
    }
    return *config_;
}
Borrowed::operator const cli::Invocation&() const {
    throw Error(
        {.message = fmt::format("hook '{}' is run by commands only, not by plugins", hook_)});
}

}  // namespace tutor::catalog::internal

namespace tutor::catalog {

ConfigurationLoan::ConfigurationLoan(const Configuration& config)
    : lender_(std::make_unique<internal::Lender>()), value_(lender_->lend(config)) {}
ConfigurationLoan::~ConfigurationLoan() = default;
ConfigurationLoan::ConfigurationLoan(ConfigurationLoan&&) noexcept = default;
ConfigurationLoan& ConfigurationLoan::operator=(ConfigurationLoan&&) noexcept = default;

}  // namespace tutor::catalog
