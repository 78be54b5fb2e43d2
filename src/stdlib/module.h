/*
 * How a module of the standard library is written down: a table of its
 * functions, types and values.
 */
#ifndef STDLIB_MODULE_H
#define STDLIB_MODULE_H

#include "py/object.h"

/* One name; the first of 'call', 'type' and 'make' that is not NULL says what it is. */
struct stdlib_name {
    const char *name;
    py_native *call;
    const struct py_type *type;
    struct py_object *(*make)(struct py *py); /* a value, made anew each time it is asked for */
};

struct stdlib_module {
    const char *name;
    const struct stdlib_name *names; /* ends with a NULL name */
};

extern const struct stdlib_name stdlib_base64[], stdlib_collections[], stdlib_contextlib[],
    stdlib_dataclasses[], stdlib_datetime[], stdlib_decimal[], stdlib_enum[], stdlib_functools[],
    stdlib_hashlib[], stdlib_itertools[], stdlib_json[], stdlib_logging[], stdlib_math[],
    stdlib_operator[], stdlib_os[], stdlib_os_path[], stdlib_random[], stdlib_re[],
    stdlib_secrets[], stdlib_string[], stdlib_sys[], stdlib_textwrap[], stdlib_time[],
    stdlib_typing[], stdlib_uuid[], stdlib_warnings[];

/* The text of a str argument; raises TypeError in the words of 'function' when it is none. */
const char *stdlib_text(struct py *py, const char *function, struct py_object *o);

/* The bytes of a bytes argument, or of a str. */
bool stdlib_bytes(struct py *py, const char *function, struct py_object *o, const char **bytes,
                  size_t *length);

#endif
