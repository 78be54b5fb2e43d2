/* decimal.Decimal, for those who find numeric values in rows. */
#ifndef STDLIB_DECIMAL_H
#define STDLIB_DECIMAL_H

#include "py/object.h"

extern const struct py_type stdlib_decimal_type;

/* Decimal(text); raises decimal.InvalidOperation when it is no number. */
struct py_object *stdlib_decimal_parse(struct py *py, const char *text);

#endif
