/*
 * A map from strings to pointers: open addressing, insertion order kept.
 *
 * It owns copies of its keys and borrows its values.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct map_entry {
    const char *key;
    void *value;
};

struct map {
    struct map_entry *entries; /* in the order in which the keys came */
    size_t n, size;
    size_t *slots; /* index + 1 into 'entries'; 0 is free */
    size_t n_slots;
};

struct map *map_new(TALLOC_CTX *mem);

/* Set the value of 'key'; returns false when the key was there (its value is replaced). */
bool map_put(struct map *map, const char *key, void *value);

/* The value of 'key', or NULL when it is not there. */
void *map_at(const struct map *map, const char *key);
bool map_has(const struct map *map, const char *key);

#endif
