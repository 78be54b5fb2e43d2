/* Exceptions as values: how one is made, which types there are. */
#ifndef PY_EXCEPTION_H
#define PY_EXCEPTION_H

#include "py/object.h"

/* The builtin exception of that name ("ValueError"), or NULL. */
const struct py_type *py_exception_named(const char *name);

/* 'o' as an exception, also when it is of a class that a script derives from one; or NULL. */
struct py_exception *py_as_exception(struct py_object *o);

/* One of a native type; keywords are no arguments of it. */
struct py_exception *py_exception_new(struct py *py, const struct py_type *type,
                                      const struct py_args *args);

/* The slots of OSError, in exception_os.c. */
struct py_object *py_os_error_make(struct py *py, const struct py_type *type,
                                   const struct py_args *args);
struct py_object *py_os_error_str(struct py *py, struct py_object *self);
struct py_object *py_os_error_attr(struct py *py, struct py_object *self, const char *name);

#endif
