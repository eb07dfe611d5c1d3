// SPDX-License-Identifier: Apache-2.0
//
// The catalog seen through values: every hook by its name, for plugins in languages that do not
// know our types, for YAML plugins, and for the reference page.
//
//     catalog::DynamicHooks hooks(catalog);
//     hooks.filter("ENV_PATCHES")->add_items({value::Value::tuple({"lms-env", "X: 1"})}, 10,
//     source);
//
// Items cross as tuples of their fields, in the order of the reference page. What a callback
// leaves as it is in a list comes back as the very item it was, source and C++ functions included.

#pragma once

#include "catalog/catalog.hpp"
#include "value/object.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::catalog {

/// What a field of an item, or an argument of a hook, must be.
enum class FieldType : std::uint8_t {
    text,
    optional_text,  ///< or None
    texts,          ///< a list or tuple of strings
    path,           ///< a string, or a list or tuple of the parts of a path
    boolean,
    any,
    mapping,
    function,
    configuration,  ///< a mapping that is rendered on demand
    command,        ///< see `command_from`
    job,            ///< see `job_from`
};

/// "str", "list of str", as messages and the reference page have it.
std::string_view type_text(FieldType type);

struct Field {
    std::string_view name;
    FieldType type = FieldType::text;
    std::string_view help = {};
    bool required = true;
};

/// How items of a YAML plugin may be limited to certain values of a hook's first argument.
enum class Selector : std::uint8_t {
    none,
    equals,    ///< the argument itself: "local"
    basename,  ///< a regular expression for the whole of a path's last part
};

enum class HookKind : std::uint8_t {
    action,
    filter,  ///< over a single value
    list,    ///< a filter over a list: items can be added
};

/// What the reference page says of a hook.
struct HookDoc {
    std::string_view name;
    std::string_view summary;  ///< what it is for
    std::string_view when;     ///< when it runs
    std::vector<Field> arguments = {};
    /// Of a list: the fields of an item, a single one when items are plain values. Of another
    /// filter: the value itself.
    std::vector<Field> item = {};
    Selector selector = Selector::none;
    bool in_yaml = true;  ///< of a list: whether a YAML plugin can add items
};

/// The value (None for actions) and the arguments; returns the new value (ignored for actions).
using DynamicCallback =
    std::function<value::Value(value::Value value, const std::vector<value::Value>& arguments)>;

/// One hook. Lives as long as its DynamicHooks and the catalog.
class DynamicHook {
public:
    explicit DynamicHook(HookDoc doc) : doc_(std::move(doc)) {}
    virtual ~DynamicHook() = default;
    DynamicHook(const DynamicHook&) = delete;
    DynamicHook& operator=(const DynamicHook&) = delete;

    const HookDoc& doc() const { return doc_; }
    virtual HookKind kind() const = 0;
    virtual const hooks::HookBase& hook() const = 0;

    /// What the callback returns is checked when it runs. A configuration it is given can be asked
    /// only until it returns.
    virtual void add(DynamicCallback callback, double priority, Source source) = 0;

    /// @throws Error  no list, or an item that has not the fields of `doc().item`
    virtual void
    add_items(const std::vector<value::Value>& items, double priority, Source source) = 0;

    /// Adds items that only count when the first argument (a string) fits `selects`.
    ///
    /// @throws Error  as `add_items`
    virtual void add_items_where(
        const std::vector<value::Value>& items,
        std::function<bool(const std::string& argument)> selects,
        double priority,
        Source source) = 0;

    /// The filter's result for `value`, or the action run.
    ///
    /// @throws Error  wrong types, a wrong number of arguments, and what callbacks throw
    virtual value::Value
    run(std::optional<std::string_view> context,
        const value::Value& value,
        const std::vector<value::Value>& arguments) = 0;

    virtual void clear(std::optional<std::string_view> context) = 0;

private:
    HookDoc doc_;
};

/// All hooks of a catalog, in the order of the reference page.
class DynamicHooks {
public:
    /// `catalog` must outlive the object; callbacks that were added stay when it goes.
    explicit DynamicHooks(Catalog& catalog);
    ~DynamicHooks();

    const std::vector<std::unique_ptr<DynamicHook>>& all() const { return hooks_; }

    /// @throws Error  no such hook, with the nearest name
    DynamicHook& action(std::string_view name) const;
    DynamicHook& filter(std::string_view name) const;

private:
    DynamicHook& find(std::string_view name, bool is_action) const;

    std::vector<std::unique_ptr<DynamicHook>> hooks_;
};

/// The values of `fields` in order, from a tuple or list of them or from a mapping by name;
/// with a single field also the plain value. Optional fields that are missing are None.
///
/// @throws Error  naming `what`, the field and the type found
std::vector<value::Value>
fields_of(const value::Value& item, const std::vector<Field>& fields, std::string_view what);

/// A command from its description, a mapping: docs/plugins/native.md has the keys. Functions in
/// it are called with one mapping: parameters of the command line by name.
///
/// @throws Error  unknown keys, wrong types, names that cannot be typed
cli::Command command_from(const value::Value& description);
/// As `command_from`, with a function `tasks` in place of `run`: it returns a list of (service,
/// script), or a function that returns one after the other and None at the end.
Job job_from(const value::Value& description, const Source& source);

namespace internal {
class Lender;
}  // namespace internal

/// A configuration as a value that can be asked as long as the object lives.
class ConfigurationLoan {
public:
    explicit ConfigurationLoan(const Configuration& config);
    ~ConfigurationLoan();
    ConfigurationLoan(ConfigurationLoan&&) noexcept;
    ConfigurationLoan& operator=(ConfigurationLoan&&) noexcept;

    const value::Value& value() const { return value_; }

private:
    std::unique_ptr<internal::Lender> lender_;
    value::Value value_;
};

/// The parameters of a command line by name, those of groups included.
value::Dict parameters_of(const cli::Invocation& call);

/// The page docs/plugins/hooks.md, from the table of all hooks.
std::string reference_page(const DynamicHooks& hooks);

}  // namespace tutor::catalog
