#include "base/buf.h"

#include <stdarg.h>
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

static void grow(struct buf *buf, size_t wanted)
{
    size_t size = buf->size * 2;

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

void buf_addf(struct buf *buf, const char *fmt, ...)
{
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = mem_vprintf(buf, fmt, ap);
    va_end(ap);
    buf_add(buf, text);
    talloc_free(text);
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
