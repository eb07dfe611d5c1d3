// SPDX-License-Identifier: Apache-2.0
//
// The program's side of include/tutor/plugin.h: one Host per loaded plugin.

#pragma once

#include "catalog/dynamic.hpp"
#include "plugins/services.hpp"
#include "value/object.hpp"

#include <tutor/plugin.h>

#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// A handle is a value on the heap.
struct tutor_value {
    tutor::value::Value value;
};

namespace tutor::plugin_native::internal {

using value::Value;

/// The shared object, what it is told, and what went wrong in it. Owned by the plugin's callbacks
/// together: with the last of them the shared object is closed.
class Host final : public std::enable_shared_from_this<Host> {
public:
    /// Opens the shared object and runs its load function. Returns when everything the plugin
    /// adds is in the catalog.
    ///
    /// @throws Error  it cannot be opened, lacks a symbol, or fails
    static void load(
        const std::filesystem::path& file,
        const std::string& name,
        catalog::Catalog& catalog,
        plugins::Services& services);

    Host(
        std::filesystem::path file,
        std::string name,
        catalog::Catalog& catalog,
        plugins::Services& services);
    ~Host();
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;

    /// The object behind the pointer that plugins are given.
    static Host& of(const tutor_host* host);

    /// Runs `call`, which calls into the plugin and tells whether that succeeded. `what` is shown
    /// when it fails: "a callback of filter 'ENV_PATCHES'".
    ///
    /// @throws Error  the plugin's reason, or what it threw; Interrupted and Abort of ours pass
    void enter_plugin(const std::string& what, const std::function<bool()>& call);

    /// The value of a handle that the plugin returned, which is given back.
    static Value take(tutor_value* handle);

    /// An Error that names the plugin.
    [[noreturn]] void fail(const std::string& problem, std::string hint = {}) const;

    catalog::Catalog& catalog() { return catalog_; }
    plugins::Services& services() { return services_; }
    catalog::DynamicHooks& hooks();
    catalog::Source source() const { return {.plugin = name_, .where = Position{file_text_}}; }
    const std::string& name() const { return name_; }

    void set_error(std::exception_ptr error) { error_ = std::move(error); }
    const std::exception_ptr& error() const { return error_; }
    std::string& error_text() { return error_text_; }

    void enter_context(std::string name);
    bool leave_context();

    /// @throws Error  plugins are being loaded
    void check_loaded(std::string_view function) const;
    /// The settings, as a value that can be asked until the current call into the plugin ends.
    ///
    /// @throws Error  also when they are being loaded, which this call is part of
    Value config();

private:
    /// What plugins are given a pointer to, and the way back.
    struct Face {
        tutor_host host;
        Host* owner;
    };

    void open();
    void run_load();
    [[noreturn]] void rethrow(const std::string& what, const std::string& thrown);

    Face face_;
    std::filesystem::path file_;
    std::string file_text_;
    std::string name_;
    catalog::Catalog& catalog_;
    plugins::Services& services_;
    std::unique_ptr<catalog::DynamicHooks> hooks_;
    std::exception_ptr error_;
    std::string error_text_;
    /// Contexts that the plugin has entered; those before `first_scope_` in calls further out.
    std::vector<std::unique_ptr<hooks::Contexts::Scope>> scopes_;
    std::size_t first_scope_ = 0;
    std::vector<catalog::ConfigurationLoan> loans_;
    bool loading_ = false;
    bool asking_config_ = false;
    void* library_ = nullptr;
    bool loaded_ = false;
};

/// Fills the members of `face` that one file implements.
void add_value_functions(tutor_host& face);
void add_hook_functions(tutor_host& face);
void add_program_functions(tutor_host& face);

/// A function of the plugin's as a value.
Value make_function(
    std::shared_ptr<Host> host,
    std::string name,
    tutor_function_callback callback,
    std::shared_ptr<void> data);

/// `data` with its release function; runs it even when the caller fails.
std::shared_ptr<void> own(std::shared_ptr<Host> host, void* data, tutor_release release);

// For the functions of the host: what plugins pass is checked, and no exception leaves.

std::string_view view(tutor_text text);      ///< @throws Error  NULL, no UTF-8
const Value& at(const tutor_value* handle);  ///< @throws Error  for NULL
std::vector<Value> at(const tutor_value* const* handles, std::size_t count);
tutor_value* give(Value value);

template <class Result, class Body>
Result protect(const tutor_host* host, Result failure, const Body& body) noexcept {
    try {
        return body(Host::of(host));
    } catch (...) {
        Host::of(host).set_error(std::current_exception());
        return failure;
    }
}

}  // namespace tutor::plugin_native::internal
