#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#include "harness/test.h"

TEST(arena_pieces_are_zeroed_aligned_and_apart)
{
    struct arena *arena = arena_new(mem);
    char *last = NULL;

    for (size_t size = 1; size < 40000; size = size * 2 + 1) {
        char *piece = arena_alloc(arena, size);

        TRUE((uintptr_t)piece % 16 == 0);
        for (size_t i = 0; i < size; i++)
            TRUE(piece[i] == 0);
        memset(piece, 0x5a, size);
        TRUE(!last || *last == 0x5a);
        last = piece;
    }
}

TEST(arena_counts_what_it_gave_away)
{
    struct arena *arena = arena_new(mem);

    arena_alloc(arena, 1);
    EQUAL_INT(arena_bytes(arena), 16);
    arena_alloc(arena, 1 << 20);
    EQUAL_INT(arena_bytes(arena), (1 << 20) + 16);
}

TEST(arena_copies_text_with_its_nul_bytes)
{
    struct arena *arena = arena_new(mem);

    TRUE(memcmp(arena_strndup(arena, "a\0bc", 3), "a\0b", 4) == 0);
    EQUAL_STR(arena_strdup(arena, "whole"), "whole");
}
