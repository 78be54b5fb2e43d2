#include "base/error.h"

#include <errno.h>

#include "harness/test.h"

TEST(error_set_returns_false_so_that_it_can_be_returned)
{
    TRUE(!error_set(err, ERROR_NOT_FOUND, "no revision \"%s\"", "a1"));
    EQUAL_INT(err->code, ERROR_NOT_FOUND);
    EQUAL_STR(err->message, "no revision \"a1\"");
}

TEST(error_set_forgets_what_was_said_before)
{
    error_set(err, ERROR_DATABASE, "first");
    error_detail(err, "A detail.");
    error_where(err, "line %d", 3);
    error_hint(err, "A hint.");
    err->sqlstate[0] = '4';
    err->position = 7;

    error_set(err, ERROR_USAGE, "second");
    EQUAL_STR(err->message, "second");
    EQUAL_STR(err->detail, NULL);
    EQUAL_STR(err->where, NULL);
    EQUAL_STR(err->hint, NULL);
    EQUAL_STR(err->sqlstate, "");
    EQUAL_INT(err->position, 0);
}

TEST(error_texts_may_quote_the_ones_they_replace)
{
    error_set(err, ERROR_DATABASE, "inner");
    error_hint(err, "Try again.");
    error_hint(err, "%s Or not.", err->hint);
    EQUAL_STR(err->hint, "Try again. Or not.");
    error_set(err, ERROR_CONFLICT, "%s, again", err->message);
    EQUAL_STR(err->message, "inner, again");
}

TEST(error_wrap_puts_what_was_tried_in_front_and_keeps_the_rest)
{
    error_set(err, ERROR_BUSY, "lock held");
    error_hint(err, "Wait.");
    TRUE(!error_wrap(err, "revision \"%s\"", "a1"));
    EQUAL_STR(err->message, "revision \"a1\": lock held");
    EQUAL_INT(err->code, ERROR_BUSY);
    EQUAL_STR(err->hint, "Wait.");
}

TEST(error_errno_says_what_the_system_said)
{
    errno = ENOENT;
    TRUE(!error_errno(err, "could not open \"%s\"", "x"));
    EQUAL_INT(err->code, ERROR_SYSTEM);
    EQUAL_STR(err->message, "could not open \"x\": No such file or directory");
}

TEST(error_copy_outlives_the_original)
{
    struct error *original = error_new(mem);

    error_set(original, ERROR_INVALID, "unclosed string");
    error_detail(original, "A detail.");
    error_where(original, "a.sql:3");
    error_hint(original, "Close it.");
    error_copy(err, original);
    talloc_free(original);
    EQUAL_INT(err->code, ERROR_INVALID);
    EQUAL_STR(err->message, "unclosed string");
    EQUAL_STR(err->detail, "A detail.");
    EQUAL_STR(err->where, "a.sql:3");
    EQUAL_STR(err->hint, "Close it.");
}
