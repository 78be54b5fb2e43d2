#include "base/clock.h"

#include <time.h>

#include "harness/test.h"

TEST(clock_ms_never_goes_back)
{
    int64_t before = clock_ms();

    TRUE(before > 0);
    TRUE(clock_ms() >= before);
}

TEST(clock_unix_us_is_the_date_in_microseconds)
{
    int64_t seconds = clock_unix_us() / 1000000;

    /* time() may lag behind by a tick. */
    TRUE(seconds >= time(NULL) - 1 && seconds <= time(NULL) + 1);
}
