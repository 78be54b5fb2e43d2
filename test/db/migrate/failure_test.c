/* What is said of the database after a failure, and which failures are tried again. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/process.h"
#include "db/db.h"
#include "harness/migration.h"
#include "harness/server.h"
#include "harness/test.h"

#define UP "-- limbeck: upgrade\n"
#define OFF "-- limbeck: upgrade transaction=off\n"

#define TRIED_AGAIN "canceling statement due to lock timeout; rolled back, trying again in "

/* Table t at revision a1. */
static struct migration *at_a1(TALLOC_CTX *mem, struct db *db, struct error *err)
{
    struct migration *m = migration_new(mem);

    migration_script(m, "a1", NULL, UP "CREATE TABLE t (i int);\n");
    PASSES(migration_upgrade(m, db, "head", err));
    return m;
}

/* Another session that does 'what' in a transaction, which ends when the run warns. */
static void stand_in_the_way(struct migration *m, struct db *db, const char *what,
                             struct error *err)
{
    m->in_the_way = server_db_beside(m, db);
    PASSES(db_exec(m->in_the_way, mem_printf(m, "BEGIN; %s", what), err));
}

TEST(a_lock_time_out_behind_a_concurrent_index_is_tried_again)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, err);

    m->options.settings.lock_timeout_ms = 50;
    m->options.lock_retries = 5;
    PASSES(db_exec(db, "CREATE TABLE busy (i int)", err));
    migration_script(m, "b2", "a1",
                     OFF "VACUUM t;\n" UP "LOCK TABLE t;\nALTER TABLE busy ADD j int;\n");
    stand_in_the_way(m, db, "LOCK TABLE busy", err);
    PASSES(migration_upgrade(m, db, "head", err));
    CONTAINS(m->said->text, TRIED_AGAIN);
    EQUAL_STR(migration_rows(mem, db), "b2");
}

TEST(a_lock_time_out_of_a_lone_statement_is_tried_again)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, err);

    m->options.settings.lock_timeout_ms = 50;
    m->options.lock_retries = 5;
    PASSES(db_exec(db, "CREATE TABLE busy (i int)", err));
    migration_script(m, "b2", "a1",
                     OFF "INSERT INTO t VALUES (1);\nALTER TABLE busy ADD j int;\nVACUUM t;\n");
    stand_in_the_way(m, db, "LOCK TABLE busy", err);
    PASSES(migration_upgrade(m, db, "head", err));
    CONTAINS(m->said->text, TRIED_AGAIN);
    EQUAL_STR(migration_ask(mem, db, "SELECT count(*) FROM t"), "1");
}

TEST(the_version_table_is_widened_again_after_a_lock_time_out)
{
    static const char id[] = "a_revision_id_of_more_than_thirty_two_characters";
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, err);

    m->options.settings.lock_timeout_ms = 50;
    m->options.lock_retries = 5;
    migration_script(m, id, "a1", OFF "VACUUM t;\n");
    stand_in_the_way(m, db, "SELECT FROM alembic_version", err);
    PASSES(migration_upgrade(m, db, "head", err));
    CONTAINS(m->said->text, "trying again in ");
    EQUAL_STR(migration_rows(mem, db), id);
}

TEST(a_lock_time_out_before_anything_is_busy_too)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, err);
    struct db *other = server_db_beside(mem, db);

    m->options.settings.lock_timeout_ms = 50;
    PASSES(db_exec(other, "BEGIN; LOCK TABLE alembic_version", err));
    FAILS(migration_upgrade(m, db, "head", err), ERROR_BUSY,
          "cannot read public.alembic_version: canceling statement due to lock timeout");
}

TEST(with_one_transaction_for_all_the_step_that_stopped_is_named)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, err);

    m->options.transaction = MIGRATE_ALL;
    migration_script(m, "b2", "a1",
                     UP "INSERT INTO t VALUES (1);\n" OFF "VACUUM t;\n" UP
                        "INSERT INTO t VALUES (2);\n");
    migration_script(m, "c3", "b2", UP "SELECT 1/0;\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE, "division by zero");
    EQUAL_STR(m->standing, "stands at a1; b2 stopped after statement 2 of 3");
    EQUAL_STR(migration_ask(mem, db, "SELECT count(*) FROM t"), "1");
    migration_script(m, "c3", "b2", UP "INSERT INTO t VALUES (3);\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_ask(mem, db, "SELECT string_agg(i::text, ' ' ORDER BY i) FROM t"), "1 2 3");
}

TEST(a_step_that_fails_again_still_stands_where_it_stopped)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, err);

    migration_script(m, "b2", "a1", OFF "INSERT INTO t VALUES (1);\n" UP "SELECT 1/0;\n");
    TRUE(!migration_upgrade(m, db, "head", err));
    EQUAL_STR(m->standing, "stands at a1; b2 stopped after statement 1 of 2");
    migration_script(m, "b2", "a1", OFF "INSERT INTO t VALUES (2);\n" UP "SELECT 1;\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_CONFLICT,
          mem_printf(mem, "%s/b2.sql was changed in the part that has already run", m->folder));
    EQUAL_STR(m->standing, "stands at a1; b2 stopped after statement 1 of 2");
}

TEST(where_the_database_stands_is_not_asked_through_the_eyes_of_the_script)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, err);

    PASSES(db_exec(db, "CREATE SCHEMA empty", err));
    migration_script(m, "b2", "a1", OFF "SET search_path = empty;\nSELECT 1/0;\n");
    TRUE(!migration_upgrade(m, db, "head", err));
    EQUAL_STR(m->standing, "stands at a1; nothing of b2 was applied");
    EQUAL_STR(migration_ask(mem, db, "SHOW search_path"), "\"$user\", public");
}

TEST(a_constraint_that_fails_at_commit_leaves_nothing)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, err);

    migration_script(m, "b2", "a1",
                     UP "CREATE TABLE p (i int PRIMARY KEY);\n"
                        "CREATE TABLE c (i int REFERENCES p DEFERRABLE INITIALLY DEFERRED);\n"
                        "INSERT INTO c VALUES (1);\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE,
          "insert or update on table \"c\" violates foreign key constraint \"c_i_fkey\"");
    EQUAL_STR(err->where, mem_printf(mem, "at the COMMIT behind %s/b2.sql", m->folder));
    EQUAL_STR(m->standing, "stands at a1; nothing of b2 was applied");
    EQUAL_STR(migration_ask(mem, db, "SELECT to_regclass('p')::text"), NULL);
}

TEST(a_failure_of_our_own_writes_points_at_nothing_in_the_script)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, err);
    const char *behind =
        mem_printf(mem, "in what limbeck itself writes behind %s/b2.sql", m->folder);

    migration_script(m, "b2", "a1", UP "DROP TABLE alembic_version;\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE,
          "relation \"public.alembic_version\" does not exist");
    EQUAL_STR(err->where, behind);
    EQUAL_STR(m->standing, "stands at a1; nothing of b2 was applied");

    migration_script(m, "b2", "a1", OFF "DROP TABLE limbeck.progress;\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE,
          "relation \"limbeck.progress\" does not exist");
    EQUAL_STR(err->where, mem_printf(mem,
                                     "%s\n%s/b2.sql:5: statement 1 of the upgrade\n"
                                     "    5: DROP TABLE limbeck.progress",
                                     behind, m->folder));
    EQUAL_STR(m->standing, "stands at a1; nothing of b2 was applied");
}

TEST(what_cannot_run_in_a_transaction_is_told_where_it_can)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, err);

    migration_script(m, "b2", "a1", UP "VACUUM t;\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE,
          "VACUUM cannot run inside a transaction block");
    EQUAL_STR(err->hint, "Move it into a section \"-- limbeck: upgrade transaction=off\".");
    EQUAL_STR(m->standing, "stands at a1; nothing of b2 was applied");
}

/* A signal that comes just when the script's transaction has been committed. */
static void interrupt(void)
{
    raise(SIGINT);
}

TEST(a_signal_behind_the_commit_does_not_hide_what_was_committed)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, err);
    int status = -1;
    pid_t pid;

    migration_script(m, "b2", "a1", UP "SET lock_timeout = 1234;\nCREATE TABLE b (i int);\n");
    pid = fork();
    if (pid == 0) {
        struct db *own = server_db_beside(mem, db);

        interrupt_install();
        m->on_warning = interrupt;
        if (migration_upgrade(m, own, "head", err) || err->code != ERROR_INTERRUPTED)
            _exit(1);
        _exit(strcmp(m->standing, "stands at b2; b2 was applied") == 0 ? 0 : 2);
    }
    waitpid(pid, &status, 0);
    EQUAL_INT(status, 0);
    EQUAL_STR(migration_rows(mem, db), "b2");
}
