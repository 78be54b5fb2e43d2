/* int with int: in 64 bits where they suffice, else by GMP. */
#include <math.h>
#include <stdlib.h>

#include "py/int.h"
#include "py/interp.h"

static bool small(enum py_operator op, int64_t a, int64_t b, int64_t *result)
{
    switch (op) {
    case PY_ADD:
        return !__builtin_add_overflow(a, b, result);
    case PY_SUB:
        return !__builtin_sub_overflow(a, b, result);
    case PY_MULT:
        return !__builtin_mul_overflow(a, b, result);
    case PY_BIT_AND:
        *result = a & b;
        return true;
    case PY_BIT_OR:
        *result = a | b;
        return true;
    case PY_BIT_XOR:
        *result = a ^ b;
        return true;
    case PY_FLOOR_DIV:
        if (b == 0 || (a == INT64_MIN && b == -1))
            return false;
        *result = a / b - (a % b != 0 && (a < 0) != (b < 0));
        return true;
    case PY_MOD:
        if (b == 0 || b == -1)
            return false;
        *result = a % b + (a % b != 0 && (a < 0) != (b < 0) ? b : 0);
        return true;
    default:
        return false;
    }
}

static struct py_object *power(struct py *py, mpz_ptr a, mpz_ptr b, mpz_ptr result)
{
    double bits = (double)mpz_sizeinbase(a, 2) * fabs(mpz_get_d(b));

    if (mpz_cmpabs_ui(a, 1) <= 0) {
        bool odd = mpz_odd_p(b);

        mpz_set_si(result, mpz_sgn(a) == 0 ? mpz_sgn(b) == 0 : mpz_sgn(a) < 0 && odd ? -1 : 1);
        return py_none();
    }
    if (bits / 8 > 1e15 || !py_may_have(py, (size_t)(bits / 8)))
        return py_raised(py) ? NULL : py_refuse(py, "the power is too large");
    if (!py_step(py, (uint64_t)(bits / 8)))
        return NULL;
    mpz_pow_ui(result, a, mpz_get_ui(b));
    return py_none();
}

static struct py_object *shift(struct py *py, enum py_operator op, mpz_ptr a, mpz_ptr b,
                               mpz_ptr result)
{
    unsigned long by = mpz_get_ui(b);

    if (mpz_sgn(b) < 0)
        return py_raise(py, &py_value_error, "negative shift count");
    if (op == PY_LSHIFT) {
        if (mpz_sgn(a) != 0 &&
            (!mpz_fits_ulong_p(b) || !py_may_have(py, by / 8 + mpz_sizeinbase(a, 2) / 8)))
            return py_raised(py) ? NULL : py_refuse(py, "the shift is too large");
        mpz_mul_2exp(result, a, mpz_sgn(a) ? by : 0);
    } else {
        mpz_fdiv_q_2exp(result, a, mpz_fits_ulong_p(b) ? by : mpz_sizeinbase(a, 2) + 1);
    }
    return py_none();
}

/* NULL: raised. */
static struct py_object *large(struct py *py, enum py_operator op, mpz_ptr a, mpz_ptr b,
                               mpz_ptr result)
{
    if (!py_may_have(py, (mpz_sizeinbase(a, 2) + mpz_sizeinbase(b, 2)) / 8) ||
        !py_step(py, op == PY_MULT || op == PY_FLOOR_DIV || op == PY_MOD
                         ? (uint64_t)mpz_size(a) * mpz_size(b) / 16
                         : 1))
        return NULL;
    if ((op == PY_FLOOR_DIV || op == PY_MOD) && mpz_sgn(b) == 0)
        return py_raise(py, &py_zero_division_error,
                        op == PY_MOD ? "integer modulo by zero"
                                     : "integer division or modulo by zero");
    switch (op) {
    case PY_ADD:
        mpz_add(result, a, b);
        break;
    case PY_SUB:
        mpz_sub(result, a, b);
        break;
    case PY_MULT:
        mpz_mul(result, a, b);
        break;
    case PY_FLOOR_DIV:
        mpz_fdiv_q(result, a, b);
        break;
    case PY_MOD:
        mpz_fdiv_r(result, a, b);
        break;
    case PY_BIT_AND:
        mpz_and(result, a, b);
        break;
    case PY_BIT_OR:
        mpz_ior(result, a, b);
        break;
    case PY_BIT_XOR:
        mpz_xor(result, a, b);
        break;
    case PY_POW:
        return power(py, a, b, result);
    case PY_LSHIFT:
    case PY_RSHIFT:
        return shift(py, op, a, b, result);
    default:
        return py_not_implemented();
    }
    return py_none();
}

struct py_object *py_int_arithmetic(struct py *py, enum py_operator op, const struct py_integer *a,
                                    const struct py_integer *b)
{
    mpz_t x, y, z;
    struct py_object *done;
    int64_t result;

    if (!a->big && !b->big && small(op, a->value, b->value, &result))
        return py_int(py, result);
    py_int_to_mpz(a, x);
    py_int_to_mpz(b, y);
    mpz_init(z);
    done = large(py, op, x, y, z);
    mpz_clear(x);
    mpz_clear(y);
    if (done && py_is_none(done))
        return py_int_from_mpz(py, z);
    mpz_clear(z);
    return done;
}

struct py_object *py_int_divide(struct py *py, const struct py_integer *a,
                                const struct py_integer *b)
{
    double value;

    if (!b->big && b->value == 0)
        return py_raise(py, &py_zero_division_error, "division by zero");
    if (!a->big && !b->big && llabs(a->value) < (1LL << 53) && llabs(b->value) < (1LL << 53))
        return py_float(py, (double)a->value / (double)b->value);
    if (!py_int_quotient(a, b, &value))
        return py_raise(py, &py_overflow_error, "integer division result too large for a float");
    return py_float(py, value);
}
