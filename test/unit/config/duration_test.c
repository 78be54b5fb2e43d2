#include "config/duration.h"

#include "harness/test.h"

static int parsed(const char *text)
{
    int ms = -2;

    return duration_parse(text, &ms) ? ms : -1;
}

TEST(duration_has_a_unit)
{
    EQUAL_INT(parsed("500ms"), 500);
    EQUAL_INT(parsed("3s"), 3000);
    EQUAL_INT(parsed("3 s"), 3000);
    EQUAL_INT(parsed("2min"), 120000);
    EQUAL_INT(parsed("1h"), 3600000);
    EQUAL_INT(parsed("24d"), 24 * 86400000);
    EQUAL_INT(parsed("0"), 0);
    EQUAL_INT(parsed("0s"), 0);
}

TEST(duration_is_nothing_else)
{
    EQUAL_INT(parsed(""), -1);
    EQUAL_INT(parsed("s"), -1);
    EQUAL_INT(parsed("3"), -1);
    EQUAL_INT(parsed("-3s"), -1);
    EQUAL_INT(parsed("1.5s"), -1);
    EQUAL_INT(parsed("3sec"), -1);
    EQUAL_INT(parsed("3S"), -1);
    EQUAL_INT(parsed("3s x"), -1);
}

TEST(duration_fits_into_an_int)
{
    EQUAL_INT(parsed("25d"), -1);
    EQUAL_INT(parsed("2147483s"), 2147483000);
    EQUAL_INT(parsed("2147484s"), -1);
    EQUAL_INT(parsed("9999999999999999999999ms"), -1);
}
