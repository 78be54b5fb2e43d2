#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "py/float.h"
#include "py/format_spec.h"
#include "py/hash.h"
#include "py/int.h"
#include "py/interp.h"
#include "py/type.h"

/* a % b as Python has it: with the sign of b, which is not 0. */
static double py_float_modulo(double a, double b);

struct py_object *py_float(struct py *py, double value)
{
    struct py_double *f = arena_new_object(py->arena, struct py_double);

    f->object.type = &py_float_type;
    f->value = value;
    return &f->object;
}

bool py_as_double(const struct py_object *o, double *value)
{
    const struct py_integer *i = py_as_integer(o);

    if (i)
        return py_int_to_double(i, value);
    if (py_is(o, &py_instance_type))
        o = ((const struct py_instance *)o)->native;
    if (!o || !py_is(o, &py_float_type))
        return false;
    *value = ((const struct py_double *)o)->value;
    return true;
}

/* The next number with as many digits: "1.29e+00" becomes "1.30e+00"; false from "9.99" on. */
static bool next_digits(char *digits)
{
    char *at = strchr(digits, 'e');

    while (at-- > digits) {
        if (*at >= '0' && *at < '9') {
            ++*at;
            return true;
        }
        if (*at == '9')
            *at = '0';
    }
    return false;
}

/*
 * The fewest digits that read back as 'value'.  Doubles lie twice as far apart
 * above a power of two as below it: there, the nearest number with so many
 * digits may be none of 'value', but the one above it may.
 */
static void shortest_digits(double value, char digits[32], int *precision)
{
    int exponent;
    bool is_power = fabs(frexp(value, &exponent)) == 0.5;

    for (*precision = 0; *precision < 17; ++*precision) {
        snprintf(digits, 32, "%.*e", *precision, value);
        if (strtod(digits, NULL) == value ||
            (is_power && next_digits(digits) && strtod(digits, NULL) == value))
            return;
    }
}

/* The shortest digits that read back as the same number; then Python's layout of them. */
char *py_float_text(TALLOC_CTX *mem, double value)
{
    char digits[32], *exponent;
    int precision, power;

    if (isnan(value))
        return mem_strdup(mem, "nan");
    if (isinf(value))
        return mem_strdup(mem, value < 0 ? "-inf" : "inf");
    shortest_digits(value, digits, &precision);
    exponent = strchr(digits, 'e');
    power = (int)strtol(exponent + 1, NULL, 10);
    if (power >= -4 && power < 16)
        return mem_printf(mem, "%.*f%s", precision > power ? precision - power : 0, value,
                          precision > power ? "" : ".0");
    *exponent = '\0';
    return mem_printf(mem, "%se%c%02d", digits, power < 0 ? '-' : '+', abs(power));
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    MEM_SCRATCH(scratch);

    return py_string(py, py_float_text(scratch, ((struct py_double *)self)->value));
}

static bool hash(struct py *py, struct py_object *self, uint64_t *value)
{
    double number = ((struct py_double *)self)->value;

    (void)py;
    *value = isnan(number) ? (uintptr_t)self >> 4 : py_hash_double(number);
    return true;
}

static bool truth(struct py *py, struct py_object *self, bool *value)
{
    (void)py;
    *value = ((struct py_double *)self)->value != 0;
    return true;
}

static double py_float_modulo(double a, double b)
{
    double rest = fmod(a, b);

    if (rest == 0)
        return copysign(0, b);
    return (rest < 0) != (b < 0) ? rest + b : rest;
}

static double floor_divide(double a, double b)
{
    double rest = fmod(a, b), quotient = (a - rest) / b, whole;

    if (rest != 0 && (b < 0) != (rest < 0))
        quotient -= 1;
    if (quotient == 0)
        return copysign(0, a / b);
    whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1 : whole;
}

static struct py_object *power(struct py *py, double a, double b)
{
    double value = pow(a, b);

    if (a == 0 && b < 0)
        return py_raise(py, &py_zero_division_error, "0.0 cannot be raised to a negative power");
    if (a < 0 && isfinite(a) && b != floor(b) && !isinf(b))
        return py_refuse(py, "the result is a complex number");
    if (isinf(value) && !isinf(a) && !isinf(b))
        return py_raise(py, &py_overflow_error, "(34, 'Numerical result out of range')");
    return py_float(py, value);
}

static struct py_object *arithmetic(struct py *py, enum py_operator op, double a, double b)
{
    if ((op == PY_DIV || op == PY_FLOOR_DIV || op == PY_MOD) && b == 0)
        return py_raise(py, &py_zero_division_error,
                        op == PY_DIV         ? "float division by zero"
                        : op == PY_FLOOR_DIV ? "float floor division by zero"
                                             : "float modulo");
    switch (op) {
    case PY_ADD:
        return py_float(py, a + b);
    case PY_SUB:
        return py_float(py, a - b);
    case PY_MULT:
        return py_float(py, a * b);
    case PY_DIV:
        return py_float(py, a / b);
    case PY_FLOOR_DIV:
        return py_float(py, floor_divide(a, b));
    case PY_MOD:
        return py_float(py, py_float_modulo(a, b));
    case PY_POW:
        return power(py, a, b);
    case PY_EQ:
        return py_bool(a == b);
    case PY_NE:
        return py_bool(a != b);
    case PY_LT:
        return py_bool(a < b);
    case PY_LE:
        return py_bool(a <= b);
    case PY_GT:
        return py_bool(a > b);
    case PY_GE:
        return py_bool(a >= b);
    default:
        return py_not_implemented();
    }
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    bool is_comparison = op >= PY_EQ && op <= PY_GE;
    double a = ((struct py_double *)self)->value, b;

    if (is_comparison && py_as_integer(other) && !isnan(a))
        return py_by_order(op, -py_int_compare_double(py_as_integer(other), a));
    if (py_as_integer(other) && !py_as_double(other, &b))
        return py_raise(py, &py_overflow_error, "int too large to convert to float");
    if (!py_as_double(other, &b))
        return py_not_implemented();
    return reflected ? arithmetic(py, op, b, a) : arithmetic(py, op, a, b);
}

static struct py_object *unary(struct py *py, enum py_operator op, struct py_object *self)
{
    double value = ((struct py_double *)self)->value;

    if (op == PY_INVERT)
        return py_not_implemented();
    return op == PY_NEGATE ? py_float(py, -value) : self;
}

/* Underscores may stand between digits. */
static char *without_underscores(TALLOC_CTX *mem, const char *at)
{
    char *digits = mem_array(mem, char, strlen(at) + 1), *to = digits;

    for (; *at; at++)
        if (*at != '_' || to == digits || !strchr("0123456789", at[-1]) || !at[1] ||
            !strchr("0123456789", at[1]))
            *to++ = *at;
    return digits;
}

static struct py_object *from_text(struct py *py, struct py_object *shown,
                                   const struct py_string *text)
{
    MEM_SCRATCH(scratch);
    const char *at = py_may_have(py, text->length) ? py_plain_number(scratch, text) : NULL;
    char *digits = at ? without_underscores(scratch, at) : NULL, *end;
    double value;

    if (!digits)
        return NULL;
    value = strtod(digits, &end);
    if (end != digits && !*end && !strpbrk(digits, "xX( \t\n\r\v\f"))
        return py_float(py, value);
    at = py_repr_text(py, shown);
    return at ? py_raise(py, &py_value_error, "could not convert string to float: %s", at) : NULL;
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    struct py_object *x, *method;
    double value;

    (void)type;
    if (!py_bind(py, "float", (const char *const[]){"?x", "/", NULL}, args, &x))
        return NULL;
    if (!x)
        return py_float(py, 0);
    if (py_as_string(x))
        return from_text(py, x, py_as_string(x));
    if (py_as_double(x, &value))
        return py_float(py, value);
    if (py_as_integer(x))
        return py_raise(py, &py_overflow_error, "int too large to convert to float");
    method = py_special(py, x, "__float__");
    if (method)
        return py_call(py, method, &(struct py_args){.n = 0});
    return py_raised(py) ? NULL
                         : py_raise(py, &py_type_error,
                                    "float() argument must be a string or a real number, not '%s'",
                                    py_type_of(x)->name);
}

const struct py_type py_float_type = {
    .name = "float",
    .is_base = true,
    .methods = py_float_methods,
    .make = make,
    .repr = repr,
    .format = py_float_format,
    .hash = hash,
    .truth = truth,
    .binary = binary,
    .unary = unary,
};
