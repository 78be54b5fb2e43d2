/* Places in sequences: indices that may be negative, and slices. */
#ifndef PY_SLICE_H
#define PY_SLICE_H

#include "py/object.h"

struct py_slice {
    struct py_object object;
    struct py_object *start, *stop, *step; /* None where they are not given */
};

/* The items start, start + step, ... before 'stop': 'n' of them. */
struct py_range {
    int64_t start, stop, step;
    size_t n;
};

/* What a slice means in a sequence of 'length' items. */
bool py_slice_range(struct py *py, struct py_object *slice, size_t length, struct py_range *range);

/* What a bound of a slice means: a number, cut where it is larger than any text. */
bool py_slice_bound(struct py *py, struct py_object *o, int64_t *value);

/* "list indices must be integers", "list assignment index out of range" */
struct py_index_words {
    const char *what, *index;
};

/* An index into something of 'length' items; raises IndexError or TypeError. */
bool py_index(struct py *py, struct py_object *key, size_t length,
              const struct py_index_words *words, size_t *index);

#endif
