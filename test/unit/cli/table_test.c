#include "cli/table.h"

#include "harness/capture.h"
#include "harness/test.h"

TEST(table_aligns_words_left_and_numbers_right)
{
    struct capture *out = capture_new(mem);
    struct table *table = table_new(mem, (const char *const[]){"name", "rows", "note", NULL});

    table_add(table, (const char *const[]){"blöcke", "12", "big"});
    table_add(table, (const char *const[]){"x", "1000", NULL});
    table_print(capture_stream(out), table);
    EQUAL_STR(capture_text(out), "name    rows  note\n"
                                 "blöcke    12  big\n"
                                 "x       1000\n");
}

TEST(table_without_rows_prints_nothing)
{
    struct capture *out = capture_new(mem);

    table_print(capture_stream(out), table_new(mem, (const char *const[]){"name", NULL}));
    EQUAL_STR(capture_text(out), "");
}
