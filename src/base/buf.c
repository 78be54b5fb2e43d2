#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

struct buf *buf_new(TALLOC_CTX *mem, size_t max)
{
    struct buf *buf = mem_new(mem, struct buf);

    buf->max = max;
    buf->text = mem_strdup(buf, "");
    buf->size = 1;
    return buf;
}

enum { FIRST_SIZE = 64 };

static void grow(struct buf *buf, size_t wanted)
{
    size_t size = buf->size < FIRST_SIZE / 2 ? FIRST_SIZE : buf->size * 2;

    if (size < wanted + 1)
        size = wanted + 1;
    if (size > buf->max + 1)
        size = buf->max + 1;
    buf->text = mem_resize(buf, buf->text, size);
    buf->size = size;
}

void buf_addn(struct buf *buf, const char *bytes, size_t n)
{
    if (buf->full || n > buf->max - buf->length) {
        buf->full = true;
        return;
    }
    if (buf->length + n >= buf->size)
        grow(buf, buf->length + n);
    memcpy(buf->text + buf->length, bytes, n);
    buf->length += n;
    buf->text[buf->length] = '\0';
}

void buf_add(struct buf *buf, const char *text)
{
    buf_addn(buf, text, strlen(text));
}

void buf_addc(struct buf *buf, char c)
{
    buf_addn(buf, &c, 1);
}

/* Straight into the text where it fits, which is nearly always. */
void buf_addv(struct buf *buf, const char *fmt, va_list ap)
{
    size_t room = buf->size - buf->length;
    va_list again;
    char *text;
    int n;

    va_copy(again, ap);
    n = vsnprintf(buf->text + buf->length, room, fmt, ap);
    if (!buf->full && n >= 0 && (size_t)n < room && (size_t)n <= buf->max - buf->length) {
        buf->length += (size_t)n;
    } else {
        buf->text[buf->length] = '\0';
        text = mem_vprintf(buf, fmt, again);
        buf_add(buf, text);
        talloc_free(text);
    }
    va_end(again);
}

void buf_addf(struct buf *buf, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buf_addv(buf, fmt, ap);
    va_end(ap);
}

void buf_clear(struct buf *buf)
{
    buf->full = false;
    buf_cut(buf, 0);
}

void buf_cut(struct buf *buf, size_t length)
{
    if (length > buf->length)
        return;
    buf->length = length;
    buf->text[length] = '\0';
}

char *buf_take(TALLOC_CTX *mem, struct buf *buf)
{
    char *text = talloc_steal(mem, buf->text);

    talloc_free(buf);
    return text;
}
