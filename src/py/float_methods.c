/* The methods of float. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "py/float.h"
#include "py/int.h"
#include "py/interp.h"
#include "py/native.h"

static double value_of(struct py_object *self)
{
    double value = 0;

    py_as_double(self, &value);
    return value;
}

static struct py_object *is_integer(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    double value = value_of(self);

    return py_no_args(py, "float.is_integer", args)
               ? py_bool(isfinite(value) && value == trunc(value))
               : NULL;
}

static struct py_object *as_ratio(struct py *py, struct py_object *self, const struct py_args *args)
{
    double value = value_of(self);
    struct py_object *pair[2];
    mpq_t ratio;

    (void)args;
    if (isnan(value))
        return py_raise(py, &py_value_error, "cannot convert NaN to integer ratio");
    if (isinf(value))
        return py_raise(py, &py_overflow_error, "cannot convert Infinity to integer ratio");
    mpq_init(ratio);
    mpq_set_d(ratio, value);
    pair[0] = py_int_from_mpz(py, mpq_numref(ratio)); /* which clears it */
    pair[1] = py_int_from_mpz(py, mpq_denref(ratio));
    return py_tuple(py, pair, 2);
}

/* glibc leaves zeros at the end out, CPython has 13 digits always. */
static struct py_object *hex(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    double value = value_of(self);

    (void)args;
    if (!isfinite(value))
        return py_string(py, py_float_text(scratch, value));
    if (value == 0)
        return py_string(py, signbit(value) ? "-0x0.0p+0" : "0x0.0p+0");
    return py_stringf(py, "%.13a", value);
}

static struct py_object *from_hex(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *arg;
    const char *text;
    char *end;
    double value;

    (void)self;
    if (!py_positional(py, "float.fromhex", args, 1, 1, &arg))
        return NULL;
    text = py_text(arg);
    if (!text)
        return py_raise(py, &py_type_error, "bad argument type for built-in operation");
    value = strtod(text, &end);
    end += strspn(end, " \t\n\r\v\f");
    if (*end || end == text)
        return py_raise(py, &py_value_error, "invalid hexadecimal floating-point string");
    return py_float(py, value);
}

static struct py_object *itself(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return py_float(py, value_of(self));
}

static struct py_object *zero(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    (void)args;
    return py_float(py, 0);
}

const struct py_method py_float_methods[] = {
    {.name = "as_integer_ratio", .call = as_ratio},
    {.name = "conjugate", .call = itself},
    {.name = "fromhex", .call = from_hex, .kind = PY_CLASS_METHOD},
    {.name = "hex", .call = hex},
    {.name = "imag", .call = zero, .kind = PY_PROPERTY},
    {.name = "is_integer", .call = is_integer},
    {.name = "real", .call = itself, .kind = PY_PROPERTY},
    {.name = NULL},
};
