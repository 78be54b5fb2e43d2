#include "cli/report.h"

#include "harness/capture.h"
#include "harness/test.h"

static struct error *sample_error(TALLOC_CTX *mem)
{
    struct error *err = error_new(mem);

    error_set(err, ERROR_CONFLICT, "revision \"a1\" stands in two files");
    error_detail(err, "The files are one and two.");
    error_where(err, "one:3");
    error_hint(err, "Give one another id.");
    return err;
}

struct streams {
    struct capture *out, *errors;
};

static struct streams reported(TALLOC_CTX *mem, struct report how)
{
    struct streams s = {capture_new(mem), capture_new(mem)};

    how.program = "limbeck";
    how.out = capture_stream(s.out);
    how.errors = capture_stream(s.errors);
    report_failure(&how, sample_error(mem));
    return s;
}

#define FACTS "DETAIL:  The files are one and two.\nWHERE:  one:3\nHINT:  Give one another id.\n"

TEST(report_names_the_program_and_keeps_stdout_clean)
{
    struct streams s = reported(mem, (struct report){0});

    EQUAL_STR(capture_text(s.out), "");
    EQUAL_STR(capture_text(s.errors), "limbeck: revision \"a1\" stands in two files\n" FACTS);
}

TEST(report_as_alembic_says_it_on_both_streams)
{
    struct streams s = reported(mem, (struct report){.is_alembic = true});

    EQUAL_STR(capture_text(s.out), "FAILED: revision \"a1\" stands in two files\n");
    EQUAL_STR(capture_text(s.errors),
              "ERROR [alembic.util.messaging] revision \"a1\" stands in two files\n" FACTS);
}

TEST(report_as_alembic_says_it_once_when_both_streams_are_one)
{
    struct streams s = reported(mem, (struct report){.is_alembic = true, .one_stream = true});

    EQUAL_STR(capture_text(s.out), "FAILED: revision \"a1\" stands in two files\n");
    EQUAL_STR(capture_text(s.errors), FACTS);
}

TEST(report_with_quiet_is_silent_on_stdout_only)
{
    struct streams s =
        reported(mem, (struct report){.is_alembic = true, .one_stream = true, .quiet = true});

    EQUAL_STR(capture_text(s.out), "");
    EQUAL_STR(capture_text(s.errors),
              "ERROR [alembic.util.messaging] revision \"a1\" stands in two files\n" FACTS);
}

TEST(report_as_json_is_one_object_on_stdout)
{
    struct streams s = reported(mem, (struct report){.is_alembic = true, .json = true});

    EQUAL_STR(capture_text(s.out),
              "{\"error\":{\"code\":\"conflict\","
              "\"message\":\"revision \\\"a1\\\" stands in two files\",\"sqlstate\":null,"
              "\"detail\":\"The files are one and two.\",\"where\":\"one:3\","
              "\"hint\":\"Give one another id.\"}}\n");
    EQUAL_STR(capture_text(s.errors), "limbeck: revision \"a1\" stands in two files\n" FACTS);
}

TEST(report_ends_with_where_the_database_stands)
{
    struct streams s = reported(mem, (struct report){.last_words = "stands at a1", .json = true});

    CONTAINS(capture_text(s.out),
             ",\"hint\":\"Give one another id.\",\"standing\":\"stands at a1\"}}\n");
    CONTAINS(capture_text(s.errors), FACTS "stands at a1\n");
}

TEST(report_marks_the_program_red_on_request)
{
    struct streams s = reported(mem, (struct report){.colour = true});

    CONTAINS(capture_text(s.errors), "\033[1;31mlimbeck:\033[0m revision");
}

TEST(report_exit_codes_tell_usage_and_busy_from_the_rest)
{
    struct error e = {.code = ERROR_NONE};

    EQUAL_INT(report_exit_code(&e), 0);
    e.code = ERROR_USAGE;
    EQUAL_INT(report_exit_code(&e), 2);
    e.code = ERROR_BUSY;
    EQUAL_INT(report_exit_code(&e), 3);
    e.code = ERROR_INTERRUPTED;
    EQUAL_INT(report_exit_code(&e), 130);
    e.code = ERROR_DATABASE;
    EQUAL_INT(report_exit_code(&e), 255);
}
