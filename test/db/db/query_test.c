#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"
#include "db/sqlstate.h"
#include "harness/server.h"
#include "harness/test.h"

TEST(query_gives_rows_as_text_and_null)
{
    struct db *db = server_db(mem);
    struct db_result *r =
        db_query(mem, db, "SELECT $1::int + 1 AS a, $2::text AS b, true, NULL::int",
                 DB_PARAMS("41", NULL), err);

    PASSES(r != NULL);
    EQUAL_INT(db_rows(r), 1);
    EQUAL_INT(db_columns(r), 4);
    EQUAL_STR(db_column_name(r, 1), "b");
    EQUAL_INT(db_int(r, 0, 0), 42);
    EQUAL_STR(db_text(r, 0, 1), NULL);
    TRUE(db_is_true(r, 0, 2));
    TRUE(!db_is_true(r, 0, 3));
    EQUAL_INT(db_int(r, 0, 3), 0);
}

TEST(query_tells_the_tag_and_the_rows_it_names)
{
    struct db *db = server_db(mem);
    struct db_result *r;

    PASSES(db_exec(db, "CREATE TABLE t (i int)", err));
    r = db_query(mem, db, "INSERT INTO t VALUES (1), (2)", DB_NO_PARAMS, err);
    PASSES(r != NULL);
    EQUAL_STR(db_tag(r), "INSERT 0 2");
    EQUAL_INT(db_affected(r), 2);
    r = db_query(mem, db, "CREATE TABLE u ()", DB_NO_PARAMS, err);
    PASSES(r != NULL);
    EQUAL_STR(db_tag(r), "CREATE TABLE");
    EQUAL_INT(db_affected(r), 0);
}

TEST(query_row_wants_exactly_one_row)
{
    struct db *db = server_db(mem);

    PASSES(db_query_row(mem, db, "SELECT 1", DB_NO_PARAMS, err) != NULL);
    FAILS(db_query_row(mem, db, "SELECT 1 WHERE false", DB_NO_PARAMS, err) != NULL, ERROR_DATABASE,
          "expected one row, got 0");
    FAILS(db_query_row(mem, db, "VALUES (1), (2)", DB_NO_PARAMS, err) != NULL, ERROR_DATABASE,
          "expected one row, got 2");
}

TEST(query_refuses_two_statements_in_one)
{
    struct db *db = server_db(mem);

    FAILS(db_query(mem, db, "SELECT 1; SELECT 2", DB_NO_PARAMS, err) != NULL, ERROR_DATABASE,
          "cannot insert multiple commands into a prepared statement");
    EQUAL_STR(err->sqlstate, "42601");
    PASSES(db_exec(db, "SELECT 1", err));
}

TEST(query_of_nothing_has_no_rows)
{
    struct db *db = server_db(mem);
    struct db_result *r = db_query(mem, db, " -- nothing", DB_NO_PARAMS, err);

    PASSES(r != NULL);
    EQUAL_INT(db_rows(r), 0);
    PASSES(db_exec(db, "", err));
}

TEST(exec_runs_several_statements_as_one_transaction)
{
    struct db *db = server_db(mem);

    FAILS(db_exec(db, "CREATE TABLE t (); CREATE TABLE t ()", err), ERROR_DATABASE,
          "relation \"t\" already exists");
    EQUAL_STR(err->sqlstate, "42P07");
    PASSES(db_exec(db, "CREATE TABLE t ()", err));
}

TEST(exec_follows_the_transaction)
{
    struct db *db = server_db(mem);

    TRUE(!db_in_transaction(db));
    PASSES(db_exec(db, "BEGIN", err));
    TRUE(db_in_transaction(db));
    TRUE(!db_transaction_failed(db));
    TRUE(!db_exec(db, "SELECT 1/0", err));
    TRUE(db_transaction_failed(db));
    TRUE(db_in_transaction(db));
    PASSES(db_exec(db, "ROLLBACK", err));
    TRUE(!db_in_transaction(db));
}

TEST(failure_tells_all_that_the_server_tells)
{
    struct db *db = server_db(mem);

    FAILS(db_exec(db,
                  "DO $$ BEGIN RAISE EXCEPTION E'two\\n  lines' USING ERRCODE = 'AB123', DETAIL = "
                  "'the detail', HINT = 'the hint'; END $$",
                  err),
          ERROR_DATABASE, "two lines");
    EQUAL_STR(err->sqlstate, "AB123");
    EQUAL_STR(err->detail, "the detail");
    EQUAL_STR(err->hint, "the hint");
    EQUAL_STR(err->where, "PL/pgSQL function inline_code_block line 1 at RAISE");
    EQUAL_INT(err->position, 0);
}

TEST(failure_counts_its_position_in_characters)
{
    struct db *db = server_db(mem);

    FAILS(db_exec(db, "SELECT 'zażółć 🙂', nix", err), ERROR_DATABASE,
          "column \"nix\" does not exist");
    EQUAL_INT(err->position, 20);
    error_clear(err);
    FAILS(db_query(mem, db, "SELECT 'é', $1, nix", DB_PARAMS("x"), err) != NULL, ERROR_DATABASE,
          "column \"nix\" does not exist");
    EQUAL_INT(err->position, 17);
}

TEST(exec_drops_a_million_rows_as_they_come)
{
    struct db *db = server_db(mem);

    PASSES(db_exec(db, "SELECT repeat('x', 100) FROM generate_series(1, 1000000)", err));
    PASSES(db_exec(db, "SELECT 1", err));
}

TEST(exec_refuses_copy_from_the_client_and_goes_on)
{
    struct db *db = server_db(mem);

    PASSES(db_exec(db, "CREATE TABLE t (i int)", err));
    FAILS(db_exec(db, "INSERT INTO t VALUES (1); COPY t FROM STDIN; INSERT INTO t VALUES (2)", err),
          ERROR_INVALID, "a COPY from the client cannot run here");
    EQUAL_STR(db_text(db_query_row(mem, db, "SELECT count(*) FROM t", DB_NO_PARAMS, err), 0, 0),
              "0");
    error_clear(err);
    FAILS(db_query(mem, db, "COPY t FROM STDIN", DB_NO_PARAMS, err) != NULL, ERROR_INVALID,
          "a COPY from the client cannot run here");
    PASSES(db_exec(db, "SELECT 1", err));
}

TEST(exec_refuses_copy_to_the_client_and_goes_on)
{
    struct db *db = server_db(mem);

    FAILS(db_exec(db, "COPY (SELECT generate_series(1, 3)) TO STDOUT", err), ERROR_INVALID,
          "a COPY to the client cannot run here");
    FAILS(db_exec(db, "COPY (SELECT repeat('x', 1000) FROM generate_series(1, 10000000)) TO STDOUT",
                  err),
          ERROR_INVALID, "a COPY to the client cannot run here");
    PASSES(db_exec(db, "SELECT 1", err));
}

TEST(exec_takes_a_statement_of_many_megabytes)
{
    struct db *db = server_db(mem);
    struct buf *sql = buf_new(mem, BUF_MAX);

    buf_add(sql, "DO $$ BEGIN NULL; END $$ /* ");
    for (int i = 0; i < 1 << 20; i++)
        buf_add(sql, "0123456789abcdef");
    buf_add(sql, "*/");
    PASSES(db_exec(db, sql->text, err));
}

static void note(const struct db_notice *notice, void *data)
{
    struct strlist *heard = data;

    strlist_addf(heard, "%s %s %s", notice->severity, notice->sqlstate, notice->message);
}

TEST(notices_come_with_their_severity_untranslated)
{
    struct db *db = server_db(mem);
    struct strlist *heard = strlist_new(mem);

    PASSES(db_exec(db, "DROP TABLE IF EXISTS nix", err));
    db_on_notice(db, note, heard);
    PASSES(db_exec(db, "DROP TABLE IF EXISTS nix; COMMIT", err));
    EQUAL_STR(strlist_join(mem, heard, "\n"),
              "NOTICE 00000 table \"nix\" does not exist, skipping\n"
              "WARNING 25P01 there is no transaction in progress");
}

TEST(connection_that_the_server_ends_has_sqlstate_08006)
{
    struct db *db = server_db(mem);
    struct db *other = server_db_beside(mem, db);
    char *pid = mem_printf(mem, "%d", db_backend_pid(db));

    PASSES(db_query_row(mem, other, "SELECT pg_terminate_backend($1::int, 10000)", DB_PARAMS(pid),
                        err) != NULL);
    TRUE(db_alive(db));
    FAILS(db_exec(db, "SELECT 1", err), ERROR_DATABASE,
          "the connection to the server was lost: terminating connection due to administrator "
          "command");
    EQUAL_STR(err->sqlstate, SQLSTATE_CONNECTION_FAILURE);
    TRUE(!db_alive(db));
    error_clear(err);
    FAILS(db_exec(db, "SELECT 1", err), ERROR_DATABASE, "the connection to the server is gone");
    EQUAL_STR(err->sqlstate, SQLSTATE_CONNECTION_FAILURE);
}

TEST(connection_that_ends_in_a_statement_has_sqlstate_08006)
{
    struct db *db = server_db(mem);

    FAILS(db_query(mem, db, "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(60)",
                   DB_NO_PARAMS, err) != NULL,
          ERROR_DATABASE,
          "the connection to the server was lost: terminating connection due to administrator "
          "command");
    EQUAL_STR(err->sqlstate, SQLSTATE_CONNECTION_FAILURE);
    TRUE(!db_in_transaction(db));
}
