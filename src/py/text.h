/* Inside of str: places by code points. */
#ifndef PY_TEXT_H
#define PY_TEXT_H

#include "py/object.h"

/* The offset of code point 'i' (0 to n) in bytes; constant time for ASCII. */
size_t py_string_offset(const struct py_string *s, size_t i);

/* The number of the code point that begins at byte 'offset'. */
size_t py_string_index(const struct py_string *s, size_t offset);

/* repr() of a text. */
struct py_object *py_string_repr(struct py *py, const struct py_string *s);

/* "..." % value, and the format specifications of f-strings for str. */
struct py_object *py_percent(struct py *py, const struct py_string *s, struct py_object *value);
struct py_object *py_string_format(struct py *py, struct py_object *self, const char *spec);

/* The methods of str, in str_methods.c. */
extern const struct py_method py_string_methods[];

#endif
