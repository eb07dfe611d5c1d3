/* Needs a function that nobody has. */
#include <tutor/plugin.h>

TUTOR_PLUGIN_INFO("1.0");

int function_that_nobody_has(void);

TUTOR_EXPORT int tutor_plugin_load(const tutor_host* host) {
    (void)host;
    return function_that_nobody_has();
}
