/*
 * Text that grows, up to a maximum that its maker states.
 *
 * Past the maximum the buffer is 'full' for good and drops what comes: a run
 * of appends is checked once, at its end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

/* The most that fits into one chunk of memory; for text that has no smaller natural bound. */
#define BUF_MAX ((size_t)255 << 20)

struct buf {
    char *text; /* ends with '\0', never NULL, a child of the buf */
    size_t length, size, max;
    bool full;
};

struct buf *buf_new(TALLOC_CTX *mem, size_t max);
void buf_add(struct buf *buf, const char *text);
void buf_addn(struct buf *buf, const char *bytes, size_t n);
void buf_addc(struct buf *buf, char c);
void buf_addf(struct buf *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_addv(struct buf *buf, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

/* Empty it, keeping its memory. */
void buf_clear(struct buf *buf);

/* Cut it down to its first 'length' bytes. */
void buf_cut(struct buf *buf, size_t length);

/* The text as a child of 'mem'; the buf is gone. */
char *buf_take(TALLOC_CTX *mem, struct buf *buf);

#endif
