/* str.format(): replacement fields, which name arguments and look into them. */
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/str_methods.h"
#include "py/text.h"

struct formatting {
    struct py *py;
    TALLOC_CTX *mem;
    const struct py_args *args;
    struct py_object *mapping; /* of format_map(), else NULL */
    size_t next;               /* the next argument that "{}" means */
    enum { UNDECIDED, AUTOMATIC, MANUAL } numbering;
};

struct field {
    const char *name, *name_end; /* "a.b[c]" */
    char conversion;             /* 's', 'r', 'a', or '\0' */
    const char *spec, *end;      /* behind the ':' */
    bool nested;                 /* it has fields itself */
};

static bool format_into(struct formatting *f, struct buf *out, const char *at, const char *end,
                        int depth);

/* ---- arguments ------------------------------------------------------------------------------- */

static bool is_number(const char *from, const char *to)
{
    return from < to && strspn(from, "0123456789") >= (size_t)(to - from);
}

static bool number_of(struct formatting *f, const char *from, const char *to, int64_t *number)
{
    *number = 0;
    for (; from < to; from++)
        if (__builtin_mul_overflow(*number, 10, number) ||
            __builtin_add_overflow(*number, *from - '0', number))
            return py_raise(f->py, &py_value_error, "Too many decimal digits in format string");
    return true;
}

static struct py_object *positional(struct formatting *f, const char *from, const char *to)
{
    bool automatic = from == to;
    int64_t i;

    if (f->numbering == (automatic ? MANUAL : AUTOMATIC))
        return py_raise(f->py, &py_value_error, "cannot switch from %s to %s",
                        automatic ? "manual field specification" : "automatic field numbering",
                        automatic ? "automatic field numbering" : "manual field specification");
    f->numbering = automatic ? AUTOMATIC : MANUAL;
    if (automatic)
        i = (int64_t)f->next++;
    else if (!number_of(f, from, to, &i))
        return NULL;
    if (f->mapping)
        return py_raise(f->py, &py_value_error, "Format string contains positional fields");
    if (i >= (int64_t)f->args->n)
        return py_raise(f->py, &py_index_error,
                        "Replacement index %lld out of range for positional args tuple",
                        (long long)i);
    return f->args->values[i];
}

static struct py_object *named(struct formatting *f, const char *from, const char *to)
{
    struct py_object *key = py_stringn(f->py, from, (size_t)(to - from));

    if (f->mapping)
        return py_item(f->py, f->mapping, key);
    for (size_t i = 0; i < f->args->n_keywords; i++)
        if (strcmp(f->args->keywords[i].name, py_text(key)) == 0)
            return f->args->keywords[i].value;
    return py_raise_value(f->py, &py_key_error, key);
}

static struct py_object *look_into(struct formatting *f, struct py_object *value, const char **at,
                                   const char *end)
{
    const char *begin = *at + 1, *stop = begin;
    int64_t i;

    if (**at == '.') {
        while (stop < end && *stop != '.' && *stop != '[')
            stop++;
        *at = stop;
        return begin == stop
                   ? py_raise(f->py, &py_value_error, "Empty attribute in format string")
                   : py_attr(f->py, value, mem_strndup(f->mem, begin, (size_t)(stop - begin)));
    }
    stop = memchr(begin, ']', (size_t)(end - begin));
    if (!stop)
        return py_raise(f->py, &py_value_error, "Missing ']' in format string");
    *at = stop + 1;
    if (begin == stop)
        return py_raise(f->py, &py_value_error, "Empty attribute in format string");
    if (stop + 1 < end && stop[1] != '.' && stop[1] != '[')
        return py_raise(f->py, &py_value_error,
                        "Only '.' or '[' may follow ']' in format field specifier");
    if (!is_number(begin, stop))
        return py_item(f->py, value, py_stringn(f->py, begin, (size_t)(stop - begin)));
    return number_of(f, begin, stop, &i) ? py_item(f->py, value, py_int(f->py, i)) : NULL;
}

static struct py_object *value_of(struct formatting *f, const struct field *field)
{
    const char *at = field->name;
    struct py_object *value;

    while (at < field->name_end && *at != '.' && *at != '[')
        at++;
    value = at == field->name || is_number(field->name, at) ? positional(f, field->name, at)
                                                            : named(f, field->name, at);
    while (value && at < field->name_end)
        value = look_into(f, value, &at, field->name_end);
    return value;
}

/* ---- fields ---------------------------------------------------------------------------------- */

/* Where the specification at 'at' ends: at the '}' that belongs to it. */
static bool find_end(struct formatting *f, struct field *field, const char *at, const char *end)
{
    size_t depth = 0;

    field->spec = at;
    for (; at < end; at++) {
        field->nested |= *at == '{';
        if (*at == '{')
            depth++;
        else if (*at == '}' && depth-- == 0) {
            field->end = at;
            return true;
        }
    }
    return py_raise(f->py, &py_value_error, "unmatched '{' in format spec");
}

/* From behind the '!'. */
static bool parse_conversion(struct formatting *f, struct field *field, const char *at,
                             const char *end)
{
    if (at == end)
        return py_raise(f->py, &py_value_error,
                        "end of string while looking for conversion specifier");
    field->conversion = *at++;
    if (at < end && *at == '}') {
        field->spec = field->end = at;
        return true;
    }
    if (at < end && *at != ':')
        return py_raise(f->py, &py_value_error, "expected ':' after conversion specifier");
    return find_end(f, field, at < end ? at + 1 : at, end);
}

/* From behind the '{' to its '}'. */
static bool parse_field(struct formatting *f, const char *at, const char *end, struct field *field)
{
    bool in_brackets = false;

    *field = (struct field){.name = at};
    if (at == end)
        return py_raise(f->py, &py_value_error, "Single '{' encountered in format string");
    for (; at < end && (in_brackets || (*at != '}' && *at != ':' && *at != '!')); at++) {
        if (*at == '{' && !in_brackets)
            return py_raise(f->py, &py_value_error, "unexpected '{' in field name");
        in_brackets = *at == '[' || (in_brackets && *at != ']');
    }
    field->name_end = field->spec = field->end = at;
    if (at == end)
        return py_raise(f->py, &py_value_error, "expected '}' before end of string");
    if (*at == '!')
        return parse_conversion(f, field, at + 1, end);
    return *at == '}' || find_end(f, field, at + 1, end);
}

static struct py_object *converted(struct formatting *f, struct py_object *value, char conversion)
{
    switch (conversion) {
    case '\0':
        return value;
    case 's':
        return py_str(f->py, value);
    case 'r':
        return py_repr(f->py, value);
    case 'a':
        return py_ascii(f->py, value);
    default:
        return py_raise(f->py, &py_value_error,
                        conversion > 32 && conversion < 127 ? "Unknown conversion specifier %c"
                                                            : "Unknown conversion specifier \\x%x",
                        (unsigned char)conversion);
    }
}

static bool format_field(struct formatting *f, struct buf *out, const struct field *field,
                         int depth)
{
    struct buf *spec = py_buf(f->mem, f->py);
    struct py_object *value = value_of(f, field), *text;

    if (value)
        value = converted(f, value, field->conversion);
    if (!field->nested)
        buf_addn(spec, field->spec, (size_t)(field->end - field->spec));
    if (!value || (field->nested && !format_into(f, spec, field->spec, field->end, depth - 1)))
        return false;
    text = py_format(f->py, value, spec->text);
    if (!text)
        return false;
    buf_addn(out, py_as_string(text)->text, py_as_string(text)->length);
    return true;
}

static bool format_into(struct formatting *f, struct buf *out, const char *at, const char *end,
                        int depth)
{
    if (depth == 0)
        return py_raise(f->py, &py_value_error, "Max string recursion exceeded");
    while (at < end && py_step(f->py, 1)) {
        size_t n = strcspn(at, "{}");
        struct field field;

        n = n < (size_t)(end - at) ? n : (size_t)(end - at);
        buf_addn(out, at, n);
        at += n;
        if (at == end)
            break;
        if (*at == '\0' || (at + 1 < end && at[1] == *at)) {
            buf_addc(out, *at);
            at += *at ? 2 : 1;
            continue;
        }
        if (*at == '}')
            return py_raise(f->py, &py_value_error, "Single '}' encountered in format string");
        if (!parse_field(f, at + 1, end, &field) || !format_field(f, out, &field, depth))
            return false;
        at = field.end + 1;
    }
    return !py_raised(f->py);
}

static struct py_object *format(struct py *py, struct py_object *self, const struct py_args *args,
                                struct py_object *mapping)
{
    MEM_SCRATCH(scratch);
    const struct py_string *s = py_as_string(self);
    struct formatting f = {.py = py, .mem = scratch, .args = args, .mapping = mapping};
    struct buf *out = py_buf(scratch, py);

    return format_into(&f, out, s->text, s->text + s->length, 2) ? py_buf_string(py, out) : NULL;
}

struct py_object *py_str_format(struct py *py, struct py_object *self, const struct py_args *args)
{
    return format(py, self, args, NULL);
}

struct py_object *py_str_format_map(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    struct py_object *mapping;

    return py_positional(py, "str.format_map", args, 1, 1, &mapping)
               ? format(py, self, args, mapping)
               : NULL;
}
