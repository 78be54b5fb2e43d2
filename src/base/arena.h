/*
 * Many small pieces of memory that live and die together.
 *
 * A piece costs a few instructions and no header; nothing in an arena is
 * freed on its own.  The arena counts what it gave away, so that whoever
 * works for untrusted input can stop at a limit.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>
#include <talloc.h>

#define arena_new_object(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_new_array(arena, type, n) ((type *)arena_alloc_array((arena), sizeof(type), (n)))

struct arena;

struct arena *arena_new(TALLOC_CTX *mem);

/* 'size' zeroed bytes, aligned for anything. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_alloc_array(struct arena *arena, size_t size, size_t n);

/* A copy of the 'n' bytes at 'text', ended with '\0'. */
char *arena_strndup(struct arena *arena, const char *text, size_t n);
char *arena_strdup(struct arena *arena, const char *text);

/* All bytes given away so far. */
size_t arena_bytes(const struct arena *arena);

/* For talloc'd things that must live as long as the arena. */
TALLOC_CTX *arena_context(struct arena *arena);

#endif
