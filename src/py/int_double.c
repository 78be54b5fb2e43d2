/* Between whole numbers and doubles, without losing a bit that counts. */
#include <float.h>
#include <math.h>

#include "py/hash.h"
#include "py/int.h"
#include "py/interp.h"

/*
 * The nearest double of 'top' * 2^'exponent': 'top' has 64 bits, and its last
 * one is set when anything was cut off behind it, so that rounding is right.
 */
static double nearest(uint64_t top, long exponent)
{
    return exponent > 2000 ? HUGE_VAL : ldexp((double)top, (int)exponent);
}

/* The first 64 bits of 'number' > 0; the last one is set where others that are not 0 follow. */
static uint64_t top_bits(const mpz_t number, long *exponent)
{
    size_t bits = mpz_sizeinbase(number, 2);
    uint64_t top;
    mpz_t rest;

    *exponent = (long)bits - 64;
    mpz_init(rest);
    if (*exponent >= 0)
        mpz_tdiv_q_2exp(rest, number, (mp_bitcnt_t)*exponent);
    else
        mpz_mul_2exp(rest, number, (mp_bitcnt_t) - *exponent);
    top = mpz_get_ui(rest);
    mpz_clear(rest);
    if (*exponent > 0 && mpz_scan1(number, 0) < (mp_bitcnt_t)*exponent)
        top |= 1;
    return top;
}

static double mpz_nearest(mpz_t number)
{
    int sign = mpz_sgn(number);
    double value;
    long exponent;

    if (sign == 0)
        return 0;
    mpz_abs(number, number);
    value = nearest(top_bits(number, &exponent), 0);
    value = exponent > 2000 ? HUGE_VAL : ldexp(value, (int)exponent);
    return sign < 0 ? -value : value;
}

bool py_int_to_double(const struct py_integer *i, double *value)
{
    mpz_t number;

    if (!i->big) {
        *value = (double)i->value;
        return true;
    }
    py_int_to_mpz(i, number);
    *value = mpz_nearest(number);
    mpz_clear(number);
    return isfinite(*value);
}

bool py_int_quotient(const struct py_integer *a, const struct py_integer *b, double *value)
{
    mpz_t x, y, rest;
    long shift, exponent;
    bool negative;
    int sign;

    py_int_to_mpz(a, x);
    py_int_to_mpz(b, y);
    mpz_init(rest);
    sign = mpz_sgn(x) * mpz_sgn(y);
    negative = mpz_sgn(y) < 0; /* 0 / -1 is -0.0 */
    mpz_abs(x, x);
    mpz_abs(y, y);
    /* As many bits as it takes for the quotient to have 66 at least. */
    shift = (long)mpz_sizeinbase(y, 2) - (long)mpz_sizeinbase(x, 2) + 66;
    if (shift > 0)
        mpz_mul_2exp(x, x, (mp_bitcnt_t)shift);
    else
        mpz_mul_2exp(y, y, (mp_bitcnt_t)-shift);
    mpz_tdiv_qr(x, rest, x, y);
    if (mpz_sgn(rest) != 0)
        mpz_setbit(x, 0);
    *value = sign == 0 ? 0 : nearest(top_bits(x, &exponent), 0);
    if (sign == 0)
        sign = negative ? -1 : 1;
    else
        *value = exponent - shift > 2000 ? HUGE_VAL : ldexp(*value, (int)(exponent - shift));
    *value = sign < 0 ? -*value : *value;
    mpz_clears(x, y, rest, NULL);
    return isfinite(*value);
}

int py_int_compare_double(const struct py_integer *i, double value)
{
    mpz_t number;
    int order;

    if (!i->big && llabs(i->value) <= (1LL << 53))
        return ((double)i->value > value) - ((double)i->value < value);
    py_int_to_mpz(i, number);
    order = mpz_cmp_d(number, value);
    mpz_clear(number);
    return order;
}

/* ---- hashes ---------------------------------------------------------------------------------- */

/* Equal numbers of all types hash alike when they are reduced modulo this, as in CPython. */
static const uint64_t modulus = ((uint64_t)1 << 61) - 1;

static uint64_t with_sign(uint64_t hash, bool negative)
{
    hash = negative ? 0 - hash : hash;
    return hash == UINT64_MAX ? hash - 1 : hash; /* -1 is an error in CPython */
}

uint64_t py_int_hash(const struct py_integer *i)
{
    uint64_t magnitude = i->value < 0 ? 0 - (uint64_t)i->value : (uint64_t)i->value;

    if (i->big)
        return with_sign(mpz_tdiv_ui(i->big, modulus), mpz_sgn(i->big) < 0);
    return with_sign(magnitude % modulus, i->value < 0);
}

uint64_t py_hash_double(double value)
{
    int exponent;
    double rest = frexp(fabs(value), &exponent);
    uint64_t hash = 0;

    if (isnan(value))
        return 0;
    if (isinf(value))
        return with_sign(314159, value < 0);
    while (rest != 0) {
        hash = ((hash << 28) & modulus) | hash >> (61 - 28);
        rest *= 268435456.0; /* 2^28 */
        exponent -= 28;
        hash += (uint64_t)rest;
        rest -= trunc(rest);
        hash = hash >= modulus ? hash - modulus : hash;
    }
    exponent = exponent >= 0 ? exponent % 61 : 61 - 1 - (-1 - exponent) % 61;
    hash = ((hash << exponent) & modulus) | hash >> (61 - exponent);
    return with_sign(hash, value < 0);
}
