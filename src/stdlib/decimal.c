/*
 * decimal.Decimal: a whole number times a power of ten.
 *
 * Results are rounded as Python's default context does it: to 28 digits, half
 * to even.  Contexts, traps and other roundings than quantize()'s are not
 * here.
 */

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/py.h"
#include "stdlib/module.h"

static const struct py_type stdlib_decimal_type;

/* Decimal(text); raises decimal.InvalidOperation when it is no number. */
static struct py_object *stdlib_decimal_parse(struct py *py, const char *text);

enum { PRECISION = 28, EXPONENT_MAX = 999999 };
enum kind { FINITE, INFINITE, NOT_A_NUMBER };

struct decimal {
    struct py_object object;
    enum kind kind;
    bool negative;
    struct py_object *digits; /* an int, not negative */
    int64_t exponent;
};

static const struct py_type arithmetic_error = {
    .name = "DecimalException", .module = "decimal", .base = &py_arithmetic_error};
static const struct py_type invalid_operation = {
    .name = "InvalidOperation", .module = "decimal", .base = &arithmetic_error};
static const struct py_type division_by_zero = {
    .name = "DivisionByZero", .module = "decimal", .base = &py_zero_division_error};

static const struct decimal *as(const struct py_object *o)
{
    return (const struct decimal *)o;
}

static struct py_object *make(struct py *py, struct decimal value)
{
    struct decimal *d = arena_new_object(py_arena(py), struct decimal);

    *d = value;
    d->object.type = &stdlib_decimal_type;
    if (!d->digits)
        d->digits = py_int(py, 0);
    return &d->object;
}

/* ---- whole numbers --------------------------------------------------------------------------- */

static bool is_zero(struct py_object *digits)
{
    int64_t value;

    return py_as_int(digits, &value) && value == 0;
}

static struct py_object *power_of_ten(struct py *py, int64_t exponent)
{
    return exponent > EXPONENT_MAX ? py_refuse(py, "a Decimal is too large")
                                   : py_binary(py, PY_POW, py_int(py, 10), py_int(py, exponent));
}

static size_t count_digits(struct py *py, struct py_object *digits)
{
    const char *text = py_repr_text(py, digits);

    return text ? strlen(text) : 0;
}

/* digits * 10 ** by */
static struct py_object *shifted(struct py *py, struct py_object *digits, int64_t by)
{
    struct py_object *power = by > 0 ? power_of_ten(py, by) : NULL;

    if (by <= 0 || is_zero(digits))
        return digits;
    return power ? py_binary(py, PY_MULT, digits, power) : NULL;
}

/* How a rest is rounded: the names of the decimal module. */
static bool rounds_up(struct py *py, const char *how, struct py_object *rest,
                      struct py_object *unit, bool odd, bool negative, bool *up)
{
    struct py_object *twice = py_binary(py, PY_MULT, rest, py_int(py, 2));
    bool more, half;

    if (!twice || !py_less(py, unit, twice, &more) || !py_equal(py, unit, twice, &half))
        return false;
    if (strcmp(how, "ROUND_HALF_EVEN") == 0)
        *up = more || (half && odd);
    else if (strcmp(how, "ROUND_HALF_UP") == 0)
        *up = more || half;
    else if (strcmp(how, "ROUND_HALF_DOWN") == 0)
        *up = more;
    else if (strcmp(how, "ROUND_DOWN") == 0)
        *up = false;
    else if (strcmp(how, "ROUND_UP") == 0)
        *up = !is_zero(rest);
    else if (strcmp(how, "ROUND_CEILING") == 0)
        *up = !is_zero(rest) && !negative;
    else if (strcmp(how, "ROUND_FLOOR") == 0)
        *up = !is_zero(rest) && negative;
    else
        return py_refuse(py, "the rounding %s is not known", how) != NULL;
    return true;
}

/* Let the exponent be 'exponent', which is not smaller, by dropping digits. */
static bool drop_digits(struct py *py, struct decimal *d, int64_t exponent, const char *how)
{
    struct py_object *unit = power_of_ten(py, exponent - d->exponent), *rest, *last;
    bool up = false;

    if (!unit || !(rest = py_binary(py, PY_MOD, d->digits, unit)) ||
        !(d->digits = py_binary(py, PY_FLOOR_DIV, d->digits, unit)) ||
        !(last = py_binary(py, PY_MOD, d->digits, py_int(py, 2))) ||
        !rounds_up(py, how, rest, unit, !is_zero(last), d->negative, &up))
        return false;
    if (up && !(d->digits = py_binary(py, PY_ADD, d->digits, py_int(py, 1))))
        return false;
    d->exponent = exponent;
    return true;
}

static struct py_object *rounded(struct py *py, struct decimal d)
{
    size_t n;

    if (!d.digits || !(n = count_digits(py, d.digits)))
        return NULL;
    if (n > PRECISION &&
        !drop_digits(py, &d, d.exponent + (int64_t)n - PRECISION, "ROUND_HALF_EVEN"))
        return NULL;
    return make(py, d);
}

/* ---- texts ----------------------------------------------------------------------------------- */

static struct py_object *invalid(struct py *py)
{
    return py_raise(py, &invalid_operation, "[<class 'decimal.ConversionSyntax'>]");
}

static struct py_object *stdlib_decimal_parse(struct py *py, const char *text)
{
    MEM_SCRATCH(scratch);
    struct buf *digits = buf_new(scratch, BUF_MAX);
    struct decimal d = {.kind = FINITE};
    bool point = false, any = false;
    char *end;

    text += strspn(text, " \t\n\r");
    d.negative = *text == '-';
    text += *text == '-' || *text == '+';
    if (strncasecmp(text, "inf", 3) == 0 || strncasecmp(text, "nan", 3) == 0) {
        d.kind = *text == 'i' || *text == 'I' ? INFINITE : NOT_A_NUMBER;
        return make(py, d);
    }
    for (; isdigit((unsigned char)*text) || (*text == '.' && !point) || *text == '_'; text++) {
        if (*text == '.') {
            point = true;
        } else if (*text != '_') {
            any = true;
            d.exponent -= point;
            buf_addc(digits, *text);
        }
    }
    if (any && (*text == 'e' || *text == 'E')) {
        d.exponent += strtol(text + 1, &end, 10);
        if (end == text + 1)
            return invalid(py);
        text = end;
    }
    if (!any || text[strspn(text, " \t\n\r")] || llabs(d.exponent) > EXPONENT_MAX)
        return invalid(py);
    d.digits = py_int_parse(py, digits->text, 10);
    return d.digits ? make(py, d) : NULL;
}

static struct py_object *str(struct py *py, struct py_object *self)
{
    const struct decimal *d = as(self);
    const char *sign = d->negative ? "-" : "", *digits;
    int64_t n, point;

    if (d->kind != FINITE)
        return py_stringf(py, "%s%s", sign, d->kind == INFINITE ? "Infinity" : "NaN");
    if (!(digits = py_repr_text(py, d->digits)))
        return NULL;
    n = (int64_t)strlen(digits);
    point = n + d->exponent; /* digits before the point */
    if (d->exponent == 0)
        return py_stringf(py, "%s%s", sign, digits);
    if (d->exponent > 0 || point < -5)
        return py_stringf(py, "%s%c%s%sE%+lld", sign, *digits, n > 1 ? "." : "", digits + 1,
                          (long long)(point - 1));
    if (point > 0)
        return py_stringf(py, "%s%.*s.%s", sign, (int)point, digits, digits + point);
    return py_stringf(py, "%s0.%.*s%s", sign, (int)-point, "00000", digits);
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    struct py_object *text = str(py, self);

    return text ? py_stringf(py, "Decimal('%s')", py_text(text)) : NULL;
}

/* "f" with a precision; everything else as a float has it. */
static struct py_object *format(struct py *py, struct py_object *self, const char *spec)
{
    struct decimal d = *as(self);
    size_t n = strlen(spec);
    double number;

    if (!*spec)
        return str(py, self);
    if (n >= 3 && spec[0] == '.' && spec[n - 1] == 'f') {
        int64_t places = strtol(spec + 1, NULL, 10);

        if (d.exponent < -places ? !drop_digits(py, &d, -places, "ROUND_HALF_EVEN")
                                 : !(d.digits = shifted(py, d.digits, d.exponent + places)))
            return NULL;
        d.exponent = -places;
        return str(py, make(py, d));
    }
    number = strtod(py_text(str(py, self)), NULL);
    return py_format(py, py_float(py, number), spec);
}

/* ---- making ---------------------------------------------------------------------------------- */

/* The exact value of a double: its digits, written out. */
static struct py_object *from_double(struct py *py, double value)
{
    MEM_SCRATCH(scratch);
    char *text = mem_printf(scratch, "%.1074f", value), *end = text + strlen(text);

    if (!isfinite(value))
        return stdlib_decimal_parse(py, isnan(value) ? "NaN" : value > 0 ? "inf" : "-inf");
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == '.')
        *--end = '\0';
    return stdlib_decimal_parse(py, text);
}

/* 'o' as a Decimal: a Decimal, an int; NULL without raising for anything else. */
static struct py_object *coerce(struct py *py, struct py_object *o)
{
    bool negative = false;

    if (py_is(o, &stdlib_decimal_type))
        return o;
    if (!py_is(o, &py_int_type))
        return NULL;
    o = py_binary(py, PY_ADD, o, py_int(py, 0)); /* True is 1 */
    if (!o || !py_less(py, o, py_int(py, 0), &negative))
        return NULL;
    if (negative)
        o = py_unary(py, PY_NEGATE, o);
    return make(py, (struct decimal){.negative = negative, .digits = o});
}

static struct py_object *decimal_make(struct py *py, const struct py_type *type,
                                      const struct py_args *args)
{
    struct py_object *slots[2], *made;
    double number;

    (void)type;
    if (!py_bind(py, "Decimal", (const char *const[]){"?value", "?context", NULL}, args, slots))
        return NULL;
    if (!slots[0])
        return make(py, (struct decimal){.kind = FINITE});
    if (py_text(slots[0]))
        return stdlib_decimal_parse(py, py_text(slots[0]));
    made = coerce(py, slots[0]);
    if (made || py_raised(py))
        return made;
    if (py_as_double(slots[0], &number))
        return from_double(py, number);
    return py_raise(py, &py_type_error, "conversion from %s to Decimal is not supported",
                    py_type_of(slots[0])->name);
}

/* ---- arithmetic ------------------------------------------------------------------------------ */

/* The digits of both with their signs, at the smaller exponent. */
static bool align(struct py *py, const struct decimal *a, const struct decimal *b,
                  struct py_object *signed_digits[2], int64_t *exponent)
{
    const struct decimal *both[2] = {a, b};

    *exponent = a->exponent < b->exponent ? a->exponent : b->exponent;
    for (int i = 0; i < 2; i++) {
        signed_digits[i] = shifted(py, both[i]->digits, both[i]->exponent - *exponent);
        if (signed_digits[i] && both[i]->negative)
            signed_digits[i] = py_unary(py, PY_NEGATE, signed_digits[i]);
        if (!signed_digits[i])
            return false;
    }
    return true;
}

static struct py_object *from_signed(struct py *py, struct py_object *digits, int64_t exponent)
{
    struct decimal d = {.exponent = exponent, .digits = digits};

    if (!digits || !py_less(py, digits, py_int(py, 0), &d.negative))
        return NULL;
    if (d.negative)
        d.digits = py_unary(py, PY_NEGATE, digits);
    return rounded(py, d);
}

static struct py_object *divide(struct py *py, const struct decimal *a, const struct decimal *b)
{
    struct decimal d = {.negative = a->negative != b->negative};
    int64_t more, wanted = a->exponent - b->exponent;
    struct py_object *digits, *rest, *pair;

    if (is_zero(b->digits))
        return is_zero(a->digits)
                   ? py_raise(py, &invalid_operation, "[<class 'decimal.DivisionUndefined'>]")
                   : py_raise(py, &division_by_zero, "[<class 'decimal.DivisionByZero'>]");
    more =
        PRECISION + 1 + (int64_t)count_digits(py, b->digits) - (int64_t)count_digits(py, a->digits);
    more = more < 0 ? 0 : more;
    if (!(digits = shifted(py, a->digits, more)) ||
        !(rest = py_binary(py, PY_MOD, digits, b->digits)) ||
        !(d.digits = py_binary(py, PY_FLOOR_DIV, digits, b->digits)))
        return NULL;
    d.exponent = wanted - more;
    if (!is_zero(rest)) { /* a digit that keeps halves from looking exact */
        if (!(d.digits = py_binary(py, PY_MULT, d.digits, py_int(py, 10))) ||
            !(d.digits = py_binary(py, PY_ADD, d.digits, py_int(py, 1))))
            return NULL;
        d.exponent--;
        return rounded(py, d);
    }
    while (d.exponent < wanted && !is_zero(d.digits)) {
        pair = py_binary(py, PY_MOD, d.digits, py_int(py, 10));
        if (!pair || !is_zero(pair))
            break;
        d.digits = py_binary(py, PY_FLOOR_DIV, d.digits, py_int(py, 10));
        d.exponent++;
    }
    if (is_zero(d.digits))
        d.exponent = wanted;
    return rounded(py, d);
}

static struct py_object *compare(struct py *py, enum py_operator op, struct py_object *a,
                                 struct py_object *b)
{
    struct py_object *digits[2];
    int64_t exponent;

    if (as(a)->kind != FINITE || as(b)->kind != FINITE)
        return py_binary(py, op, py_float(py, strtod(py_text(str(py, a)), NULL)),
                         py_float(py, strtod(py_text(str(py, b)), NULL)));
    return align(py, as(a), as(b), digits, &exponent) ? py_binary(py, op, digits[0], digits[1])
                                                      : NULL;
}

/* a // b and a % b: with the quotient cut towards zero. */
static struct py_object *whole(struct py *py, enum py_operator op, const struct decimal *a,
                               const struct decimal *b)
{
    struct decimal d = {.negative = op == PY_MOD ? a->negative : a->negative != b->negative};
    struct decimal x = *a, y = *b;
    struct py_object *digits[2];

    x.negative = y.negative = false;
    if (is_zero(b->digits))
        return op == PY_MOD
                   ? py_raise(py, &invalid_operation, "[<class 'decimal.InvalidOperation'>]")
                   : py_raise(py, &division_by_zero, "[<class 'decimal.DivisionByZero'>]");
    if (!align(py, &x, &y, digits, &d.exponent) ||
        !(d.digits = py_binary(py, op, digits[0], digits[1])))
        return NULL;
    if (op == PY_FLOOR_DIV)
        d.exponent = 0;
    return rounded(py, d);
}

static struct py_object *power(struct py *py, struct py_object *base, const struct decimal *by)
{
    struct py_object *result = coerce(py, py_int(py, 1));
    int64_t n;

    if (by->exponent != 0 || !py_as_int(by->digits, &n) || n > 10000)
        return py_refuse(py, "a Decimal to the power of a fraction or a large number");
    for (int64_t i = 0; result && i < n; i++)
        result = py_binary(py, PY_MULT, result, base);
    return result && by->negative ? py_binary(py, PY_DIV, py_int(py, 1), result) : result;
}

static struct py_object *calculate(struct py *py, enum py_operator op, struct py_object *x,
                                   struct py_object *y)
{
    const struct decimal *a = as(x), *b = as(y);
    struct py_object *digits[2];
    int64_t exponent;

    if (a->kind != FINITE || b->kind != FINITE)
        return py_refuse(py, "arithmetic with an infinite Decimal");
    switch (op) {
    case PY_ADD:
    case PY_SUB:
        return align(py, a, b, digits, &exponent)
                   ? from_signed(py, py_binary(py, op, digits[0], digits[1]), exponent)
                   : NULL;
    case PY_MULT:
        return rounded(py, (struct decimal){.negative = a->negative != b->negative,
                                            .digits = py_binary(py, op, a->digits, b->digits),
                                            .exponent = a->exponent + b->exponent});
    case PY_DIV:
        return divide(py, a, b);
    case PY_FLOOR_DIV:
    case PY_MOD:
        return whole(py, op, a, b);
    case PY_POW:
        return power(py, x, b);
    default:
        return py_not_implemented();
    }
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    bool is_comparison = op >= PY_EQ && op <= PY_GE;
    struct py_object *second = coerce(py, other);
    double number;

    if (!second && !py_raised(py) && is_comparison && py_as_double(other, &number))
        second = from_double(py, number);
    if (!second)
        return py_raised(py) ? NULL : py_not_implemented();
    if (is_comparison)
        return compare(py, op, self, second);
    return reflected ? calculate(py, op, second, self) : calculate(py, op, self, second);
}

static struct py_object *unary(struct py *py, enum py_operator op, struct py_object *self)
{
    struct decimal d = *as(self);

    if (op == PY_INVERT)
        return py_not_implemented();
    if (op == PY_NEGATE)
        d.negative = !d.negative && !is_zero(d.digits);
    return d.kind == FINITE ? rounded(py, d) : make(py, d);
}

static bool hash(struct py *py, struct py_object *self, uint64_t *value)
{
    struct py_object *text = str(py, self);
    double number = text ? strtod(py_text(text), NULL) : 0;

    return text && py_hash(py, py_float(py, number), value);
}

static bool truth(struct py *py, struct py_object *self, bool *value)
{
    (void)py;
    *value = as(self)->kind != FINITE || !is_zero(as(self)->digits);
    return true;
}

/* ---- methods --------------------------------------------------------------------------------- */

static struct py_object *quantize(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct decimal d = *as(self);
    struct py_object *slots[3], *like;
    const char *how = "ROUND_HALF_EVEN";

    if (!py_bind(py, "quantize", (const char *const[]){"exp", "?rounding", "?context", NULL}, args,
                 slots) ||
        !(like = coerce(py, slots[0])))
        return py_raised(py) ? NULL : py_raise(py, &py_type_error, "quantize() takes a Decimal");
    if (slots[1] && py_text(slots[1]))
        how = py_text(slots[1]);
    if (as(like)->exponent >= d.exponent) {
        if (!drop_digits(py, &d, as(like)->exponent, how))
            return NULL;
        return make(py, d);
    }
    d.digits = shifted(py, d.digits, d.exponent - as(like)->exponent);
    d.exponent = as(like)->exponent;
    return d.digits ? make(py, d) : NULL;
}

static struct py_object *to_int(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct decimal d = *as(self);

    (void)args;
    if (d.kind != FINITE)
        return py_raise(py, &py_value_error, "cannot convert %s to integer", py_str_text(py, self));
    if (d.exponent < 0 ? !drop_digits(py, &d, 0, "ROUND_DOWN")
                       : !(d.digits = shifted(py, d.digits, d.exponent)))
        return NULL;
    return d.negative ? py_unary(py, PY_NEGATE, d.digits) : d.digits;
}

static struct py_object *to_float(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *text = str(py, self);

    (void)args;
    return text ? py_float(py, strtod(py_text(text), NULL)) : NULL;
}

static struct py_object *normalize(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct decimal d = *as(self);

    (void)args;
    while (!is_zero(d.digits)) {
        struct py_object *last = py_binary(py, PY_MOD, d.digits, py_int(py, 10));

        if (!last || !is_zero(last))
            break;
        d.digits = py_binary(py, PY_FLOOR_DIV, d.digits, py_int(py, 10));
        d.exponent++;
    }
    if (is_zero(d.digits))
        d.exponent = 0;
    return py_raised(py) ? NULL : make(py, d);
}

static struct py_object *is_nan(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)py;
    (void)args;
    return py_bool(as(self)->kind == NOT_A_NUMBER);
}

static struct py_object *absolute(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct decimal d = *as(self);

    (void)args;
    d.negative = false;
    return make(py, d);
}

static const struct py_method methods[] = {
    {.name = "__abs__", .call = absolute},         {.name = "__float__", .call = to_float},
    {.name = "__int__", .call = to_int},           {.name = "__trunc__", .call = to_int},
    {.name = "copy_abs", .call = absolute},        {.name = "is_nan", .call = is_nan},
    {.name = "normalize", .call = normalize},      {.name = "quantize", .call = quantize},
    {.name = "to_integral_value", .call = to_int}, {.name = NULL},
};

static const struct py_type stdlib_decimal_type = {
    .name = "Decimal",
    .module = "decimal",
    .methods = methods,
    .make = decimal_make,
    .repr = repr,
    .str = str,
    .format = format,
    .hash = hash,
    .truth = truth,
    .binary = binary,
    .unary = unary,
};

#define ROUNDING(function, name)                                                                   \
    static struct py_object *function(struct py *py)                                               \
    {                                                                                              \
        return py_string(py, name);                                                                \
    }

ROUNDING(ceiling, "ROUND_CEILING")
ROUNDING(down, "ROUND_DOWN")
ROUNDING(floor_, "ROUND_FLOOR")
ROUNDING(half_down, "ROUND_HALF_DOWN")
ROUNDING(half_even, "ROUND_HALF_EVEN")
ROUNDING(half_up, "ROUND_HALF_UP")
ROUNDING(up, "ROUND_UP")

const struct stdlib_name stdlib_decimal[] = {
    {.name = "Decimal", .type = &stdlib_decimal_type},
    {.name = "DecimalException", .type = &arithmetic_error},
    {.name = "DivisionByZero", .type = &division_by_zero},
    {.name = "InvalidOperation", .type = &invalid_operation},
    {.name = "ROUND_CEILING", .make = ceiling},
    {.name = "ROUND_DOWN", .make = down},
    {.name = "ROUND_FLOOR", .make = floor_},
    {.name = "ROUND_HALF_DOWN", .make = half_down},
    {.name = "ROUND_HALF_EVEN", .make = half_even},
    {.name = "ROUND_HALF_UP", .make = half_up},
    {.name = "ROUND_UP", .make = up},
    {.name = NULL},
};
