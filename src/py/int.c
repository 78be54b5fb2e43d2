#include "py/int.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "py/bytes.h"
#include "py/encoding.h"
#include "py/format_spec.h"
#include "py/hash.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/type.h"

struct py_object *py_int(struct py *py, int64_t value)
{
    struct py_integer *i = arena_new_object(py->arena, struct py_integer);

    i->object.type = &py_int_type;
    i->value = value;
    return &i->object;
}

struct py_object *py_bool(bool value)
{
    static const struct py_integer constants[] = {{{&py_bool_type}, 0, NULL},
                                                  {{&py_bool_type}, 1, NULL}};
    union {
        const struct py_object *in;
        struct py_object *out;
    } as = {.in = &constants[value].object};

    return as.out;
}

const struct py_integer *py_as_integer(const struct py_object *o)
{
    if (o && py_is(o, &py_instance_type))
        o = ((const struct py_instance *)o)->native;
    return o && py_is(o, &py_int_type) ? (const struct py_integer *)o : NULL;
}

bool py_as_int(const struct py_object *o, int64_t *value)
{
    const struct py_integer *i = py_as_integer(o);

    if (!i || i->big)
        return false;
    *value = i->value;
    return true;
}

const struct py_integer *py_index_number(struct py *py, struct py_object *o)
{
    const struct py_integer *i = py_as_integer(o);
    struct py_object *method;

    if (i || !py_type_of(o)->dict)
        return i;
    method = py_attr_or_null(py, o, "__index__");
    o = method ? py_call(py, method, &(const struct py_args){.n = 0}) : NULL;
    i = o ? py_as_integer(o) : NULL;
    if (o && !i)
        return py_raise(py, &py_type_error, "__index__ returned non-int (type %s)",
                        py_type_of(o)->name);
    return i;
}

bool py_need_int(struct py *py, struct py_object *o, int64_t *value)
{
    const struct py_integer *i = py_index_number(py, o);

    if (!i && py_raised(py))
        return false;
    if (!i)
        return py_raise(py, &py_type_error, "'%s' object cannot be interpreted as an integer",
                        py_type_of(o)->name) != NULL;
    if (i->big)
        return py_raise(py, &py_overflow_error, "cannot fit 'int' into an index-sized integer") !=
               NULL;
    *value = i->value;
    return true;
}

/* ---- between the two forms ------------------------------------------------------------------- */

void py_int_to_mpz(const struct py_integer *i, mpz_ptr number)
{
    if (i->big)
        mpz_init_set(number, i->big);
    else
        mpz_init_set_si(number, i->value); /* a long has 64 bits here */
}

struct py_object *py_int_from_mpz(struct py *py, mpz_ptr number)
{
    struct py_integer *i = arena_new_object(py->arena, struct py_integer);
    mp_limb_t *limbs;
    size_t n;

    i->object.type = &py_int_type;
    if (mpz_fits_slong_p(number)) {
        i->value = mpz_get_si(number);
        mpz_clear(number);
        return &i->object;
    }
    /* Its digits move into the arena, whose size has a limit. */
    n = mpz_size(number);
    limbs = arena_new_array(py->arena, mp_limb_t, n);
    memcpy(limbs, mpz_limbs_read(number), n * sizeof(*limbs));
    i->big = arena_new_object(py->arena, __mpz_struct);
    mpz_roinit_n(i->big, limbs, mpz_sgn(number) < 0 ? -(mp_size_t)n : (mp_size_t)n);
    mpz_clear(number);
    return &i->object;
}

struct py_object *py_int_parse(struct py *py, const char *digits, int base)
{
    mpz_t number;

    if (!py_may_have(py, strlen(digits) * (base == 10 ? strlen(digits) / 1000 + 1 : 1)))
        return NULL;
    if (mpz_init_set_str(number, digits, base) == 0)
        return py_int_from_mpz(py, number);
    mpz_clear(number);
    return py_raise(py, &py_value_error, "invalid literal for int() with base %d: '%s'",
                    base ? base : 10, digits);
}

const char *py_int_digits(struct py *py, const struct py_integer *i, int base)
{
    MEM_SCRATCH(scratch);
    char *digits;
    mpz_t number;
    size_t size;

    if (!i->big && base == 10)
        return arena_strdup(py->arena, mem_printf(scratch, "%lld", (long long)i->value));
    py_int_to_mpz(i, number);
    size = mpz_sizeinbase(number, base) + 2;
    if (base == 10 && size > 4302) { /* CPython's own limit, against quadratic conversions */
        mpz_clear(number);
        return py_raise(py, &py_value_error,
                        "Exceeds the limit (4300 digits) for integer string conversion; use "
                        "sys.set_int_max_str_digits() to increase the limit");
    }
    digits = py_may_have(py, size) ? arena_alloc(py->arena, size) : NULL;
    if (digits)
        mpz_get_str(digits, base, number);
    mpz_clear(number);
    return digits;
}

/* ---- operators ------------------------------------------------------------------------------- */

static int compare(const struct py_integer *a, const struct py_integer *b)
{
    if (!a->big && !b->big)
        return (a->value > b->value) - (a->value < b->value);
    if (!a->big)
        return -mpz_sgn(b->big);
    return b->big ? mpz_cmp(a->big, b->big) : mpz_sgn(a->big);
}

static bool both_bools(const struct py_object *a, const struct py_object *b)
{
    return a->type == &py_bool_type && b->type == &py_bool_type;
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    const struct py_integer *a = py_as_integer(reflected ? other : self);
    const struct py_integer *b = py_as_integer(reflected ? self : other);
    struct py_object *result;

    if (!a || !b)
        return py_not_implemented();
    if (op >= PY_EQ && op <= PY_GE)
        return py_by_order(op, compare(a, b));
    if (op == PY_DIV)
        return py_int_divide(py, a, b);
    if (op == PY_POW && (b->big ? mpz_sgn(b->big) < 0 : b->value < 0)) {
        double x, y;

        if (!a->big && a->value == 0)
            return py_raise(py, &py_zero_division_error,
                            "0.0 cannot be raised to a negative power");
        return py_int_to_double(a, &x) && py_int_to_double(b, &y)
                   ? py_float(py, pow(x, y))
                   : py_raise(py, &py_overflow_error, "int too large to convert to float");
    }
    result = py_int_arithmetic(py, op, a, b);
    if (result && (op == PY_BIT_AND || op == PY_BIT_OR || op == PY_BIT_XOR) &&
        both_bools(self, other))
        return py_bool(((struct py_integer *)result)->value != 0);
    return result;
}

static struct py_object *unary(struct py *py, enum py_operator op, struct py_object *self)
{
    const struct py_integer *i = py_as_integer(self);
    mpz_t number;

    if (op == PY_PLUS && self->type == &py_int_type)
        return self;
    if (!i->big && i->value != INT64_MIN)
        return py_int(py, op == PY_NEGATE ? -i->value : op == PY_INVERT ? ~i->value : i->value);
    py_int_to_mpz(i, number);
    if (op == PY_NEGATE)
        mpz_neg(number, number);
    else if (op == PY_INVERT)
        mpz_com(number, number);
    return py_int_from_mpz(py, number);
}

/* ---- the rest -------------------------------------------------------------------------------- */

static struct py_object *int_repr(struct py *py, struct py_object *self)
{
    const char *digits = py_int_digits(py, py_as_integer(self), 10);

    return digits ? py_string(py, digits) : NULL;
}

static struct py_object *bool_repr(struct py *py, struct py_object *self)
{
    return py_string(py, py_as_integer(self)->value ? "True" : "False");
}

static bool hash(struct py *py, struct py_object *self, uint64_t *value)
{
    (void)py;
    *value = py_int_hash(py_as_integer(self));
    return true;
}

static bool truth(struct py *py, struct py_object *self, bool *value)
{
    const struct py_integer *i = py_as_integer(self);

    (void)py;
    *value = i->big || i->value;
    return true;
}

static struct py_object *bool_make(struct py *py, const struct py_type *type,
                                   const struct py_args *args)
{
    struct py_object *value;
    bool is_true = false;

    (void)type;
    if (!py_positional(py, "bool", args, 0, 1, &value))
        return NULL;
    return !value || py_truth(py, value, &is_true) ? py_bool(is_true) : NULL;
}

static struct py_object *from_double(struct py *py, double value)
{
    mpz_t number;

    if (isnan(value))
        return py_raise(py, &py_value_error, "cannot convert float NaN to integer");
    if (isinf(value))
        return py_raise(py, &py_overflow_error, "cannot convert float infinity to integer");
    mpz_init_set_d(number, value);
    return py_int_from_mpz(py, number);
}

static struct py_object *int_copy(struct py *py, const struct py_integer *i)
{
    mpz_t number;

    py_int_to_mpz(i, number);
    return py_int_from_mpz(py, number);
}

/* A str, or what bytes mean as one. */
static const struct py_string *text_of(struct py *py, struct py_object *o)
{
    const struct py_bytes *bytes = py_as_bytes(o);

    return bytes ? py_as_string(py_decode(py, bytes->bytes, bytes->length, PY_LATIN1, "strict"))
                 : py_as_string(o);
}

static struct py_object *int_make(struct py *py, const struct py_type *type,
                                  const struct py_args *args)
{
    struct py_object *slots[2], *method;
    const struct py_integer *i;
    const struct py_string *text;
    int64_t base = 10;
    double value;

    (void)type;
    if (!py_bind(py, "int", (const char *const[]){"?x", "/", "?base", NULL}, args, slots))
        return NULL;
    if (!slots[0])
        return py_int(py, 0);
    if (slots[1] && !py_need_int(py, slots[1], &base))
        return NULL;
    if (base != 0 && (base < 2 || base > 36))
        return py_raise(py, &py_value_error, "int() base must be >= 2 and <= 36, or 0");
    text = text_of(py, slots[0]);
    if (text)
        return py_int_from_text(py, slots[0], text, (int)base);
    if (slots[1])
        return py_raise(py, &py_type_error, "int() can't convert non-string with explicit base");
    if ((i = py_as_integer(slots[0])))
        return i->object.type == &py_bool_type ? py_int(py, i->value) : int_copy(py, i);
    if (py_as_double(slots[0], &value))
        return from_double(py, value);
    method = py_special(py, slots[0], "__int__");
    if (method)
        return py_call(py, method, &(struct py_args){.n = 0});
    return py_raised(py)
               ? NULL
               : py_raise(py, &py_type_error,
                          "int() argument must be a string, a bytes-like object or a real number, "
                          "not '%s'",
                          py_type_of(slots[0])->name);
}

const struct py_type py_int_type = {
    .name = "int",
    .is_base = true,
    .methods = py_int_methods,
    .make = int_make,
    .repr = int_repr,
    .format = py_int_format,
    .hash = hash,
    .truth = truth,
    .binary = binary,
    .unary = unary,
};

const struct py_type py_bool_type = {
    .name = "bool", .base = &py_int_type, .make = bool_make, .repr = bool_repr};
