// Written against the C interface in C++, and lets exceptions out everywhere.

#include <tutor/plugin.h>

#include <stdexcept>

extern "C" TUTOR_PLUGIN_INFO("1.0");

namespace {

tutor_text text(const char* literal) {
    return {literal, __builtin_strlen(literal)};
}

tutor_value* filter(void*, const tutor_value*, const tutor_value* const*, size_t) {
    throw std::runtime_error("from a filter");
}

int action(void*, const tutor_value* const*, size_t) {
    throw 5;  // NOLINT: on purpose
}

tutor_value* function(void*, const tutor_value* const*, size_t, const tutor_value*) {
    throw std::runtime_error("from a function");
}

void release(void*) {
    throw std::runtime_error("from a release");
}

}  // namespace

extern "C" TUTOR_EXPORT int tutor_plugin_load(const tutor_host* host) {
    host->filter_add(host, text("ENV_PATCHES"), 10, filter, nullptr, release);
    host->action_add(host, text("CORE_READY"), 10, action, nullptr, nullptr);
    tutor_value* name = host->make_text(host, text("failing"));
    tutor_value* body = host->make_function(host, text("failing"), function, nullptr, release);
    const tutor_value* pair[] = {name, body};
    tutor_value* item = host->make_tuple(host, pair, 2);
    host->filter_add_item(host, text("ENV_TEMPLATE_VARIABLES"), 10, item);
    for (tutor_value* value : {name, body, item}) {
        host->value_free(host, value);
    }
    return 0;
}

extern "C" TUTOR_EXPORT void tutor_plugin_unload(const tutor_host*) {
    throw std::runtime_error("from unload");
}
