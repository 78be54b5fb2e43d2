/* "..." % values. */
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
#include "py/type.h"

struct percent {
    struct py *py;
    const struct py_string *s;
    size_t at; /* behind what was read */
    struct buf *out;
    struct py_object *mapping; /* for %(name)s, or NULL */
    struct py_object *const *values;
    size_t n, next;
};

static void *incomplete(struct percent *p)
{
    return py_raise(p->py, &py_value_error, "incomplete format");
}

static struct py_object *next_value(struct percent *p)
{
    if (p->next < p->n)
        return p->values[p->next++];
    return py_raise(p->py, &py_type_error, "not enough arguments for format string");
}

/* %(name)s: the value of that name is the only one. */
static bool take_name(struct percent *p, struct py_object **named)
{
    size_t begin = ++p->at, depth = 1;

    if (!p->mapping)
        return py_raise(p->py, &py_type_error, "format requires a mapping");
    for (; p->at < p->s->length; p->at++) {
        char c = p->s->text[p->at];

        depth += c == '(' ? 1 : 0;
        if (c == ')' && --depth == 0)
            break;
    }
    if (p->at == p->s->length)
        return py_raise(p->py, &py_value_error, "incomplete format key");
    *named = py_item(p->py, p->mapping, py_stringn(p->py, p->s->text + begin, p->at - begin));
    p->at++;
    return *named != NULL;
}

static void take_flags(struct percent *p, struct py_format_spec *spec)
{
    bool left = false, zero = false;

    for (;; p->at++) {
        char c = p->s->text[p->at];

        if (c == '-')
            left = true;
        else if (c == '0')
            zero = true;
        else if (c == '#')
            spec->alternate = true;
        else if (c == '+' || (c == ' ' && spec->sign != '+'))
            spec->sign = c;
        else if (c != ' ')
            break;
    }
    spec->align = left ? '<' : zero ? '=' : '>';
    spec->fill = zero && !left ? '0' : ' ';
}

/* A width or a precision: digits or a star; 'number' stays when there is neither. */
static bool take_number(struct percent *p, int64_t *number)
{
    const char *text = p->s->text;

    if (text[p->at] == '*') {
        struct py_object *value = next_value(p);

        p->at++;
        if (!value)
            return false;
        return py_as_int(value, number) || py_raise(p->py, &py_type_error, "* wants int");
    }
    if (text[p->at] < '0' || text[p->at] > '9')
        return true;
    for (*number = 0; text[p->at] >= '0' && text[p->at] <= '9'; p->at++)
        if (__builtin_mul_overflow(*number, 10, number) ||
            __builtin_add_overflow(*number, text[p->at] - '0', number))
            return py_refuse(p->py, "a number in a format is too large");
    return true;
}

static bool take_spec(struct percent *p, struct py_format_spec *spec)
{
    int64_t width = 0;

    *spec = (struct py_format_spec){.sign = '-', .precision = -1};
    take_flags(p, spec);
    if (!take_number(p, &width))
        return false;
    if (width < 0) {
        spec->align = '<';
        spec->fill = ' ';
        width = width == INT64_MIN ? INT64_MAX : -width;
    }
    spec->width = (size_t)width;
    if (p->s->text[p->at] == '.') {
        p->at++;
        spec->precision = 0;
        if (!take_number(p, &spec->precision))
            return false;
        if (spec->precision < 0)
            spec->precision = 0;
    }
    while (p->s->text[p->at] && strchr("hlL", p->s->text[p->at]))
        p->at++;
    return py_may_have(p->py, spec->width) &&
           py_may_have(p->py, spec->precision > 0 ? (size_t)spec->precision : 0);
}

/* ---- conversions ----------------------------------------------------------------------------- */

static bool add_text(struct percent *p, const struct py_format_spec *spec, struct py_object *text)
{
    struct py_format_spec plain = *spec;
    const struct py_string *s;
    size_t n;

    if (!text)
        return false;
    s = py_as_string(text);
    n = spec->precision >= 0 && (uint64_t)spec->precision < s->n ? (size_t)spec->precision : s->n;
    plain.fill = ' ';
    plain.align = spec->align == '<' ? '<' : '>';
    py_format_text(p->out, &plain, s->text, py_string_offset(s, n), n);
    return true;
}

static bool add_character(struct percent *p, const struct py_format_spec *spec,
                          struct py_object *value)
{
    const struct py_string *s = py_as_string(value);
    struct py_format_spec plain = *spec;
    int64_t point;
    char bytes[4];
    size_t n;

    plain.precision = -1;
    if (s && s->n == 1)
        return add_text(p, &plain, value);
    if (!py_is(value, &py_int_type))
        return py_raise(p->py, &py_type_error, "%%c requires int or char");
    if (!py_as_int(value, &point) || point < 0 || point > 0x10ffff)
        return py_raise(p->py, &py_overflow_error, "%%c arg not in range(0x110000)");
    n = utf8_encode((uint32_t)point, bytes);
    return n > 0 ? add_text(p, &plain, py_stringn(p->py, bytes, n))
                 : py_refuse(p->py, "half of a surrogate pair in a text") != NULL;
}

/* A number that is none of the built-in ones: what int() or float() makes of it. */
static struct py_object *number_like(struct percent *p, const struct py_type *type,
                                     struct py_object *value, const char *method)
{
    struct py_object *found = py_special(p->py, value, method);

    if (!found || py_text(value))
        return NULL;
    return py_call_with(p->py, py_type_object(type), value);
}

static struct py_object *whole(struct percent *p, struct py_object *value, char type)
{
    bool decimal = strchr("diu", type);
    struct py_object *number = NULL;

    if (py_as_integer(value))
        return value;
    if (decimal && (py_is(value, &py_float_type) ||
                    !(number = number_like(p, &py_int_type, value, "__int__"))))
        number = py_is(value, &py_float_type)
                     ? py_call_with(p->py, py_type_object(&py_int_type), value)
                     : NULL;
    else if (!decimal)
        number = number_like(p, &py_int_type, value, "__index__");
    if (number || py_raised(p->py))
        return number;
    return py_raise(p->py, &py_type_error, "%%%c format: %s is required, not %s", type,
                    decimal ? "a real number" : "an integer", py_type_of(value)->name);
}

/* A precision means that many digits at least. */
static bool add_integer(struct percent *p, const struct py_format_spec *spec,
                        struct py_object *value, char type)
{
    struct py_format_spec wide = *spec, inner = {.fill = '0', .align = '=', .sign = spec->sign};
    MEM_SCRATCH(scratch);
    struct buf *text = py_buf(scratch, p->py);
    struct py_object *number = whole(p, value, type);
    const struct py_integer *i = number ? py_as_integer(number) : NULL;

    if (!i)
        return false;
    wide.precision = -1;
    wide.type = inner.type = strchr("diu", type) ? 'd' : (uint32_t)type;
    if (spec->precision < 0)
        return py_format_integer(p->py, p->out, &wide, i);
    inner.precision = -1;
    inner.alternate = spec->alternate;
    inner.width = (size_t)spec->precision + (spec->alternate && wide.type != 'd' ? 2 : 0) +
                  (spec->sign != '-' || (i->big ? mpz_sgn(i->big) < 0 : i->value < 0));
    if (!py_format_integer(p->py, text, &inner, i))
        return false;
    if (spec->align == '=') {
        /* The zeros of the width come behind the sign, too. */
        inner.width = spec->width > inner.width ? spec->width : inner.width;
        return py_format_integer(p->py, p->out, &inner, i);
    }
    wide.precision = -1;
    py_format_text(p->out, &wide, text->text, text->length, text->length);
    return true;
}

static bool add_double(struct percent *p, const struct py_format_spec *spec,
                       struct py_object *value, char type)
{
    struct py_format_spec with_type = *spec;
    struct py_object *number;
    double d;

    with_type.type = (uint32_t)type;
    if (py_as_double(value, &d))
        return py_format_double(p->py, p->out, &with_type, d);
    if (py_is(value, &py_int_type))
        return py_raise(p->py, &py_overflow_error, "int too large to convert to float");
    number = number_like(p, &py_float_type, value, "__float__");
    if (number && py_as_double(number, &d))
        return py_format_double(p->py, p->out, &with_type, d);
    return py_raised(p->py) ? false
                            : py_raise(p->py, &py_type_error, "must be real number, not %s",
                                       py_type_of(value)->name) != NULL;
}

static bool add_value(struct percent *p, const struct py_format_spec *spec, struct py_object *value,
                      uint32_t type, size_t index)
{
    switch (type) {
    case 's':
        return add_text(p, spec, py_str(p->py, value));
    case 'r':
        return add_text(p, spec, py_repr(p->py, value));
    case 'a':
        return add_text(p, spec, py_ascii(p->py, value));
    case 'c':
        return add_character(p, spec, value);
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
        return add_integer(p, spec, value, (char)type);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        return add_double(p, spec, value, (char)type);
    default:
        return py_raise(p->py, &py_value_error,
                        "unsupported format character '%c' (0x%x) at index %zu",
                        type > 31 && type < 127 ? (char)type : '?', type, index);
    }
}

/* From behind a '%'. */
static bool convert(struct percent *p)
{
    struct py_object *value = NULL;
    struct py_format_spec spec;
    uint32_t type;
    size_t index;

    if (p->at == p->s->length)
        return incomplete(p);
    if (p->s->text[p->at] == '%') {
        buf_addc(p->out, '%');
        p->at++;
        return true;
    }
    if (p->s->text[p->at] == '(' && !take_name(p, &value))
        return false;
    if (value)
        p->n = p->next = 0; /* no other value is left */
    if (!take_spec(p, &spec))
        return false;
    if (p->at == p->s->length)
        return incomplete(p);
    index = py_string_index(p->s, p->at);
    p->at += py_point_at(p->s, p->at, &type);
    if (!value)
        value = next_value(p);
    return value && add_value(p, &spec, value, type, index);
}

struct py_object *py_percent(struct py *py, const struct py_string *s, struct py_object *value)
{
    MEM_SCRATCH(scratch);
    const struct py_list *tuple = py_is(value, &py_tuple_type) ? py_as_sequence(value) : NULL;
    bool is_mapping = !tuple && !py_text(value) && PY_SLOT(py_type_of(value), item);
    struct percent p = {
        .py = py,
        .s = s,
        .out = py_buf(scratch, py),
        .mapping = is_mapping || py_poison_origin(value) ? value : NULL,
        .values = tuple ? tuple->items : &value,
        .n = tuple ? tuple->n : 1,
    };

    while (p.at < s->length && !p.out->full) {
        const char *found = memchr(s->text + p.at, '%', s->length - p.at);
        size_t n = found ? (size_t)(found - s->text) - p.at : s->length - p.at;

        buf_addn(p.out, s->text + p.at, n);
        p.at += n + (found != NULL);
        if (found && (!py_step(py, 1) || !convert(&p)))
            return NULL;
    }
    if (p.next < p.n && !p.mapping && !p.out->full)
        return py_raise(py, &py_type_error, "not all arguments converted during string formatting");
    return py_buf_string(py, p.out);
}
