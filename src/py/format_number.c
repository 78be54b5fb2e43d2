/* Numbers laid out by a format specification. */
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "py/float.h"
#include "py/format_spec.h"
#include "py/int.h"
#include "py/interp.h"
#include "py/text.h"

static void py_format_number(struct buf *out, const struct py_format_spec *spec,
                             const struct py_format_number *number);

/* ---- layout ---------------------------------------------------------------------------------- */

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/*
 * The digits with separators, and with zeros in front (which are separated,
 * too) up to 'width'.  They are written from the right.
 */
static char *grouped(TALLOC_CTX *mem, const char *digits, char separator, size_t group,
                     size_t width)
{
    size_t left = strlen(digits), size = 2 * larger(left, width) + 2;
    char *text = mem_array(mem, char, size), *at = text + size - 1;
    size_t in_group = 0;

    if (left == 0)
        return mem_strdup(mem, "");
    while (left > 0 || (size_t)(text + size - 1 - at) < width) {
        if (separator && in_group == group) {
            *--at = separator;
            in_group = 0;
            if (left == 0 && (size_t)(text + size - 1 - at) >= width) {
                /* A separator may not come first: the number gets wider than asked for. */
                *--at = '0';
                break;
            }
            continue;
        }
        *--at = left > 0 ? digits[--left] : '0';
        in_group++;
    }
    return at;
}

static void add_fill(struct buf *out, uint32_t fill, size_t n)
{
    for (size_t i = 0; i < n && !out->full; i++)
        py_add_point(out, fill);
}

static void py_format_number(struct buf *out, const struct py_format_spec *spec,
                             const struct py_format_number *number)
{
    MEM_SCRATCH(scratch);
    const char *prefix = number->prefix ? number->prefix : "";
    const char *rest = number->rest ? number->rest : "";
    char sign[2] = {number->negative ? '-' : spec->sign == '-' ? '\0' : spec->sign, '\0'};
    size_t around = strlen(sign) + strlen(prefix) + strlen(rest);
    bool zeros = spec->fill == '0' && spec->align == '=';
    size_t group = spec->type && strchr("boxX", (int)spec->type) ? 4 : 3;
    char *digits = grouped(scratch, number->digits, spec->grouping, group,
                           zeros && spec->width > around ? spec->width - around : 0);
    size_t length = around + strlen(digits);
    size_t pad = spec->width > length ? spec->width - length : 0;
    size_t left = spec->align == '>' ? pad : spec->align == '^' ? pad / 2 : 0;
    size_t middle = spec->align == '=' ? pad : 0;

    add_fill(out, spec->fill, left);
    buf_add(out, sign);
    buf_add(out, prefix);
    add_fill(out, spec->fill, middle);
    buf_add(out, digits);
    buf_add(out, rest);
    add_fill(out, spec->fill, pad - left - middle);
}

/* ---- int ------------------------------------------------------------------------------------- */

static bool format_character(struct py *py, struct buf *out, const struct py_format_spec *spec,
                             const struct py_integer *i)
{
    struct py_format_spec plain = *spec;
    char bytes[4];
    size_t n;

    if (spec->has_sign)
        return py_raise(py, &py_value_error, "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return py_raise(py, &py_value_error,
                        "Alternate form (#) not allowed with integer format specifier 'c'");
    if (i->big)
        return py_raise(py, &py_overflow_error, "Python int too large to convert to C long");
    if (i->value < 0 || i->value > 0x10ffff)
        return py_raise(py, &py_overflow_error, "%%c arg not in range(0x110000)");
    n = utf8_encode((uint32_t)i->value, bytes);
    if (n == 0)
        return py_refuse(py, "half of a surrogate pair in a text");
    plain.align = spec->align == '=' ? '>' : spec->align;
    py_format_text(out, &plain, bytes, n, 1);
    return true;
}

static void to_upper(char *text)
{
    for (; *text; text++)
        if (*text >= 'a' && *text <= 'z')
            *text -= 'a' - 'A';
}

bool py_format_integer(struct py *py, struct buf *out, const struct py_format_spec *spec,
                       const struct py_integer *i)
{
    MEM_SCRATCH(scratch);
    int base = spec->type == 'b'                        ? 2
               : spec->type == 'o'                      ? 8
               : spec->type == 'x' || spec->type == 'X' ? 16
                                                        : 10;
    struct py_format_number number = {.negative = false};
    const char *text;
    char *digits;
    char prefix[3] = {'0', (char)spec->type, '\0'};

    if (spec->precision >= 0)
        return py_raise(py, &py_value_error, "Precision not allowed in integer format specifier");
    if (spec->no_negative_zero)
        return py_raise(py, &py_value_error,
                        "Negative zero coercion (z) not allowed in integer format specifier");
    if (spec->type == 'c')
        return format_character(py, out, spec, i);
    text = py_int_digits(py, i, base);
    if (!text)
        return false;
    number.negative = *text == '-';
    digits = mem_strdup(scratch, text + number.negative);
    if (spec->type == 'X')
        to_upper(digits);
    number.digits = digits;
    number.prefix = spec->alternate && base != 10 ? prefix : NULL;
    py_format_number(out, spec, &number);
    return true;
}

static struct py_object *format_as_double(struct py *py, const struct py_format_spec *spec,
                                          const struct py_integer *i)
{
    MEM_SCRATCH(scratch);
    struct buf *out = py_buf(scratch, py);
    double value;

    if (!py_int_to_double(i, &value))
        return py_raise(py, &py_overflow_error, "int too large to convert to float");
    return py_format_double(py, out, spec, value) ? py_buf_string(py, out) : NULL;
}

struct py_object *py_int_format(struct py *py, struct py_object *self, const char *text)
{
    MEM_SCRATCH(scratch);
    const struct py_integer *i = py_as_integer(self);
    struct buf *out = py_buf(scratch, py);
    struct py_format_spec spec;

    if (!*text)
        return py_str(py, self);
    if (!py_format_parse(py, text, py_type_of(self)->name, '>', &spec))
        return NULL;
    if (spec.type && (spec.type >= 0x80 || !strchr("bcdoxXneEfFgG%", (int)spec.type)))
        return py_format_unknown(py, &spec, py_type_of(self)->name);
    if (spec.type && strchr("eEfFgG%", (int)spec.type))
        return format_as_double(py, &spec, i);
    return py_format_integer(py, out, &spec, i) ? py_buf_string(py, out) : NULL;
}

/* ---- float ----------------------------------------------------------------------------------- */

/* "1.500" becomes "1.5", "1.50e+10" becomes "1.5e+10", "2." becomes "2". */
static void strip_zeros(char *text)
{
    char *exponent = text + strcspn(text, "e"), *end = exponent;

    if (!memchr(text, '.', (size_t)(exponent - text)))
        return;
    while (end[-1] == '0')
        end--;
    if (end[-1] == '.')
        end--;
    memmove(end, exponent, strlen(exponent) + 1);
}

/* Without a type, but with a precision: like 'g', with at least one digit behind the point. */
static char *general(TALLOC_CTX *mem, double value, int precision, bool keep_zeros)
{
    char *text = mem_printf(mem, "%#.*e", precision - 1, value);
    int exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10);

    if (exponent >= -4 && exponent < precision - 1)
        text = mem_printf(mem, "%.*f", precision - 1 - exponent, value);
    if (!keep_zeros)
        strip_zeros(text);
    return strpbrk(text, ".e") ? text : mem_printf(mem, "%s.0", text);
}

/* repr(), which has a point in its alternate form also before an exponent. */
static char *shortest(TALLOC_CTX *mem, double value, bool alternate)
{
    char *text = py_float_text(mem, value);
    size_t n = strcspn(text, ".e");

    return alternate && text[n] == 'e' ? mem_printf(mem, "%.*s.%s", (int)n, text, text + n) : text;
}

static char *digits_of(TALLOC_CTX *mem, const struct py_format_spec *spec, double value)
{
    int precision = spec->precision < 0 ? 6 : (int)spec->precision;
    char type = spec->type == '%' ? 'f' : spec->type == 'n' ? 'g' : (char)spec->type;

    if (isnan(value))
        return mem_strdup(mem, "nan");
    if (isinf(value))
        return mem_strdup(mem, "inf");
    switch (type | 0x20) {
    case 'e':
        return spec->alternate ? mem_printf(mem, "%#.*e", precision, value)
                               : mem_printf(mem, "%.*e", precision, value);
    case 'f':
        return spec->alternate ? mem_printf(mem, "%#.*f", precision, value)
                               : mem_printf(mem, "%.*f", precision, value);
    case 'g':
        return spec->alternate ? mem_printf(mem, "%#.*g", precision, value)
                               : mem_printf(mem, "%.*g", precision, value);
    default:
        return spec->precision < 0
                   ? shortest(mem, value, spec->alternate)
                   : general(mem, value, precision > 0 ? precision : 1, spec->alternate);
    }
}

static bool is_zero(const char *digits)
{
    return strspn(digits, "0.") == strcspn(digits, "eE") && *digits != 'i' && *digits != 'n';
}

bool py_format_double(struct py *py, struct buf *out, const struct py_format_spec *spec,
                      double value)
{
    MEM_SCRATCH(scratch);
    struct py_format_number number = {.negative = signbit(value) && !isnan(value)};
    char *text;
    size_t n;

    if (spec->precision >= 0 && !py_may_have(py, (size_t)spec->precision))
        return false;
    text = digits_of(scratch, spec, fabs(spec->type == '%' ? value * 100 : value));
    if (spec->no_negative_zero && is_zero(text))
        number.negative = false;
    if (spec->type == 'E' || spec->type == 'F' || spec->type == 'G')
        to_upper(text);
    n = strspn(text, "0123456789");
    number.digits = mem_strndup(scratch, text, n);
    number.rest = spec->type == '%' ? mem_printf(scratch, "%s%%", text + n) : text + n;
    py_format_number(out, spec, &number);
    return true;
}

struct py_object *py_float_format(struct py *py, struct py_object *self, const char *text)
{
    MEM_SCRATCH(scratch);
    struct buf *out = py_buf(scratch, py);
    struct py_format_spec spec;
    double value = 0;

    if (!*text)
        return py_str(py, self);
    if (!py_as_double(self, &value) ||
        !py_format_parse(py, text, py_type_of(self)->name, '>', &spec))
        return NULL;
    if (spec.type && (spec.type >= 0x80 || !strchr("eEfFgGn%", (int)spec.type)))
        return py_format_unknown(py, &spec, py_type_of(self)->name);
    return py_format_double(py, out, &spec, value) ? py_buf_string(py, out) : NULL;
}
