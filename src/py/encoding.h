/* The encodings that scripts may name. */
#ifndef PY_ENCODING_H
#define PY_ENCODING_H

#include "py/object.h"

enum py_encoding { PY_UTF8, PY_ASCII, PY_LATIN1 };

/* 'name' is NULL where it was not given: UTF-8.  'function' for messages. */
bool py_find_encoding(struct py *py, struct py_object *name, const char *function,
                      enum py_encoding *encoding);
bool py_find_errors(struct py *py, struct py_object *name, const char *function,
                    const char **errors);

struct py_object *py_decode(struct py *py, const char *bytes, size_t n, enum py_encoding encoding,
                            const char *errors);

#endif
