#include "py/unicode.h"

#include "harness/test.h"

static unsigned flags_of(uint32_t point)
{
    unsigned flags = 0;

    for (unsigned flag = 1; flag <= UNICODE_CASE_IGNORABLE; flag <<= 1)
        flags |= unicode_is(point, flag) ? flag : 0;
    return flags;
}

static const unsigned name = UNICODE_NAME_START | UNICODE_NAME;

TEST(unicode_knows_letters_digits_and_marks)
{
    EQUAL_INT(flags_of('a'),
              UNICODE_ALPHA | UNICODE_LOWER | UNICODE_PRINTABLE | name | UNICODE_CASED);
    EQUAL_INT(flags_of('_'), UNICODE_PRINTABLE | name);
    EQUAL_INT(flags_of('7'),
              UNICODE_DECIMAL | UNICODE_DIGIT | UNICODE_NUMERIC | UNICODE_PRINTABLE | UNICODE_NAME);
    EQUAL_INT(flags_of(0xb2), UNICODE_DIGIT | UNICODE_NUMERIC | UNICODE_PRINTABLE);
    EQUAL_INT(flags_of(0xbd), UNICODE_NUMERIC | UNICODE_PRINTABLE);
    EQUAL_INT(flags_of(0x1c5),
              UNICODE_ALPHA | UNICODE_TITLE | UNICODE_PRINTABLE | name | UNICODE_CASED);
    EQUAL_INT(flags_of(0x4e2d), UNICODE_ALPHA | UNICODE_PRINTABLE | name);
    EQUAL_INT(flags_of(0xa0), 0);
    EQUAL_INT(flags_of(0x200b), UNICODE_CASE_IGNORABLE);
    EQUAL_INT(flags_of(0x10ffff), 0);
}

TEST(unicode_reads_digits_of_every_script)
{
    EQUAL_INT(unicode_decimal('0'), 0);
    EQUAL_INT(unicode_decimal('9'), 9);
    EQUAL_INT(unicode_decimal(0x664), 4);
    EQUAL_INT(unicode_decimal(0x1d7d9), 1);
    EQUAL_INT(unicode_decimal(0xb2), -1);
    EQUAL_INT(unicode_decimal('a'), -1);
}

TEST(unicode_changes_the_case_of_letters)
{
    uint32_t to[UNICODE_CASE_MAX];

    EQUAL_INT(unicode_change_case('z', UNICODE_TO_UPPER, to), 1);
    EQUAL_INT(to[0], 'Z');
    EQUAL_INT(unicode_change_case('1', UNICODE_TO_LOWER, to), 1);
    EQUAL_INT(to[0], '1');
    EQUAL_INT(unicode_change_case(0x1c6, UNICODE_TO_TITLE, to), 1);
    EQUAL_INT(to[0], 0x1c5);
    EQUAL_INT(unicode_change_case(0x10428, UNICODE_TO_UPPER, to), 1);
    EQUAL_INT(to[0], 0x10400);
}

TEST(unicode_makes_several_letters_of_one)
{
    uint32_t to[UNICODE_CASE_MAX];

    EQUAL_INT(unicode_change_case(0xdf, UNICODE_TO_UPPER, to), 2);
    EQUAL_INT(to[0], 'S');
    EQUAL_INT(to[1], 'S');
    EQUAL_INT(unicode_change_case(0xdf, UNICODE_TO_TITLE, to), 2);
    EQUAL_INT(to[1], 's');
    EQUAL_INT(unicode_change_case(0x130, UNICODE_TO_LOWER, to), 2);
    EQUAL_INT(to[1], 0x307);
    EQUAL_INT(unicode_change_case(0x390, UNICODE_TO_UPPER, to), 3);
    EQUAL_INT(to[0], 0x399);
    EQUAL_INT(to[2], 0x301);
}
