/* Functions of C as values. */
#ifndef PY_NATIVE_H
#define PY_NATIVE_H

#include "py/object.h"

/* A method of 'of' without its object, which is its first argument: str.upper. */
struct py_object *py_native_unbound(struct py *py, const char *name, py_native *call,
                                    const struct py_type *of);

#endif
