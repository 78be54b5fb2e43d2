/* The methods of int. */
#include <string.h>

#include "base/mem.h"
#include "py/bytes.h"
#include "py/int.h"
#include "py/interp.h"
#include "py/native.h"

static struct py_object *bit_length(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    const struct py_integer *i = py_as_integer(self);
    mpz_t number;
    size_t bits;

    if (!py_no_args(py, "int.bit_length", args))
        return NULL;
    py_int_to_mpz(i, number);
    bits = mpz_sgn(number) ? mpz_sizeinbase(number, 2) : 0;
    mpz_clear(number);
    return py_int(py, (int64_t)bits);
}

static struct py_object *bit_count(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    mpz_t number;
    size_t bits;

    if (!py_no_args(py, "int.bit_count", args))
        return NULL;
    py_int_to_mpz(py_as_integer(self), number);
    mpz_abs(number, number);
    bits = mpz_popcount(number);
    mpz_clear(number);
    return py_int(py, (int64_t)bits);
}

/* The number itself, and no bool. */
static struct py_object *itself(struct py *py, struct py_object *self, const struct py_args *args)
{
    mpz_t number;

    (void)args;
    if (self->type == &py_int_type)
        return self;
    py_int_to_mpz(py_as_integer(self), number);
    return py_int_from_mpz(py, number);
}

static struct py_object *zero(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    (void)args;
    return py_int(py, 0);
}

static struct py_object *one(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    (void)args;
    return py_int(py, 1);
}

static struct py_object *as_ratio(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *pair[2] = {itself(py, self, args), py_int(py, 1)};

    return py_tuple(py, pair, 2);
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static bool byte_order(struct py *py, struct py_object *o, int *order)
{
    const char *text = o ? py_text(o) : "big";

    if (text && strcmp(text, "big") == 0)
        *order = 1;
    else if (text && strcmp(text, "little") == 0)
        *order = -1;
    else
        return text ? py_raise(py, &py_value_error, "byteorder must be either 'little' or 'big'")
                    : py_raise(py, &py_type_error, "byteorder must be str, not %s",
                               py_type_of(o)->name);
    return true;
}

/* Two's complement: what a negative number is in so many bytes. */
static bool fits(struct py *py, mpz_t number, size_t length, bool is_signed)
{
    size_t bits = mpz_sgn(number) < 0 ? mpz_sizeinbase(number, 2) -
                                            (mpz_scan1(number, 0) + 1 == mpz_sizeinbase(number, 2))
                                      : mpz_sizeinbase(number, 2);

    if (mpz_sgn(number) < 0 && !is_signed)
        return py_raise(py, &py_overflow_error, "can't convert negative int to unsigned");
    if (mpz_sgn(number) != 0 && bits > length * 8 - (is_signed && length > 0))
        return py_raise(py, &py_overflow_error, "int too big to convert");
    if (mpz_sgn(number) < 0) {
        mpz_t all;

        mpz_init_set_ui(all, 1);
        mpz_mul_2exp(all, all, length * 8);
        mpz_add(number, number, all);
        mpz_clear(all);
    }
    return true;
}

static struct py_object *to_bytes(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    struct py_object *slots[3], *result = NULL;
    int64_t length = 1;
    bool is_signed = false;
    int order;
    mpz_t number;
    char *bytes;
    size_t n;

    if (!py_take(py, "int.to_bytes",
                 (const char *const[]){"?length", "?byteorder", "*", "?signed", NULL}, args,
                 slots) ||
        (slots[0] && !py_need_int(py, slots[0], &length)) || !byte_order(py, slots[1], &order) ||
        (slots[2] && !py_truth(py, slots[2], &is_signed)))
        return NULL;
    if (length < 0)
        return py_raise(py, &py_value_error, "length argument must be non-negative");
    if (!py_may_have(py, (size_t)length))
        return NULL;
    py_int_to_mpz(py_as_integer(self), number);
    if (fits(py, number, (size_t)length, is_signed)) {
        bytes = mem_array(scratch, char, (size_t)length + 1);
        n = (mpz_sizeinbase(number, 2) + 7) / 8;
        if (mpz_sgn(number) != 0)
            mpz_export(order > 0 ? bytes + (size_t)length - n : bytes, NULL, order, 1, 0, 0,
                       number);
        result = py_bytes(py, bytes, (size_t)length);
    }
    mpz_clear(number);
    return result;
}

static struct py_object *from_bytes(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    struct py_object *slots[3], *made;
    const struct py_bytes *b;
    bool is_signed = false;
    int order;
    mpz_t number;

    (void)self;
    if (!py_take(py, "int.from_bytes",
                 (const char *const[]){"bytes", "?byteorder", "*", "?signed", NULL}, args, slots) ||
        !byte_order(py, slots[1], &order) || (slots[2] && !py_truth(py, slots[2], &is_signed)))
        return NULL;
    made = py_call_with(py, py_type_object(&py_bytes_type), slots[0]);
    if (!made)
        return NULL;
    b = py_as_bytes(made);
    mpz_init(number);
    mpz_import(number, b->length, order, 1, 0, 0, b->bytes);
    if (is_signed && b->length > 0 && mpz_tstbit(number, b->length * 8 - 1)) {
        mpz_t all;

        mpz_init_set_ui(all, 1);
        mpz_mul_2exp(all, all, b->length * 8);
        mpz_sub(number, number, all);
        mpz_clear(all);
    }
    return py_int_from_mpz(py, number);
}

const struct py_method py_int_methods[] = {
    {.name = "as_integer_ratio", .call = as_ratio},
    {.name = "bit_count", .call = bit_count},
    {.name = "bit_length", .call = bit_length},
    {.name = "conjugate", .call = itself},
    {.name = "denominator", .call = one, .kind = PY_PROPERTY},
    {.name = "from_bytes", .call = from_bytes, .kind = PY_CLASS_METHOD},
    {.name = "imag", .call = zero, .kind = PY_PROPERTY},
    {.name = "numerator", .call = itself, .kind = PY_PROPERTY},
    {.name = "real", .call = itself, .kind = PY_PROPERTY},
    {.name = "to_bytes", .call = to_bytes},
    {.name = NULL},
};
