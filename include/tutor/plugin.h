/* SPDX-License-Identifier: Apache-2.0
 *
 * The plugin SDK: what a shared object must offer to be a plugin, and what it may ask for. C11;
 * C++ programs include <tutor/plugin.hpp> instead, which is built on this header alone.
 *
 *     TUTOR_PLUGIN_INFO("1.0.0");
 *
 *     TUTOR_EXPORT int tutor_plugin_load(const tutor_host* host) {
 *         tutor_value* pair[] = {host->make_text(host, TUTOR_TEXT("lms-env")),
 *                                host->make_text(host, TUTOR_TEXT("X: 1"))};
 *         ...
 *     }
 *
 * RULES
 *
 * Versions. A plugin is loaded when its SDK's major number is the program's and its minor number
 * is not greater. Within a major number structures only grow, at their end: `size` is the size in
 * bytes that the other side knows, and a member beyond it does not exist.
 *
 * Failure. A function that returns a handle returns NULL on failure; one that returns an int
 * returns 0 on success and -1 on failure, unless it says otherwise. The reason stays with the host
 * (`error_message`) until the next callback begins. A callback that returns failure in its turn
 * hands that reason on; its own reason it tells with `fail`. No exception may leave a callback,
 * and none leaves a function of the host.
 *
 * Memory. A handle that a function returns belongs to the caller, who gives it back with
 * `value_free`, once. Handles that are passed, to the host or to a callback, are only lent for the
 * time of the call; `value_copy` makes one to keep. The handle that a callback returns goes to the
 * host. Texts that the host returns live as long as the handle they were taken from; texts passed
 * to the host are copied. NULL in place of a handle is a failure, never a crash.
 *
 * Life. Callbacks run on one thread, the one that called `tutor_plugin_load`. `data` of a callback
 * is handed to its `release` when the callback is not needed any more; there, and in
 * `tutor_plugin_unload`, only `value_free` may be called. The shared object stays in memory as long
 * as one of its callbacks does. No handle may outlive `tutor_plugin_unload`.
 */

#ifndef TUTOR_PLUGIN_H
#define TUTOR_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TUTOR_SDK_MAJOR 1
#define TUTOR_SDK_MINOR 0

#define TUTOR_EXPORT __attribute__((visibility("default")))

/* What the program reads from the file without running any code of it. */
typedef struct tutor_plugin_info {
    char magic[8]; /* "TUTORSO" */
    uint32_t size; /* of this structure */
    uint32_t sdk_major;
    uint32_t sdk_minor;
    char version[64]; /* of the plugin, ends with a zero byte */
} tutor_plugin_info;

/* The name of a plugin is that of its file without ".so". */
extern TUTOR_EXPORT const tutor_plugin_info tutor_plugin;

#define TUTOR_PLUGIN_INFO(version_text)                                                            \
  TUTOR_EXPORT const tutor_plugin_info tutor_plugin = {                                            \
      "TUTORSO", sizeof(tutor_plugin_info), TUTOR_SDK_MAJOR, TUTOR_SDK_MINOR, version_text}

/* UTF-8; need not end with a zero byte. */
typedef struct tutor_text {
    const char* data;
    size_t size;
} tutor_text;

/* Of a string literal. */
#define TUTOR_TEXT(literal) ((tutor_text){(literal), sizeof(literal) - 1})

/* A value: None, a bool, an int of any size, a float, a str, a list, a tuple, a dict, or an
 * object such as a function or a configuration. Lists and dicts are shared: copies of a handle
 * see each other's changes. */
typedef struct tutor_value tutor_value;

typedef enum tutor_kind {
    TUTOR_NONE = 0,
    TUTOR_BOOLEAN = 1,
    TUTOR_INTEGER = 2,     /* fits into int64_t */
    TUTOR_BIG_INTEGER = 3, /* any other: see `as_integer_text` */
    TUTOR_REAL = 4,
    TUTOR_TEXT_KIND = 5,
    TUTOR_LIST = 6,
    TUTOR_TUPLE = 7,
    TUTOR_DICT = 8,
    TUTOR_OBJECT = 9 /* functions, configurations, dates, commands */
} tutor_kind;

typedef struct tutor_host tutor_host;

/* Returns the new value of the filter; NULL: failure. */
typedef tutor_value* (*tutor_filter_callback)(
    void* data, const tutor_value* value, const tutor_value* const* arguments, size_t count);
/* 0: success, anything else: failure. */
typedef int (*tutor_action_callback)(void* data, const tutor_value* const* arguments, size_t count);
/* `keyword` is a dict, or NULL when there are no keyword arguments. NULL: failure. */
typedef tutor_value* (*tutor_function_callback)(
    void* data, const tutor_value* const* arguments, size_t count, const tutor_value* keyword);
typedef void (*tutor_release)(void* data);

/* Common priorities: lower runs first. */
#define TUTOR_PRIORITY_HIGH 5.0
#define TUTOR_PRIORITY_DEFAULT 10.0
#define TUTOR_PRIORITY_LOW 50.0

typedef enum tutor_style {
    TUTOR_PLAIN = 0,   /* standard output: what the command is for */
    TUTOR_INFO = 1,    /* standard output, coloured on a terminal */
    TUTOR_ALERT = 2,   /* standard error */
    TUTOR_PROBLEM = 3, /* standard error, "Error: ..." */
    TUTOR_TITLE = 4    /* standard output, between two rules */
} tutor_style;

/* Everything a plugin may ask for. One object per loaded plugin; `host` below is always that
 * object. */
struct tutor_host {
    size_t size; /* of this structure in the program */
    uint32_t sdk_major;
    uint32_t sdk_minor;
    tutor_text version;     /* of the program's contract: "21.0.8" */
    tutor_text plugin_name; /* "hello-native" */
    tutor_text plugin_file; /* the shared object, absolute */

    /* Errors */

    /* Says why a callback fails. `hint`, what to do about it, may be empty. */
    void (*fail)(const tutor_host* host, tutor_text message, tutor_text hint);
    /* Why the last function of the host failed; empty when none did since the callback began.
     * Lives until the next call. */
    tutor_text (*error_message)(const tutor_host* host);

    /* Making values */

    tutor_value* (*make_none)(const tutor_host* host);
    tutor_value* (*make_boolean)(const tutor_host* host, int boolean);
    tutor_value* (*make_integer)(const tutor_host* host, int64_t integer);
    /* From decimal digits with an optional '-', of any length. */
    tutor_value* (*make_integer_text)(const tutor_host* host, tutor_text digits);
    tutor_value* (*make_real)(const tutor_host* host, double real);
    tutor_value* (*make_text)(const tutor_host* host, tutor_text utf8);
    /* A text that is shown nowhere, like everything that templates make from it. */
    tutor_value* (*make_secret)(const tutor_host* host, tutor_text utf8);
    tutor_value* (*make_list)(const tutor_host* host);
    tutor_value* (*make_tuple)(
        const tutor_host* host, const tutor_value* const* items, size_t count);
    tutor_value* (*make_dict)(const tutor_host* host);
    /* Takes `data` over, also when it fails; `release` may be NULL. */
    tutor_value* (*make_function)(
        const tutor_host* host,
        tutor_text name,
        tutor_function_callback callback,
        void* data,
        tutor_release release);
    tutor_value* (*value_copy)(const tutor_host* host, const tutor_value* value);
    /* Does nothing for NULL. */
    void (*value_free)(const tutor_host* host, tutor_value* value);

    /* Looking at values */

    tutor_kind (*value_kind)(
        const tutor_host* host, const tutor_value* value); /* NULL: TUTOR_NONE */
    int (*as_boolean)(const tutor_host* host, const tutor_value* value, int* boolean);
    int (*as_integer)(const tutor_host* host, const tutor_value* value, int64_t* integer);
    /* The decimal digits of an int of any size, as a text value. */
    tutor_value* (*as_integer_text)(const tutor_host* host, const tutor_value* value);
    int (*as_real)(const tutor_host* host, const tutor_value* value, double* real); /* ints, too */
    int (*as_text)(const tutor_host* host, const tutor_value* value, tutor_text* text);
    /* Python's str(), repr(), bool() and ==. The last two return 1, 0, or -1 on failure. */
    tutor_value* (*to_text)(const tutor_host* host, const tutor_value* value);
    tutor_value* (*to_repr)(const tutor_host* host, const tutor_value* value);
    int (*truth)(const tutor_host* host, const tutor_value* value);
    int (*equal)(const tutor_host* host, const tutor_value* a, const tutor_value* b);

    /* Lists, tuples, dicts, objects */

    /* Number of items. */
    int (*length)(const tutor_host* host, const tutor_value* value, size_t* length);
    /* Of a list or tuple. */
    tutor_value* (*item)(const tutor_host* host, const tutor_value* value, size_t index);
    int (*append)(const tutor_host* host, const tutor_value* list, const tutor_value* item);
    /* The value of a key in a dict or configuration. 0: `found` is a handle, or NULL when there is
     * no such key. */
    int (*get)(
        const tutor_host* host,
        const tutor_value* mapping,
        const tutor_value* key,
        tutor_value** found);
    int (*set)(
        const tutor_host* host,
        const tutor_value* dict,
        const tutor_value* key,
        const tutor_value* value);
    /* It is no failure when there is no such key. */
    int (*remove)(const tutor_host* host, const tutor_value* dict, const tutor_value* key);
    /* The keys of a dict or configuration, as a new list. */
    tutor_value* (*keys)(const tutor_host* host, const tutor_value* mapping);
    /* `keyword`, a dict, may be NULL. */
    tutor_value* (*call)(
        const tutor_host* host,
        const tutor_value* function,
        const tutor_value* const* arguments,
        size_t count,
        const tutor_value* keyword);
    /* Of an object; NULL also when it has no such attribute. */
    tutor_value* (*attribute)(const tutor_host* host, const tutor_value* object, tutor_text name);

    /* Hooks: docs/plugins/hooks.md lists them with their items and arguments. Callbacks take
     * `data` over, also when adding fails; `release` may be NULL. */

    int (*filter_add)(
        const tutor_host* host,
        tutor_text filter,
        double priority,
        tutor_filter_callback callback,
        void* data,
        tutor_release release);
    /* Adds one item to a filter over a list. */
    int (*filter_add_item)(
        const tutor_host* host, tutor_text filter, double priority, const tutor_value* item);
    /* What the callbacks make of `value`; only those of `context` unless it is empty. */
    tutor_value* (*filter_run)(
        const tutor_host* host,
        tutor_text filter,
        tutor_text context,
        const tutor_value* value,
        const tutor_value* const* arguments,
        size_t count);
    int (*filter_clear)(const tutor_host* host, tutor_text filter, tutor_text context);
    int (*action_add)(
        const tutor_host* host,
        tutor_text action,
        double priority,
        tutor_action_callback callback,
        void* data,
        tutor_release release);
    int (*action_run)(
        const tutor_host* host,
        tutor_text action,
        tutor_text context,
        const tutor_value* const* arguments,
        size_t count);
    int (*action_clear)(const tutor_host* host, tutor_text action, tutor_text context);
    /* Removes the callbacks of a context from all hooks. */
    int (*clear_context)(const tutor_host* host, tutor_text context);
    /* What is added until `context_leave` belongs to `context` as well. Contexts that are not
     * left end with the callback. */
    int (*context_enter)(const tutor_host* host, tutor_text context);
    int (*context_leave)(const tutor_host* host);

    /* The program: not while plugins are being loaded, `print` excepted. */

    /* The project root, as a text value. */
    tutor_value* (*root)(const tutor_host* host);
    /* All settings, rendered when they are asked for (`get`); valid until the callback returns. */
    tutor_value* (*config)(const tutor_host* host);
    /* A text rendered as a template with all settings. */
    tutor_value* (*render)(const tutor_host* host, tutor_text text);
    int (*print)(const tutor_host* host, tutor_style style, tutor_text line);
    /* Runs a program on the user's terminal: its words, a list of texts, are printed first.
     * 0: it was run, and `status` is its exit status. */
    int (*execute)(const tutor_host* host, const tutor_value* words, int* status);
    /* Asks the user. `suggestion` may be empty: then something must be typed. */
    tutor_value* (*ask)(const tutor_host* host, tutor_text question, tutor_text suggestion);
    /* 1 for yes, 0 for no, -1 on failure. */
    int (*confirm)(const tutor_host* host, tutor_text question, int suggestion);
};

/* What a plugin exports, beside `tutor_plugin`. */

/* Adds everything the plugin contributes. 0: success. What was added before a failure is removed
 * by the program. */
TUTOR_EXPORT int tutor_plugin_load(const tutor_host* host);

/* Optional: the last call before the shared object leaves the memory. */
TUTOR_EXPORT void tutor_plugin_unload(const tutor_host* host);

#ifdef __cplusplus
}
#endif

#endif
