#include "base/strlist.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

struct strlist *strlist_new(TALLOC_CTX *mem)
{
    struct strlist *list = mem_new(mem, struct strlist);

    list->size = 8;
    list->items = mem_array(list, const char *, list->size);
    return list;
}

static void append(struct strlist *list, const char *owned)
{
    if (list->n + 1 == list->size) {
        list->size *= 2;
        list->items = mem_resize(list, list->items, list->size);
    }
    list->items[list->n++] = owned;
    list->items[list->n] = NULL;
}

void strlist_add(struct strlist *list, const char *s)
{
    append(list, mem_strdup(list, s));
}

void strlist_addn(struct strlist *list, const char *s, size_t n)
{
    append(list, mem_strndup(list, s, n));
}

void strlist_take(struct strlist *list, char *s)
{
    append(list, talloc_steal(list, s));
}

void strlist_addf(struct strlist *list, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    append(list, mem_vprintf(list, fmt, ap));
    va_end(ap);
}

bool strlist_has(const struct strlist *list, const char *s)
{
    return strings_have(list->items, s);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void strlist_sort(struct strlist *list)
{
    qsort(list->items, list->n, sizeof(*list->items), compare);
}

char *strlist_join(TALLOC_CTX *mem, const struct strlist *list, const char *separator)
{
    return strings_join(mem, list->items, separator);
}

size_t strings_count(const char *const *strings)
{
    size_t n = 0;

    while (strings && strings[n])
        n++;
    return n;
}

bool strings_have(const char *const *strings, const char *s)
{
    for (size_t i = 0; strings && strings[i]; i++)
        if (strcmp(strings[i], s) == 0)
            return true;
    return false;
}

char *strings_join(TALLOC_CTX *mem, const char *const *strings, const char *separator)
{
    struct buf *text = buf_new(mem, BUF_MAX);

    for (size_t i = 0; strings && strings[i]; i++) {
        if (i > 0)
            buf_add(text, separator);
        buf_add(text, strings[i]);
    }
    return buf_take(mem, text);
}

const char *const *strings_copy(TALLOC_CTX *mem, const char *const *strings)
{
    size_t n = strings_count(strings);
    const char **copy = mem_array(mem, const char *, n + 1);

    for (size_t i = 0; i < n; i++)
        copy[i] = mem_strdup(copy, strings[i]);
    return copy;
}
