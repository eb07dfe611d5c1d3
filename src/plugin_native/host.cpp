// SPDX-License-Identifier: Apache-2.0

#include "plugin_native/internal/host.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <dlfcn.h>

#include <type_traits>
#include <utility>

namespace tutor::plugin_native::internal {

namespace {

std::string last_dl_error() {
    const char* text = ::dlerror();
    return text == nullptr ? "unknown reason" : text;
}

}  // namespace

Host::Host(
    std::filesystem::path file,
    std::string name,
    catalog::Catalog& catalog,
    plugins::Services& services)
    : face_{},
      file_(std::move(file)),
      file_text_(file_.string()),
      name_(std::move(name)),
      catalog_(catalog),
      services_(services) {
    face_.owner = this;
    tutor_host& host = face_.host;
    host.size = sizeof(host);
    host.sdk_major = TUTOR_SDK_MAJOR;
    host.sdk_minor = TUTOR_SDK_MINOR;
    host.version = {services.version().data(), services.version().size()};
    host.plugin_name = {name_.data(), name_.size()};
    host.plugin_file = {file_text_.data(), file_text_.size()};
    add_value_functions(host);
    add_hook_functions(host);
    add_program_functions(host);
}

Host::~Host() {
    if (library_ == nullptr) {
        return;
    }
    using Unload = void (*)(const tutor_host*);
    if (loaded_) {
        if (auto* const unload =
                reinterpret_cast<Unload>(::dlsym(library_, "tutor_plugin_unload"))) {
            try {
                unload(&face_.host);
            } catch (...) {  // NOLINT(bugprone-empty-catch): there is nobody left to tell
            }
        }
    }
    error_ = nullptr;  // may hold an exception whose code is in the shared object
    ::dlclose(library_);
}

Host& Host::of(const tutor_host* host) {
    static_assert(std::is_standard_layout_v<Face>);  // so that `host` and Face share an address
    return *reinterpret_cast<const Face*>(host)->owner;
}

void Host::load(
    const std::filesystem::path& file,
    const std::string& name,
    catalog::Catalog& catalog,
    plugins::Services& services) {
    const auto host = std::make_shared<Host>(file, name, catalog, services);
    host->open();
    host->run_load();
}

void Host::open() {
    library_ = ::dlopen(file_.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library_ == nullptr) {
        fail(
            fmt::format("cannot be opened: {}", last_dl_error()),
            "build the plugin again on this machine");
    }
}

void Host::run_load() {
    using Load = int (*)(const tutor_host*);
    auto* const function = reinterpret_cast<Load>(::dlsym(library_, "tutor_plugin_load"));
    if (function == nullptr) {
        fail(
            "lacks the function 'tutor_plugin_load'",
            "say TUTOR_PLUGIN (C++) in it, or define the function, see docs/plugins/native.md");
    }
    loading_ = true;
    try {
        enter_plugin("its load function", [&] { return function(&face_.host) == 0; });
    } catch (...) {
        loading_ = false;
        throw;
    }
    loading_ = false;
    loaded_ = true;
}

void Host::fail(const std::string& problem, std::string hint) const {
    throw Error(
        {.message = fmt::format("plugin '{}' {}", name_, problem),
         .where = Position{file_text_},
         .hint = std::move(hint)});
}

// The error that the plugin came across, or gave, with the plugin's name.
void Host::rethrow(const std::string& what, const std::string& thrown) {
    const std::exception_ptr error = std::exchange(error_, nullptr);
    try {
        if (!thrown.empty()) {
            throw Error(
                {.message = fmt::format("plugin '{}' {}", name_, thrown),
                 .hint = "exceptions must not leave a plugin: ask its author"});
        }
        if (!error) {
            throw Error(
                {.message = fmt::format("plugin '{}' failed in {} without saying why", name_, what),
                 .hint = "ask its author"});
        }
        std::rethrow_exception(error);
    } catch (Error& known) {
        known.add_frame(fmt::format("running {} of plugin '{}' ({})", what, name_, file_text_));
        throw;
    }
}

void Host::enter_plugin(const std::string& what, const std::function<bool()>& call) {
    const std::shared_ptr<Host> alive = shared_from_this();
    const std::exception_ptr outer_error = std::exchange(error_, nullptr);
    const std::size_t outer_first_scope = std::exchange(first_scope_, scopes_.size());
    const std::size_t outer_loans = loans_.size();
    bool ok = false;
    std::string thrown;
    try {
        ok = call();
    } catch (const std::exception& error) {
        thrown = fmt::format("threw an exception in {}: {}", what, error.what());
    } catch (...) {
        thrown = fmt::format("threw an exception in {}", what);
    }
    while (scopes_.size() > first_scope_) {
        scopes_.pop_back();
    }
    first_scope_ = outer_first_scope;
    while (loans_.size() > outer_loans) {
        loans_.pop_back();
    }
    if (!ok) {
        rethrow(what, thrown);
    }
    error_ = outer_error;
}

Value Host::take(tutor_value* handle) {
    Value value = std::move(handle->value);
    delete handle;
    return value;
}

catalog::DynamicHooks& Host::hooks() {
    if (!hooks_) {
        hooks_ = std::make_unique<catalog::DynamicHooks>(catalog_);
    }
    return *hooks_;
}

void Host::enter_context(std::string name) {
    scopes_.push_back(
        std::make_unique<hooks::Contexts::Scope>(catalog_.registry.contexts, std::move(name)));
}

bool Host::leave_context() {
    if (scopes_.size() <= first_scope_) {
        return false;
    }
    scopes_.pop_back();
    return true;
}

void Host::check_loaded(std::string_view function) const {
    if (loading_) {
        throw Error(
            {.message = fmt::format("'{}' cannot be used while plugins are being loaded", function),
             .hint = "use it in a callback, a template function or a command"});
    }
}

Value Host::config() {
    if (asking_config_) {
        throw Error(
            {.message = fmt::format(
                 "plugin '{}' asks for the settings in a callback that is needed to load them",
                 name_),
             .hint = "ask for them in a template function, a command or a later hook"});
    }
    asking_config_ = true;
    try {
        loans_.emplace_back(services_.config());
    } catch (...) {
        asking_config_ = false;
        throw;
    }
    asking_config_ = false;
    return loans_.back().value();
}

}  // namespace tutor::plugin_native::internal
