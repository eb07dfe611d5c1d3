/* Misuses the interface in the ways that its file name asks for: a copy of the shared object
 * named "null" returns NULL, "types" returns values of wrong types, and so on. */
#include <tutor/plugin.h>

#include <string.h>

TUTOR_PLUGIN_INFO("1.0");

static const tutor_host* the_host;

static tutor_value* return_null(
    void* data, const tutor_value* value, const tutor_value* const* arguments, size_t count) {
    (void)data;
    (void)value;
    (void)arguments;
    (void)count;
    return NULL;
}

static tutor_value* return_integer(
    void* data, const tutor_value* value, const tutor_value* const* arguments, size_t count) {
    (void)data;
    (void)value;
    (void)arguments;
    (void)count;
    return the_host->make_integer(the_host, 7);
}

static tutor_value* return_wrong_item(
    void* data, const tutor_value* value, const tutor_value* const* arguments, size_t count) {
    tutor_value* list = the_host->value_copy(the_host, value);
    tutor_value* item = the_host->make_integer(the_host, 7);
    (void)data;
    (void)arguments;
    (void)count;
    the_host->append(the_host, list, item);
    the_host->value_free(the_host, item);
    return list;
}

static int is_named(const char* name) {
    return the_host->plugin_name.size == strlen(name)
        && memcmp(the_host->plugin_name.data, name, strlen(name)) == 0;
}

static int add(tutor_filter_callback callback) {
    return the_host->filter_add(
        the_host, TUTOR_TEXT("ENV_PATCHES"), TUTOR_PRIORITY_DEFAULT, callback, NULL, NULL);
}

TUTOR_EXPORT int tutor_plugin_load(const tutor_host* host) {
    tutor_value* value = NULL;
    int result = 0;
    the_host = host;
    if (is_named("null")) {
        return add(return_null);
    }
    if (is_named("types")) {
        return add(return_integer);
    }
    if (is_named("items")) {
        return add(return_wrong_item);
    }
    if (is_named("silent")) {
        return -1;
    }
    if (is_named("nothing")) {
        return host->append(host, NULL, NULL);
    }
    if (is_named("nocallback")) {
        return add(NULL);
    }
    if (is_named("unknown")) {
        return host->filter_add(host, TUTOR_TEXT("ENV_PATCHS"), 10, return_null, NULL, NULL);
    }
    if (is_named("text")) {
        value = host->make_text(host, TUTOR_TEXT("\xff"));
        return value == NULL ? -1 : 0;
    }
    if (is_named("early")) {
        value = host->config(host);
        return value == NULL ? -1 : 0;
    }
    if (is_named("reason")) {
        add(return_null);
        host->fail(host, TUTOR_TEXT("I do not like this machine"), TUTOR_TEXT("buy another one"));
        return -1;
    }
    value = host->make_text(host, TUTOR_TEXT("lms-env"));
    result = host->filter_add_item(host, TUTOR_TEXT("ENV_PATCHES"), 10, value);
    host->value_free(host, value);
    return result;
}
