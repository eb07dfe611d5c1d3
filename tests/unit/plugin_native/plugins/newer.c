/* Made with an SDK of the future. */
#include <tutor/plugin.h>

TUTOR_EXPORT const tutor_plugin_info tutor_plugin = {
    "TUTORSO", sizeof(tutor_plugin_info), TUTOR_SDK_MAJOR, TUTOR_SDK_MINOR + 1, "1.0"};

TUTOR_EXPORT int tutor_plugin_load(const tutor_host* host) {
    (void)host;
    return 0;
}
