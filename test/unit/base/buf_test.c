#include "base/buf.h"

#include "harness/test.h"

TEST(buf_grows_to_exactly_its_maximum_and_no_further)
{
    struct buf *buf = buf_new(mem, 5);

    buf_add(buf, "abc");
    buf_addc(buf, 'd');
    buf_addf(buf, "%d", 5);
    TRUE(!buf->full);
    buf_addc(buf, 'x');
    EQUAL_STR(buf->text, "abcd5");
    TRUE(buf->full);
}

TEST(buf_that_is_full_stays_full_even_for_text_that_would_fit)
{
    struct buf *buf = buf_new(mem, 4);

    buf_add(buf, "abc");
    buf_add(buf, "de");
    buf_add(buf, "f");
    EQUAL_STR(buf->text, "abc");
    TRUE(buf->full);
    buf_clear(buf);
    buf_add(buf, "f");
    EQUAL_STR(buf->text, "f");
}

TEST(buf_keeps_bytes_after_a_zero_byte)
{
    struct buf *buf = buf_new(mem, 100);

    buf_addn(buf, "a\0b", 3);
    EQUAL_INT(buf->length, 3);
    EQUAL_INT(buf->text[2], 'b');
}
