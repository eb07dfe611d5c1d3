// Lets an exception of a type of its own out of its load function.

#include <tutor/plugin.h>

#include <exception>

extern "C" TUTOR_PLUGIN_INFO("1.0");

namespace {

struct Own final : std::exception {
    const char* what() const noexcept override { return "of a type of its own"; }
};

tutor_value* callback(void*, const tutor_value* value, const tutor_value* const*, size_t) {
    return const_cast<tutor_value*>(value);
}

}  // namespace

extern "C" TUTOR_EXPORT int tutor_plugin_load(const tutor_host* host) {
    host->filter_add(host, {"ENV_PATCHES", 11}, 10, callback, nullptr, nullptr);
    throw Own();
}
