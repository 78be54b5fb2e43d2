/* Places in sequences: indices that may be negative, and slices. */
#ifndef PY_SLICE_H
#define PY_SLICE_H

#include "py/object.h"

struct py_slice {
    struct py_object object;
    struct py_object *start, *stop, *step; /* None where they are not given */
};

/* The items start, start + step, ...: 'n' of them. */
struct py_range {
    int64_t start, step;
    size_t n;
};

/* What a slice means in a sequence of 'length' items. */
bool py_slice_range(struct py *py, struct py_object *slice, size_t length, struct py_range *range);

/* An index into 'what' ("list", "string") of 'length' items; raises IndexError or TypeError. */
bool py_index(struct py *py, struct py_object *key, size_t length, const char *what, size_t *index);

#endif
