/* Texts code point by code point, and the buffers in which they are made. */
#include "base/buf.h"
#include "base/utf8.h"
#include "py/interp.h"
#include "py/slice.h"
#include "py/text.h"

size_t py_point_at(const struct py_string *s, size_t at, uint32_t *point)
{
    size_t length;

    if ((unsigned char)s->text[at] < 0x80) {
        *point = (unsigned char)s->text[at];
        return 1;
    }
    length = utf8_decode(s->text + at, s->length - at, point);
    if (length > 0)
        return length;
    *point = 0xfffd;
    return 1;
}

size_t py_point_before(const struct py_string *s, size_t at, uint32_t *point)
{
    size_t begin = at - 1;

    while (begin > 0 && at - begin < 4 && ((unsigned char)s->text[begin] & 0xc0) == 0x80)
        begin--;
    if (py_point_at(s, begin, point) == at - begin)
        return at - begin;
    *point = 0xfffd;
    return 1;
}

void py_add_point(struct buf *buf, uint32_t point)
{
    char bytes[4];

    if (point < 0x80)
        buf_addc(buf, (char)point);
    else
        buf_addn(buf, bytes, utf8_encode(point, bytes));
}

struct buf *py_buf(TALLOC_CTX *mem, struct py *py)
{
    return buf_new(mem, py->limits.text < BUF_MAX ? py->limits.text : BUF_MAX);
}

static bool fits(struct py *py, const struct buf *buf)
{
    return py_may_have(py, buf->full ? py->limits.text + 1 : buf->length);
}

struct py_object *py_buf_string(struct py *py, const struct buf *buf)
{
    return fits(py, buf) ? py_stringn(py, buf->text, buf->length) : NULL;
}

struct py_object *py_buf_bytes(struct py *py, const struct buf *buf)
{
    return fits(py, buf) ? py_bytes(py, buf->text, buf->length) : NULL;
}

/* What a negative or a large index means; false when it raised. */
static bool place(struct py *py, const struct py_string *s, struct py_object *o, int64_t otherwise,
                  int64_t *value)
{
    *value = otherwise;
    if (!o || py_is_none(o))
        return true;
    if (!py_slice_bound(py, o, value))
        return false;
    if (*value < 0)
        *value = *value + (int64_t)s->n < 0 ? 0 : *value + (int64_t)s->n;
    return true;
}

bool py_string_span(struct py *py, const struct py_string *s, struct py_object *start,
                    struct py_object *stop, size_t *from, size_t *to, bool *found)
{
    int64_t first, last, n = (int64_t)s->n;

    if (!place(py, s, start, 0, &first) || !place(py, s, stop, n, &last))
        return false;
    if (last > n)
        last = n;
    *found = first <= last;
    if (!*found)
        return true;
    *from = py_string_offset(s, (size_t)first);
    *to = last == n ? s->length : py_string_offset(s, (size_t)last);
    return s->n == s->length || py_step(py, (*from + (last == n ? 0 : *to)) >> 8);
}
