/* len(), abs(), round() ...: of one value to another. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "py/builtins.h"
#include "py/class.h"
#include "py/float.h"
#include "py/int.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/type.h"

static struct py_object *len(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *o;
    size_t n;

    (void)self;
    return py_positional(py, "len", args, 1, 1, &o) && py_length(py, o, &n) ? py_int(py, (int64_t)n)
                                                                            : NULL;
}

/* The value of "__abs__" or the like of a class; NULL: it has none. */
static struct py_object *by_class(struct py *py, struct py_object *o, const char *name,
                                  const struct py_args *args)
{
    return py_type_of(o)->dict && py_class_find(o->type, name) ? py_call_method(py, o, name, args)
                                                               : NULL;
}

static struct py_object *absolute(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *o, *zero, *result;
    bool negative;

    (void)self;
    if (!py_positional(py, "abs", args, 1, 1, &o))
        return NULL;
    result = by_class(py, o, "__abs__", &py_nothing);
    if (result || py_raised(py))
        return result;
    if (o->type == &py_float_type)
        return py_float(py, fabs(((const struct py_double *)o)->value));
    zero = py_int(py, 0);
    if (!PY_SLOT(py_type_of(o), unary))
        return py_raise(py, &py_type_error, "bad operand type for abs(): '%s'",
                        py_type_of(o)->name);
    if (!py_less(py, o, zero, &negative))
        return NULL;
    return negative ? py_unary(py, PY_NEGATE, o) : py_unary(py, PY_PLUS, o);
}

/* ---- round ---------------------------------------------------------------------------------- */

static struct py_object *whole(struct py *py, double value)
{
    struct py_object *o = py_float(py, rint(value)); /* halves go to the even side */

    return py_call_with(py, py_type_object(&py_int_type), o);
}

static struct py_object *round_float(struct py *py, double value, int64_t digits)
{
    MEM_SCRATCH(scratch);
    double power;

    if (!isfinite(value) || digits > 323)
        return py_float(py, value);
    if (digits < -308)
        return py_float(py, copysign(0.0, value));
    if (digits >= 0)
        return py_float(py, strtod(mem_printf(scratch, "%.*f", (int)digits, value), NULL));
    power = pow(10, (double)-digits);
    return py_float(py, rint(value / power) * power);
}

/* To tens, hundreds ...; a half goes to the even side. */
static struct py_object *round_int(struct py *py, struct py_object *o, int64_t digits)
{
    struct py_object *power = py_binary(py, PY_POW, py_int(py, 10), py_int(py, -digits));
    struct py_object *rest = power ? py_binary(py, PY_MOD, o, power) : NULL;
    struct py_object *lower = rest ? py_binary(py, PY_SUB, o, rest) : NULL;
    struct py_object *twice = lower ? py_binary(py, PY_MULT, rest, py_int(py, 2)) : NULL;
    struct py_object *quotient = twice ? py_binary(py, PY_FLOOR_DIV, o, power) : NULL;
    struct py_object *odd = quotient ? py_binary(py, PY_MOD, quotient, py_int(py, 2)) : NULL;
    bool down, tie, is_odd;

    if (!odd || !py_less(py, twice, power, &down) || !py_equal(py, twice, power, &tie) ||
        !py_truth(py, odd, &is_odd))
        return NULL;
    return down || (tie && !is_odd) ? lower : py_binary(py, PY_ADD, lower, power);
}

static struct py_object *rounded(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2], *result;
    bool has_digits;
    int64_t digits = 0;
    double value;

    (void)self;
    if (!py_bind(py, "round", (const char *const[]){"number", "?ndigits", NULL}, args, slots))
        return NULL;
    has_digits = slots[1] && !py_is_none(slots[1]);
    result = by_class(py, slots[0], "__round__",
                      &(struct py_args){.values = slots + 1, .n = has_digits ? 1 : 0});
    if (result || py_raised(py))
        return result;
    if (has_digits && !py_need_int(py, slots[1], &digits))
        return NULL;
    if (py_as_integer(slots[0]))
        return digits < 0 ? round_int(py, slots[0], digits < -400 ? -400 : digits)
                          : py_unary(py, PY_PLUS, slots[0]);
    if (py_is(slots[0], &py_float_type) && py_as_double(slots[0], &value))
        return has_digits ? round_float(py, value, digits) : whole(py, value);
    result = py_special(py, slots[0], "__round__"); /* Decimal */
    if (!result)
        return py_raised(py)
                   ? NULL
                   : py_raise(py, &py_type_error, "type %s doesn't define __round__ method",
                              py_type_of(slots[0])->name);
    return py_call(py, result, &(struct py_args){.values = slots + 1, .n = has_digits ? 1 : 0});
}

static struct py_object *divided(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2], *parts[2];
    double numbers[2];

    (void)self;
    if (!py_positional(py, "divmod", args, 2, 2, slots))
        return NULL;
    if ((py_is(slots[0], &py_float_type) || py_is(slots[1], &py_float_type)) &&
        py_as_double(slots[0], &numbers[0]) && py_as_double(slots[1], &numbers[1]) &&
        numbers[1] == 0)
        return py_raise(py, &py_zero_division_error, "float divmod()");
    parts[0] = py_binary(py, PY_FLOOR_DIV, slots[0], slots[1]);
    parts[1] = parts[0] ? py_binary(py, PY_MOD, slots[0], slots[1]) : NULL;
    return parts[1] ? py_tuple(py, parts, 2) : NULL;
}

static struct py_object *modular_power(struct py *py, struct py_object *const *slots)
{
    const struct py_integer *base = py_as_integer(slots[0]), *exponent = py_as_integer(slots[1]);
    const struct py_integer *modulus = py_as_integer(slots[2]);
    mpz_t numbers[3];
    struct py_object *result = NULL;

    if (!base || !exponent || !modulus)
        return py_raise(py, &py_type_error,
                        "pow() 3rd argument not allowed unless all arguments are integers");
    py_int_to_mpz(base, numbers[0]);
    py_int_to_mpz(exponent, numbers[1]);
    py_int_to_mpz(modulus, numbers[2]);
    if (mpz_sgn(numbers[2]) == 0)
        py_raise(py, &py_value_error, "pow() 3rd argument cannot be 0");
    else if (mpz_sgn(numbers[1]) < 0)
        py_refuse(py, "pow() with a negative exponent and a modulus is not supported");
    else if (py_may_have(py, mpz_sizeinbase(numbers[1], 2) * mpz_sizeinbase(numbers[2], 2))) {
        mpz_t power;

        mpz_init(power);
        mpz_powm(power, numbers[0], numbers[1], numbers[2]);
        if (mpz_sgn(numbers[2]) < 0 && mpz_sgn(power) > 0)
            mpz_add(power, power, numbers[2]);
        result = py_int_from_mpz(py, power);
    }
    for (size_t i = 0; i < 3; i++)
        mpz_clear(numbers[i]);
    return result;
}

static struct py_object *power(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[3];

    (void)self;
    if (!py_bind(py, "pow", (const char *const[]){"base", "exp", "?mod", NULL}, args, slots))
        return NULL;
    return slots[2] && !py_is_none(slots[2]) ? modular_power(py, slots)
                                             : py_binary(py, PY_POW, slots[0], slots[1]);
}

/* ---- texts ---------------------------------------------------------------------------------- */

static struct py_object *repr(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *o;

    (void)self;
    return py_positional(py, "repr", args, 1, 1, &o) ? py_repr(py, o) : NULL;
}

static struct py_object *ascii(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *o;

    (void)self;
    return py_positional(py, "ascii", args, 1, 1, &o) ? py_ascii(py, o) : NULL;
}

static struct py_object *format(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2];

    (void)self;
    if (!py_positional(py, "format", args, 1, 2, slots))
        return NULL;
    if (slots[1] && !py_text(slots[1]))
        return py_raise(py, &py_type_error, "format() argument 2 must be str, not %s",
                        py_type_of(slots[1])->name);
    return py_format(py, slots[0], slots[1] ? py_text(slots[1]) : "");
}

static struct py_object *ord(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *o;
    const struct py_string *s;
    uint32_t c = 0;

    (void)self;
    if (!py_positional(py, "ord", args, 1, 1, &o))
        return NULL;
    s = py_as_string(o);
    if (!s)
        return py_raise(py, &py_type_error, "ord() expected string of length 1, but %s found",
                        py_type_of(o)->name);
    if (s->n != 1)
        return py_raise(py, &py_type_error,
                        "ord() expected a character, but string of length %zu found", s->n);
    utf8_decode(s->text, s->length, &c);
    return py_int(py, c);
}

static struct py_object *chr(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *o;
    int64_t c;
    char bytes[4];

    (void)self;
    if (!py_positional(py, "chr", args, 1, 1, &o) || !py_need_int(py, o, &c))
        return NULL;
    if (c < 0 || c > 0x10ffff)
        return py_raise(py, &py_value_error, "chr() arg not in range(0x110000)");
    if (c >= 0xd800 && c < 0xe000)
        return py_refuse(py, "half of a surrogate pair in a text");
    return py_stringn(py, bytes, utf8_encode((uint32_t)c, bytes));
}

static struct py_object *in_base(struct py *py, const char *function, const char *prefix, int base,
                                 const struct py_args *args)
{
    struct py_object *o;
    const struct py_integer *i;
    const char *digits;
    bool negative;

    if (!py_positional(py, function, args, 1, 1, &o))
        return NULL;
    i = py_as_integer(o);
    if (!i)
        return py_raise(py, &py_type_error, "'%s' object cannot be interpreted as an integer",
                        py_type_of(o)->name);
    digits = py_int_digits(py, i, base);
    if (!digits)
        return NULL;
    negative = *digits == '-';
    return py_stringf(py, "%s%s%s", negative ? "-" : "", prefix, digits + negative);
}

static struct py_object *hex(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    return in_base(py, "hex", "0x", 16, args);
}

static struct py_object *oct(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    return in_base(py, "oct", "0o", 8, args);
}

static struct py_object *bin(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    return in_base(py, "bin", "0b", 2, args);
}

static struct py_object *hash(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *o;
    uint64_t hash;

    (void)self;
    return py_positional(py, "hash", args, 1, 1, &o) && py_hash(py, o, &hash)
               ? py_int(py, (int64_t)hash)
               : NULL;
}

static struct py_object *id(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *o;

    (void)self;
    return py_positional(py, "id", args, 1, 1, &o) ? py_int(py, (int64_t)(uintptr_t)o) : NULL;
}

const struct py_builtin py_builtins_of_values[] = {
    {"len", len},   {"abs", absolute}, {"round", rounded}, {"divmod", divided},
    {"pow", power}, {"repr", repr},    {"ascii", ascii},   {"format", format},
    {"ord", ord},   {"chr", chr},      {"hex", hex},       {"oct", oct},
    {"bin", bin},   {"hash", hash},    {"id", id},         {NULL, NULL},
};
