#include "base/secret.h"

#include "harness/test.h"

TEST(secret_masks_the_password_of_urls)
{
    EQUAL_STR(secret_masked(mem, "postgresql://u:pw@h:5433/db"), "postgresql://u:***@h:5433/db");
    EQUAL_STR(secret_masked(mem, "try x://u:p@w/rd@h/db now"), "try x://u:***@h/db now");
    EQUAL_STR(secret_masked(mem, "postgresql://h:5433/db"), "postgresql://h:5433/db");
    EQUAL_STR(secret_masked(mem, "postgresql://u@h/db"), "postgresql://u@h/db");
}

TEST(secret_masks_passwords_of_connection_strings_and_queries)
{
    EQUAL_STR(secret_masked(mem, "host=h password='a b\\'c' user=u"), "host=h password=*** user=u");
    EQUAL_STR(secret_masked(mem, "postgresql:///db?password=x&host=/tmp"),
              "postgresql:///db?password=***&host=/tmp");
}
