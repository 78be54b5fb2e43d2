/* str: how one is made, and what operators do with it. */
#include "py/text.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "py/bytes.h"
#include "py/encoding.h"
#include "py/hash.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/slice.h"
#include "py/type.h"
#include "py/unicode.h"

/* repr() of a text. */
static struct py_object *py_string_repr(struct py *py, const struct py_string *s);

struct py_object *py_stringn(struct py *py, const char *text, size_t length)
{
    struct py_string *s = arena_new_object(py->arena, struct py_string);

    s->object.type = &py_str_type;
    s->text = arena_strndup(py->arena, text, length);
    s->length = length;
    s->n = utf8_count(text, length);
    return &s->object;
}

struct py_object *py_string_adopt(struct py *py, const char *text, size_t length)
{
    struct py_string *s = arena_new_object(py->arena, struct py_string);

    s->object.type = &py_str_type;
    s->text = text;
    s->length = length;
    s->n = utf8_count(text, length);
    return &s->object;
}

struct py_object *py_string(struct py *py, const char *text)
{
    return py_stringn(py, text, strlen(text));
}

struct py_object *py_stringf(struct py *py, const char *fmt, ...)
{
    MEM_SCRATCH(scratch);
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = mem_vprintf(scratch, fmt, ap);
    va_end(ap);
    return py_string(py, text);
}

const struct py_string *py_as_string(const struct py_object *o)
{
    if (o && py_is(o, &py_instance_type))
        o = ((const struct py_instance *)o)->native;
    return o && py_is(o, &py_str_type) ? (const struct py_string *)o : NULL;
}

const char *py_text(const struct py_object *o)
{
    const struct py_string *s = py_as_string(o);

    return s ? s->text : NULL;
}

size_t py_string_offset(const struct py_string *s, size_t i)
{
    size_t offset = 0;

    if (s->n == s->length)
        return i;
    for (; i > 0 && offset < s->length; i--)
        do
            offset++;
        while (offset < s->length && ((unsigned char)s->text[offset] & 0xc0) == 0x80);
    return offset;
}

size_t py_string_index(const struct py_string *s, size_t offset)
{
    return s->n == s->length ? offset : utf8_count(s->text, offset);
}

/* ---- repr ------------------------------------------------------------------------------------ */

static void add_code(struct buf *out, uint32_t point)
{
    if (point < 0x100)
        buf_addf(out, "\\x%02x", point);
    else if (point < 0x10000)
        buf_addf(out, "\\u%04x", point);
    else
        buf_addf(out, "\\U%08x", point);
}

static void add_escaped(struct buf *out, uint32_t point, uint32_t quote)
{
    if (point == quote || point == '\\')
        buf_addf(out, "\\%c", (char)point);
    else if (point == '\n' || point == '\r' || point == '\t')
        buf_add(out, point == '\n' ? "\\n" : point == '\r' ? "\\r" : "\\t");
    else if (unicode_is(point, UNICODE_PRINTABLE))
        py_add_point(out, point);
    else
        add_code(out, point);
}

static struct py_object *py_string_repr(struct py *py, const struct py_string *s)
{
    MEM_SCRATCH(scratch);
    struct buf *out = py_buf(scratch, py);
    bool has_single = memchr(s->text, '\'', s->length),
         has_double = memchr(s->text, '"', s->length);
    char quote = has_single && !has_double ? '"' : '\'';
    uint32_t point;

    if (!py_step(py, s->length >> 4))
        return NULL;
    buf_addc(out, quote);
    for (size_t at = 0; at < s->length && !out->full;) {
        at += py_point_at(s, at, &point);
        add_escaped(out, point, (uint32_t)quote);
    }
    buf_addc(out, quote);
    return py_buf_string(py, out);
}

struct py_object *py_ascii(struct py *py, struct py_object *o)
{
    MEM_SCRATCH(scratch);
    struct buf *out = py_buf(scratch, py);
    struct py_object *repr = py_repr(py, o);
    const struct py_string *s = repr ? py_as_string(repr) : NULL;
    uint32_t point;

    for (size_t at = 0; s && at < s->length && !out->full;) {
        at += py_point_at(s, at, &point);
        if (point < 0x80)
            buf_addc(out, (char)point);
        else
            add_code(out, point);
    }
    return s ? py_buf_string(py, out) : NULL;
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    return py_string_repr(py, py_as_string(self));
}

static struct py_object *str(struct py *py, struct py_object *self)
{
    const struct py_string *s = py_as_string(self);

    return self->type == &py_str_type ? self : py_stringn(py, s->text, s->length);
}

/* ---- operators ------------------------------------------------------------------------------- */

static struct py_object *concatenate(struct py *py, const struct py_string *a,
                                     const struct py_string *b)
{
    struct py_string *s;
    char *text;

    if (!py_may_have(py, a->length + b->length))
        return NULL;
    s = arena_new_object(py->arena, struct py_string);
    text = arena_alloc(py->arena, a->length + b->length + 1);
    memcpy(text, a->text, a->length);
    memcpy(text + a->length, b->text, b->length);
    *s = (struct py_string){{&py_str_type}, text, a->length + b->length, a->n + b->n};
    return &s->object;
}

static struct py_object *repeat(struct py *py, const struct py_string *s, int64_t times)
{
    struct py_string *result;
    size_t length, n = times > 0 ? (size_t)times : 0;
    char *text;

    if (__builtin_mul_overflow(s->length, n, &length))
        length = SIZE_MAX;
    if (!py_may_have(py, length))
        return NULL;
    result = arena_new_object(py->arena, struct py_string);
    text = arena_alloc(py->arena, length + 1);
    for (size_t i = 0; s->length > 0 && i < n; i++)
        memcpy(text + i * s->length, s->text, s->length);
    *result = (struct py_string){{&py_str_type}, text, length, s->n * n};
    return &result->object;
}

static int order(const struct py_string *a, const struct py_string *b)
{
    size_t shorter = a->length < b->length ? a->length : b->length;
    int difference = memcmp(a->text, b->text, shorter);

    return difference ? difference : (a->length > b->length) - (a->length < b->length);
}

static struct py_object *compare(enum py_operator op, const struct py_string *a,
                                 const struct py_string *b)
{
    if ((op == PY_EQ || op == PY_NE) && a->length != b->length)
        return py_bool(op == PY_NE);
    return py_by_order(op, order(a, b));
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    const struct py_string *a = py_as_string(self), *b = py_as_string(other);
    int64_t times;

    if (op == PY_MULT && py_is(other, &py_int_type))
        return py_need_int(py, other, &times) ? repeat(py, a, times) : NULL;
    if (op == PY_MOD && !reflected)
        return py_percent(py, a, other);
    if (!b)
        return py_not_implemented();
    if (op == PY_ADD)
        return reflected ? concatenate(py, b, a) : concatenate(py, a, b);
    return op >= PY_EQ && op <= PY_GE ? compare(op, a, b) : py_not_implemented();
}

static bool hash(struct py *py, struct py_object *self, uint64_t *value)
{
    const struct py_string *s = py_as_string(self);

    (void)py;
    *value = py_hash_bytes(s->text, s->length);
    return true;
}

static bool length(struct py *py, struct py_object *self, size_t *n)
{
    (void)py;
    *n = py_as_string(self)->n;
    return true;
}

static bool contains(struct py *py, struct py_object *self, struct py_object *value, bool *found)
{
    const struct py_string *s = py_as_string(self), *part = py_as_string(value);

    if (!part)
        return py_raise(py, &py_type_error, "'in <string>' requires string as left operand, not %s",
                        py_type_of(value)->name) != NULL;
    *found = part->length == 0 || memmem(s->text, s->length, part->text, part->length);
    return py_step(py, s->length >> 8);
}

static struct py_object *character(struct py *py, const struct py_string *s, size_t i)
{
    size_t from = py_string_offset(s, i), to = from;

    if (s->n != s->length && !py_step(py, from >> 6))
        return NULL;
    do
        to++;
    while (to < s->length && ((unsigned char)s->text[to] & 0xc0) == 0x80);
    return py_stringn(py, s->text + from, to - from);
}

static struct py_object *slice(struct py *py, const struct py_string *s, struct py_object *key)
{
    MEM_SCRATCH(scratch);
    struct py_range range;
    struct buf *out = buf_new(scratch, BUF_MAX);

    if (!py_slice_range(py, key, s->n, &range))
        return NULL;
    if (range.step == 1) {
        size_t from = py_string_offset(s, (size_t)range.start);

        return py_stringn(py, s->text + from,
                          py_string_offset(s, (size_t)range.start + range.n) - from);
    }
    if (!py_step(py, s->n == s->length ? range.n : range.n * s->n / 64))
        return NULL;
    for (size_t i = 0; i < range.n; i++) {
        uint32_t point;
        size_t at = py_string_offset(s, (size_t)(range.start + (int64_t)i * range.step));

        buf_addn(out, s->text + at, py_point_at(s, at, &point));
    }
    return py_stringn(py, out->text, out->length);
}

static struct py_object *item(struct py *py, struct py_object *self, struct py_object *key)
{
    const struct py_string *s = py_as_string(self);
    size_t i;

    if (key->type == &py_slice_type)
        return slice(py, s, key);
    return py_index(py, key, s->n, &(const struct py_index_words){"string", "string index"}, &i)
               ? character(py, s, i)
               : NULL;
}

/* ---- iteration ------------------------------------------------------------------------------- */

struct characters {
    struct py_object object;
    const struct py_string *s;
    size_t at;
};

static struct py_object *next_character(struct py *py, struct py_object *self)
{
    struct characters *c = (struct characters *)self;
    size_t from = c->at;

    if (from >= c->s->length)
        return NULL;
    do
        c->at++;
    while (c->at < c->s->length && ((unsigned char)c->s->text[c->at] & 0xc0) == 0x80);
    return py_stringn(py, c->s->text + from, c->at - from);
}

static const struct py_type characters_type = {
    .name = "str_iterator", .base = &py_iterator_type, .next = next_character};

static struct py_object *iter(struct py *py, struct py_object *self)
{
    struct characters *c = arena_new_object(py->arena, struct characters);

    *c = (struct characters){{&characters_type}, py_as_string(self), 0};
    return &c->object;
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    struct py_object *slots[3];
    const struct py_bytes *bytes;
    enum py_encoding encoding;
    const char *errors;

    (void)type;
    if (!py_take(py, "str", (const char *const[]){"?object", "?encoding", "?errors", NULL}, args,
                 slots))
        return NULL;
    if (!slots[0])
        return py_string(py, "");
    if (!slots[1] && !slots[2])
        return py_str(py, slots[0]);
    if (!py_find_encoding(py, slots[1], "str", &encoding) ||
        !py_find_errors(py, slots[2], "str", &errors))
        return NULL;
    if (py_text(slots[0]))
        return py_raise(py, &py_type_error, "decoding str is not supported");
    bytes = py_as_bytes(slots[0]);
    if (!bytes)
        return py_raise(py, &py_type_error, "decoding to str: need a bytes-like object, %s found",
                        py_type_of(slots[0])->name);
    return py_decode(py, bytes->bytes, bytes->length, encoding, errors);
}

const struct py_type py_str_type = {
    .name = "str",
    .is_base = true,
    .methods = py_string_methods,
    .make = make,
    .repr = repr,
    .str = str,
    .format = py_string_format,
    .hash = hash,
    .length = length,
    .item = item,
    .contains = contains,
    .iter = iter,
    .binary = binary,
};
