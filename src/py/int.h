/* Whole numbers of any size: in 64 bits where they fit, else GMP's. */
#ifndef PY_INT_H
#define PY_INT_H

#include <gmp.h>

#include "py/object.h"

struct py_integer {
    struct py_object object; /* an int or a bool */
    int64_t value;           /* if 'big' is NULL */
    mpz_ptr big;
};

/* 'o' as an int or bool, also when a script derives its class from int; or NULL. */
const struct py_integer *py_as_integer(const struct py_object *o);

/* The value as a GMP number, to be cleared with mpz_clear(). */
void py_int_to_mpz(const struct py_integer *i, mpz_ptr number);

/* 'number' as an int; clears it. */
struct py_object *py_int_from_mpz(struct py *py, mpz_ptr number);

/* Decimal digits, NUL-terminated in the arena; NULL after refusing what is too long. */
const char *py_int_digits(struct py *py, const struct py_integer *i, int base);

/* The nearest double; false when it is out of range. */
bool py_int_to_double(const struct py_integer *i, double *value);

/* int // and % of a, b as Python rounds them. */
struct py_object *py_int_arithmetic(struct py *py, enum py_operator op, const struct py_integer *a,
                                    const struct py_integer *b);

#endif
