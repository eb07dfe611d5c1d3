// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/loading.hpp"

#include "plugin_python/internal/items.hpp"
#include "plugin_python/internal/process.hpp"
#include "plugin_python/internal/recorder.hpp"
#include "plugin_python/internal/replay.hpp"
#include "plugin_python/internal/snapshot.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>
#include <utility>

namespace tutor::plugin_python {
namespace {

using internal::Event;
using internal::Snapshot;
using internal::Step;

constexpr const char* variable = "TUTOR_PYTHON_SNAPSHOT";

std::string setting() {
    const char* value = std::getenv(variable);
    return value == nullptr ? "" : value;
}

void run(Host& host, const LoadRequest& request) {
    switch (request.kind) {
    case Kind::v0_package: host.load_v0(request.plugin, request.target); return;
    case Kind::v1_file: host.load_file(request.plugin, request.target); return;
    case Kind::v1_package: host.load_module(request.plugin, request.target); return;
    }
}

class SnapshotLoading final : public Loading,
                              public Tape,
                              public internal::Binder,
                              public std::enable_shared_from_this<SnapshotLoading> {
public:
    SnapshotLoading(World world, Services& services)
        : world_(std::move(world)),
          services_(services),
          file_(world_.folder, world_.identity),
          player_(services.catalog()),
          written_(internal::bytes_written()) {}

    void excuse_warnings() override { written_ = internal::bytes_written(); }

    // Loading

    void begin(std::vector<std::string> enabled) override {
        if (mode_ != Mode::undecided || setting() == "0" || world_.folder.empty()) {
            return;
        }
        starting_ = true;
        key_ = world_.identity;
        for (const std::string& name : enabled) {
            key_ += '\n' + name;
        }
    }

    void load(const LoadRequest& request) override {
        if (mode_ == Mode::undecided) {
            choose();
        }
        switch (mode_) {
        case Mode::undecided:
        case Mode::live: run(world_.start_host(), request); return;
        case Mode::recording: record(request); return;
        case Mode::binding:
            differs("a plugin loads another one");
            run(world_.start_host(), request);
            return;
        case Mode::replaying:
            if (const Step* step = next_step(); step != nullptr && starts_with(*step, request)) {
                replay({step, {}});
                return;
            }
            leave(fmt::format("plugin '{}' is not what was recorded", request.plugin));
            run(world_.start_host(), request);
        }
    }

    void finish() override {
        starting_ = false;
        if (mode_ == Mode::recording) {
            mode_ = Mode::live;
            save();
        }
    }

    std::vector<cli::Command> group_commands(const std::string& group) override {
        if (mode_ != Mode::replaying) {
            return mode_ == Mode::undecided ? std::vector<cli::Command>()
                                            : world_.start_host().group_commands(group);
        }
        std::vector<cli::Command> commands;
        for (const internal::GroupCommand& command : snapshot_.group_commands) {
            if (command.group == group) {
                commands.push_back(group_command(command));
            }
        }
        return commands;
    }

    Tape& tape() override { return *this; }

    // Tape

    std::shared_ptr<void> contribute(Contribution contribution) override {
        if (mode_ == Mode::recording) {
            recorder_.add(std::move(contribution), contexts());
            return nullptr;
        }
        return mode_ == Mode::binding ? bind(std::move(contribution)) : nullptr;
    }

    bool clear(std::size_t hook, const std::optional<std::string>& context) override {
        Event event{
            .kind = context ? Event::Kind::clear_context : Event::Kind::clear, .hook = hook};
        if (context) {
            event.contexts = {*context};
        }
        if (mode_ == Mode::recording) {
            recorder_.add(std::move(event));
            return false;
        }
        if (mode_ != Mode::binding) {
            return false;
        }
        const Event* expected = next_event();
        if (expected == nullptr || *expected != event) {
            differs("a plugin removes callbacks");
        }
        return true;
    }

    void begin_call(const void* identity) override {
        if (mode_ == Mode::recording) {
            recorder_.begin_call(identity, contexts());
        }
    }

    void end_call() override {
        if (mode_ == Mode::recording) {
            recorder_.end_call();
        }
    }

    void impure(std::string_view what) override {
        if (mode_ == Mode::recording) {
            recorder_.impure(what);
        }
    }

    // Binder

    void bind() override {
        if (mode_ == Mode::binding) {
            throw Error(
                {.message = "plugins written in Python cannot be loaded: one of them uses what is "
                            "added only now"});
        }
        if (mode_ != Mode::replaying) {
            return;
        }
        trace("Python starts");
        const bool nothing_done = written_ && internal::bytes_written() == written_;
        mode_ = Mode::binding;
        std::optional<Error> failure;
        try {
            for (const Done& done : done_) {
                load_again(done);
            }
            // Before all are loaded, plugins have not added all commands.
            if (done_.size() == snapshot_.steps.size()
                && added_to_groups() != snapshot_.group_commands) {
                differs("commands in groups of the program have changed");
            }
        } catch (const Error& error) {
            differs("a plugin cannot be loaded");
            failure = error;
        }
        check_contents();
        mode_ = Mode::live;
        if (!difference_.empty()) {
            give_up(nothing_done, failure);
        }
    }

    bool replay_call(const void* link, const std::function<void()>& call) override {
        if (mode_ != Mode::replaying || !starting_) {
            return false;
        }
        const Step* step = next_step();
        if (step != nullptr && !step->load && step->callback < callbacks_.size()
            && callbacks_[step->callback].get() == link) {
            replay({step, call});
            return true;
        }
        leave("a callback of an action was not recorded");
        return false;
    }

private:
    enum class Mode : std::uint8_t { undecided, live, recording, replaying, binding };

    /// A step that was replayed, and how to do it for real when it is a call.
    struct Done {
        const Step* step;
        std::function<void()> call;
    };

    struct Check {
        const Event* event;
        std::function<void(internal::Writer&)> write;
    };

    const std::vector<std::string>& contexts() const {
        return services_.catalog().registry.contexts.stack();
    }

    void trace(const std::string& what) const {
        if (world_.trace && setting() == "trace") {
            world_.trace("snapshot of Python plugins: " + what);
        }
    }

    // Replaying

    void choose() {
        if (!starting_) {
            mode_ = Mode::live;
            return;
        }
        std::optional<Snapshot> found = file_.read();
        std::string reason = found ? "" : "there is none";
        if (found && found->key != key_) {
            reason = "other plugins are enabled";
        } else if (found) {
            const Dependency* changed = internal::first_changed(found->dependencies);
            reason = changed == nullptr ? "" : fmt::format("{} has changed", changed->name);
        }
        if (!reason.empty()) {
            trace("recording, " + reason);
            mode_ = Mode::live;  // if there is no host
            world_.start_host().begin_watch();
            mode_ = Mode::recording;
            return;
        }
        if (!found->repeatable) {
            trace("not used, plugins contribute something else each time");
            mode_ = Mode::live;
            return;
        }
        trace("used");
        snapshot_ = std::move(*found);
        mode_ = Mode::replaying;
    }

    const Step* next_step() const {
        return starting_ && done_.size() < snapshot_.steps.size() ? &snapshot_.steps[done_.size()]
                                                                  : nullptr;
    }

    bool starts_with(const Step& step, const LoadRequest& request) const {
        return step.load == request && step.loaded == services_.loaded_plugins();
    }

    void replay(Done done) {
        done_.push_back(std::move(done));
        const auto binder = shared_from_this();
        try {
            for (const Event& event : done_.back().step->events) {
                std::shared_ptr<void> link = player_.play(event, binder);
                if (event.kind == Event::Kind::callback) {
                    callbacks_.push_back(link);
                }
                if (link) {
                    links_.push_back(std::move(link));
                }
            }
        } catch (const internal::Corrupt&) {
            file_.remove();
            throw Error(
                {.message = fmt::format(
                     "the snapshot of Python plugins '{}' cannot be read", file_.path().string()),
                 .hint = "it has been removed: run the command again"});
        }
    }

    cli::Command group_command(const internal::GroupCommand& command) {
        internal::Reader in(command.content);
        const auto self = shared_from_this();
        return internal::read_command(
            in, [self, group = command.group, index = command.index]() -> cli::Command {
                self->bind();
                std::vector<cli::Command> commands = self->group_commands(group);
                if (index >= commands.size()) {
                    throw Error({.message = "a plugin has removed a command it had added"});
                }
                return commands[index];
            });
    }

    // From replaying to a run as if there had been no snapshot.
    void leave(const std::string& reason) {
        trace(reason);
        file_.remove();
        bind();
    }

    // Binding

    void load_again(const Done& done) {
        catalog::Catalog& catalog = services_.catalog();
        std::vector<std::unique_ptr<hooks::Contexts::Scope>> scopes;
        base_ = catalog.registry.contexts.stack().size();
        for (const std::string& name : done.step->contexts) {
            scopes.push_back(
                std::make_unique<hooks::Contexts::Scope>(catalog.registry.contexts, name));
        }
        events_ = &done.step->events;
        next_event_ = 0;
        if (done.step->load) {
            run(world_.start_host(), *done.step->load);
        } else {
            done.call();
        }
        if (next_event_ != events_->size()) {
            differs("a plugin contributes less");
        }
        while (!scopes.empty()) {
            scopes.pop_back();
        }
    }

    const Event* next_event() {
        return next_event_ < events_->size() ? &(*events_)[next_event_++] : nullptr;
    }

    std::shared_ptr<void> bind(Contribution contribution) {
        const Event* event = next_event();
        if (event == nullptr) {
            differs("a plugin contributes more");
            return nullptr;
        }
        const std::vector<std::string> entered(
            contexts().begin() + static_cast<std::ptrdiff_t>(base_), contexts().end());
        const auto kind = contribution.items ? Event::Kind::items : Event::Kind::callback;
        if (event->kind != kind || event->hook != contribution.hook
            || event->priority != contribution.priority || event->where != contribution.where
            || event->contexts != entered || next_link_ >= links_.size()) {
            differs("a plugin contributes something else");
            return nullptr;
        }
        checks_.push_back({event, std::move(contribution.write)});
        return links_[next_link_++];
    }

    void check_contents() {
        for (const Check& check : std::exchange(checks_, {})) {
            if (!difference_.empty()) {
                return;
            }
            try {
                internal::Writer out;
                check.write(out);
                if (out.bytes() != check.event->content) {
                    differs("items of a plugin have changed");
                }
            } catch (const std::exception&) {
                differs("items of a plugin have changed");
            }
        }
    }

    void differs(std::string_view what) {
        if (difference_.empty()) {
            difference_ = what;
        }
    }

    [[noreturn]] void give_up(bool nothing_done, const std::optional<Error>& failure) {
        trace("not used any more, " + difference_);
        snapshot_.repeatable = false;
        snapshot_.steps.clear();
        snapshot_.group_commands.clear();
        file_.write(snapshot_);
        if (nothing_done) {
            internal::start_again(world_.program, world_.arguments);
        }
        Error error(
            {.message = "the plugins written in Python contribute something else than in an "
                        "earlier run, from the same files: "
                 + difference_,
             .hint = "run the command again: they are loaded from the beginning then"});
        if (failure) {
            error.add_frame(failure->what());
        }
        throw error;
    }

    // Recording

    void record(const LoadRequest& request) {
        recorder_.begin_load(request, services_.loaded_plugins(), contexts());
        try {
            run(world_.start_host(), request);
        } catch (...) {
            recorder_.impure("a plugin fails");
            throw;
        }
        recorder_.end_load();
    }

    void save() {
        std::optional<Snapshot> made;
        try {
            made = recorded();
        } catch (const Error& error) {
            recorder_.impure(error.what());
        }
        if (!made) {
            trace("not made, " + recorder_.problem());
            file_.remove();
            return;
        }
        file_.write(*made);
        trace("made");
    }

    std::optional<Snapshot> recorded() {
        const Watched watched = world_.start_host().end_watch();
        for (const std::string& problem : watched.problems) {
            recorder_.impure(problem);
        }
        return recorder_.finish(
            {.key = key_,
             .watched = watched,
             .files = world_.files(),
             .group_commands = added_to_groups()});
    }

    std::vector<internal::GroupCommand> added_to_groups() {
        return internal::all_group_commands(
            [this](const std::string& group) { return world_.start_host().group_commands(group); });
    }

    World world_;
    Services& services_;
    internal::SnapshotFile file_;
    internal::Player player_;
    std::optional<std::uint64_t> written_;  ///< at first
    Mode mode_ = Mode::undecided;
    bool starting_ = false;
    std::string key_;

    Snapshot snapshot_;
    std::vector<Done> done_;
    std::vector<std::shared_ptr<void>> links_;      ///< in order of contribution
    std::vector<std::shared_ptr<void>> callbacks_;  ///< those of callbacks

    std::size_t base_ = 0;
    const std::vector<Event>* events_ = nullptr;
    std::size_t next_event_ = 0;
    std::size_t next_link_ = 0;
    std::vector<Check> checks_;
    std::string difference_;

    internal::Recorder recorder_;
};

}  // namespace

std::shared_ptr<Loading> make_loading(Loading::World world, Services& services) {
    return std::make_shared<SnapshotLoading>(std::move(world), services);
}

}  // namespace tutor::plugin_python
