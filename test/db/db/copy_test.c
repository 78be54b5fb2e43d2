#include "db/copy.h"

#include "base/buf.h"
#include "base/mem.h"
#include "db/db.h"
#include "db/sqlstate.h"
#include "harness/server.h"
#include "harness/test.h"

static struct db *with_table(TALLOC_CTX *mem, struct error *err)
{
    struct db *db = server_db(mem);

    PASSES(db_exec(db, "CREATE TABLE t (i int, s text)", err));
    return db;
}

static const char *count(TALLOC_CTX *mem, struct db *db, struct error *err)
{
    struct db_result *r = db_query_row(mem, db, "SELECT count(*) FROM t", DB_NO_PARAMS, err);

    PASSES(r != NULL);
    return db_text(r, 0, 0);
}

TEST(copy_takes_its_rows_in_pieces)
{
    struct db *db = with_table(mem, err);
    int64_t rows = 0;

    PASSES(db_copy_begin(db, "COPY t FROM STDIN", err));
    PASSES(db_copy_send(db, "1\ton", 4, err));
    PASSES(db_copy_send(db, "e\n2\t\\N\n", 7, err));
    PASSES(db_copy_send(db, "", 0, err));
    PASSES(db_copy_end(db, &rows, err));
    EQUAL_INT(rows, 2);
    EQUAL_STR(count(mem, db, err), "2");
}

TEST(copy_of_many_megabytes_goes_through)
{
    struct db *db = with_table(mem, err);
    struct buf *text = buf_new(mem, BUF_MAX);
    int64_t rows = 0;

    for (int i = 0; i < 200000; i++)
        buf_addf(text, "%d\t%0100d\n", i, i);
    PASSES(db_copy_begin(db, "COPY t FROM STDIN", err));
    PASSES(db_copy_send(db, text->text, text->length, err));
    PASSES(db_copy_end(db, &rows, err));
    EQUAL_INT(rows, 200000);
}

TEST(copy_with_a_bad_row_takes_none)
{
    struct db *db = with_table(mem, err);

    PASSES(db_copy_begin(db, "COPY t FROM STDIN", err));
    PASSES(db_copy_send(db, "1\ta\nnix\tb\n", 10, err));
    FAILS(db_copy_end(db, NULL, err), ERROR_DATABASE,
          "invalid input syntax for type integer: \"nix\"");
    EQUAL_STR(err->where, "COPY t, line 2, column i: \"nix\"");
    EQUAL_STR(count(mem, db, err), "0");
}

TEST(copy_that_is_given_up_takes_none)
{
    struct db *db = with_table(mem, err);

    PASSES(db_copy_begin(db, "COPY t FROM STDIN", err));
    PASSES(db_copy_send(db, "1\ta\n", 4, err));
    db_copy_give_up(db);
    EQUAL_STR(count(mem, db, err), "0");
}

TEST(copy_begins_with_a_copy_from_the_client_only)
{
    struct db *db = with_table(mem, err);

    FAILS(db_copy_begin(db, "SELECT 1", err), ERROR_INVALID,
          "the statement is no COPY from the client");
    FAILS(db_copy_begin(db, "COPY nix FROM STDIN", err), ERROR_DATABASE,
          "relation \"nix\" does not exist");
    FAILS(db_copy_begin(db, "COPY t TO STDOUT", err), ERROR_INVALID,
          "a COPY to the client cannot run here");
    EQUAL_STR(count(mem, db, err), "0");
}

TEST(copy_whose_server_goes_fails)
{
    struct db *db = with_table(mem, err);
    struct db *other = server_db_beside(mem, db);
    char *pid = mem_printf(mem, "%d", db_backend_pid(db));

    PASSES(db_copy_begin(db, "COPY t FROM STDIN", err));
    PASSES(db_query_row(mem, other, "SELECT pg_terminate_backend($1::int, 10000)", DB_PARAMS(pid),
                        err) != NULL);
    TRUE(!db_copy_end(db, NULL, err));
    EQUAL_STR(err->sqlstate, SQLSTATE_CONNECTION_FAILURE);
    TRUE(!db_alive(db));
}
