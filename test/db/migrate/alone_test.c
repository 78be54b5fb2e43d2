/* Sections with transaction=off: exactly once, announced, resumed. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "db/db.h"
#include "harness/migration.h"
#include "harness/server.h"
#include "harness/test.h"

#define UP "-- limbeck: upgrade\n"
#define OFF "-- limbeck: upgrade transaction=off\n"
#define DOWN "-- limbeck: downgrade\n"
#define DOWN_OFF "-- limbeck: downgrade transaction=off\n"

/* Of no statements: what SHA-256 gives for nothing. */
#define NOTHING_DONE "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

#define BUILD_INDEX "CREATE INDEX CONCURRENTLY t_i ON t (i)"
#define BUILD BUILD_INDEX ";\n"

#define PARTITIONED                                                                                \
    "CREATE TABLE p (i int) PARTITION BY LIST (i); "                                               \
    "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"
#define DETACH "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY"

/* A database with table t at revision a1; b2 is the script under test. */
static struct migration *at_a1(TALLOC_CTX *mem, struct db *db, const char *b2, struct error *err)
{
    struct migration *m = migration_new(mem);

    m->options.journal = true;
    migration_script(m, "a1", NULL,
                     UP "CREATE TABLE t (i int);\nINSERT INTO t VALUES (1), (2);\n"
                        "CREATE TABLE ran (what text);\n" DOWN "DROP TABLE t, ran;\n");
    PASSES(migration_upgrade(m, db, "head", err));
    migration_script(m, "b2", "a1", b2);
    return m;
}

/* What a run leaves that was killed after it had announced 'sql', statement 1 of b2. */
static void announce(struct db *db, const char *sql, const char *found, struct error *err)
{
    MEM_SCRATCH(scratch);

    PASSES(db_query(scratch, db,
                    "INSERT INTO limbeck.progress (version_table, revision, direction, done, "
                    "done_checksum, announced, announced_sql, found) VALUES "
                    "('public.alembic_version', 'b2', 'upgrade', 0, $1, 1, $2, $3)",
                    DB_PARAMS(NOTHING_DONE, sql, found), err) != NULL);
}

static const char *ran(TALLOC_CTX *mem, struct db *db)
{
    return migration_ask(mem, db, "SELECT string_agg(what, ' ' ORDER BY what) FROM ran");
}

static const char *index_state(TALLOC_CTX *mem, struct db *db)
{
    return migration_ask(mem, db,
                         "SELECT coalesce((SELECT CASE WHEN indisvalid THEN 'valid' ELSE "
                         "'invalid' END FROM pg_index WHERE indexrelid = to_regclass('t_i')), "
                         "'absent')");
}

static void break_index(struct db *db, struct error *err)
{
    PASSES(db_exec(db,
                   "CREATE INDEX t_i ON t (i); UPDATE pg_index SET indisvalid = false "
                   "WHERE indexrelid = 't_i'::regclass",
                   err));
}

TEST(a_run_that_failed_goes_on_behind_what_is_done)
{
    struct db *db = server_db(mem);
    struct migration *m =
        at_a1(mem, db,
              UP "INSERT INTO ran VALUES ('one');\n" OFF "INSERT INTO ran VALUES ('two');\n"
                 "SELECT 1/0;\nINSERT INTO ran VALUES ('four');\n",
              err);

    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE, "division by zero");
    EQUAL_STR(m->standing, "stands at a1; b2 stopped after statement 2 of 4");
    CONTAINS(err->where, "b2.sql:8: statement 3 of the upgrade");
    EQUAL_STR(ran(mem, db), "one two");
    migration_script(m, "b2", "a1",
                     UP "INSERT INTO ran VALUES ('one');\n" OFF "INSERT INTO ran VALUES ('two');\n"
                        "INSERT INTO ran VALUES ('mended');\nINSERT INTO ran VALUES ('four');\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(ran(mem, db), "four mended one two");
    EQUAL_STR(migration_rows(mem, db), "b2");
    EQUAL_STR(migration_ask(mem, db, "SELECT count(*) FROM limbeck.progress"), "0");
}

TEST(what_has_run_already_may_not_be_edited)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF "INSERT INTO ran VALUES ('one');\nSELECT 1/0;\n", err);

    TRUE(!migration_upgrade(m, db, "head", err));
    migration_script(m, "b2", "a1", OFF "INSERT INTO ran VALUES ('other');\nSELECT 1;\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_CONFLICT,
          mem_printf(mem, "%s/b2.sql was changed in the part that has already run", m->folder));
    EQUAL_STR(ran(mem, db), "one");
}

TEST(settings_of_the_section_are_made_again_when_it_is_continued)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db,
                                OFF "SET search_path = elsewhere, public;\n"
                                    "CREATE SCHEMA elsewhere;\nSELECT 1/0;\n"
                                    "CREATE TABLE u (i int);\n",
                                err);

    TRUE(!migration_upgrade(m, db, "head", err));
    migration_script(m, "b2", "a1",
                     OFF "SET search_path = elsewhere, public;\nCREATE SCHEMA elsewhere;\n"
                         "SELECT 1;\nCREATE TABLE u (i int);\n");
    PASSES(db_exec(db, "RESET ALL", err));
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_ask(mem, db, "SELECT to_regclass('elsewhere.u')::text"), "elsewhere.u");
    EQUAL_STR(migration_rows(mem, db), "b2");
}

TEST(an_announced_index_that_is_valid_is_not_built_again)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF BUILD, err);
    const char *before;

    announce(db, BUILD_INDEX, "absent", err);
    PASSES(db_exec(db, "CREATE INDEX t_i ON t (i)", err));
    before = migration_ask(mem, db, "SELECT 't_i'::regclass::oid");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_ask(mem, db, "SELECT 't_i'::regclass::oid"), before);
    CONTAINS(m->said->text, "info: done by an earlier run: CREATE INDEX CONCURRENTLY t_i ON t (i)");
    EQUAL_STR(migration_rows(mem, db), "b2");
}

TEST(an_announced_index_that_is_invalid_is_dropped_and_built_again)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF BUILD, err);

    announce(db, BUILD_INDEX, "absent", err);
    break_index(db, err);
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(index_state(mem, db), "valid");
    CONTAINS(m->said->text, "DROP INDEX CONCURRENTLY public.\"t_i\"");
}

TEST(an_announced_index_that_is_absent_is_built)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF BUILD, err);

    announce(db, BUILD_INDEX, "absent", err);
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(index_state(mem, db), "valid");
}

TEST(an_index_that_was_there_before_is_nobodys_success)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF BUILD, err);

    announce(db, BUILD_INDEX, "present", err);
    PASSES(db_exec(db, "CREATE INDEX t_i ON t (i)", err));
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE, "relation \"t_i\" already exists");
    EQUAL_STR(migration_rows(mem, db), "a1");
}

TEST(an_invalid_index_is_not_taken_for_one_by_if_not_exists)
{
    struct db *db = server_db(mem);
    struct migration *m =
        at_a1(mem, db, OFF "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_i ON t (i);\n", err);

    break_index(db, err);
    FAILS(migration_upgrade(m, db, "head", err), ERROR_CONFLICT, "the index is there but invalid");
    CONTAINS(err->hint, "DROP INDEX CONCURRENTLY public.\"t_i\"");
    PASSES(db_exec(db, "DROP INDEX t_i", err));
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(index_state(mem, db), "valid");
}

TEST(a_unique_index_that_fails_is_tried_again_by_the_next_run)
{
    struct db *db = server_db(mem);
    struct migration *m =
        at_a1(mem, db, OFF "CREATE UNIQUE INDEX CONCURRENTLY t_i ON t (i);\n", err);

    PASSES(db_exec(db, "INSERT INTO t VALUES (1)", err));
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE,
          "could not create unique index \"t_i\"");
    EQUAL_STR(index_state(mem, db), "invalid");
    PASSES(db_exec(db, "DELETE FROM t", err));
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(index_state(mem, db), "valid");
}

TEST(dropping_an_index_that_is_gone_already_is_done)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF "DROP INDEX CONCURRENTLY t_i;\n", err);

    announce(db, "DROP INDEX CONCURRENTLY t_i", "present", err);
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_rows(mem, db), "b2");
}

TEST(a_partition_that_is_half_detached_is_finished)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF DETACH ";\n", err);

    PASSES(db_exec(db, PARTITIONED "; UPDATE pg_inherits SET inhdetachpending = true", err));
    announce(db, DETACH, "present", err);
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_ask(mem, db, "SELECT relispartition FROM pg_class WHERE relname = 'p1'"),
              "f");
    EQUAL_STR(migration_rows(mem, db), "b2");
}

/* Cancel the detaching as soon as it waits for whoever stands in its way. */
static void cancel_detaching(struct db *db, struct error *err)
{
    const char *sql =
        "DO $$ DECLARE who int; BEGIN LOOP "
        "PERFORM pg_stat_clear_snapshot(); "
        "SELECT pid INTO who FROM pg_stat_activity WHERE query = '" DETACH "' "
        "AND datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0; "
        "EXIT WHEN pg_cancel_backend(who); PERFORM pg_sleep(0.01); "
        "END LOOP; END $$";

    _exit(db_exec(db, sql, err) ? 0 : 1);
}

TEST(a_detaching_that_was_cancelled_is_finished_by_the_next_run)
{
    struct db *db = server_db(mem);
    struct db *reader = server_db_beside(mem, db);
    struct migration *m = at_a1(mem, db, OFF DETACH ";\n", err);
    int status = -1;
    pid_t pid;

    PASSES(db_exec(db, PARTITIONED, err));
    PASSES(db_exec(reader, "BEGIN; SELECT FROM p", err));
    pid = fork();
    if (pid == 0)
        cancel_detaching(server_db_beside(mem, db), err);
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE,
          "canceling statement due to user request");
    waitpid(pid, &status, 0);
    EQUAL_INT(status, 0);
    PASSES(db_exec(reader, "COMMIT", err));
    EQUAL_STR(migration_ask(mem, db, "SELECT inhdetachpending FROM pg_inherits"), "t");
    PASSES(migration_upgrade(m, db, "head", err));
    CONTAINS(m->said->text, "left half-done by an earlier run: ALTER TABLE \"p\" DETACH PARTITION "
                            "\"p1\" FINALIZE");
    EQUAL_STR(migration_ask(mem, db, "SELECT count(*) FROM pg_inherits"), "0");
}

TEST(a_statement_that_the_catalogs_cannot_tell_of_stops_until_told_what_to_do)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF "INSERT INTO ran VALUES ('once');\n", err);

    announce(db, "INSERT INTO ran VALUES ('once')", "unknown", err);
    FAILS(migration_upgrade(m, db, "head", err), ERROR_CONFLICT,
          "it is not known whether a statement of an earlier run took effect");
    CONTAINS(err->where, "INSERT INTO ran VALUES ('once')");
    CONTAINS(err->hint, "--resume again");
    m->options.resume = MIGRATE_RESUME_SKIP;
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(ran(mem, db), NULL);
    EQUAL_STR(migration_rows(mem, db), "b2");
}

TEST(resume_again_runs_it_once_more)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF "INSERT INTO ran VALUES ('once');\n", err);

    announce(db, "INSERT INTO ran VALUES ('once')", "unknown", err);
    m->options.resume = MIGRATE_RESUME_AGAIN;
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(ran(mem, db), "once");
}

TEST(resume_skip_is_not_asked_where_the_catalogs_know)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF BUILD, err);

    announce(db, BUILD_INDEX, "absent", err);
    m->options.resume = MIGRATE_RESUME_SKIP;
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(index_state(mem, db), "valid");
}

TEST(an_announced_statement_that_took_effect_may_not_be_edited)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF "CREATE INDEX CONCURRENTLY t_i ON t (i DESC);\n", err);

    announce(db, BUILD_INDEX, "absent", err);
    PASSES(db_exec(db, "CREATE INDEX t_i ON t (i)", err));
    FAILS(migration_upgrade(m, db, "head", err), ERROR_CONFLICT,
          mem_printf(mem, "%s/b2.sql was changed in the part that has already run", m->folder));
    EQUAL_STR(err->detail, "Statement 1 was run by an earlier run as \"" BUILD_INDEX "\".");
    EQUAL_STR(migration_rows(mem, db), "a1");
}

TEST(what_an_edited_statement_left_half_made_is_taken_away)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF "CREATE INDEX CONCURRENTLY t_j ON t (i);\n", err);

    announce(db, BUILD_INDEX, "absent", err);
    break_index(db, err);
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(index_state(mem, db), "absent");
    EQUAL_STR(migration_ask(mem, db, "SELECT to_regclass('t_j')::text"), "t_j");
}

TEST(the_server_decides_what_cannot_run_in_a_transaction)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(
        mem, db, OFF "CREATE INDEX t_i ON t (i);\nREINDEX TABLE CONCURRENTLY t;\nVACUUM t;\n", err);

    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(index_state(mem, db), "valid");
}

TEST(an_unfinished_step_is_not_passed_over)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF "INSERT INTO ran VALUES ('one');\nSELECT 1/0;\n", err);

    TRUE(!migration_upgrade(m, db, "head", err));
    FAILS(migration_downgrade(m, db, "base", err), ERROR_CONFLICT,
          "the upgrade of \"b2\" was stopped and has not been finished");
    PASSES(migration_stamp(m, db, "b2", false, err));
    EQUAL_STR(migration_ask(mem, db, "SELECT count(*) FROM limbeck.progress"), "0");
    EQUAL_STR(migration_rows(mem, db), "b2");
}

/* The hint that comes with "stopped and has not been finished" must name a command that goes on. */
TEST(the_hint_of_an_unfinished_step_is_the_command_that_finishes_it)
{
    static const char stopped[] = DOWN_OFF "DELETE FROM ran;\nSELECT 1/0;\n";
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, UP, err);

    migration_script(m, "b2", "a1", mem_printf(mem, UP "%s", stopped));
    migration_script(m, "b3", "a1", UP DOWN);
    PASSES(migration_upgrade(m, db, "heads", err));
    TRUE(!migration_downgrade(m, db, "b2@-1", err));
    TRUE(!migration_upgrade(m, db, "heads", err));
    CONTAINS(err->hint, "Continue it with \"limbeck downgrade b2@-1\", or");
    PASSES(migration_stamp(m, db, "b2", false, err));
    PASSES(migration_stamp(m, db, "b3", false, err));

    migration_script(m, "m4", "b2, b3", mem_printf(mem, UP "%s", stopped));
    PASSES(migration_upgrade(m, db, "heads", err));
    TRUE(!migration_downgrade(m, db, "b2", err));
    TRUE(!migration_upgrade(m, db, "heads", err));
    CONTAINS(err->hint, "Continue it with \"limbeck downgrade b2\", or");
    EQUAL_STR(m->standing, "stands at m4; nothing was applied");
}

TEST(a_first_statement_that_is_refused_leaves_nothing_to_finish)
{
    struct db *db = server_db(mem);
    struct migration *m =
        at_a1(mem, db, OFF "CREATE INDEX CONCURRENTLY t_j ON t (j);\nSELECT 1;\n", err);

    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE, "column \"j\" does not exist");
    EQUAL_STR(m->standing, "stands at a1; nothing of b2 was applied");
    PASSES(migration_downgrade(m, db, "base", err));
    EQUAL_STR(migration_rows(mem, db), "");
}

TEST(a_stamp_where_the_database_stands_forgets_what_was_under_way)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, OFF "INSERT INTO ran VALUES ('one');\nSELECT 1/0;\n", err);

    TRUE(!migration_upgrade(m, db, "head", err));
    PASSES(migration_stamp(m, db, "a1", false, err));
    EQUAL_STR(migration_ask(mem, db, "SELECT count(*) FROM limbeck.progress"), "0");
    PASSES(migration_upgrade(m, db, "a1", err));
}

TEST(transaction_none_runs_every_statement_alone)
{
    struct db *db = server_db(mem);
    struct migration *m =
        at_a1(mem, db, UP "INSERT INTO ran VALUES ('one');\n" BUILD "SELECT 1/0;\n", err);

    m->options.transaction = MIGRATE_NONE;
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE, "division by zero");
    EQUAL_STR(m->standing, "stands at a1; b2 stopped after statement 2 of 3");
    EQUAL_STR(ran(mem, db), "one");
    EQUAL_STR(index_state(mem, db), "valid");
}

TEST(an_applied_script_that_was_edited_stops_unless_allowed)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, UP "SELECT 1;\n", err);

    migration_script(m, "a1", NULL, UP "CREATE TABLE t (i int, j int);\n" DOWN "DROP TABLE t;\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_CONFLICT,
          mem_printf(mem, "%s/a1.sql was edited after it had been applied here", m->folder));
    m->options.allow_edited = true;
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_rows(mem, db), "b2");
}

TEST(another_message_or_layout_is_no_edit)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, UP "SELECT 1;\n", err);

    migration_script(m, "a1", NULL,
                     "-- a comment of its own\n" UP
                     "\nCREATE TABLE t (i int);  -- why\n\nINSERT INTO t VALUES (1), (2);\r\n"
                     "CREATE TABLE ran (what text);\n" DOWN "DROP TABLE t, ran;\n");
    PASSES(migration_upgrade(m, db, "head", err));
}

TEST(the_journal_says_what_ran_by_whom_from_which_text)
{
    struct db *db = server_db(mem);
    struct migration *m = at_a1(mem, db, UP "SELECT 1;\n", err);

    PASSES(migration_upgrade(m, db, "head", err));
    PASSES(migration_downgrade(m, db, "base", err) || true);
    EQUAL_STR(migration_ask(mem, db,
                            "SELECT string_agg(concat_ws(' ', revision, direction, "
                            "length(checksum), by_user, program), '; ' ORDER BY id) "
                            "FROM limbeck.journal"),
              "a1 upgrade 64 tester@here limbeck test; b2 upgrade 64 tester@here limbeck test");
}
