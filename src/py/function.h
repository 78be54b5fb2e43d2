/*
 * Functions that a script defines, and methods: functions with their object.
 */
#ifndef PY_FUNCTION_H
#define PY_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>

#include "py/object.h"

struct py_env;
struct py_scope;

struct py_function {
    struct py_object object;
    const char *name, *qualname;
    const char *path;
    int line;
    const struct py_parameters *parameters;
    const struct py_stmt *stmt; /* of a def, else NULL */
    const struct py_expr *expr; /* of a lambda, else NULL */
    const struct py_scope *scope;
    struct py_env *env;          /* where it was defined */
    struct py_module *module;    /* whose names are its global ones */
    struct py_object **defaults; /* of its parameters, NULL where there is none */
    struct py_dict *attrs;       /* what was set on it, or NULL */
};

struct py_method_object {
    struct py_object object;
    struct py_object *function, *self;
};

/* The value of a def statement, without its decorators. */
struct py_object *py_function_new(struct py *py, const struct py_stmt *stmt);
struct py_object *py_method_new(struct py *py, struct py_object *function, struct py_object *self);

/* The name of what is defined here: "Class.method", "outer.<locals>.inner". */
const char *py_qualified(struct py *py, const char *name);

/* Put the arguments of a call into the slots of the parameters, or raise TypeError. */
bool py_bind_parameters(struct py *py, const struct py_function *function,
                        const struct py_args *args, struct py_object **slots);

#endif
