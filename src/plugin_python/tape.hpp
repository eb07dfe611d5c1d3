// SPDX-License-Identifier: Apache-2.0
//
// What plugins contribute while they are loaded, as a sequence that can be replayed without them:
// docs/decisions/0009-plugin-snapshot.md. Implemented by the program, used by the host.

#pragma once

#include "base/error.hpp"
#include "plugin_python/internal/bytes.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tutor::plugin_python {

/// One call of `add`, `add_item` or `add_items` on a hook of the catalog.
struct Contribution {
    std::size_t hook = 0;  ///< its number: internal/hook_table.hpp
    bool items = false;    ///< plain items, not a callback
    double priority = 0;
    Position where = {};
    /// Of a callback: tells it from others, to recognise it when it is called.
    const void* identity = nullptr;
    /// Items, or what is known of a callback; called once the plugins are loaded.
    ///
    /// @throws Unrecordable  it cannot be told in plain data
    std::function<void(internal::Writer&)> write = {};
};

/// What a contribution holds cannot be kept for the next run.
class Unrecordable final : public std::exception {
public:
    explicit Unrecordable(std::string why) : why_(std::move(why)) {}
    const char* what() const noexcept override { return why_.c_str(); }

private:
    std::string why_;
};

class Tape {
public:
    virtual ~Tape() = default;

    /// What the contribution is bound to, a CallbackLink or an ItemsLink of the hook's type; null
    /// when it is to be added to the hook. Throws nothing.
    virtual std::shared_ptr<void> contribute(Contribution contribution) = 0;

    /// A plugin removes the callbacks of a hook. Whether that has been done already.
    virtual bool clear(std::size_t hook, const std::optional<std::string>& context) = 0;

    /// The callback of an action runs.
    virtual void begin_call(const void* identity) = 0;
    virtual void end_call() = 0;

    /// While it is loaded, a plugin asks for something that another run may answer otherwise, or
    /// does something that has to be done in every run.
    virtual void impure(std::string_view what) = 0;
};

/// Between `begin_call` and `end_call`.
class CallScope {
public:
    CallScope(Tape& tape, const void* identity) : tape_(tape) { tape_.begin_call(identity); }
    ~CallScope() { tape_.end_call(); }
    CallScope(const CallScope&) = delete;
    CallScope& operator=(const CallScope&) = delete;

private:
    Tape& tape_;
};

}  // namespace tutor::plugin_python
