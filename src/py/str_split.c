/* Texts taken apart, and put together. */
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "py/interp.h"
#include "py/list.h"
#include "py/native.h"
#include "py/str_methods.h"
#include "py/text.h"
#include "py/type.h"

static bool add_part(struct py *py, struct py_list *list, const char *from, const char *to)
{
    return py_step(py, 1) && py_list_add(py, list, py_stringn(py, from, (size_t)(to - from)));
}

static bool split_at(struct py *py, struct py_list *list, const struct py_string *s,
                     const struct py_string *part, int64_t most)
{
    const char *at = s->text, *end = s->text + s->length;

    for (; most != 0; most -= most > 0) {
        const char *found = memmem(at, (size_t)(end - at), part->text, part->length);

        if (!found)
            break;
        if (!add_part(py, list, at, found))
            return false;
        at = found + part->length;
    }
    return add_part(py, list, at, end);
}

/* From the end; the parts come in the wrong order. */
static bool rsplit_at(struct py *py, struct py_list *list, const struct py_string *s,
                      const struct py_string *part, int64_t most)
{
    const char *end = s->text + s->length, *at = end;

    while (most != 0 && (size_t)(at - s->text) >= part->length) {
        const char *begin = at - part->length;

        if (*begin != *part->text || memcmp(begin, part->text, part->length) != 0) {
            at--;
            if (!py_step(py, *begin == *part->text ? 1 + (part->length >> 6) : 0))
                return false;
            continue;
        }
        if (!add_part(py, list, at, end))
            return false;
        at = end = begin;
        most -= most > 0;
    }
    return add_part(py, list, s->text, end);
}

static bool split_blank(struct py *py, struct py_list *list, const struct py_string *s,
                        int64_t most)
{
    size_t at = 0, begin = 0, step;
    uint32_t point;

    for (;; most -= most > 0) {
        while (at < s->length && (step = py_point_at(s, at, &point), utf8_is_space(point)))
            at += step;
        if (at == s->length)
            return true;
        begin = at;
        if (most == 0)
            break;
        while (at < s->length && (step = py_point_at(s, at, &point), !utf8_is_space(point)))
            at += step;
        if (!add_part(py, list, s->text + begin, s->text + at))
            return false;
    }
    return add_part(py, list, s->text + begin, s->text + s->length);
}

static bool rsplit_blank(struct py *py, struct py_list *list, const struct py_string *s,
                         int64_t most)
{
    size_t at = s->length, end = 0, step;
    uint32_t point;

    for (;; most -= most > 0) {
        while (at > 0 && (step = py_point_before(s, at, &point), utf8_is_space(point)))
            at -= step;
        if (at == 0)
            return true;
        end = at;
        if (most == 0)
            break;
        while (at > 0 && (step = py_point_before(s, at, &point), !utf8_is_space(point)))
            at -= step;
        if (!add_part(py, list, s->text + at, s->text + end))
            return false;
    }
    return add_part(py, list, s->text, s->text + end);
}

static struct py_object *split(struct py *py, struct py_object *self, const struct py_args *args,
                               bool backwards)
{
    const struct py_string *s = py_as_string(self), *part = NULL;
    struct py_list *list = py_list_new(py);
    struct py_object *slots[2];
    int64_t most = -1;
    bool ok;

    if (!py_take(py, backwards ? "str.rsplit" : "str.split",
                 (const char *const[]){"?sep", "?maxsplit", NULL}, args, slots) ||
        (slots[1] && !py_need_int(py, slots[1], &most)) || !py_step(py, s->length >> 6))
        return NULL;
    if (slots[0] && !py_is_none(slots[0])) {
        part = py_as_string(slots[0]);
        if (!part)
            return py_raise(py, &py_type_error, "must be str or None, not %s",
                            py_type_of(slots[0])->name);
        if (part->length == 0)
            return py_raise(py, &py_value_error, "empty separator");
    }
    if (backwards) {
        ok = part ? rsplit_at(py, list, s, part, most) : rsplit_blank(py, list, s, most);
        py_list_turn(list);
    } else {
        ok = part ? split_at(py, list, s, part, most) : split_blank(py, list, s, most);
    }
    return ok ? &list->object : NULL;
}

struct py_object *py_str_split(struct py *py, struct py_object *self, const struct py_args *args)
{
    return split(py, self, args, false);
}

struct py_object *py_str_rsplit(struct py *py, struct py_object *self, const struct py_args *args)
{
    return split(py, self, args, true);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static bool ends_line(uint32_t c)
{
    return (c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

struct py_object *py_str_splitlines(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    const struct py_string *s = py_as_string(self);
    struct py_list *list = py_list_new(py);
    struct py_object *arg;
    size_t begin = 0;
    bool keep = false;

    if (!py_take(py, "str.splitlines", (const char *const[]){"?keepends", NULL}, args, &arg) ||
        (arg && !py_truth(py, arg, &keep)))
        return NULL;
    for (size_t at = 0; at < s->length;) {
        uint32_t point;
        size_t step = py_point_at(s, at, &point), end = at + step;

        if (ends_line(point)) {
            if (point == '\r' && s->text[end] == '\n')
                end++;
            if (!add_part(py, list, s->text + begin, s->text + (keep ? end : at)))
                return NULL;
            begin = end;
        }
        at = end;
    }
    if (begin < s->length && !add_part(py, list, s->text + begin, s->text + s->length))
        return NULL;
    return &list->object;
}

/* ---- partition ------------------------------------------------------------------------------- */

static const char *last_of(struct py *py, const struct py_string *s, const struct py_string *part)
{
    if (part->length > s->length)
        return NULL;
    for (const char *at = s->text + s->length - part->length; at >= s->text; at--)
        if (*at == *part->text && py_step(py, 1 + (part->length >> 6)) &&
            memcmp(at, part->text, part->length) == 0)
            return at;
    return NULL;
}

static struct py_object *partition(struct py *py, struct py_object *self,
                                   const struct py_args *args, bool backwards)
{
    const struct py_string *s = py_as_string(self), *part;
    const char *found;
    struct py_object *arg, *three[3];

    if (!py_positional(py, backwards ? "str.rpartition" : "str.partition", args, 1, 1, &arg))
        return NULL;
    part = py_as_string(arg);
    if (!part)
        return py_raise(py, &py_type_error, "must be str, not %s", py_type_of(arg)->name);
    if (part->length == 0)
        return py_raise(py, &py_value_error, "empty separator");
    found = backwards ? last_of(py, s, part) : memmem(s->text, s->length, part->text, part->length);
    if (py_raised(py))
        return NULL;
    if (!found) {
        three[0] = three[1] = three[2] = py_string(py, "");
        three[backwards ? 2 : 0] = py_str(py, self);
        return py_tuple(py, three, 3);
    }
    three[0] = py_stringn(py, s->text, (size_t)(found - s->text));
    three[1] = arg;
    three[2] =
        py_stringn(py, found + part->length, s->length - (size_t)(found - s->text) - part->length);
    return py_tuple(py, three, 3);
}

struct py_object *py_str_partition(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    return partition(py, self, args, false);
}

struct py_object *py_str_rpartition(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    return partition(py, self, args, true);
}

/* ---- join ------------------------------------------------------------------------------------ */

struct py_object *py_str_join(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    const struct py_string *between = py_as_string(self);
    struct buf *out = py_buf(scratch, py);
    struct py_object *arg, **items;
    size_t n;

    if (!py_positional(py, "str.join", args, 1, 1, &arg))
        return NULL;
    items = py_items(py, arg, &n);
    if (!items) {
        if (!py_iterable(arg) && py_catch(py, &py_type_error))
            return py_raise(py, &py_type_error, "can only join an iterable");
        return NULL;
    }
    for (size_t i = 0; i < n && !out->full; i++) {
        const struct py_string *item = py_as_string(items[i]);

        if (!item)
            return py_raise(py, &py_type_error,
                            "sequence item %zu: expected str instance, %s found", i,
                            py_type_of(items[i])->name);
        if (i > 0)
            buf_addn(out, between->text, between->length);
        buf_addn(out, item->text, item->length);
    }
    return py_buf_string(py, out);
}
