#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *p)
{
    if (!p) {
        fputs("limbeck: out of memory\n", stderr);
        abort();
    }
    return p;
}

static size_t checked_total(size_t size, size_t n)
{
    size_t total;

    if (__builtin_mul_overflow(size, n, &total))
        checked(NULL);
    return total;
}

void *mem_zeroed(TALLOC_CTX *mem, size_t size, const char *type)
{
    void *p = checked(talloc_zero_size(mem, size));

    talloc_set_name_const(p, type);
    return p;
}

void *mem_zeroed_array(TALLOC_CTX *mem, size_t size, size_t n, const char *type)
{
    return mem_zeroed(mem, checked_total(size, n), type);
}

void *mem_resized(TALLOC_CTX *mem, void *array, size_t size, size_t n)
{
    return checked(talloc_realloc_size(mem, array, checked_total(size, n ? n : 1)));
}

char *mem_strdup(TALLOC_CTX *mem, const char *s)
{
    return s ? checked(talloc_strdup(mem, s)) : NULL;
}

char *mem_strndup(TALLOC_CTX *mem, const char *s, size_t n)
{
    char *copy = checked(talloc_size(mem, n + 1));

    memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

char *mem_vprintf(TALLOC_CTX *mem, const char *fmt, va_list ap)
{
    return checked(talloc_vasprintf(mem, fmt, ap));
}

char *mem_printf(TALLOC_CTX *mem, const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = mem_vprintf(mem, fmt, ap);
    va_end(ap);
    return s;
}

TALLOC_CTX *mem_pool_new(TALLOC_CTX *mem, size_t size)
{
    return checked(talloc_pool(mem, size));
}

TALLOC_CTX *mem_scratch_new(void)
{
    return checked(talloc_new(NULL));
}

void mem_scratch_end(TALLOC_CTX **scratch)
{
    talloc_free(*scratch);
}
