#include "base/arena.h"

#include <string.h>

#include "base/mem.h"

enum { CHUNK = 64 * 1024, ALIGNMENT = 16 };

struct arena {
    char *next;
    size_t left, given;
};

struct arena *arena_new(TALLOC_CTX *mem)
{
    return mem_new(mem, struct arena);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    void *piece;

    arena->given += rounded;
    if (rounded > arena->left && rounded > CHUNK / 4)
        return mem_zeroed(arena, rounded, "arena piece");
    if (rounded > arena->left) {
        arena->next = mem_zeroed(arena, CHUNK, "arena chunk");
        arena->left = CHUNK;
    }
    piece = arena->next;
    arena->next += rounded;
    arena->left -= rounded;
    return piece;
}

void *arena_alloc_array(struct arena *arena, size_t size, size_t n)
{
    size_t bytes;

    if (__builtin_mul_overflow(size, n, &bytes))
        return mem_zeroed_array(arena, size, n,
                                "arena array"); /* ends the process with its words */
    return arena_alloc(arena, bytes);
}

char *arena_strndup(struct arena *arena, const char *text, size_t n)
{
    char *copy = arena_alloc(arena, n + 1);

    memcpy(copy, text, n);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

size_t arena_bytes(const struct arena *arena)
{
    return arena->given;
}

TALLOC_CTX *arena_context(struct arena *arena)
{
    return arena;
}
