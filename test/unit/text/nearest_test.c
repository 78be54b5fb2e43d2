#include "text/nearest.h"

#include <stddef.h>

#include "harness/test.h"

static const char *const names[] = {"heads", "history", "upgrade", "downgrade", "dev start", NULL};

TEST(nearest_word_forgives_a_slip_and_completes_a_beginning)
{
    EQUAL_STR(nearest_word("haeds", names), "heads");
    EQUAL_STR(nearest_word("head", names), "heads");
    EQUAL_STR(nearest_word("upgarde", names), "upgrade");
    EQUAL_STR(nearest_word("down", names), "downgrade");
    EQUAL_STR(nearest_word("dev-start", names), "dev start");
}

TEST(nearest_word_does_not_guess_wildly)
{
    EQUAL_STR(nearest_word("xyz", names), NULL);
    EQUAL_STR(nearest_word("", names), NULL);
    EQUAL_STR(nearest_word("q", names), NULL);
    EQUAL_STR(nearest_word("hands", names), NULL);
}
