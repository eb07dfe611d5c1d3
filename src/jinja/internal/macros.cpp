// SPDX-License-Identifier: Apache-2.0
//
// Calling macros.

#include "jinja/internal/interpreter.hpp"
#include "jinja/internal/names.hpp"
#include "jinja/internal/scopes.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::jinja {

using value::Value;

namespace {

std::string macro_name(const Macro& macro) {
    return macro.op == Op::call_block ? "None" : quoted(macro.name);
}

/// Takes the keyword argument `name` out of a call.
std::optional<Value> take_keyword(value::Arguments& arguments, std::string_view name) {
    auto& keyword = arguments.keyword;
    const auto found = std::find_if(
        keyword.begin(), keyword.end(), [&](const auto& entry) { return entry.first == name; });
    if (found == keyword.end()) {
        return std::nullopt;
    }
    Value value = std::move(found->second);
    keyword.erase(found);
    return value;
}

}  // namespace

void Interpreter::bind_macro_arguments(
    const Macro& macro, Frame& frame, value::Arguments& arguments) {
    const std::size_t count = macro.parameters.size();
    const std::size_t given = std::min(arguments.positional.size(), count);
    bool found_caller = given == count && macro.explicit_caller;
    for (std::size_t i = 0; i < count; ++i) {
        Slot& target = frame.slots[macro.parameters[i].name->place.slot];
        if (i < given) {
            target.set(arguments.positional[i]);
            continue;
        }
        const std::string_view name = macro.parameters[i].name->text;
        found_caller |= name == "caller";
        if (auto value = take_keyword(arguments, name)) {
            target.set(std::move(*value));
        } else {
            target.state = Slot::State::missing;
        }
    }
    if (macro.uses_caller && !found_caller) {
        const auto caller = take_keyword(arguments, "caller");
        if (!macro.explicit_caller) {
            frame.slots[macro.caller_slot].set(
                caller && !caller->is_none()
                    ? *caller
                    : undefined({.hint = "No caller defined", .name = "caller"}));
        }
    }
    if (macro.uses_kwargs) {
        value::Dict kwargs;
        for (auto& [name, value] : arguments.keyword) {
            kwargs.set(name, value);
        }
        frame.slots[macro.kwargs_slot].set(kwargs);
    } else if (!arguments.keyword.empty()) {
        for (const auto& [name, value] : arguments.keyword) {
            if (name == "caller") {
                fail(
                    "TypeError",
                    fmt::format(
                        "macro {} was invoked with two values for the special caller argument. "
                        "This is most likely a bug.",
                        macro_name(macro)));
            }
        }
        fail(
            "TypeError",
            fmt::format(
                "macro {} takes no keyword argument {}",
                macro_name(macro),
                quoted(arguments.keyword.front().first)));
    }
    if (macro.uses_varargs) {
        std::vector<Value> rest(
            arguments.positional.begin() + static_cast<std::ptrdiff_t>(given),
            arguments.positional.end());
        frame.slots[macro.varargs_slot].set(Value::tuple(std::move(rest)));
    } else if (arguments.positional.size() > count) {
        fail(
            "TypeError",
            fmt::format("macro {} takes not more than {} argument(s)", macro_name(macro), count));
    }
}

Value Interpreter::call_macro(
    const Macro& macro,
    const CompiledTemplate& owner,
    const ContextPointer& context,
    const std::shared_ptr<Frame>& outer,
    bool body_autoescape,
    value::Arguments& arguments) {
    check_depth();
    const bool markup = context_->autoescape;
    auto frame = std::make_shared<Frame>(macro.function.slots, outer);
    bind_macro_arguments(macro, *frame, arguments);
    const CallScope scope(*this, owner, context, std::move(frame));
    CaptureScope capture(*this);
    const bool before = std::exchange(context->autoescape, body_autoescape);
    try {
        enter(macro.function.scope);
        fill_missing_arguments(macro);
        run(macro.body);
    } catch (...) {
        context->autoescape = before;
        throw;
    }
    context->autoescape = before;
    return capture.take(markup);
}

void Interpreter::fill_missing_arguments(const Macro& macro) {
    for (const Parameter& parameter : macro.parameters) {
        Slot& target = frame_->slots[parameter.name->place.slot];
        if (target.state == Slot::State::present) {
            continue;
        }
        if (parameter.fallback != nullptr) {
            Value value = eval_copy(*parameter.fallback);
            target.set(std::move(value));
        } else {
            target.set(undefined(
                {.hint = fmt::format("parameter {} was not provided", quoted(parameter.name->text)),
                 .name = parameter.name->text,
                 .source = template_,
                 .line = parameter.name->line,
                 .offset = parameter.name->offset}));
        }
    }
}

}  // namespace tutor::jinja
