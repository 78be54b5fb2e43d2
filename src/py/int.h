/* Whole numbers of any size: in 64 bits where they fit, else GMP's. */
#ifndef PY_INT_H
#define PY_INT_H

#include <gmp.h>
#include <talloc.h>

#include "py/object.h"

struct py_integer {
    struct py_object object; /* an int or a bool */
    int64_t value;           /* if 'big' is NULL */
    mpz_ptr big;
};

/* 'o' as an int or bool, also when a script derives its class from int; or NULL. */
const struct py_integer *py_as_integer(const struct py_object *o);

/*
 * The same of what __index__() gives, for what is no int itself: NULL without
 * raising when there is no such method.
 */
const struct py_integer *py_index_number(struct py *py, struct py_object *o);

/* The value as a GMP number, to be cleared with mpz_clear(). */
void py_int_to_mpz(const struct py_integer *i, mpz_ptr number);

/* 'number' as an int; clears it. */
struct py_object *py_int_from_mpz(struct py *py, mpz_ptr number);

/* Decimal digits, NUL-terminated in the arena; NULL after refusing what is too long. */
const char *py_int_digits(struct py *py, const struct py_integer *i, int base);

/* The nearest double; false when it is out of range. */
bool py_int_to_double(const struct py_integer *i, double *value);

/* The same of a / b, where 'b' is not 0. */
bool py_int_quotient(const struct py_integer *a, const struct py_integer *b, double *value);

/* Below, of or above 0 as 'i' is less than, equal to or greater than a value that is no NaN. */
int py_int_compare_double(const struct py_integer *i, double value);

uint64_t py_int_hash(const struct py_integer *i);

/*
 * A number as it is written, without the blanks around it and with the digits
 * of all scripts as ASCII; what cannot stand in one becomes '?'.
 */
const char *py_plain_number(TALLOC_CTX *mem, const struct py_string *s);

/* int(text, base), base 0 as in a script; 'shown' is what messages show. */
struct py_object *py_int_from_text(struct py *py, struct py_object *shown,
                                   const struct py_string *s, int base);

extern const struct py_method py_int_methods[];

/* All operators that give an int; // and % round as Python does.  And the one that does not. */
struct py_object *py_int_arithmetic(struct py *py, enum py_operator op, const struct py_integer *a,
                                    const struct py_integer *b);
struct py_object *py_int_divide(struct py *py, const struct py_integer *a,
                                const struct py_integer *b);

#endif
