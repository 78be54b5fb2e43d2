#include "db/listen.h"

#include "base/mem.h"
#include "db/db.h"
#include "db/sqlstate.h"
#include "harness/server.h"
#include "harness/test.h"

TEST(listen_hears_what_another_session_sends)
{
    struct db *db = server_db(mem);
    struct db *other = server_db_beside(mem, db);
    struct db_notification *heard;

    PASSES(db_listen(db, "Odd \"channel\"", err));
    PASSES(db_exec(other, "NOTIFY \"Odd \"\"channel\"\"\", 'first'; NOTIFY silence", err));
    PASSES(db_exec(other, "NOTIFY \"Odd \"\"channel\"\"\"", err));
    PASSES(db_wait_notify(mem, db, -1, &heard, err));
    EQUAL_STR(heard->channel, "Odd \"channel\"");
    EQUAL_STR(heard->payload, "first");
    EQUAL_INT(heard->backend_pid, db_backend_pid(other));
    PASSES(db_wait_notify(mem, db, -1, &heard, err));
    EQUAL_STR(heard->payload, "");
    PASSES(db_wait_notify(mem, db, 0, &heard, err));
    TRUE(heard == NULL);
}

TEST(listen_hears_what_came_with_the_answer_to_a_statement)
{
    struct db *db = server_db(mem);
    struct db_notification *heard;

    PASSES(db_listen(db, "c", err));
    PASSES(db_exec(db, "NOTIFY c, 'own'", err));
    PASSES(db_wait_notify(mem, db, 0, &heard, err));
    TRUE(heard != NULL);
    EQUAL_STR(heard->payload, "own");
}

TEST(listen_ends_with_its_time)
{
    struct db *db = server_db(mem);
    struct db_notification *heard;

    PASSES(db_wait_notify(mem, db, 30, &heard, err));
    TRUE(heard == NULL);
}

TEST(listen_notices_that_the_server_is_gone)
{
    struct db *db = server_db(mem);
    struct db *other = server_db_beside(mem, db);
    struct db_notification *heard;
    char *pid = mem_printf(mem, "%d", db_backend_pid(db));

    PASSES(db_query_row(mem, other, "SELECT pg_terminate_backend($1::int, 10000)", DB_PARAMS(pid),
                        err) != NULL);
    FAILS(db_wait_notify(mem, db, -1, &heard, err), ERROR_DATABASE,
          "the connection to the server was lost");
    EQUAL_STR(err->sqlstate, SQLSTATE_CONNECTION_FAILURE);
}
