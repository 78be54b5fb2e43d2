#include "base/map.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"

enum { FIRST_SLOTS = 16 };

struct map *map_new(TALLOC_CTX *mem)
{
    struct map *map = mem_new(mem, struct map);

    map->n_slots = FIRST_SLOTS;
    map->slots = mem_array(map, size_t, map->n_slots);
    map->size = FIRST_SLOTS;
    map->entries = mem_array(map, struct map_entry, map->size);
    return map;
}

/* FNV-1a, 64 bits. */
static uint64_t digest_of(const char *key)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (const char *p = key; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 0x100000001b3u;
    return hash;
}

/* The slot of 'key', or the free one where it would go. */
static size_t slot_of(const struct map *map, const char *key)
{
    size_t mask = map->n_slots - 1;
    size_t slot = (size_t)digest_of(key) & mask;

    while (map->slots[slot] && strcmp(map->entries[map->slots[slot] - 1].key, key) != 0)
        slot = (slot + 1) & mask;
    return slot;
}

static void double_slots(struct map *map)
{
    talloc_free(map->slots);
    map->n_slots *= 2;
    map->slots = mem_array(map, size_t, map->n_slots);
    for (size_t i = 0; i < map->n; i++)
        map->slots[slot_of(map, map->entries[i].key)] = i + 1;
}

bool map_put(struct map *map, const char *key, void *value)
{
    size_t slot = slot_of(map, key);

    if (map->slots[slot]) {
        map->entries[map->slots[slot] - 1].value = value;
        return false;
    }
    if (map->n == map->size) {
        map->size *= 2;
        map->entries = mem_resize(map, map->entries, map->size);
    }
    map->entries[map->n++] = (struct map_entry){mem_strdup(map, key), value};
    map->slots[slot] = map->n;
    if (map->n * 2 > map->n_slots)
        double_slots(map);
    return true;
}

void *map_at(const struct map *map, const char *key)
{
    size_t slot = slot_of(map, key);

    return map->slots[slot] ? map->entries[map->slots[slot] - 1].value : NULL;
}

bool map_has(const struct map *map, const char *key)
{
    return map->slots[slot_of(map, key)] != 0;
}
