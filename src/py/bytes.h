/* Inside of bytes. */
#ifndef PY_BYTES_H
#define PY_BYTES_H

#include "py/object.h"

/* 'o' as bytes, or NULL. */
const struct py_bytes *py_as_bytes(const struct py_object *o);

/* The methods, in bytes_methods.c. */
extern const struct py_method py_bytes_methods[];

#endif
