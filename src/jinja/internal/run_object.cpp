// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/run_object.hpp"

#include "value/errors.hpp"

namespace tutor::jinja {

Interpreter& RunObject::running() const {
    if (over()) {
        throw value::PythonError("RuntimeError", "the rendering is over");
    }
    return *handle_->run;
}

RunScope::~RunScope() {
    for (const value::Value& value : cycles_.objects()) {
        auto* const object = dynamic_cast<RunObject*>(value.as_object().get());
        // Those of a rendering around this one go on.
        if (object != nullptr && object->over()) {
            object->end_run();
        }
    }
}

}  // namespace tutor::jinja
