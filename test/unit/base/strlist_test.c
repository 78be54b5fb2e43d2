#include "base/strlist.h"

#include "harness/test.h"

TEST(strlist_sorts_by_byte_and_joins)
{
    struct strlist *list = strlist_new(mem);

    strlist_add(list, "b");
    strlist_addf(list, "%c%d", 'a', 1);
    strlist_addn(list, "Zed", 1);
    strlist_sort(list);
    EQUAL_STR(strlist_join(mem, list, ", "), "Z, a1, b");
    TRUE(strlist_has(list, "a1") && !strlist_has(list, "a"));
}

TEST(strings_may_be_null_which_is_empty)
{
    EQUAL_INT(strings_count(NULL), 0);
    EQUAL_STR(strings_join(mem, NULL, ","), "");
    TRUE(strings_copy(mem, NULL)[0] == NULL);
}
