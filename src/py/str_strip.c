/* What stands around a text: taken off, and put on. */
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/str_methods.h"
#include "py/text.h"

enum { LEFT = 1, RIGHT = 2 };

/* Is 'point' to go?  'set' is NULL for white space. */
static bool goes(struct py *py, uint32_t point, const struct py_string *set)
{
    char bytes[4];
    size_t n;

    if (!set)
        return utf8_is_space(point);
    if (point < 0x80)
        return memchr(set->text, (int)point, set->length);
    n = utf8_encode(point, bytes);
    return n > 0 && py_step(py, 1 + (set->length >> 6)) && memmem(set->text, set->length, bytes, n);
}

static struct py_object *strip(struct py *py, struct py_object *self, const struct py_args *args,
                               const char *method, int sides)
{
    const struct py_string *s = py_as_string(self), *set = NULL;
    size_t from = 0, to = s->length, step;
    struct py_object *arg;
    uint32_t point;

    if (!py_positional(py, method, args, 0, 1, &arg))
        return NULL;
    if (arg && !py_is_none(arg) && !(set = py_as_string(arg)))
        return py_raise(py, &py_type_error, "%s arg must be None or str", method + strlen("str."));
    while (sides & LEFT && from < to && (step = py_point_at(s, from, &point), goes(py, point, set)))
        from += step;
    while (sides & RIGHT && to > from &&
           (step = py_point_before(s, to, &point), goes(py, point, set)))
        to -= step;
    if (py_raised(py))
        return NULL;
    return from == 0 && to == s->length ? py_str(py, self)
                                        : py_stringn(py, s->text + from, to - from);
}

struct py_object *py_str_strip(struct py *py, struct py_object *self, const struct py_args *args)
{
    return strip(py, self, args, "str.strip", LEFT | RIGHT);
}

struct py_object *py_str_lstrip(struct py *py, struct py_object *self, const struct py_args *args)
{
    return strip(py, self, args, "str.lstrip", LEFT);
}

struct py_object *py_str_rstrip(struct py *py, struct py_object *self, const struct py_args *args)
{
    return strip(py, self, args, "str.rstrip", RIGHT);
}

/* ---- padding --------------------------------------------------------------------------------- */

static struct py_object *padded(struct py *py, const struct py_string *s, size_t left, size_t right,
                                const struct py_string *fill)
{
    char *text, *end;
    size_t length;

    if (__builtin_mul_overflow(left + right, fill->length, &length) || !py_may_have(py, length) ||
        !py_may_have(py, length + s->length))
        return py_raised(py) ? NULL : py_refuse(py, "the text would be too long");
    length += s->length;
    text = end = arena_alloc(py->arena, length + 1);
    for (size_t i = 0; i < left; i++)
        end = mempcpy(end, fill->text, fill->length);
    end = mempcpy(end, s->text, s->length);
    for (size_t i = 0; i < right; i++)
        end = mempcpy(end, fill->text, fill->length);
    return py_string_adopt(py, text, length);
}

static struct py_object *justify(struct py *py, struct py_object *self, const struct py_args *args,
                                 const char *method, int sides)
{
    const struct py_string *s = py_as_string(self), *fill;
    struct py_object *slots[2], *given;
    int64_t width;
    size_t pad, left;

    if (!py_positional(py, method, args, 1, 2, slots) || !py_need_int(py, slots[0], &width))
        return NULL;
    given = slots[1] ? slots[1] : py_string(py, " ");
    fill = py_as_string(given);
    if (!fill)
        return py_raise(py, &py_type_error,
                        "The fill character must be a unicode character, not %s",
                        py_type_of(given)->name);
    if (fill->n != 1)
        return py_raise(py, &py_type_error,
                        "The fill character must be exactly one character long");
    if (width <= (int64_t)s->n)
        return py_str(py, self);
    pad = (size_t)width - s->n;
    left = sides == (LEFT | RIGHT) ? pad / 2 + (pad & (size_t)width & 1) : sides == LEFT ? pad : 0;
    return padded(py, s, left, pad - left, fill);
}

struct py_object *py_str_center(struct py *py, struct py_object *self, const struct py_args *args)
{
    return justify(py, self, args, "str.center", LEFT | RIGHT);
}

struct py_object *py_str_ljust(struct py *py, struct py_object *self, const struct py_args *args)
{
    return justify(py, self, args, "str.ljust", RIGHT);
}

struct py_object *py_str_rjust(struct py *py, struct py_object *self, const struct py_args *args)
{
    return justify(py, self, args, "str.rjust", LEFT);
}

struct py_object *py_str_zfill(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    const struct py_string *s = py_as_string(self);
    struct buf *out = py_buf(scratch, py);
    struct py_object *arg;
    size_t signs = *s->text == '-' || *s->text == '+';
    int64_t width;

    if (!py_positional(py, "str.zfill", args, 1, 1, &arg) || !py_need_int(py, arg, &width))
        return NULL;
    if (width <= (int64_t)s->n)
        return py_str(py, self);
    if (!py_may_have(py, (size_t)width))
        return NULL;
    buf_addn(out, s->text, signs);
    for (int64_t i = (int64_t)s->n; i < width; i++)
        buf_addc(out, '0');
    buf_addn(out, s->text + signs, s->length - signs);
    return py_buf_string(py, out);
}
