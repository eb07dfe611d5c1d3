// SPDX-License-Identifier: Apache-2.0
//
// What actions and filters have in common: an ordered list of callbacks that may grow while
// it runs.

#pragma once

#include "base/error.hpp"
#include "hooks/context.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor::hooks {

/// Lower runs first; ties run in order of addition.
namespace priority {
inline constexpr double high = 5;
inline constexpr double normal = 10;
inline constexpr double low = 50;
}  // namespace priority

class HookBase;

/// All hooks of one program: the contexts they share and how often any of them changed.
///
/// Must outlive its hooks. Not to be shared between threads.
class Registry {
public:
    Contexts contexts;

    /// Grows whenever a callback is added or removed: the key of every cache over hooks.
    unsigned long generation() const { return generation_; }

    /// Makes every cache over hooks invalid, though no callback was added or removed: what a
    /// callback returns may have changed.
    void invalidate() { ++generation_; }

    /// Removes the callbacks of `context`, or all of them, from every hook.
    void clear_all(std::optional<std::string_view> context = std::nullopt);

    /// In order of creation.
    const std::vector<HookBase*>& hooks() const { return hooks_; }

private:
    friend class HookBase;
    std::vector<HookBase*> hooks_;
    unsigned long generation_ = 0;
};

class HookBase {
public:
    /// `name` is for messages and must outlive the object.
    explicit HookBase(Registry& registry, std::string_view name = {})
        : registry_(registry), name_(name) {
        registry_.hooks_.push_back(this);
    }
    virtual ~HookBase() { std::erase(registry_.hooks_, this); }
    HookBase(const HookBase&) = delete;
    HookBase& operator=(const HookBase&) = delete;

    virtual void clear(std::optional<std::string_view> context = std::nullopt) = 0;

    /// Empty when it has none.
    std::string_view name() const { return name_; }

protected:
    Registry& registry() const { return registry_; }
    void changed() const { ++registry_.generation_; }

private:
    Registry& registry_;
    std::string_view name_;
};

/// What a report says of a callback that failed: "running a callback of hook 'ENV_PATCHES'
/// (contexts: plugins, app:mfe), added at /x/mfe.yml:3"; empty for callbacks outside of any app.
std::string describe_callback(
    std::string_view hook, const std::vector<std::string>& contexts, const Position& where);

/// A callback and how it came to be.
template <class Function>
struct Callback {
    Function function;
    double priority = priority::normal;
    std::vector<std::string> contexts;
    Position where;  ///< the line that registered it; source empty when unknown

    bool belongs_to(std::string_view context) const {
        return std::find(contexts.begin(), contexts.end(), context) != contexts.end();
    }
};

/// The ordered list. Running it follows these rules, on which plugins depend:
/// - a callback added during the run, at or after the current position, is called in that run;
/// - one added before the current position is not, and none is ever called twice in one run;
/// - `clear` replaces the list: a run in progress goes on over the old one;
/// - an error ends the run: later callbacks are skipped, and the error tells whose callback it was.
///
/// Upstream: tutor.core.hooks walks the live list by index, which calls a callback twice when
/// another is inserted before it; pinned by "an earlier callback added during the run".
template <class Function>
class Hook : public HookBase {
public:
    using HookBase::HookBase;

    void add(Function function, double order = priority::normal, Position where = {}) {
        auto entry = std::make_shared<const Callback<Function>>(Callback<Function>{
            std::move(function), order, registry().contexts.stack(), std::move(where)});
        const auto after = [](double value, const Entry& other) {
            return value < other->priority;
        };
        entries_->insert(
            std::upper_bound(entries_->begin(), entries_->end(), order, after), std::move(entry));
        changed();
    }

    void clear(std::optional<std::string_view> context = std::nullopt) override {
        auto kept = std::make_shared<Entries>();
        if (context) {
            std::copy_if(
                entries_->begin(), entries_->end(), std::back_inserter(*kept), [&](const Entry& e) {
                    return !e->belongs_to(*context);
                });
        }
        if (kept->size() != entries_->size()) {
            entries_ = std::move(kept);
            changed();
        }
    }

    bool empty() const { return entries_->empty(); }

    /// Calls `visit(const Callback<Function>&)` for each callback of `context` (all when none).
    /// For hosts of other languages, which call their own callbacks without converting values.
    template <class Visit>
    void run(std::optional<std::string_view> context, const Visit& visit) const {
        const std::shared_ptr<Entries> entries = entries_;
        for (std::size_t i = 0; i < entries->size(); ++i) {
            const Entry entry = (*entries)[i];
            if (context && !entry->belongs_to(*context)) {
                continue;
            }
            try {
                visit(*entry);
            } catch (Error& error) {
                if (std::string frame = describe_callback(name(), entry->contexts, entry->where);
                    !frame.empty()) {
                    error.add_frame(std::move(frame));
                }
                throw;
            }
            while ((*entries)[i] != entry) {
                ++i;  // what was inserted before the current one has its turn in the next run
            }
        }
    }

private:
    using Entry = std::shared_ptr<const Callback<Function>>;
    using Entries = std::vector<Entry>;
    std::shared_ptr<Entries> entries_ = std::make_shared<Entries>();
};

}  // namespace tutor::hooks
