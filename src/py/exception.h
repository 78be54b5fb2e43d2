/* Exceptions as values: how one is made, which types there are. */
#ifndef PY_EXCEPTION_H
#define PY_EXCEPTION_H

#include "py/object.h"

/* The builtin exception of that name ("ValueError"), or NULL. */
const struct py_type *py_exception_named(const char *name);

/* 'o' as an exception, also when it is of a class that a script derives from one; or NULL. */
struct py_exception *py_as_exception(struct py_object *o);

#endif
