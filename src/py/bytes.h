/* Inside of bytes. */
#ifndef PY_BYTES_H
#define PY_BYTES_H

#include "py/object.h"

/* 'o' as bytes, or NULL. */
const struct py_bytes *py_as_bytes(const struct py_object *o);

/* The methods, in bytes_methods.c. */
extern const struct py_method py_bytes_methods[];

/* For the 'attr' slot: refuses the methods that CPython has and this program has not. */
struct py_object *py_bytes_attr(struct py *py, struct py_object *self, const char *name);

#endif
