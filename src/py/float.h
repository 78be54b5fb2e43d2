/* Numbers with a fraction. */
#ifndef PY_FLOAT_H
#define PY_FLOAT_H

#include <talloc.h>

#include "py/object.h"

struct py_double {
    struct py_object object;
    double value;
};

/* repr(): the shortest text that reads back as the same number. */
char *py_float_text(TALLOC_CTX *mem, double value);

extern const struct py_method py_float_methods[];

#endif
