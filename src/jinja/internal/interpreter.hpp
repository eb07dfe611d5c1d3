// SPDX-License-Identifier: Apache-2.0
//
// Runs compiled templates: one Interpreter per rendering, includes and patches in it.

#pragma once

#include "jinja/environment.hpp"
#include "jinja/errors.hpp"
#include "jinja/internal/callable.hpp"
#include "jinja/internal/frame.hpp"
#include "jinja/internal/internal.hpp"
#include "jinja/internal/items.hpp"
#include "jinja/internal/output.hpp"
#include "jinja/internal/undefined.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::jinja {

class Interpreter final : public State {
public:
    Interpreter(Environment& environment, const Variables& variables, Recorder* recorder);
    ~Interpreter() override;

    /// Renders into `output()`.
    void render(const CompiledTemplate& compiled);

    // State.
    Environment& environment() override { return environment_; }
    std::optional<value::Value> resolve(std::string_view name) const override;
    value::Value render_nested(const Template& text) override;
    value::Value join(const std::vector<value::Value>& pieces, std::string_view separator) override;

    Output& output() { return output_; }
    Recorder* recorder() const { return recorder_; }
    Environment::Internal& internal() { return internal_; }
    bool autoescape() const { return context_->autoescape; }
    const std::shared_ptr<RunHandle>& handle() const { return handle_; }
    Context& context() { return *context_; }
    const CompiledTemplate& current_template() const { return *template_; }

    // For filters, tests and objects.
    value::Value undefined(Undefined::About about) const;
    value::Value get_attribute(const value::Value& object, const value::Value& name);
    value::Value get_item(const value::Value& object, const value::Value& key);
    value::Value call(const value::Value& callee, value::Arguments& arguments);
    value::Value call_filter(std::string_view name, value::Arguments& arguments);
    bool call_test(std::string_view name, value::Arguments& arguments);
    value::Value call_macro(
        const Macro& macro,
        const CompiledTemplate& owner,
        const ContextPointer& context,
        const std::shared_ptr<Frame>& outer,
        bool body_autoescape,
        value::Arguments& arguments);
    value::Value
    call_block(const ContextPointer& context, std::string_view name, std::size_t depth);
    value::Value call_loop(const For& loop, LoopState& state, const value::Value& items);
    /// Text as a string value of the current kind (markup under autoescape).
    value::Value make_text(std::string_view text, value::Mark mark) const;
    void count_item() {
        if (++loop_items_ > max_loop_items_) {
            fail("RuntimeError", "too many loop items");
        }
    }
    static value::Value join_texts(const std::vector<value::Value>& parts, bool markup_allowed);

    /// Throws RecursionError when the stack of the thread is nearly used up.
    void check_stack() const {
        char here = 0;
        if (&here < stack_limit_) {
            fail_stack();
        }
    }

private:
    friend class CallScope;
    friend class CaptureScope;
    enum class Flow : std::uint8_t { normal, break_loop, continue_loop };
    using Value = value::Value;

    // Statements.
    Flow run(const Nodes& body);
    Flow run(const Node& node);
    Flow run_for(const For& node);
    Flow run_loop(const For& node, ItemIterator& items, LoopState* state);
    void run_recursive_for(const For& node);
    void run_recursive_level(
        const For& node,
        const Value& items,
        std::size_t depth0,
        const CompiledTemplate& compiled,
        const ContextPointer& context,
        const std::shared_ptr<Frame>& outer);
    ItemIterator filtered_items(const For& node, ItemIterator items);
    std::optional<Value> next_matching(const For& node, ItemIterator& items);
    void check_depth() const;
    void bind_macro_arguments(const Macro& macro, Frame& frame, value::Arguments& arguments);
    void fill_missing_arguments(const Macro& macro);
    Flow run_if(const If& node);
    void run_emit(const Unary& node);
    void run_macro(const Macro& node);
    void run_call_block(const Macro& node);
    Flow run_with(const With& node);
    void run_set(const Set& node);
    void run_set_block(const SetBlock& node);
    void run_filter_block(const FilterBlock& node);
    void run_block(const Block& node);
    void run_block_body(
        const BlockImplementation& block, const ContextPointer& context, std::size_t depth);
    void run_extends(const Reference& node);
    void run_include(const Reference& node);
    void run_import(const Reference& node);
    void run_from_import(const FromImport& node);
    Flow run_autoescape(const Autoescape& node);
    void run_debug();
    void run_root(const CompiledTemplate& compiled, const ContextPointer& context);
    std::shared_ptr<const CompiledTemplate> find_template(const Node& name, bool allow_list);
    std::shared_ptr<const CompiledTemplate> select_template(const std::vector<Value>& names);
    std::shared_ptr<const CompiledTemplate> load(const Value& name);
    Value make_module(const CompiledTemplate& compiled, const ContextPointer& context);
    Value import_module(const Node& name, bool with_context, const Span<Visible>& locals);
    ContextPointer derive(const CompiledTemplate& compiled, const Span<Visible>& locals);
    void enter(const Scope& scope);
    void bind_loop_item(const Node& target, const Value& item);
    void assign(const Node& target, const Value& value, bool toplevel);
    void assign_tuple(const Items& target, const Value& value, bool toplevel);
    void check_namespaces(const Node& target);

    // Expressions: a reference to a slot, a constant or `scratch`.
    const Value& eval(const Node& node, Value& scratch);
    const Value& eval_name(const Name& node, Value& scratch);
    const Value& eval_slow(const Node& node, Value& scratch);
    const Value& eval_attribute(const Attribute& node, Value& scratch);
    const Value& eval_item(const Item& node, Value& scratch);
    void eval_binary(const Binary& node, Value& result);
    void eval_compare(const Compare& node, Value& result);
    void eval_concat(const Items& node, Value& result);
    void eval_slice(const Item& node, const Slice& slice, Value& result);
    void eval_call(const Call& node, Value& result, const Value* caller);
    void eval_filter(const Filter& node, Value& result, const Value* input);
    bool eval_test(const Filter& node);
    bool truth(const Node& node);
    const Value& eval_lasting(const Node& node, Value& scratch, const Node& next);
    Value eval_copy(const Node& node);
    void eval_arguments(const CallArguments& source, value::Arguments& target);
    void call_into(
        const Value& callee,
        const Call& node,
        value::Arguments& arguments,
        const Value* caller,
        Value& result);
    Value missing_else(const Node& node) const;
    Value located(const Value& undefined, const Node& node) const;
    Recorder::Run line_run(int line) const;
    void add_star(const Value& items, value::Arguments& target);
    void add_star_star(const Value& mapping, value::Arguments& target);

    void emit(const Value& value, int line);
    void emit_text(std::string_view text, int line);
    /// Of call and filter blocks: as it is, and a string.
    void emit_unescaped(const Value& text, int line);
    Slot& slot(Place place) {
        Frame* frame = frame_.get();
        for (std::uint32_t hops = place.hops; hops != 0; --hops) {
            frame = frame->outer.get();
        }
        return frame->slots[place.slot];
    }
    void look_up(Slot& slot, std::string_view name);
    std::optional<Value> find_variable(std::string_view name) const;
    [[noreturn]] void fail(std::string class_name, std::string message) const;
    [[noreturn]] void fail_stack() const;
    [[noreturn]] void rethrow_at(const Node& node);
    void add_caller_frame(Error& error, const CompiledTemplate& inner) const;
    Position position(const Node& node) const;
    std::string hint_for(const UndefinedError& error) const;
    std::uint32_t origin_of(const CompiledTemplate& compiled);

    Environment& environment_;
    Environment::Internal& internal_;
    const Variables* variables_;
    Recorder* recorder_;
    Output output_;
    std::shared_ptr<RunHandle> handle_;
    ArgumentsPool pool_;

    const CompiledTemplate* template_ = nullptr;
    ContextPointer context_;
    std::shared_ptr<Frame> frame_;
    std::shared_ptr<const CompiledTemplate> parent_;
    std::uint32_t origin_ = 0;  // of template_, when recording
    const Node* statement_ = nullptr;
    std::size_t depth_ = 0;
    std::size_t loop_items_ = 0;
    std::size_t max_loop_items_;
    const char* stack_limit_;
    Interpreter* previous_run_;
    std::vector<std::shared_ptr<const CompiledTemplate>> used_;
    std::vector<std::pair<const CompiledTemplate*, value::Value>> modules_;  // without context
};

}  // namespace tutor::jinja
