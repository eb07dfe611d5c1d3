// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/host/recording.hpp"

#include "plugin_python/host/python_object.hpp"
#include "plugin_python/internal/hook_table.hpp"

namespace tutor::plugin_python::internal {

bool is_python(const value::Object& object) {
    return dynamic_cast<const PythonObject*>(&object) != nullptr;
}

std::shared_ptr<void> contribute(const hooks::HookBase& hook, Contribution contribution) {
    contribution.hook = number_of(runtime().catalog(), hook);
    return runtime().start.tape->contribute(std::move(contribution));
}

bool is_cleared(const hooks::HookBase& hook, const std::optional<std::string>& context) {
    return runtime().start.tape->clear(number_of(runtime().catalog(), hook), context);
}

void note_run(const hooks::HookBase& hook) {
    runtime().start.tape->impure("it runs the hook " + std::string(hook.name()));
}

std::string describe_callback(py::handle callable, const catalog::Source& source) {
    return guarded([&] {
        const py::object translate =
            py::module_::import("tutor._host.plain_code").attr("translate");
        return write_callback({to_value(translate(callable), Form::data), source});
    });
}

}  // namespace tutor::plugin_python::internal
