#include "cli/wrap.h"

#include "harness/capture.h"
#include "harness/test.h"

TEST(wrap_print_breaks_between_words_and_keeps_long_ones_whole)
{
    struct capture *out = capture_new(mem);

    wrap_print(capture_stream(out), "one two  three\nfour a-very-long-word five", 2, 10, true);
    EQUAL_STR(capture_text(out), "  one two\n  three\n  four\n  a-very-long-word\n  five");
}

TEST(wrap_print_counts_characters_not_bytes)
{
    struct capture *out = capture_new(mem);

    wrap_print(capture_stream(out), "äöü äöü", 0, 7, false);
    EQUAL_STR(capture_text(out), "äöü äöü");
}

TEST(wrap_row_puts_the_text_below_when_the_left_side_is_long)
{
    struct capture *out = capture_new(mem);

    wrap_row(capture_stream(out), "-v", "more", 8);
    wrap_row(capture_stream(out), "--verbose", "more", 8);
    EQUAL_STR(capture_text(out), "  -v    more\n  --verbose\n        more\n");
}

TEST(wrap_paragraphs_keeps_one_empty_line_between_two)
{
    struct capture *out = capture_new(mem);

    wrap_paragraphs(capture_stream(out), "One\ntwo.\n\nThree.");
    EQUAL_STR(capture_text(out), "One two.\n\nThree.\n");
}
