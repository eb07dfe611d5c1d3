// SPDX-License-Identifier: Apache-2.0
//
// The plugin SDK for C++20: a plugin is one shared object built from a file such as
//
//     #include <tutor/plugin.hpp>
//
//     TUTOR_PLUGIN("1.0.0", plugin) {
//         plugin.defaults("DOCKER_IMAGE", "username/imagename:latest");
//         plugin.patch("lms-env", "X: {{ MYPLUGIN_DOCKER_IMAGE }}");
//         plugin.command({.name = "myplugin",
//                         .help = "Say hello.",
//                         .run = [](const tutor::plugin::Parameters&) {
//                             tutor::plugin::print("Hello!");
//                         }});
//     }
//
// Failures are exceptions on both sides: throw `Error` (or anything derived from std::exception)
// to fail, catch `HostError` to go on after the program has refused something. None crosses the
// boundary. Rules of life and memory: plugin.h. No `Value` may be kept in an object with static
// storage duration.

#pragma once

#include <tutor/plugin.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor {
// Hidden, so that several plugins in one program do not share the host below.
namespace plugin __attribute__((visibility("hidden"))) {

    /// Why a callback fails.
    class Error : public std::runtime_error {
    public:
        explicit Error(const std::string& message, std::string hint = {})
            : std::runtime_error(message), hint_(std::move(hint)) {}
        const std::string& hint() const noexcept { return hint_; }

    private:
        std::string hint_;
    };

    /// The program refused something. Left uncaught, it reaches the user with everything the
    /// program knows of it.
    class HostError : public std::runtime_error {
    public:
        using std::runtime_error::runtime_error;
    };

    namespace internal {

    inline const tutor_host* host = nullptr;

    inline tutor_text text(std::string_view utf8) {
        return {utf8.data(), utf8.size()};
    }
    inline std::string string(tutor_text text) {
        return {text.data, text.size};
    }
    [[noreturn]] inline void fail() {
        throw HostError(string(host->error_message(host)));
    }
    inline void check(int status) {
        if (status < 0) {
            fail();
        }
    }
    inline bool answer(int status) {
        check(status);
        return status != 0;
    }

    /// Runs `body`; an exception becomes an error of the host and the result `failure`.
    template <class Result, class Body>
    Result guard(Result failure, const Body& body) noexcept {
        try {
            return body();
        } catch (const HostError&) {
            // The host knows.
        } catch (const Error& error) {
            host->fail(host, text(error.what()), text(error.hint()));
        } catch (const std::exception& error) {
            host->fail(host, text(error.what()), {nullptr, 0});
        } catch (...) {
            host->fail(
                host, text("the plugin threw something that is no std::exception"), {nullptr, 0});
        }
        return failure;
    }

    }  // namespace internal

    enum class Kind {
        none = TUTOR_NONE,
        boolean = TUTOR_BOOLEAN,
        integer = TUTOR_INTEGER,
        big_integer = TUTOR_BIG_INTEGER,
        real = TUTOR_REAL,
        text = TUTOR_TEXT_KIND,
        list = TUTOR_LIST,
        tuple = TUTOR_TUPLE,
        dict = TUTOR_DICT,
        object = TUTOR_OBJECT,
    };

    class Arguments;
    class Value;

    /// What templates and other callers call.
    using Function = std::function<Value(const Arguments&)>;

    /// A value as Python has them. Copies of a list or dict are the same list or dict.
    class Value {
    public:
        Value() noexcept : handle_(nullptr) {}  ///< None
        Value(std::nullptr_t) noexcept : handle_(nullptr) {}
        Value(bool boolean) : Value(adopt(api().make_boolean(host(), boolean ? 1 : 0))) {}
        template <std::integral Integer>
            requires(!std::same_as<Integer, bool>)
        Value(Integer integer) : Value(from_integer(integer)) {}
        Value(double real) : Value(adopt(api().make_real(host(), real))) {}
        Value(std::string_view utf8)
            : Value(adopt(api().make_text(host(), internal::text(utf8)))) {}
        Value(const char* utf8) : Value(std::string_view(utf8)) {}
        Value(const std::string& utf8) : Value(std::string_view(utf8)) {}
        Value(const std::vector<std::string>& texts) : Value(list()) {
            for (const std::string& text : texts) {
                append(text);
            }
        }

        static Value list(std::initializer_list<Value> items = {}) {
            Value list = adopt(api().make_list(host()));
            for (const Value& item : items) {
                list.append(item);
            }
            return list;
        }
        static Value list(const std::vector<Value>& items) {
            Value list = adopt(api().make_list(host()));
            for (const Value& item : items) {
                list.append(item);
            }
            return list;
        }
        static Value tuple(const std::vector<Value>& items) {
            std::vector<const tutor_value*> handles;
            for (const Value& item : items) {
                handles.push_back(item.handle());
            }
            return adopt(api().make_tuple(host(), handles.data(), handles.size()));
        }
        static Value dict(std::initializer_list<std::pair<std::string_view, Value>> entries = {}) {
            Value dict = adopt(api().make_dict(host()));
            for (const auto& [key, value] : entries) {
                dict.set(key, value);
            }
            return dict;
        }
        /// A text that is shown nowhere, like everything that templates make from it.
        static Value secret(std::string_view utf8) {
            return adopt(api().make_secret(host(), internal::text(utf8)));
        }
        /// From decimal digits with an optional '-', of any length.
        static Value integer_from(std::string_view digits) {
            return adopt(api().make_integer_text(host(), internal::text(digits)));
        }
        static Value function(std::string_view name, Function body);

        Value(const Value& other)
            : handle_(
                other.handle_ == nullptr ? nullptr
                                         : adopt(api().value_copy(host(), other.handle_)).leave()) {
        }
        Value(Value&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
        Value& operator=(Value other) noexcept {
            std::swap(handle_, other.handle_);
            return *this;
        }
        ~Value() {
            if (handle_ != nullptr) {
                api().value_free(host(), handle_);
            }
        }

        Kind kind() const noexcept {
            return handle_ == nullptr ? Kind::none
                                      : static_cast<Kind>(api().value_kind(host(), handle_));
        }
        bool is_none() const noexcept { return kind() == Kind::none; }
        bool is_text() const noexcept { return kind() == Kind::text; }
        bool is_list() const noexcept { return kind() == Kind::list; }
        bool is_dict() const noexcept { return kind() == Kind::dict; }

        // The content. @throws HostError  the value is of another kind
        bool boolean() const {
            int result = 0;
            internal::check(api().as_boolean(host(), handle(), &result));
            return result != 0;
        }
        std::int64_t integer() const {
            std::int64_t result = 0;
            internal::check(api().as_integer(host(), handle(), &result));
            return result;
        }
        std::string integer_text() const {  ///< decimal digits of an int of any size
            return adopt(api().as_integer_text(host(), handle())).text();
        }
        double real() const {
            double result = 0;
            internal::check(api().as_real(host(), handle(), &result));
            return result;
        }
        std::string text() const {
            tutor_text result = {nullptr, 0};
            internal::check(api().as_text(host(), handle(), &result));
            return internal::string(result);
        }

        // Python's str(), repr(), bool() and ==.
        std::string str() const { return adopt(api().to_text(host(), handle())).text(); }
        std::string repr() const { return adopt(api().to_repr(host(), handle())).text(); }
        bool truth() const { return internal::answer(api().truth(host(), handle())); }
        bool operator==(const Value& other) const {
            return internal::answer(api().equal(host(), handle(), other.handle()));
        }

        // Lists and tuples.
        std::size_t size() const {  ///< also of dicts
            std::size_t result = 0;
            internal::check(api().length(host(), handle(), &result));
            return result;
        }
        Value at(std::size_t index) const { return adopt(api().item(host(), handle(), index)); }
        void append(const Value& item) {
            internal::check(api().append(host(), handle(), item.handle()));
        }
        std::vector<Value> items() const {
            std::vector<Value> result;
            const std::size_t count = size();
            for (std::size_t i = 0; i < count; ++i) {
                result.push_back(at(i));
            }
            return result;
        }

        // Dicts and configurations.
        std::optional<Value> find(const Value& key) const {
            tutor_value* found = nullptr;
            internal::check(api().get(host(), handle(), key.handle(), &found));
            return found == nullptr ? std::nullopt : std::optional(adopt(found));
        }
        Value get(std::string_view key) const {  ///< @throws Error  no such key
            if (std::optional<Value> found = find(key)) {
                return std::move(*found);
            }
            throw Error("there is no '" + std::string(key) + "'");
        }
        void set(const Value& key, const Value& value) {
            internal::check(api().set(host(), handle(), key.handle(), value.handle()));
        }
        void remove(const Value& key) {
            internal::check(api().remove(host(), handle(), key.handle()));
        }
        std::vector<Value> keys() const { return adopt(api().keys(host(), handle())).items(); }

        // Objects.
        Value call(const std::vector<Value>& arguments, const Value& keyword = {}) const {
            std::vector<const tutor_value*> handles;
            for (const Value& argument : arguments) {
                handles.push_back(argument.handle());
            }
            return adopt(api().call(
                host(),
                handle(),
                handles.data(),
                handles.size(),
                keyword.is_none() ? nullptr : keyword.handle()));
        }
        Value attribute(std::string_view name) const {
            return adopt(api().attribute(host(), handle(), internal::text(name)));
        }

        // For the C interface.

        /// Takes over a handle; NULL is a failure.
        static Value adopt(tutor_value* handle) {
            if (handle == nullptr) {
                internal::fail();
            }
            Value value;
            value.handle_ = handle;
            return value;
        }
        /// A value of its own for a handle that is only lent.
        static Value borrow(const tutor_value* handle) {
            return adopt(api().value_copy(host(), handle));
        }
        /// The handle, still owned by this object.
        const tutor_value* handle() const {
            if (handle_ == nullptr) {
                handle_ = api().make_none(host());
            }
            return handle_;
        }
        /// The handle, owned by the caller.
        tutor_value* leave() {
            handle();
            return std::exchange(handle_, nullptr);
        }

    private:
        static const tutor_host* host() noexcept { return internal::host; }
        static const tutor_host& api() noexcept { return *internal::host; }

        template <std::integral Integer>
        static Value from_integer(Integer integer) {
            if (std::in_range<std::int64_t>(integer)) {
                return adopt(api().make_integer(host(), static_cast<std::int64_t>(integer)));
            }
            return integer_from(std::to_string(integer));
        }

        mutable tutor_value* handle_;  ///< null: None
    };

    /// Arguments of a call.
    class Arguments {
    public:
        Arguments(
            const tutor_value* const* arguments, std::size_t count, const tutor_value* keyword) {
            for (std::size_t i = 0; i < count; ++i) {
                positional_.push_back(Value::borrow(arguments[i]));
            }
            if (keyword != nullptr) {
                keyword_ = Value::borrow(keyword);
            }
        }

        std::size_t size() const { return positional_.size(); }
        const std::vector<Value>& positional() const { return positional_; }
        /// @throws Error  there are fewer arguments
        const Value& operator[](std::size_t index) const {
            if (index >= positional_.size()) {
                throw Error("argument " + std::to_string(index + 1) + " is missing");
            }
            return positional_[index];
        }
        std::optional<Value> keyword(std::string_view name) const {
            return keyword_.is_none() ? std::nullopt : keyword_.find(name);
        }

    private:
        std::vector<Value> positional_;
        Value keyword_;
    };

    namespace internal {

    template <class T>
    void release(void* data) {
        delete static_cast<T*>(data);
    }

    inline tutor_value* call_function(
        void* data,
        const tutor_value* const* arguments,
        std::size_t count,
        const tutor_value* keyword) noexcept {
        return guard<tutor_value*>(nullptr, [&] {
            return (*static_cast<Function*>(data))(Arguments(arguments, count, keyword)).leave();
        });
    }

    using FilterBody = std::function<Value(Value, const Arguments&)>;
    using ActionBody = std::function<void(const Arguments&)>;

    inline tutor_value* call_filter(
        void* data,
        const tutor_value* value,
        const tutor_value* const* arguments,
        std::size_t count) noexcept {
        return guard<tutor_value*>(nullptr, [&] {
            return (*static_cast<FilterBody*>(data))(
                       Value::borrow(value), Arguments(arguments, count, nullptr))
                .leave();
        });
    }

    inline int
    call_action(void* data, const tutor_value* const* arguments, std::size_t count) noexcept {
        return guard<int>(-1, [&] {
            (*static_cast<ActionBody*>(data))(Arguments(arguments, count, nullptr));
            return 0;
        });
    }

    }  // namespace internal

    inline Value Value::function(std::string_view name, Function body) {
        return adopt(api().make_function(
            host(),
            internal::text(name),
            internal::call_function,
            new Function(std::move(body)),
            internal::release<Function>));
    }

    // The program. Not while plugins are being loaded, printing excepted.

    inline std::filesystem::path root() {
        return Value::adopt(internal::host->root(internal::host)).text();
    }
    /// All settings: `config().get("LMS_HOST").text()`. Valid until the callback returns.
    inline Value config() {
        return Value::adopt(internal::host->config(internal::host));
    }
    /// `text` rendered as a template with all settings.
    inline std::string render(std::string_view text) {
        return Value::adopt(internal::host->render(internal::host, internal::text(text))).text();
    }
    /// A line on standard output: what a command is for.
    inline void print(std::string_view line) {
        internal::check(internal::host->print(internal::host, TUTOR_PLAIN, internal::text(line)));
    }
    inline void info(std::string_view line) {
        internal::check(internal::host->print(internal::host, TUTOR_INFO, internal::text(line)));
    }
    /// A line on standard error.
    inline void alert(std::string_view line) {
        internal::check(internal::host->print(internal::host, TUTOR_ALERT, internal::text(line)));
    }
    /// Runs a program on the user's terminal and returns its exit status.
    inline int execute(const std::vector<std::string>& words) {
        int status = 0;
        internal::check(internal::host->execute(internal::host, Value(words).handle(), &status));
        return status;
    }
    inline std::string ask(std::string_view question, std::string_view suggestion = {}) {
        return Value::adopt(
                   internal::host->ask(
                       internal::host, internal::text(question), internal::text(suggestion)))
            .text();
    }
    inline bool confirm(std::string_view question, bool suggestion) {
        return internal::answer(
            internal::host->confirm(internal::host, internal::text(question), suggestion ? 1 : 0));
    }

    namespace priority {
    inline constexpr double high = TUTOR_PRIORITY_HIGH;
    inline constexpr double normal = TUTOR_PRIORITY_DEFAULT;
    inline constexpr double low = TUTOR_PRIORITY_LOW;
    }  // namespace priority

    struct Patch {
        std::string name;
        std::string content;  ///< a template
    };

    /// A script for the job container of a service.
    struct Task {
        std::string service;
        std::string script;  ///< a template
    };

    struct Image {
        std::string name;
        std::string path;  ///< folder of the Dockerfile, absolute or in the environment
        std::string tag;   ///< a template
        std::vector<std::string> arguments = {};
    };

    /// Options and arguments of a command line by name: "-n", "--dry-run" is "dry_run".
    class Parameters {
    public:
        explicit Parameters(Value dict) : dict_(std::move(dict)) {}

        Value operator[](std::string_view name) const { return dict_.get(name); }
        bool flag(std::string_view name) const { return dict_.get(name).boolean(); }
        /// None when it was not given and has no default.
        std::optional<std::string> text(std::string_view name) const {
            const Value value = dict_.get(name);
            return value.is_none() ? std::nullopt : std::optional(value.str());
        }
        std::vector<std::string> texts(std::string_view name) const {
            std::vector<std::string> result;
            for (const Value& item : dict_.get(name).items()) {
                result.push_back(item.str());
            }
            return result;
        }
        std::optional<std::int64_t> integer(std::string_view name) const {
            const Value value = dict_.get(name);
            return value.is_none() ? std::nullopt : std::optional(value.integer());
        }

    private:
        Value dict_;
    };

    /// What has been typed to candidates; those that do not begin with it are left out.
    using Completer = std::function<std::vector<std::string>(const std::string& incomplete)>;

    struct Option {
        std::vector<std::string> names;  ///< "-n", "--dry-run"
        std::string help = {};
        bool flag = false;
        std::string negative = {};  ///< of a flag: "--no-dry-run"
        bool multiple = false;      ///< may be repeated
        std::string type = "text";  ///< text, integer, float, choice, path, file, directory
        std::vector<std::string> choices = {};
        Value default_value = {};
        bool required = false;
        bool hidden = false;
        bool exists = false;  ///< of the path types: must be there
        std::string metavar = {};
        std::string environment = {};  ///< variable that gives the value
        bool show_default = false;
        Completer complete = {};
    };

    struct Argument {
        std::string name;
        std::string count = "one";  ///< one, optional, any, at-least-one
        std::string type = "text";
        std::vector<std::string> choices = {};
        Value default_value = {};
        bool exists = false;
        std::string metavar = {};
        Completer complete = {};
    };

    /// A command, or with `commands` a group of them; a group that has `run`, too, runs it when no
    /// subcommand is named.
    struct Command {
        std::string name;
        std::string help = {};
        std::string short_help = {};
        std::string epilog = {};
        bool hidden = false;
        std::vector<Option> options = {};
        std::vector<Argument> arguments = {};
        std::function<void(const Parameters&)> run = {};
        std::vector<Command> commands = {};
        bool ignore_unknown_options = false;  ///< they become arguments
    };

    /// A command of `local do`, `dev do` and `k8s do`.
    struct Job {
        std::string name;
        std::string help = {};
        std::vector<Option> options = {};
        std::vector<Argument> arguments = {};
        std::function<std::vector<Task>(const Parameters&)> tasks;
    };

    namespace internal {

    inline Value completer_value(const Completer& complete) {
        return Value::function("complete", [complete](const Arguments& arguments) {
            return Value(complete(arguments[0].text()));
        });
    }

    inline Value value_of(const Option& option) {
        Value dict = Value::dict(
            {{"names", option.names},
             {"help", option.help},
             {"flag", option.flag},
             {"negative", option.negative},
             {"multiple", option.multiple},
             {"type", option.type},
             {"choices", option.choices},
             {"default", option.default_value},
             {"required", option.required},
             {"hidden", option.hidden},
             {"exists", option.exists},
             {"metavar", option.metavar},
             {"environment", option.environment},
             {"show_default", option.show_default}});
        if (option.complete) {
            dict.set("complete", completer_value(option.complete));
        }
        return dict;
    }

    inline Value value_of(const Argument& argument) {
        Value dict = Value::dict(
            {{"name", argument.name},
             {"count", argument.count},
             {"type", argument.type},
             {"choices", argument.choices},
             {"default", argument.default_value},
             {"exists", argument.exists},
             {"metavar", argument.metavar}});
        if (argument.complete) {
            dict.set("complete", completer_value(argument.complete));
        }
        return dict;
    }

    inline Value value_of(const Command& command);

    template <class T>
    Value values_of(const std::vector<T>& items) {
        Value list = Value::list();
        for (const T& item : items) {
            list.append(value_of(item));
        }
        return list;
    }

    inline Value value_of(const Command& command) {
        Value dict = Value::dict(
            {{"name", command.name},
             {"help", command.help},
             {"short_help", command.short_help},
             {"epilog", command.epilog},
             {"hidden", command.hidden},
             {"options", values_of(command.options)},
             {"arguments", values_of(command.arguments)},
             {"commands", values_of(command.commands)},
             {"ignore_unknown_options", command.ignore_unknown_options}});
        if (command.run) {
            dict.set(
                "run", Value::function(command.name, [run = command.run](const Arguments& call) {
                    run(Parameters(call[0]));
                    return Value();
                }));
        }
        return dict;
    }

    inline Value value_of(const Job& job) {
        Value dict = Value::dict(
            {{"name", job.name},
             {"help", job.help},
             {"options", values_of(job.options)},
             {"arguments", values_of(job.arguments)}});
        if (job.tasks) {
            dict.set("tasks", Value::function(job.name, [tasks = job.tasks](const Arguments& call) {
                         Value list = Value::list();
                         for (const Task& task : tasks(Parameters(call[0]))) {
                             list.append(Value::tuple({task.service, task.script}));
                         }
                         return list;
                     }));
        }
        return dict;
    }

    }  // namespace internal

    /// What a plugin contributes to. Names of hooks, items and arguments: docs/plugins/hooks.md.
    class Plugin {
    public:
        std::string name() const { return internal::string(internal::host->plugin_name); }
        std::filesystem::path file() const { return internal::string(internal::host->plugin_file); }
        /// The folder of the shared object.
        std::filesystem::path folder() const { return file().parent_path(); }
        /// Of the program's contract: "21.0.8".
        std::string tutor_version() const { return internal::string(internal::host->version); }
        /// "MYPLUGIN_"
        std::string prefix() const {
            std::string prefix = name() + "_";
            for (char& c : prefix) {
                c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            }
            return prefix;
        }

        // Any hook.

        void add_item(
            std::string_view filter, const Value& item, double priority = priority::normal) const {
            internal::check(internal::host->filter_add_item(
                internal::host, internal::text(filter), priority, item.handle()));
        }
        /// `body` gets value and arguments of the filter and returns the new value.
        void add_filter(
            std::string_view filter,
            std::function<Value(Value, const Arguments&)> body,
            double priority = priority::normal) const {
            using Body = internal::FilterBody;
            internal::check(internal::host->filter_add(
                internal::host,
                internal::text(filter),
                priority,
                internal::call_filter,
                new Body(std::move(body)),
                internal::release<Body>));
        }
        void add_action(
            std::string_view action,
            std::function<void(const Arguments&)> body,
            double priority = priority::normal) const {
            using Body = internal::ActionBody;
            internal::check(internal::host->action_add(
                internal::host,
                internal::text(action),
                priority,
                internal::call_action,
                new Body(std::move(body)),
                internal::release<Body>));
        }

        // Settings. Names of the first two get the plugin's prefix.

        /// Drawn once and stored in config.yml.
        void add(std::string_view name, const Value& value) const {
            add_item("CONFIG_UNIQUE", Value::tuple({prefix() + std::string(name), value}));
        }
        /// Used unless the user gives another value; not stored.
        void defaults(std::string_view name, const Value& value) const {
            add_item("CONFIG_DEFAULTS", Value::tuple({prefix() + std::string(name), value}));
        }
        /// A value for a setting of the core or of another plugin.
        void set(std::string_view name, const Value& value) const {
            add_item("CONFIG_OVERRIDES", Value::tuple({name, value}));
        }
        /// A value that wins even over config.yml.
        void user(std::string_view name, const Value& value) const {
            add_item("CONFIG_USER", Value::tuple({name, value}));
        }

        // Templates.

        void patch(
            std::string_view name,
            std::string_view content,
            double priority = priority::normal) const {
            add_item("ENV_PATCHES", Value::tuple({name, content}), priority);
        }
        /// Patches that are computed when they are needed.
        void patches(
            std::function<std::vector<Patch>()> compute, double priority = priority::normal) const {
            add_filter(
                "ENV_PATCHES",
                [compute = std::move(compute)](Value list, const Arguments&) {
                    for (const Patch& patch : compute()) {
                        list.append(Value::tuple({patch.name, patch.content}));
                    }
                    return list;
                },
                priority);
        }
        /// A folder of templates, absolute or beside the shared object. What is below NAME/apps and
        /// NAME/build in it is rendered to ENV/plugins/NAME.
        void templates(const std::filesystem::path& path) const {
            template_root(path);
            template_target(name() + "/apps", "plugins");
            template_target(name() + "/build", "plugins");
        }
        void template_root(const std::filesystem::path& path) const {
            add_item("ENV_TEMPLATE_ROOTS", (folder() / path).string());
        }
        void template_target(std::string_view source, std::string_view destination) const {
            add_item("ENV_TEMPLATE_TARGETS", Value::tuple({source, destination}));
        }
        void template_variable(std::string_view name, const Value& value) const {
            add_item("ENV_TEMPLATE_VARIABLES", Value::tuple({name, value}));
        }
        void template_function(std::string_view name, Function body) const {
            template_variable(name, Value::function(name, std::move(body)));
        }
        /// `body` gets the value and the arguments of the filter.
        void template_filter(std::string_view name, Function body) const {
            add_item(
                "ENV_TEMPLATE_FILTERS",
                Value::tuple({name, Value::function(name, std::move(body))}));
        }

        // Images.

        void image(const Image& image) const {
            add_item(
                "IMAGES_BUILD", Value::tuple({image.name, image.path, image.tag, image.arguments}));
        }
        /// An image whose Dockerfile is the template NAME/build/IMAGE/Dockerfile.
        void build_image(const std::string& image_name, const std::string& tag) const {
            image(
                {.name = image_name,
                 .path = "plugins/" + name() + "/build/" + image_name,
                 .tag = tag});
        }
        void pull_image(std::string_view image_name, std::string_view tag) const {
            add_item("IMAGES_PULL", Value::tuple({image_name, tag}));
        }
        void push_image(std::string_view image_name, std::string_view tag) const {
            add_item("IMAGES_PUSH", Value::tuple({image_name, tag}));
        }
        /// To pull and to push.
        void remote_image(std::string_view image_name, std::string_view tag) const {
            pull_image(image_name, tag);
            push_image(image_name, tag);
        }
        /// Must be built before the platform starts; `context`: "local", "dev", or empty for both.
        void required_image(const std::string& image_name, std::string context = {}) const {
            add_where("IMAGES_BUILD_REQUIRED", image_name, equals(std::move(context)));
        }

        // Containers.

        /// Where `service` sees a mounted folder of that name.
        void compose_mount(
            std::string folder_name, const std::string& service, const std::string& path) const {
            add_where(
                "COMPOSE_MOUNTS", Value::tuple({service, path}), ends(std::move(folder_name)));
        }
        /// The build context of `image` that a mounted folder of that name replaces.
        void build_mount(
            std::string folder_name, const std::string& image, const std::string& context) const {
            add_where(
                "IMAGES_BUILD_MOUNTS",
                Value::tuple({image, context}),
                ends(std::move(folder_name)));
        }
        /// Folders of Python packages, by a regular expression for the beginning of their names.
        void mounted_directory(std::string_view image, std::string_view pattern) const {
            add_item("MOUNTED_DIRECTORIES", Value::tuple({image, pattern}));
        }
        /// `host` is a template; `context`: "local", "dev", or empty for both.
        void public_host(const std::string& host, std::string context = {}) const {
            add_where("APP_PUBLIC_HOSTS", host, equals(std::move(context)));
        }

        // Jobs and commands.

        void init_task(
            std::string_view service,
            std::string_view script,
            double priority = priority::normal) const {
            add_item("CLI_DO_INIT_TASKS", Value::tuple({service, script}), priority);
        }
        void job(const Job& job) const { add_item("CLI_DO_COMMANDS", internal::value_of(job)); }
        void command(const Command& command) const {
            add_item("CLI_COMMANDS", internal::value_of(command));
        }

        // Running hooks, and contexts.

        /// What the callbacks make of `value`; only those of `context` unless it is empty.
        Value apply(
            std::string_view filter,
            const Value& value,
            const std::vector<Value>& arguments = {},
            std::string_view context = {}) const {
            const std::vector<const tutor_value*> handles = handles_of(arguments);
            return Value::adopt(internal::host->filter_run(
                internal::host,
                internal::text(filter),
                internal::text(context),
                value.handle(),
                handles.data(),
                handles.size()));
        }
        /// The items of a filter over a list.
        std::vector<Value> items(
            std::string_view filter,
            const std::vector<Value>& arguments = {},
            std::string_view context = {}) const {
            return apply(filter, Value::list(), arguments, context).items();
        }
        void
        run(std::string_view action,
            const std::vector<Value>& arguments = {},
            std::string_view context = {}) const {
            const std::vector<const tutor_value*> handles = handles_of(arguments);
            internal::check(internal::host->action_run(
                internal::host,
                internal::text(action),
                internal::text(context),
                handles.data(),
                handles.size()));
        }
        void clear_filter(std::string_view filter, std::string_view context = {}) const {
            internal::check(internal::host->filter_clear(
                internal::host, internal::text(filter), internal::text(context)));
        }
        void clear_action(std::string_view action, std::string_view context = {}) const {
            internal::check(internal::host->action_clear(
                internal::host, internal::text(action), internal::text(context)));
        }
        /// Removes the callbacks of a context from all hooks.
        void clear_context(std::string_view context) const {
            internal::check(internal::host->clear_context(internal::host, internal::text(context)));
        }
        /// What `body` adds belongs to `context`, too.
        void in_context(std::string_view context, const std::function<void()>& body) const {
            internal::check(internal::host->context_enter(internal::host, internal::text(context)));
            try {
                body();
            } catch (...) {
                internal::host->context_leave(internal::host);
                throw;
            }
            internal::check(internal::host->context_leave(internal::host));
        }

    private:
        using Condition = std::function<bool(const std::string&)>;

        static std::vector<const tutor_value*> handles_of(const std::vector<Value>& values) {
            std::vector<const tutor_value*> handles;
            for (const Value& value : values) {
                handles.push_back(value.handle());
            }
            return handles;
        }
        static Condition equals(std::string wanted) {
            return [wanted = std::move(wanted)](const std::string& text) {
                return wanted.empty() || text == wanted;
            };
        }
        static Condition ends(std::string wanted) {
            return [wanted = std::move(wanted)](const std::string& path) {
                return std::filesystem::path(path).filename() == wanted;
            };
        }
        void add_where(std::string_view filter, const Value& item, Condition condition) const {
            add_filter(filter, [item, condition](Value list, const Arguments& arguments) {
                if (condition(arguments[0].text())) {
                    list.append(item);
                }
                return list;
            });
        }
    };

    namespace internal {

    inline int load(const tutor_host* given, void (*body)(Plugin&)) noexcept {
        host = given;
        return guard<int>(-1, [&] {
            Plugin plugin;
            body(plugin);
            return 0;
        });
    }

    }  // namespace internal
}  // namespace )
}  // namespace tutor

/// Makes the shared object a plugin; a function body follows, in which `parameter` is the Plugin.
#define TUTOR_PLUGIN(version_text, parameter)                                                      \
  extern "C" TUTOR_PLUGIN_INFO(version_text);                                                      \
  static void tutor_plugin_body(::tutor::plugin::Plugin& parameter);                               \
  extern "C" TUTOR_EXPORT int tutor_plugin_load(const tutor_host* host) {                          \
    return ::tutor::plugin::internal::load(host, tutor_plugin_body);                               \
  }                                                                                                \
  static void tutor_plugin_body([[maybe_unused]] ::tutor::plugin::Plugin& parameter)
