/* A list of strings that grows; it owns copies of what is added. */
#ifndef BASE_STRLIST_H
#define BASE_STRLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct strlist {
    const char **items; /* ends with NULL */
    size_t n, size;
};

struct strlist *strlist_new(TALLOC_CTX *mem);
void strlist_add(struct strlist *list, const char *s);
void strlist_addn(struct strlist *list, const char *s, size_t n);
void strlist_take(struct strlist *list,
                  char *s); /* 's' itself, which becomes a child of the list */
void strlist_addf(struct strlist *list, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool strlist_has(const struct strlist *list, const char *s);

/* By code point, which for UTF-8 is by byte. */
void strlist_sort(struct strlist *list);

/* The items with 'separator' between them, a child of 'mem'. */
char *strlist_join(TALLOC_CTX *mem, const struct strlist *list, const char *separator);

/*
 * The same for plain arrays that end with NULL, the form in which lists stand
 * in plain data.  An array may be NULL, which is an empty one.
 */
size_t strings_count(const char *const *strings);
bool strings_have(const char *const *strings, const char *s);
char *strings_join(TALLOC_CTX *mem, const char *const *strings, const char *separator);
const char *const *strings_copy(TALLOC_CTX *mem, const char *const *strings);

#endif
