/* Inside of str: places by code points. */
#ifndef PY_TEXT_H
#define PY_TEXT_H

#include <talloc.h>

#include "py/object.h"

struct buf;

/* The offset of code point 'i' (0 to n) in bytes; constant time for ASCII. */
size_t py_string_offset(const struct py_string *s, size_t i);

/* The number of the code point that begins at byte 'offset'. */
size_t py_string_index(const struct py_string *s, size_t offset);

/* The code point at byte 'at', which is not the end; returns its length in bytes. */
size_t py_point_at(const struct py_string *s, size_t at, uint32_t *point);

/* The same for the one that ends at byte 'at', which is not 0. */
size_t py_point_before(const struct py_string *s, size_t at, uint32_t *point);

void py_add_point(struct buf *buf, uint32_t point);

/* A buffer for a text of the script, as large as its limits allow. */
struct buf *py_buf(TALLOC_CTX *mem, struct py *py);

/* What is in it as a str, or as bytes; refuses when it became too large. */
struct py_object *py_buf_string(struct py *py, const struct buf *buf);
struct py_object *py_buf_bytes(struct py *py, const struct buf *buf);

/* "..." % value, and the format specifications of f-strings for str. */
struct py_object *py_percent(struct py *py, const struct py_string *s, struct py_object *value);
struct py_object *py_string_format(struct py *py, struct py_object *self, const char *spec);

/* The methods of str, in str_methods.c. */
extern const struct py_method py_string_methods[];

/* The bytes [*from, *to) that s[start:stop] means; each may be NULL or None.  No 'found': nothing.
 */
bool py_string_span(struct py *py, const struct py_string *s, struct py_object *start,
                    struct py_object *stop, size_t *from, size_t *to, bool *found);

#endif
