// Fails before anybody asks it anything.

#include <tutor/plugin.hpp>

#include <stdexcept>

namespace {

int initial() {
    throw std::runtime_error("from a static initialiser");
}

const int value = initial();  // NOLINT(cert-err58-cpp): on purpose

}  // namespace

TUTOR_PLUGIN("1.0", plugin) {
    plugin.patch("lms-env", std::to_string(value));
}
