/* Signals: each test forks a child that waits for the server, and interrupts it. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/process.h"
#include "db/copy.h"
#include "db/db.h"
#include "db/listen.h"
#include "db/pipeline.h"
#include "harness/server.h"
#include "harness/test.h"

enum { ALL_WELL = 0, NOT_CONNECTED, NOT_INTERRUPTED, NOT_USABLE, STILL_OPEN };

typedef bool wait_fn(struct db *db, struct error *err);

/* What the child does and how it went, as its exit status. */
static int be_interrupted(const char *conninfo, wait_fn *wait)
{
    struct error *err = error_new(NULL);
    struct db *db;

    interrupt_install();
    db = db_open(err, conninfo, "interrupted", 30, err);
    if (!db || !db_exec(db, "BEGIN; CREATE TABLE t (i int)", err))
        return NOT_CONNECTED;
    if (wait(db, err) || err->code != ERROR_INTERRUPTED ||
        strcmp(err->message, "interrupted by SIGINT") != 0)
        return NOT_INTERRUPTED;
    /* Until it is acknowledged nothing is sent. */
    if (db_exec(db, "ROLLBACK", err) || err->code != ERROR_INTERRUPTED)
        return NOT_INTERRUPTED;
    interrupt_acknowledge();
    if (!db_exec(db, "ROLLBACK", err) || !db_exec(db, "SELECT 1", err))
        return NOT_USABLE;
    return db_in_transaction(db) ? STILL_OPEN : ALL_WELL;
}

/* Wait until 'what' is true of the child's session. */
static void wait_for(TALLOC_CTX *mem, struct db *db, const char *what, struct error *err)
{
    char *sql = mem_printf(mem,
                           "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = "
                           "'interrupted' AND datname = current_database() AND %s",
                           what);

    for (;;) {
        struct db_result *r = db_query_row(mem, db, sql, DB_NO_PARAMS, err);

        PASSES(r != NULL);
        if (db_is_true(r, 0, 0))
            return;
        usleep(2000);
    }
}

static int interrupted(TALLOC_CTX *mem, const char *what, wait_fn *wait, struct error *err)
{
    const char *conninfo = server_database(mem);
    struct db *db = db_open(mem, conninfo, "tests", 30, err);
    int status = -1;
    pid_t pid;

    PASSES(db != NULL);
    pid = fork();
    if (pid == 0)
        _exit(be_interrupted(conninfo, wait));
    wait_for(mem, db, what, err);
    kill(pid, SIGINT);
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + status;
}

static bool wait_in_exec(struct db *db, struct error *err)
{
    return db_exec(db, "SELECT pg_sleep(600)", err);
}

TEST(wait_in_a_statement_ends_with_a_signal_and_a_usable_connection)
{
    EQUAL_INT(interrupted(mem, "wait_event = 'PgSleep'", wait_in_exec, err), ALL_WELL);
}

static bool wait_in_query(struct db *db, struct error *err)
{
    return db_query(err, db, "SELECT pg_sleep($1::int)", DB_PARAMS("600"), err) != NULL;
}

TEST(wait_in_a_query_ends_with_a_signal_and_a_usable_connection)
{
    EQUAL_INT(interrupted(mem, "wait_event = 'PgSleep'", wait_in_query, err), ALL_WELL);
}

static bool wait_in_pipeline(struct db *db, struct error *err)
{
    const struct db_statement statements[] = {
        {.sql = "SELECT 1"}, {.sql = "SELECT pg_sleep(600)"}, {.sql = "SELECT pg_sleep(600)"}};
    size_t failed = 0;

    return db_pipeline(db, statements, 3, NULL, NULL, &failed, err) || failed != 1;
}

TEST(wait_in_a_pipeline_ends_with_a_signal_and_a_usable_connection)
{
    EQUAL_INT(interrupted(mem, "wait_event = 'PgSleep'", wait_in_pipeline, err), ALL_WELL);
}

static bool wait_in_copy(struct db *db, struct error *err)
{
    if (!db_copy_begin(db, "COPY t FROM STDIN", err))
        return true;
    while (db_copy_send(db, "1\n", 2, err))
        usleep(1000);
    return false;
}

TEST(wait_in_a_copy_ends_with_a_signal_and_a_usable_connection)
{
    EQUAL_INT(interrupted(mem, "query LIKE 'COPY%'", wait_in_copy, err), ALL_WELL);
}

static bool wait_in_notify(struct db *db, struct error *err)
{
    struct db_notification *heard;

    return db_wait_notify(err, db, -1, &heard, err);
}

TEST(wait_for_a_notification_ends_with_a_signal_and_a_usable_connection)
{
    EQUAL_INT(interrupted(mem, "state = 'idle in transaction'", wait_in_notify, err), ALL_WELL);
}

/* A statement that goes on when it is cancelled: the request is repeated. */
static bool wait_in_stubborn(struct db *db, struct error *err)
{
    return db_exec(db,
                   "DO $$ BEGIN BEGIN PERFORM pg_sleep(600); EXCEPTION WHEN query_canceled THEN "
                   "NULL; END; PERFORM pg_sleep(600); END $$",
                   err);
}

TEST(wait_that_one_cancel_does_not_end_is_cancelled_again)
{
    EQUAL_INT(interrupted(mem, "wait_event = 'PgSleep'", wait_in_stubborn, err), ALL_WELL);
}
