#include "py/format_spec.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "py/interp.h"
#include "py/text.h"

static bool is_align(uint32_t c)
{
    return c == '<' || c == '>' || c == '^' || c == '=';
}

static uint32_t next_point(const char **at)
{
    uint32_t point = 0;
    size_t n = strlen(*at), step = n > 0 ? utf8_decode(*at, n, &point) : 0;

    *at += step;
    return point;
}

/* Fill and alignment. */
static void parse_align(const char **at, struct py_format_spec *spec, bool *has_fill)
{
    const char *behind = *at;
    uint32_t first = next_point(&behind);

    *has_fill = false;
    if (first && is_align((unsigned char)*behind)) {
        spec->fill = first;
        *has_fill = true;
        spec->align = *behind;
        *at = behind + 1;
    } else if (first && is_align(first)) {
        spec->align = (char)first;
        *at = behind;
    } else {
        return;
    }
    spec->has_align = true;
}

/* 1 when there was a number, 0 when there was none, -1 when it was too large. */
static int parse_number(const char **at, size_t *number)
{
    const char *begin = *at;

    for (*number = 0; **at >= '0' && **at <= '9'; ++*at)
        if (__builtin_mul_overflow(*number, 10, number) ||
            __builtin_add_overflow(*number, (size_t)(**at - '0'), number) ||
            *number > (size_t)INT64_MAX)
            return -1;
    return *at > begin;
}

static void parse_flags(const char **at, struct py_format_spec *spec, bool has_fill,
                        char usual_align)
{
    spec->has_sign = **at && strchr("+- ", **at);
    if (spec->has_sign)
        spec->sign = *(*at)++;
    if (**at == 'z') {
        spec->no_negative_zero = true;
        ++*at;
    }
    if (**at == '#') {
        spec->alternate = true;
        ++*at;
    }
    if (!has_fill && **at == '0') {
        spec->fill = '0';
        if (!spec->has_align && usual_align == '>')
            spec->align = '=';
        ++*at;
    }
}

static bool parse_grouping(struct py *py, const char **at, struct py_format_spec *spec)
{
    for (; **at == ',' || **at == '_'; ++*at) {
        if (spec->grouping == **at)
            break;
        if (spec->grouping)
            return py_raise(py, &py_value_error, "Cannot specify both ',' and '_'.");
        spec->grouping = **at;
    }
    return true;
}

static bool check_grouping(struct py *py, const struct py_format_spec *spec)
{
    const char *types = spec->grouping == '_' ? "deEfFgG%boxX" : "deEfFgG%";

    if (!spec->grouping || !spec->type || (spec->type < 0x80 && strchr(types, (int)spec->type)))
        return true;
    if (spec->type > 32 && spec->type < 128)
        return py_raise(py, &py_value_error, "Cannot specify '%c' with '%c'.", spec->grouping,
                        (char)spec->type);
    return py_raise(py, &py_value_error, "Cannot specify '%c' with '\\x%x'.", spec->grouping,
                    spec->type);
}

bool py_format_parse(struct py *py, const char *text, const char *type_name, char align,
                     struct py_format_spec *spec)
{
    const char *at = text;
    bool has_fill;
    size_t precision;
    int n;

    *spec = (struct py_format_spec){.fill = ' ', .align = align, .sign = '-', .precision = -1};
    parse_align(&at, spec, &has_fill);
    parse_flags(&at, spec, has_fill, align);
    if (parse_number(&at, &spec->width) < 0)
        return py_raise(py, &py_value_error, "Too many decimal digits in format string");
    if (!parse_grouping(py, &at, spec))
        return false;
    if (*at == '.') {
        at++;
        n = parse_number(&at, &precision);
        if (n <= 0)
            return py_raise(py, &py_value_error,
                            n < 0 ? "Too many decimal digits in format string"
                                  : "Format specifier missing precision");
        spec->precision = (int64_t)precision;
    }
    spec->type = next_point(&at);
    if (*at)
        return py_raise(py, &py_value_error,
                        "Invalid format specifier '%s' for object of type '%s'", text, type_name);
    return check_grouping(py, spec) && py_may_have(py, spec->width);
}

void *py_format_unknown(struct py *py, const struct py_format_spec *spec, const char *type_name)
{
    if (spec->type > 32 && spec->type < 128)
        return py_raise(py, &py_value_error, "Unknown format code '%c' for object of type '%s'",
                        (char)spec->type, type_name);
    return py_raise(py, &py_value_error, "Unknown format code '\\x%x' for object of type '%s'",
                    spec->type, type_name);
}

static void add_fill(struct buf *out, uint32_t fill, size_t n)
{
    for (size_t i = 0; i < n && !out->full; i++)
        py_add_point(out, fill);
}

void py_format_text(struct buf *out, const struct py_format_spec *spec, const char *text,
                    size_t length, size_t n)
{
    size_t pad = spec->width > n ? spec->width - n : 0;
    size_t left = spec->align == '>' ? pad : spec->align == '^' ? pad / 2 : 0;

    add_fill(out, spec->fill, left);
    buf_addn(out, text, length);
    add_fill(out, spec->fill, pad - left);
}

static bool check_for_text(struct py *py, const struct py_format_spec *spec)
{
    if (spec->has_sign)
        return py_raise(py, &py_value_error,
                        spec->sign == ' ' ? "Space not allowed in string format specifier"
                                          : "Sign not allowed in string format specifier");
    if (spec->no_negative_zero)
        return py_raise(py, &py_value_error,
                        "Negative zero coercion (z) not allowed in string format specifier");
    if (spec->alternate)
        return py_raise(py, &py_value_error,
                        "Alternate form (#) not allowed in string format specifier");
    if (spec->align == '=')
        return py_raise(py, &py_value_error,
                        "'=' alignment not allowed in string format specifier");
    return true;
}

struct py_object *py_string_format(struct py *py, struct py_object *self, const char *text)
{
    MEM_SCRATCH(scratch);
    const struct py_string *s = py_as_string(self);
    struct buf *out = py_buf(scratch, py);
    struct py_format_spec spec;
    size_t n = s->n;

    if (!*text)
        return py_str(py, self);
    if (!py_format_parse(py, text, "str", '<', &spec))
        return NULL;
    if (spec.type && spec.type != 's')
        return py_format_unknown(py, &spec, "str");
    if (spec.grouping)
        return py_raise(py, &py_value_error, "Cannot specify '%c' with 's'.", spec.grouping);
    if (!check_for_text(py, &spec))
        return NULL;
    if (spec.precision >= 0 && (uint64_t)spec.precision < n)
        n = (size_t)spec.precision;
    py_format_text(out, &spec, s->text, py_string_offset(s, n), n);
    return py_buf_string(py, out);
}
