#include "base/utf8.h"

#include <string.h>

#include "harness/test.h"

TEST(utf8_encode_and_decode_agree_on_every_scalar_value)
{
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        char bytes[4];
        uint32_t back;
        size_t n = utf8_encode(c, bytes);

        if (c >= 0xd800 && c <= 0xdfff) {
            EQUAL_INT(n, 0);
            continue;
        }
        EQUAL_INT(utf8_decode(bytes, n, &back), n);
        EQUAL_INT(back, c);
    }
}

TEST(utf8_refuses_overlong_surrogate_cut_and_too_large)
{
    static const char *const bad[] = {
        "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80", "\xff"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        TRUE(!utf8_valid(bad[i], strlen(bad[i]), NULL));
}

TEST(utf8_valid_says_where_the_first_bad_byte_is)
{
    size_t bad = 0;

    TRUE(!utf8_valid("h\xc3\xa9\xff", 4, &bad));
    EQUAL_INT(bad, 3);
    EQUAL_INT(utf8_count("h\xc3\xa9\xff", 4), 3);
}

TEST(utf8_valid_finds_a_bad_byte_at_every_place_of_a_long_text)
{
    char text[] = "twenty-five plain letters";
    size_t n = strlen(text), bad = 0;

    TRUE(utf8_valid(text, n, NULL));
    for (size_t at = 0; at < n; at++) {
        char good = text[at];

        text[at] = '\xff';
        TRUE(!utf8_valid(text, n, &bad));
        EQUAL_INT(bad, at);
        text[at] = good;
    }
}
