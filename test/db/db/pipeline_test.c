#include "db/pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "db/connection.h"
#include "db/db.h"
#include "db/sqlstate.h"
#include "harness/server.h"
#include "harness/test.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

/* What was heard, each with the statement that it was attributed to. */
struct heard {
    struct strlist *lines;
    size_t statement;
};

static void note(const struct db_notice *notice, void *data)
{
    struct heard *heard = data;

    strlist_addf(heard->lines, "%zu %s", heard->statement, notice->message);
}

static void started(size_t index, void *data)
{
    ((struct heard *)data)->statement = index;
}

static const char *count(TALLOC_CTX *mem, struct db *db, struct error *err)
{
    struct db_result *r = db_query_row(mem, db, "SELECT count(*) FROM t", DB_NO_PARAMS, err);

    return r ? db_text(r, 0, 0) : err->message;
}

TEST(pipeline_runs_its_statements_in_order)
{
    struct db *db = server_db(mem);
    const struct db_statement statements[] = {
        {.sql = "BEGIN"},
        {.sql = "CREATE TABLE t (i int)"},
        {.sql = "INSERT INTO t VALUES ($1), ($2)",
         .n_params = 2,
         .params = (const char *const[]){"1", NULL}},
        {.sql = "SELECT * FROM t"},
        {.sql = ""},
        {.sql = "COMMIT"},
    };
    size_t failed;

    PASSES(db_pipeline(db, statements, N(statements), NULL, NULL, &failed, err));
    EQUAL_STR(count(mem, db, err), "2");
    TRUE(!db_in_transaction(db));
}

TEST(pipeline_of_nothing_does_nothing)
{
    struct db *db = server_db(mem);
    size_t failed;

    PASSES(db_pipeline(db, NULL, 0, NULL, NULL, &failed, err));
    PASSES(db_exec(db, "SELECT 1", err));
}

TEST(pipeline_names_the_statement_that_failed_and_leaves_the_rollback_to_its_caller)
{
    struct db *db = server_db(mem);
    const struct db_statement statements[] = {
        {.sql = "BEGIN"},           {.sql = "CREATE TABLE t (i int)"},
        {.sql = "SELECT 'é', nix"}, {.sql = "INSERT INTO t VALUES (1)"},
        {.sql = "COMMIT"},
    };
    size_t failed;

    FAILS(db_pipeline(db, statements, N(statements), NULL, NULL, &failed, err), ERROR_DATABASE,
          "column \"nix\" does not exist");
    EQUAL_INT(failed, 2);
    EQUAL_INT(err->position, 13);
    EQUAL_STR(err->sqlstate, "42703");
    TRUE(db_transaction_failed(db));
    PASSES(db_exec(db, "ROLLBACK", err));
    EQUAL_STR(count(mem, db, err), "relation \"t\" does not exist");
}

TEST(pipeline_keeps_what_was_committed_before_the_failure)
{
    struct db *db = server_db(mem);
    const struct db_statement statements[] = {
        {.sql = "BEGIN"},  {.sql = "CREATE TABLE t (i int)"},   {.sql = "COMMIT"},
        {.sql = "BEGIN"},  {.sql = "INSERT INTO t VALUES (1)"}, {.sql = "SELECT 1/0"},
        {.sql = "COMMIT"},
    };
    size_t failed;

    TRUE(!db_pipeline(db, statements, N(statements), NULL, NULL, &failed, err));
    EQUAL_INT(failed, 5);
    PASSES(db_exec(db, "ROLLBACK", err));
    EQUAL_STR(count(mem, db, err), "0");
}

TEST(pipeline_sends_nothing_behind_a_tag_that_is_not_the_expected_one)
{
    struct db *db = server_db(mem);
    const struct db_statement statements[] = {
        {.sql = "BEGIN"},
        {.sql = "INSERT INTO t VALUES (1)", .expect_tag = "INSERT 0 1"},
        {.sql = "UPDATE t SET i = 2 WHERE i = 3", .expect_tag = "UPDATE 1"},
        {.sql = "COMMIT"},
    };
    size_t failed;

    PASSES(db_exec(db, "CREATE TABLE t (i int)", err));
    FAILS(db_pipeline(db, statements, N(statements), NULL, NULL, &failed, err), ERROR_CONFLICT,
          "the statement answered \"UPDATE 0\" where \"UPDATE 1\" was expected");
    EQUAL_INT(failed, 2);
    TRUE(db_in_transaction(db));
    PASSES(db_exec(db, "ROLLBACK", err));
    EQUAL_STR(count(mem, db, err), "0");
}

TEST(pipeline_checks_the_tag_of_its_last_statement)
{
    struct db *db = server_db(mem);
    const struct db_statement statements[] = {{.sql = "SELECT 1", .expect_tag = "SELECT 2"}};
    size_t failed;

    FAILS(db_pipeline(db, statements, 1, NULL, NULL, &failed, err), ERROR_CONFLICT,
          "the statement answered \"SELECT 1\" where \"SELECT 2\" was expected");
    EQUAL_INT(failed, 0);
    PASSES(db_exec(db, "SELECT 1", err));
}

/* What libpq says of the messages that it sent (F) and received (B). */
static char *run_traced(TALLOC_CTX *mem, struct db *db, const struct db_statement *statements,
                        size_t n, struct error *err)
{
    char *text = NULL, *copy;
    size_t size = 0, failed;
    FILE *trace = open_memstream(&text, &size);

    PQtrace(db->pg, trace);
    if (!db_pipeline(db, statements, n, NULL, NULL, &failed, err))
        fprintf(trace, "FAILED: %s\n", err->message);
    PQuntrace(db->pg);
    fclose(trace);
    copy = mem_strdup(mem, text);
    free(text);
    return copy;
}

TEST(pipeline_that_ends_with_a_commit_waits_for_the_server_once)
{
    struct db *db = server_db(mem);
    const struct db_statement statements[] = {
        {.sql = "BEGIN"},
        {.sql = "SELECT 1"},
        {.sql = "COMMIT", .expect_tag = "COMMIT"},
    };
    const char *trace = run_traced(mem, db, statements, N(statements), err);
    const char *answer = strstr(trace, "\tB\t");

    TRUE(answer != NULL);
    EQUAL_STR(err->message, NULL);
    TRUE(strstr(trace, "\tSync") && strstr(trace, "\tSync") < answer);
    TRUE(!db_in_transaction(db));
}

TEST(pipeline_checks_the_tag_of_its_commit)
{
    struct db *db = server_db(mem);
    const struct db_statement statements[] = {{.sql = "BEGIN"},
                                              {.sql = "COMMIT", .expect_tag = "ROLLBACK"}};
    size_t failed;

    FAILS(db_pipeline(db, statements, N(statements), NULL, NULL, &failed, err), ERROR_CONFLICT,
          "the statement answered \"COMMIT\" where \"ROLLBACK\" was expected");
    EQUAL_INT(failed, 1);
    PASSES(db_exec(db, "SELECT 1", err));
}

TEST(pipeline_attributes_notices_to_their_statements)
{
    struct db *db = server_db(mem);
    struct heard heard = {.lines = strlist_new(mem)};
    const struct db_statement statements[] = {
        {.sql = "DROP TABLE IF EXISTS a"},
        {.sql = "SELECT 1"},
        {.sql = "DROP TABLE IF EXISTS b, c"},
        {.sql = "DO $$ BEGIN RAISE WARNING 'w'; END $$"},
    };
    size_t failed;

    db_on_notice(db, note, &heard);
    PASSES(db_pipeline(db, statements, N(statements), started, &heard, &failed, err));
    EQUAL_STR(strlist_join(mem, heard.lines, "\n"), "0 table \"a\" does not exist, skipping\n"
                                                    "2 table \"b\" does not exist, skipping\n"
                                                    "2 table \"c\" does not exist, skipping\n"
                                                    "3 w");
}

/* More notices than the socket holds come back while more statements than it holds go out. */
TEST(pipeline_of_big_statements_with_many_notices_and_rows_does_not_block)
{
    struct db *db = server_db(mem);
    struct heard heard = {.lines = strlist_new(mem)};
    struct buf *comment = buf_new(mem, BUF_MAX);
    struct db_statement statements[60];
    char *loud, *rows;
    size_t failed;

    buf_add(comment, "/*");
    for (int i = 0; i < 100000; i++)
        buf_add(comment, "0123456789");
    buf_add(comment, "*/");
    loud = mem_printf(mem,
                      "DO $$ BEGIN FOR i IN 1..500 LOOP RAISE NOTICE '%%', repeat('x', 1000); END "
                      "LOOP; END $$ %s",
                      comment->text);
    rows =
        mem_printf(mem, "SELECT repeat('x', 1000) FROM generate_series(1, 5000) %s", comment->text);
    for (size_t i = 0; i < N(statements); i++)
        statements[i] = (struct db_statement){.sql = i % 2 ? loud : rows};
    db_on_notice(db, note, &heard);
    PASSES(db_pipeline(db, statements, N(statements), started, &heard, &failed, err));
    EQUAL_INT(heard.lines->n, 500 * N(statements) / 2);
}

TEST(pipeline_of_many_small_statements_runs_each_once)
{
    struct db *db = server_db(mem);
    enum { MANY = 10000 };
    struct db_statement *statements = mem_array(mem, struct db_statement, MANY);
    size_t failed;

    PASSES(db_exec(db, "CREATE TABLE t (i int)", err));
    for (size_t i = 0; i < MANY; i++)
        statements[i] = (struct db_statement){.sql = "INSERT INTO t VALUES (1)"};
    PASSES(db_pipeline(db, statements, MANY, NULL, NULL, &failed, err));
    EQUAL_STR(count(mem, db, err), "10000");
    statements[7777].sql = "nonsense";
    FAILS(db_pipeline(db, statements, MANY, NULL, NULL, &failed, err), ERROR_DATABASE,
          "syntax error at or near \"nonsense\"");
    EQUAL_INT(failed, 7777);
    EQUAL_STR(count(mem, db, err), "10000");
}

TEST(pipeline_whose_server_goes_says_at_which_statement)
{
    struct db *db = server_db(mem);
    const struct db_statement statements[] = {
        {.sql = "SELECT 1"},
        {.sql = "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(60)"},
        {.sql = "SELECT 1"},
    };
    size_t failed;

    FAILS(db_pipeline(db, statements, N(statements), NULL, NULL, &failed, err), ERROR_DATABASE,
          "the connection to the server was lost: terminating connection due to administrator "
          "command");
    EQUAL_INT(failed, 1);
    EQUAL_STR(err->sqlstate, SQLSTATE_CONNECTION_FAILURE);
    TRUE(!db_alive(db));
}

TEST(pipeline_with_a_copy_ends_instead_of_hanging)
{
    static const char *const copies[] = {"COPY t FROM STDIN", "COPY t TO STDOUT"};

    for (size_t i = 0; i < N(copies); i++) {
        struct db *db = server_db(mem);
        const struct db_statement statements[] = {
            {.sql = "CREATE TABLE t (i int)"}, {.sql = copies[i]}, {.sql = "SELECT 1"}};
        size_t failed;

        FAILS(db_pipeline(db, statements, N(statements), NULL, NULL, &failed, err), ERROR_INVALID,
              "a COPY from or to the client cannot run in a pipeline");
        EQUAL_STR(err->detail, "The connection had to be closed.");
        EQUAL_STR(err->sqlstate, SQLSTATE_CONNECTION_FAILURE);
        TRUE(!db_alive(db));
        EQUAL_INT(failed, 1);
        error_clear(err);
    }
}
