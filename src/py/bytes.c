/* bytes: how they are made, and what operators do with them. */
#include "py/bytes.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "py/encoding.h"
#include "py/hash.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/slice.h"
#include "py/text.h"
#include "py/type.h"

struct py_object *py_bytes(struct py *py, const char *bytes, size_t length)
{
    struct py_bytes *b = arena_new_object(py->arena, struct py_bytes);

    *b = (struct py_bytes){{&py_bytes_type}, arena_strndup(py->arena, bytes, length), length};
    return &b->object;
}

const struct py_bytes *py_as_bytes(const struct py_object *o)
{
    if (o && py_is(o, &py_instance_type))
        o = ((const struct py_instance *)o)->native;
    return o && py_is(o, &py_bytes_type) ? (const struct py_bytes *)o : NULL;
}

/* ---- making ---------------------------------------------------------------------------------- */

static bool add_byte(struct py *py, struct py_object *item, void *data, bool *stop)
{
    int64_t value;

    (void)stop;
    if (!py_as_int(item, &value) && (py_is(item, &py_int_type) || !py_need_int(py, item, &value)))
        value = -1;
    if (py_raised(py))
        return false;
    if (value < 0 || value > 255)
        return py_raise(py, &py_value_error, "bytes must be in range(0, 256)");
    buf_addc(data, (char)value);
    return true;
}

static struct py_object *zeros(struct py *py, int64_t n)
{
    struct py_bytes *b;

    if (n < 0)
        return py_raise(py, &py_value_error, "negative count");
    if (!py_may_have(py, (size_t)n))
        return NULL;
    b = arena_new_object(py->arena, struct py_bytes);
    *b = (struct py_bytes){{&py_bytes_type}, arena_alloc(py->arena, (size_t)n + 1), (size_t)n};
    return &b->object;
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    struct buf *out = py_buf(scratch, py);
    struct py_object *slots[3];
    int64_t n;

    (void)type;
    if (!py_take(py, "bytes", (const char *const[]){"?source", "?encoding", "?errors", NULL}, args,
                 slots))
        return NULL;
    if (!slots[0])
        return py_bytes(py, "", 0);
    if (py_text(slots[0])) {
        if (!slots[1])
            return py_raise(py, &py_type_error, "string argument without an encoding");
        return py_call_method(py, slots[0], "encode",
                              &(const struct py_args){.values = slots + 1, .n = slots[2] ? 2 : 1});
    }
    if (slots[1])
        return py_raise(py, &py_type_error, "encoding without a string argument");
    if (py_as_bytes(slots[0]))
        return py_bytes(py, py_as_bytes(slots[0])->bytes, py_as_bytes(slots[0])->length);
    if (py_is(slots[0], &py_int_type))
        return py_need_int(py, slots[0], &n) ? zeros(py, n) : NULL;
    if (!py_iterable(slots[0]))
        return py_raise(py, &py_type_error, "cannot convert '%s' object to bytes",
                        py_type_of(slots[0])->name);
    return py_iterate(py, slots[0], add_byte, out) ? py_buf_bytes(py, out) : NULL;
}

/* ---- texts, hash ----------------------------------------------------------------------------- */

static void add_escaped(struct buf *out, unsigned char c, char quote)
{
    if (c == (unsigned char)quote || c == '\\')
        buf_addf(out, "\\%c", c);
    else if (c == '\n' || c == '\r' || c == '\t')
        buf_add(out, c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
    else if (c < 0x20 || c >= 0x7f)
        buf_addf(out, "\\x%02x", c);
    else
        buf_addc(out, (char)c);
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    MEM_SCRATCH(scratch);
    const struct py_bytes *b = py_as_bytes(self);
    struct buf *out = py_buf(scratch, py);
    char quote =
        memchr(b->bytes, '\'', b->length) && !memchr(b->bytes, '"', b->length) ? '"' : '\'';

    buf_addc(out, 'b');
    buf_addc(out, quote);
    for (size_t i = 0; i < b->length && !out->full; i++)
        add_escaped(out, (unsigned char)b->bytes[i], quote);
    buf_addc(out, quote);
    return py_buf_string(py, out);
}

static bool hash(struct py *py, struct py_object *self, uint64_t *value)
{
    const struct py_bytes *b = py_as_bytes(self);

    (void)py;
    *value = py_hash_bytes(b->bytes, b->length);
    return true;
}

static bool length(struct py *py, struct py_object *self, size_t *n)
{
    (void)py;
    *n = py_as_bytes(self)->length;
    return true;
}

/* ---- items ----------------------------------------------------------------------------------- */

static struct py_object *item(struct py *py, struct py_object *self, struct py_object *key)
{
    MEM_SCRATCH(scratch);
    const struct py_bytes *b = py_as_bytes(self);
    struct buf *out = py_buf(scratch, py);
    struct py_range range;
    size_t i;

    if (key->type != &py_slice_type) {
        if (!py_index(py, key, b->length, &(const struct py_index_words){"byte", "index"}, &i))
            return NULL;
        return py_int(py, (unsigned char)b->bytes[i]);
    }
    if (!py_slice_range(py, key, b->length, &range))
        return NULL;
    for (i = 0; i < range.n; i++)
        buf_addc(out, b->bytes[range.start + (int64_t)i * range.step]);
    return py_buf_bytes(py, out);
}

static bool contains(struct py *py, struct py_object *self, struct py_object *value, bool *found)
{
    const struct py_bytes *b = py_as_bytes(self), *part = py_as_bytes(value);
    int64_t byte;

    if (part) {
        *found = memmem(b->bytes, b->length, part->bytes, part->length);
        return py_step(py, b->length >> 8);
    }
    if (!py_is(value, &py_int_type))
        return py_raise(py, &py_type_error, "a bytes-like object is required, not '%s'",
                        py_type_of(value)->name);
    if (!py_as_int(value, &byte) || byte < 0 || byte > 255)
        return py_raise(py, &py_value_error, "byte must be in range(0, 256)");
    *found = memchr(b->bytes, (int)byte, b->length);
    return py_step(py, b->length >> 8);
}

struct iterator {
    struct py_object object;
    const struct py_bytes *bytes;
    size_t at;
};

static struct py_object *next(struct py *py, struct py_object *self)
{
    struct iterator *i = (struct iterator *)self;

    return i->at < i->bytes->length ? py_int(py, (unsigned char)i->bytes->bytes[i->at++]) : NULL;
}

static const struct py_type iterator_type = {
    .name = "bytes_iterator", .base = &py_iterator_type, .next = next};

static struct py_object *iter(struct py *py, struct py_object *self)
{
    struct iterator *i = arena_new_object(py->arena, struct iterator);

    *i = (struct iterator){{&iterator_type}, py_as_bytes(self), 0};
    return &i->object;
}

/* ---- operators ------------------------------------------------------------------------------- */

static struct py_object *repeated(struct py *py, const struct py_bytes *b, int64_t times)
{
    MEM_SCRATCH(scratch);
    struct buf *out = py_buf(scratch, py);
    size_t n = times > 0 ? (size_t)times : 0, total;

    if (__builtin_mul_overflow(b->length, n, &total))
        total = SIZE_MAX;
    if (!py_may_have(py, total))
        return NULL;
    for (size_t i = 0; b->length > 0 && i < n; i++)
        buf_addn(out, b->bytes, b->length);
    return py_buf_bytes(py, out);
}

static struct py_object *joined(struct py *py, const struct py_bytes *a, const struct py_bytes *b)
{
    MEM_SCRATCH(scratch);
    struct buf *out = py_buf(scratch, py);

    buf_addn(out, a->bytes, a->length);
    buf_addn(out, b->bytes, b->length);
    return py_buf_bytes(py, out);
}

static int order(const struct py_bytes *a, const struct py_bytes *b)
{
    size_t shorter = a->length < b->length ? a->length : b->length;
    int difference = memcmp(a->bytes, b->bytes, shorter);

    return difference ? difference : (a->length > b->length) - (a->length < b->length);
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    const struct py_bytes *a = py_as_bytes(self), *b = py_as_bytes(other);
    int64_t times;

    if (op == PY_MULT && py_is(other, &py_int_type))
        return py_need_int(py, other, &times) ? repeated(py, a, times) : NULL;
    if (op == PY_MOD && !reflected)
        return py_refuse(py, "the operator %% of bytes is not supported");
    if (!b)
        return py_not_implemented();
    if (op == PY_ADD)
        return reflected ? joined(py, b, a) : joined(py, a, b);
    return op >= PY_EQ && op <= PY_GE ? py_by_order(op, order(a, b)) : py_not_implemented();
}

const struct py_type py_bytes_type = {
    .name = "bytes",
    .is_base = true,
    .methods = py_bytes_methods,
    .attr = py_bytes_attr,
    .make = make,
    .repr = repr,
    .hash = hash,
    .length = length,
    .item = item,
    .contains = contains,
    .iter = iter,
    .binary = binary,
};
