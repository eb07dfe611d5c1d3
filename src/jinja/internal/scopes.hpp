// SPDX-License-Identifier: Apache-2.0
//
// What a rendering changes for a while and puts back, however the part ends.

#pragma once

#include "jinja/internal/interpreter.hpp"

#include <utility>

namespace tutor::jinja {

/// Runs another function: slots, template and context of its own.
class CallScope {
public:
    CallScope(
        Interpreter& interpreter,
        const CompiledTemplate& compiled,
        ContextPointer context,
        std::shared_ptr<Frame> frame)
        : interpreter_(interpreter),
          template_(std::exchange(interpreter.template_, &compiled)),
          context_(std::exchange(interpreter.context_, std::move(context))),
          frame_(std::exchange(interpreter.frame_, std::move(frame))),
          parent_(std::move(interpreter.parent_)),
          extends_(interpreter.extends_),
          origin_(interpreter.origin_),
          statement_(interpreter.statement_) {
        if (interpreter.recorder_ != nullptr && template_ != &compiled) {
            interpreter.origin_ = interpreter.origin_of(compiled);
        }
        interpreter.parent_.reset();
        ++interpreter.depth_;
    }
    ~CallScope() {
        --interpreter_.depth_;
        interpreter_.template_ = template_;
        interpreter_.context_ = std::move(context_);
        interpreter_.frame_ = std::move(frame_);
        interpreter_.parent_ = std::move(parent_);
        interpreter_.extends_ = extends_;
        interpreter_.origin_ = origin_;
        interpreter_.statement_ = statement_;
    }
    CallScope(const CallScope&) = delete;
    CallScope& operator=(const CallScope&) = delete;

private:
    Interpreter& interpreter_;
    const CompiledTemplate* template_;
    ContextPointer context_;
    std::shared_ptr<Frame> frame_;
    std::shared_ptr<const CompiledTemplate> parent_;
    const Node* extends_;
    std::uint32_t origin_;
    const Node* statement_;
};

/// Turns what is written meanwhile into a string.
class CaptureScope {
public:
    explicit CaptureScope(Interpreter& interpreter)
        : interpreter_(interpreter),
          begin_(interpreter.output_.size()),
          secret_(std::exchange(interpreter.output_.secret, false)) {}
    ~CaptureScope() {
        Output& output = interpreter_.output_;
        if (interpreter_.recorder_ != nullptr) {
            output.take_runs(begin_);
        }
        output.truncate(begin_);
        output.secret = secret_;
    }
    CaptureScope(const CaptureScope&) = delete;
    CaptureScope& operator=(const CaptureScope&) = delete;

    value::Value take(bool markup) {
        Output& output = interpreter_.output_;
        const auto mark = output.secret ? value::Mark::secret : value::Mark::plain;
        const std::string_view text = output.from(begin_);
        value::Value result =
            markup ? value::Value::markup(text, mark) : value::Value::string(text, mark);
        if (interpreter_.recorder_ != nullptr) {
            result = interpreter_.recorder_->attach(result, output.take_runs(begin_));
        }
        return result;
    }

private:
    Interpreter& interpreter_;
    std::size_t begin_;
    bool secret_;
};

}  // namespace tutor::jinja
