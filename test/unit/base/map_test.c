#include "base/map.h"

#include "base/mem.h"
#include "harness/test.h"

TEST(map_finds_each_of_many_keys_and_keeps_their_order)
{
    struct map *map = map_new(mem);
    static char values[1000];

    for (int i = 0; i < 1000; i++) {
        MEM_SCRATCH(scratch);

        TRUE(map_put(map, mem_printf(scratch, "key %d", i), &values[i]));
    }
    for (int i = 0; i < 1000; i++) {
        MEM_SCRATCH(scratch);

        TRUE(map_at(map, mem_printf(scratch, "key %d", i)) == &values[i]);
        EQUAL_STR(map->entries[i].key, mem_printf(scratch, "key %d", i));
    }
    TRUE(!map_has(map, "key 1000"));
}

TEST(map_put_replaces_the_value_of_a_known_key)
{
    struct map *map = map_new(mem);
    int a, b;

    TRUE(map_put(map, "x", &a));
    TRUE(!map_put(map, "x", &b));
    TRUE(map_at(map, "x") == &b);
    EQUAL_INT(map->n, 1);
}
