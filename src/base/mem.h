/*
 * Allocation.  Every object has a parent; freeing the parent frees it.
 * Running out of memory ends the process here, so no caller tests for NULL.
 *
 * A single chunk holds at most 256 MiB (a talloc limit): what can be larger
 * is read in parts or mapped (base/file.h).
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>
#include <talloc.h>

#define mem_new(mem, type) ((type *)mem_zeroed((mem), sizeof(type), #type))
#define mem_array(mem, type, n) ((type *)mem_zeroed_array((mem), sizeof(type), (n), #type))

/* 'array' with room for 'n' elements, all old ones kept, the new ones not set. */
#define mem_resize(mem, array, n)                                                                  \
    ((__typeof__(array))mem_resized((mem), (array), sizeof(*(array)), (n)))

/* A context for working memory, freed when the enclosing block is left. */
#define MEM_SCRATCH(name)                                                                          \
    TALLOC_CTX *name __attribute__((cleanup(mem_scratch_end))) = mem_scratch_new()

/*
 * The same for many small pieces, which are cut from one of 'size' bytes while
 * that lasts.  What is stolen out of it would keep all of it.
 */
#define MEM_POOL(name, size)                                                                       \
    TALLOC_CTX *name __attribute__((cleanup(mem_scratch_end))) = mem_pool_new(NULL, (size))

void *mem_zeroed(TALLOC_CTX *mem, size_t size, const char *type);
void *mem_zeroed_array(TALLOC_CTX *mem, size_t size, size_t n, const char *type);
void *mem_resized(TALLOC_CTX *mem, void *array, size_t size, size_t n);

/* A copy of 's'; NULL stays NULL. */
char *mem_strdup(TALLOC_CTX *mem, const char *s);

/* A copy of the first 'n' bytes at 's', ended with '\0'. */
char *mem_strndup(TALLOC_CTX *mem, const char *s, size_t n);

char *mem_printf(TALLOC_CTX *mem, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *mem_vprintf(TALLOC_CTX *mem, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

TALLOC_CTX *mem_pool_new(TALLOC_CTX *mem, size_t size);
TALLOC_CTX *mem_scratch_new(void);
void mem_scratch_end(TALLOC_CTX **scratch);

#endif
