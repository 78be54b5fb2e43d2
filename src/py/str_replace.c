/* Texts with parts of them put in place of others. */
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/str_methods.h"
#include "py/text.h"

static bool text_arg(struct py *py, const char *function, size_t number, struct py_object *o,
                     const struct py_string **text)
{
    *text = py_as_string(o);
    if (*text)
        return true;
    if (number == 0)
        return py_raise(py, &py_type_error, "%s() argument must be str, not %s", function,
                        py_type_of(o)->name);
    return py_raise(py, &py_type_error, "%s() argument %zu must be str, not %s", function, number,
                    py_type_of(o)->name);
}

static struct py_object *replace_all(struct py *py, const struct py_string *s,
                                     const struct py_string *old, const struct py_string *new,
                                     int64_t most)
{
    MEM_SCRATCH(scratch);
    struct buf *out = py_buf(scratch, py);
    const char *at = s->text, *end = s->text + s->length;

    for (; most != 0 && !out->full; most -= most > 0) {
        const char *found = memmem(at, (size_t)(end - at), old->text, old->length);

        if (!found)
            break;
        buf_addn(out, at, (size_t)(found - at));
        buf_addn(out, new->text, new->length);
        at = found + old->length;
    }
    buf_addn(out, at, (size_t)(end - at));
    return py_buf_string(py, out);
}

/* Between all characters, and at both ends. */
static struct py_object *replace_nothing(struct py *py, const struct py_string *s,
                                         const struct py_string *new, int64_t most)
{
    MEM_SCRATCH(scratch);
    struct buf *out = py_buf(scratch, py);
    size_t at = 0;
    uint32_t point;

    for (; most != 0 && !out->full; most -= most > 0) {
        size_t step = at < s->length ? py_point_at(s, at, &point) : 0;

        buf_addn(out, new->text, new->length);
        buf_addn(out, s->text + at, step);
        at += step;
        if (step == 0)
            break;
    }
    buf_addn(out, s->text + at, s->length - at);
    return py_buf_string(py, out);
}

struct py_object *py_str_replace(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct py_string *s = py_as_string(self), *old, *new;
    struct py_object *slots[3];
    int64_t most = -1;

    if (!py_positional(py, "str.replace", args, 2, 3, slots) ||
        !text_arg(py, "replace", 1, slots[0], &old) ||
        !text_arg(py, "replace", 2, slots[1], &new) ||
        (slots[2] && !py_need_int(py, slots[2], &most)) || !py_step(py, s->length >> 6))
        return NULL;
    return old->length > 0 ? replace_all(py, s, old, new, most) : replace_nothing(py, s, new, most);
}

struct py_object *py_str_removeprefix(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    const struct py_string *s = py_as_string(self), *part;
    struct py_object *arg;

    if (!py_positional(py, "str.removeprefix", args, 1, 1, &arg) ||
        !text_arg(py, "removeprefix", 0, arg, &part))
        return NULL;
    if (part->length > s->length || memcmp(s->text, part->text, part->length) != 0)
        return py_str(py, self);
    return py_stringn(py, s->text + part->length, s->length - part->length);
}

struct py_object *py_str_removesuffix(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    const struct py_string *s = py_as_string(self), *part;
    struct py_object *arg;
    size_t rest;

    if (!py_positional(py, "str.removesuffix", args, 1, 1, &arg) ||
        !text_arg(py, "removesuffix", 0, arg, &part))
        return NULL;
    rest = part->length <= s->length ? s->length - part->length : 0;
    if (part->length > s->length || memcmp(s->text + rest, part->text, part->length) != 0)
        return py_str(py, self);
    return py_stringn(py, s->text, rest);
}

struct py_object *py_str_expandtabs(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    const struct py_string *s = py_as_string(self);
    struct buf *out = py_buf(scratch, py);
    struct py_object *arg;
    int64_t size = 8, column = 0;

    if (!py_take(py, "str.expandtabs", (const char *const[]){"?tabsize", NULL}, args, &arg) ||
        (arg && !py_need_int(py, arg, &size)) || (size > 0 && !py_may_have(py, (size_t)size)))
        return NULL;
    for (size_t i = 0; i < s->length && !out->full; i++) {
        char c = s->text[i];

        if (c != '\t') {
            buf_addc(out, c);
            column = c == '\n' || c == '\r' ? 0 : column + (((unsigned char)c & 0xc0) != 0x80);
            continue;
        }
        for (int64_t n = size > 0 ? size - column % size : 0; n > 0 && !out->full; n--, column++)
            buf_addc(out, ' ');
    }
    return py_buf_string(py, out);
}

/* ---- translate ------------------------------------------------------------------------------- */

static bool add_translated(struct py *py, struct buf *out, struct py_object *value)
{
    const struct py_string *text = py_as_string(value);
    int64_t point;

    if (py_is_none(value))
        return true;
    if (text) {
        buf_addn(out, text->text, text->length);
        return true;
    }
    if (!py_as_int(value, &point))
        return py_raise(py, &py_type_error, "character mapping must return integer, None or str");
    if (point < 0 || point > 0x10ffff)
        return py_raise(py, &py_value_error, "character mapping must be in range(0x110000)");
    if (point >= 0xd800 && point < 0xe000)
        return py_refuse(py, "half of a surrogate pair in a text");
    py_add_point(out, (uint32_t)point);
    return true;
}

struct py_object *py_str_translate(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    const struct py_string *s = py_as_string(self);
    struct buf *out = py_buf(scratch, py);
    struct py_object *table;

    if (!py_positional(py, "str.translate", args, 1, 1, &table))
        return NULL;
    for (size_t at = 0, step; at < s->length && !out->full; at += step) {
        struct py_object *value;
        uint32_t point;

        step = py_point_at(s, at, &point);
        value = py_step(py, 1) ? py_item(py, table, py_int(py, point)) : NULL;
        if (value ? !add_translated(py, out, value) : !py_catch(py, &py_lookup_error))
            return NULL;
        if (!value)
            buf_addn(out, s->text + at, step);
    }
    return py_buf_string(py, out);
}

static bool add_pairs(struct py *py, struct py_dict *table, const struct py_string *from,
                      const struct py_string *to)
{
    size_t f = 0, t = 0;
    uint32_t key, value;

    if (!from || (to && from->n != to->n))
        return py_raise(py, &py_value_error,
                        "the first two maketrans arguments must have equal length");
    while (f < from->length) {
        f += py_point_at(from, f, &key);
        if (to)
            t += py_point_at(to, t, &value);
        if (!py_dict_put(py, table, py_int(py, key), to ? py_int(py, value) : py_none()))
            return false;
    }
    return true;
}

static bool add_mapping(struct py *py, struct py_dict *table, const struct py_dict *from)
{
    for (size_t i = 0; i < from->n_entries; i++) {
        struct py_object *key = from->entries[i].key;
        const struct py_string *text = key ? py_as_string(key) : NULL;
        uint32_t point;

        if (!key)
            continue;
        if (text && text->n != 1)
            return py_raise(py, &py_value_error,
                            "string keys in translate table must be of length 1");
        if (!text && !py_is(key, &py_int_type))
            return py_raise(py, &py_type_error,
                            "keys in translate table must be strings or integers");
        if (text) {
            py_point_at(text, 0, &point);
            key = py_int(py, point);
        }
        if (!py_dict_put(py, table, key, from->entries[i].value))
            return false;
    }
    return true;
}

struct py_object *py_str_maketrans(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct py_dict *table = py_dict_new(py), *from;
    struct py_object *slots[3];
    const struct py_string *texts[3] = {NULL};

    (void)self;
    if (!py_positional(py, "str.maketrans", args, 1, 3, slots))
        return NULL;
    from = py_as_dict(slots[0]);
    if (!slots[1]) {
        if (!from)
            return py_raise(py, &py_type_error,
                            "if you give only one argument to maketrans it must be a dict");
        return add_mapping(py, table, from) ? &table->object : NULL;
    }
    if (!py_text(slots[0]))
        return py_raise(py, &py_type_error,
                        "first maketrans argument must be a string if there is a second argument");
    for (size_t i = 0; i < args->n; i++)
        if (!text_arg(py, "maketrans", i + 1, slots[i], &texts[i]))
            return NULL;
    return add_pairs(py, table, texts[0], texts[1]) &&
                   (!texts[2] || add_pairs(py, table, texts[2], NULL))
               ? &table->object
               : NULL;
}
