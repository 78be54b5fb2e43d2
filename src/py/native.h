/* Functions of C as values, and how methods of C take their arguments. */
#ifndef PY_NATIVE_H
#define PY_NATIVE_H

#include "py/object.h"

/* A method of 'of' without its object, which is its first argument: str.upper. */
struct py_object *py_native_unbound(struct py *py, const char *name, py_native *call,
                                    const struct py_type *of);

/*
 * The arguments of a method that takes them by position only: at least
 * 'least', at most 'most'; the slots of those that were not given are NULL.
 * 'method' is "str.replace".  Raises TypeError in the words of CPython's own
 * methods, which are others than those of functions written in Python.
 */
bool py_positional(struct py *py, const char *method, const struct py_args *args, size_t least,
                   size_t most, struct py_object **slots);

/* The same for a method that takes nothing. */
bool py_no_args(struct py *py, const char *method, const struct py_args *args);

/*
 * The same for a method that takes keywords too.  'names' ends with NULL;
 * '?' in front of a name makes it optional, those behind "*" are keyword only.
 */
bool py_take(struct py *py, const char *method, const char *const *names,
             const struct py_args *args, struct py_object **slots);

#endif
