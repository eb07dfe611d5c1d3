/* Made with an SDK of another age. */
#include <tutor/plugin.h>

TUTOR_EXPORT const tutor_plugin_info tutor_plugin = {
    "TUTORSO", sizeof(tutor_plugin_info), TUTOR_SDK_MAJOR + 1, 0, "1.0"};

TUTOR_EXPORT int tutor_plugin_load(const tutor_host* host) {
    (void)host;
    return 0;
}
