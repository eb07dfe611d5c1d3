// SPDX-License-Identifier: Apache-2.0
//
// Values that are at work only while a rendering lasts: macros, loops, generators. They reach
// frames and contexts, which cycles.hpp knows nothing of; at the end of the rendering they let
// go of those.

#pragma once

#include "jinja/internal/frame.hpp"
#include "value/cycles.hpp"
#include "value/object.hpp"

#include <memory>
#include <utility>

namespace tutor::jinja {

class RunObject : public value::Object {
public:
    explicit RunObject(std::shared_ptr<RunHandle> handle) : handle_(std::move(handle)) {}

    /// Whether the rendering that made it has ended.
    bool over() const { return handle_->run == nullptr; }
    /// @throws PythonError  RuntimeError when the rendering is over
    Interpreter& running() const;
    /// Lets go of everything that only the rendering can use. Called once it is over.
    virtual void end_run() = 0;

private:
    std::shared_ptr<RunHandle> handle_;
};

/// Around one rendering: frees all that it leaves behind and nobody outside holds.
class RunScope {
public:
    RunScope() = default;
    ~RunScope();
    RunScope(const RunScope&) = delete;
    RunScope& operator=(const RunScope&) = delete;

private:
    value::CycleScope cycles_;
};

}  // namespace tutor::jinja
