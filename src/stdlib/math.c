/* math: functions of numbers. */
#include <math.h>

#include "py/py.h"
#include "stdlib/module.h"

static bool number(struct py *py, const char *function, const struct py_args *args, double *value)
{
    struct py_object *x;

    if (!py_bind(py, function, (const char *const[]){"x", "/", NULL}, args, &x))
        return false;
    return py_as_double(x, value) ||
           py_raise(py, &py_type_error, "must be real number, not %s", py_type_of(x)->name);
}

static struct py_object *rounded(struct py *py, const char *function, const struct py_args *args,
                                 double (*round_it)(double))
{
    double value;

    if (args->n == 1 && py_is(args->values[0], &py_int_type))
        return args->values[0];
    if (!number(py, function, args, &value))
        return NULL;
    value = round_it(value);
    return py_call_with(py, py_type_object(&py_int_type), py_float(py, value));
}

#define ROUNDED(function, python_name)                                                             \
    static struct py_object *math_##function(struct py *py, struct py_object *self,                \
                                             const struct py_args *args)                           \
    {                                                                                              \
        (void)self;                                                                                \
        return rounded(py, python_name, args, function);                                           \
    }

#define REAL(function)                                                                             \
    static struct py_object *math_##function(struct py *py, struct py_object *self,                \
                                             const struct py_args *args)                           \
    {                                                                                              \
        double x, value;                                                                           \
                                                                                                   \
        (void)self;                                                                                \
        if (!number(py, #function, args, &x))                                                      \
            return NULL;                                                                           \
        value = function(x);                                                                       \
        return isnan(value) && !isnan(x) ? py_raise(py, &py_value_error, "math domain error")      \
                                         : py_float(py, value);                                    \
    }

ROUNDED(ceil, "ceil")
ROUNDED(floor, "floor")
ROUNDED(trunc, "trunc")
REAL(sqrt)
REAL(exp)
REAL(log2)
REAL(log10)
REAL(sin)
REAL(cos)
REAL(fabs)

static struct py_object *math_log(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2];
    double x, base = 0;

    (void)self;
    if (!py_bind(py, "log", (const char *const[]){"x", "?base", NULL}, args, slots))
        return NULL;
    if (!py_as_double(slots[0], &x) || (slots[1] && !py_as_double(slots[1], &base)))
        return py_raise(py, &py_type_error, "must be real number");
    if (x <= 0 || (slots[1] && base <= 0))
        return py_raise(py, &py_value_error, "math domain error");
    return py_float(py, slots[1] ? log(x) / log(base) : log(x));
}

static struct py_object *math_pow(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2];
    double x, y;

    (void)self;
    if (!py_bind(py, "pow", (const char *const[]){"x", "y", NULL}, args, slots))
        return NULL;
    return py_as_double(slots[0], &x) && py_as_double(slots[1], &y)
               ? py_float(py, pow(x, y))
               : py_raise(py, &py_type_error, "must be real number");
}

static struct py_object *math_isnan(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    double x;

    (void)self;
    return number(py, "isnan", args, &x) ? py_bool(isnan(x)) : NULL;
}

static struct py_object *math_isinf(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    double x;

    (void)self;
    return number(py, "isinf", args, &x) ? py_bool(isinf(x)) : NULL;
}

static struct py_object *pi(struct py *py)
{
    return py_float(py, M_PI);
}

static struct py_object *infinity(struct py *py)
{
    return py_float(py, INFINITY);
}

static struct py_object *not_a_number(struct py *py)
{
    return py_float(py, NAN);
}

const struct stdlib_name stdlib_math[] = {
    {.name = "ceil", .call = math_ceil},
    {.name = "cos", .call = math_cos},
    {.name = "exp", .call = math_exp},
    {.name = "fabs", .call = math_fabs},
    {.name = "floor", .call = math_floor},
    {.name = "inf", .make = infinity},
    {.name = "isinf", .call = math_isinf},
    {.name = "isnan", .call = math_isnan},
    {.name = "log", .call = math_log},
    {.name = "log10", .call = math_log10},
    {.name = "log2", .call = math_log2},
    {.name = "nan", .make = not_a_number},
    {.name = "pi", .make = pi},
    {.name = "pow", .call = math_pow},
    {.name = "sin", .call = math_sin},
    {.name = "sqrt", .call = math_sqrt},
    {.name = "trunc", .call = math_trunc},
    {.name = NULL},
};
