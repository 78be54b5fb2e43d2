#include "stdlib/stdlib.h"

#include <string.h>

#include "base/arena.h"
#include "py/py.h"
#include "stdlib/module.h"

static const struct stdlib_module modules[] = {
    {"base64", stdlib_base64},
    {"collections", stdlib_collections},
    {"contextlib", stdlib_contextlib},
    {"dataclasses", stdlib_dataclasses},
    {"datetime", stdlib_datetime},
    {"decimal", stdlib_decimal},
    {"enum", stdlib_enum},
    {"functools", stdlib_functools},
    {"hashlib", stdlib_hashlib},
    {"itertools", stdlib_itertools},
    {"json", stdlib_json},
    {"logging", stdlib_logging},
    {"math", stdlib_math},
    {"operator", stdlib_operator},
    {"os", stdlib_os},
    {"os.path", stdlib_os_path},
    {"random", stdlib_random},
    {"re", stdlib_re},
    {"secrets", stdlib_secrets},
    {"string", stdlib_string},
    {"sys", stdlib_sys},
    {"textwrap", stdlib_textwrap},
    {"time", stdlib_time},
    {"typing", stdlib_typing},
    {"typing_extensions", stdlib_typing},
    {"uuid", stdlib_uuid},
    {"warnings", stdlib_warnings},
};

enum { N_MODULES = sizeof(modules) / sizeof(modules[0]) };

static struct py_object *value_of(struct py *py, const struct stdlib_name *n)
{
    if (n->call)
        return py_native_function(py, n->name, n->call, NULL);
    return n->type ? py_type_object(n->type) : n->make(py);
}

static struct py_object *attr(struct py *py, const char *module, const char *name)
{
    for (size_t i = 0; i < N_MODULES; i++) {
        if (strcmp(modules[i].name, module) != 0)
            continue;
        for (const struct stdlib_name *n = modules[i].names; n->name; n++)
            if (strcmp(n->name, name) == 0)
                return value_of(py, n);
    }
    return NULL;
}

void stdlib_add_modules(struct py *py)
{
    static const char *const none[] = {NULL};
    struct py_builtin_module *table =
        arena_new_array(py_arena(py), struct py_builtin_module, N_MODULES + 1);

    for (size_t i = 0; i < N_MODULES; i++)
        table[i] = (struct py_builtin_module){modules[i].name, attr};
    py_add_modules(py, table, none);
}

const char *stdlib_text(struct py *py, const char *function, struct py_object *o)
{
    const char *text = py_text(o);

    return text ? text
                : py_raise(py, &py_type_error, "%s() expected str, not %s", function,
                           py_type_of(o)->name);
}

bool stdlib_bytes(struct py *py, const char *function, struct py_object *o, const char **bytes,
                  size_t *length)
{
    const struct py_bytes *b = (const struct py_bytes *)o;

    if (!py_is(o, &py_bytes_type))
        return py_raise(py, &py_type_error, "%s(): a bytes-like object is required, not '%s'",
                        function, py_type_of(o)->name) != NULL;
    *bytes = b->bytes;
    *length = b->length;
    return true;
}
