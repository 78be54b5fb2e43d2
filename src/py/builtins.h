/* The names that every module has: functions, types, exceptions. */
#ifndef PY_BUILTINS_H
#define PY_BUILTINS_H

#include "py/object.h"

/* NULL without raising when there is no such name. */
struct py_object *py_builtin(struct py *py, const char *name);

/* The beginning of a line that print(end="") left is a line now. */
void py_say_rest(struct py *py);

struct py_builtin {
    const char *name;
    py_native *call;
};

/* Each ends with a NULL name. */
extern const struct py_builtin py_builtins_of_values[], py_builtins_of_items[],
    py_builtins_of_objects[], py_builtins_of_the_world[];

#endif
