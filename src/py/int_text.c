/* int("..."): numbers as they are written. */
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "py/int.h"
#include "py/interp.h"
#include "py/text.h"
#include "py/unicode.h"

enum { DIGITS_MAX = 4300 }; /* CPython's own limit, against quadratic conversions */

const char *py_plain_number(TALLOC_CTX *mem, const struct py_string *s)
{
    struct buf *out = buf_new(mem, BUF_MAX);
    size_t from = 0, to = s->length, step;
    uint32_t point;

    while (from < to && (step = py_point_at(s, from, &point), utf8_is_space(point)))
        from += step;
    while (to > from && (step = py_point_before(s, to, &point), utf8_is_space(point)))
        to -= step;
    for (; from < to; from += step) {
        int digit;

        step = py_point_at(s, from, &point);
        digit = point < 0x80 ? -1 : unicode_decimal(point);
        buf_addc(out, digit >= 0                  ? (char)('0' + digit)
                      : point > 0 && point < 0x80 ? (char)point
                                                  : '?');
    }
    return out->text;
}

static int value_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 36;
}

/* What a prefix says; base 0 follows it, and allows zeros in front only of 0. */
static bool take_prefix(const char **at, int *base)
{
    int prefix = 0;

    if (**at == '0')
        prefix = strchr("xX", (*at)[1]) ? 16 : strchr("oO", (*at)[1]) ? 8 : 2;
    if (**at == '0' && (*at)[1] && strchr("xXoObB", (*at)[1]) && (*base == 0 || *base == prefix)) {
        *base = prefix;
        *at += 2;
        *at += **at == '_';
        return true;
    }
    if (*base == 0) {
        *base = 10;
        if (**at == '0' && strspn(*at, "0_") < strlen(*at))
            return false;
    }
    return true;
}

/* The digits alone; NULL when something else is among them. */
static struct buf *digits_of(TALLOC_CTX *mem, const char *at, int base)
{
    struct buf *digits = buf_new(mem, BUF_MAX);
    bool behind_digit = false;

    for (; *at; at++) {
        if (*at == '_' ? !behind_digit : value_of(*at) >= base)
            return NULL;
        behind_digit = *at != '_';
        if (behind_digit)
            buf_addc(digits, *at);
    }
    return behind_digit ? digits : NULL;
}

struct py_object *py_int_from_text(struct py *py, struct py_object *shown,
                                   const struct py_string *s, int base)
{
    MEM_SCRATCH(scratch);
    const char *at = py_may_have(py, s->length) ? py_plain_number(scratch, s) : NULL;
    bool negative = at && *at == '-';
    int used = base;
    struct buf *digits = NULL;
    struct py_object *number;

    if (!at)
        return NULL;
    at += *at == '-' || *at == '+';
    if (take_prefix(&at, &used))
        digits = digits_of(scratch, at, used);
    if (!digits) {
        const char *text = py_repr_text(py, shown);

        return text ? py_raise(py, &py_value_error, "invalid literal for int() with base %d: %s",
                               base, text)
                    : NULL;
    }
    if (digits->length > DIGITS_MAX && (used & (used - 1)) != 0)
        return py_raise(py, &py_value_error,
                        "Exceeds the limit (%d digits) for integer string conversion: value has "
                        "%zu digits; use sys.set_int_max_str_digits() to increase the limit",
                        DIGITS_MAX, digits->length);
    number = py_int_parse(py, digits->text, used);
    return number && negative ? py_unary(py, PY_NEGATE, number) : number;
}
