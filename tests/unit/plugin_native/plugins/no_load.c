/* Says that it is a plugin, and is none. */
#include <tutor/plugin.h>

TUTOR_PLUGIN_INFO("1.0");
