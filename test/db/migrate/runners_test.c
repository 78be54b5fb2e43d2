/* Many runners at once, killed ones, and others that are in the way: the program as a whole. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"
#include "db/db.h"
#include "harness/migration.h"
#include "harness/program.h"
#include "harness/relay.h"
#include "harness/server.h"
#include "harness/test.h"

enum { RUNNERS = 16 };

#define UP "-- limbeck: upgrade\n"
#define OFF "-- limbeck: upgrade transaction=off\n"
#define DOWN "-- limbeck: downgrade\n"

/* make soak asks for more. */
static int rounds(void)
{
    const char *wanted = getenv("LIMBECK_TEST_ROUNDS");

    return wanted ? (int)strtol(wanted, NULL, 10) : 20;
}

/* A project in the migration's folder whose scripts use all that a run can do. */
static struct migration *mixed_project(TALLOC_CTX *mem)
{
    struct migration *m = migration_new(mem);
    struct error *err = error_new(m);

    if (!file_create(path_join(m, m->folder, "limbeck.toml"),
                     "script_location = \".\"\nversion_locations = [\".\"]\njournal = true\n"
                     "lock_timeout = \"3s\"\n",
                     err))
        FAIL("%s", err->message);
    migration_script(m, "a1", NULL,
                     UP "CREATE TABLE ran (what text);\nCREATE TABLE t (i int);\n"
                        "INSERT INTO t SELECT generate_series(1, 100);\n"
                        "INSERT INTO ran VALUES ('a1');\n" DOWN "DROP TABLE t, ran;\n");
    migration_script(m, "b2", "a1",
                     UP "ALTER TABLE t ADD j int;\nINSERT INTO ran VALUES ('b2 first');\n" OFF
                        "SET maintenance_work_mem = '2MB';\n"
                        "CREATE INDEX CONCURRENTLY t_i ON t (i);\n"
                        "INSERT INTO ran VALUES ('b2 alone');\n"
                        "VACUUM t;\n"
                        "DROP INDEX CONCURRENTLY t_i;\n"
                        "CREATE UNIQUE INDEX CONCURRENTLY t_u ON t (i);\n" UP
                        "INSERT INTO ran VALUES ('b2 last');\n");
    migration_script(m, "c3", "b2", UP "INSERT INTO ran VALUES ('c3');\n");
    return m;
}

/* What each step leaves; each line of 'ran' exactly once, and both indexes as they should be. */
static void check_outcome(TALLOC_CTX *mem, struct db *db)
{
    EQUAL_STR(migration_rows(mem, db), "c3");
    EQUAL_STR(migration_ask(mem, db, "SELECT string_agg(what, ', ' ORDER BY what) FROM ran"),
              "a1, b2 alone, b2 first, b2 last, c3");
    EQUAL_STR(migration_ask(mem, db,
                            "SELECT string_agg(indexrelid::regclass || ' ' || indisvalid, ', ') "
                            "FROM pg_index WHERE indrelid = 't'::regclass"),
              "t_u true");
    EQUAL_STR(
        migration_ask(mem, db, "SELECT string_agg(revision, ' ' ORDER BY id) FROM limbeck.journal"),
        "a1 b2 c3");
    EQUAL_STR(migration_ask(mem, db, "SELECT count(*) FROM limbeck.progress"), "0");
}

TEST(sixteen_runners_at_once_each_exit_0_and_each_step_runs_once)
{
    for (int round = 0; round < rounds(); round++) {
        MEM_SCRATCH(scratch);
        struct migration *m = mixed_project(scratch);
        const char *url = server_database(scratch);
        struct program_process *runners[RUNNERS];

        for (int i = 0; i < RUNNERS; i++)
            runners[i] = program_start(scratch, m->folder, url, PROGRAM_ARGS("upgrade", "head"));
        for (int i = 0; i < RUNNERS; i++) {
            char *output;
            int status = program_wait(runners[i], &output);

            if (status != 0)
                FAIL("round %d, runner %d: exit code %d: %s", round, i, status, output);
        }
        check_outcome(scratch, db_open(scratch, url, "test", 10, err));
    }
}

static const char *socket_of(TALLOC_CTX *mem, const struct db *db)
{
    return mem_printf(mem, "%s/.s.PGSQL.%s", db_host(db), db_port(db));
}

/* A project and one database, emptied before each attempt: making one anew takes longer. */
struct attempts {
    struct migration *project;
    const char *url;
    struct db *db;
    struct relay_options relay;
};

static struct attempts *attempts_new(TALLOC_CTX *mem, struct error *err)
{
    struct attempts *a = mem_new(mem, struct attempts);
    char *through;

    a->project = mixed_project(a);
    a->url = server_database(a);
    a->db = db_open(a, a->url, "test", 10, err);
    PASSES(a->db != NULL);
    through = mem_printf(a, "host=%s port=5 dbname=%s user=%s", a->project->folder, db_name(a->db),
                         db_user(a->db));
    a->relay = (struct relay_options){
        .server = socket_of(a, a->db),
        .folder = a->project->folder,
        .port = 5,
        .argv = strings_copy(a, PROGRAM_ARGS(program_path(), "-c",
                                             path_join(a, a->project->folder, "limbeck.toml"),
                                             "--url", through, "upgrade", "head")),
        .output = path_join(a, a->project->folder, "first"),
    };
    return a;
}

/*
 * Cut the line at message 'at', then let another run finish.  The types of
 * the messages that the first one sent, a child of 'a'.
 */
static const char *cut_and_finish(struct attempts *a, enum relay_cut cut, size_t at)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    struct relay_result first;
    char *output;
    int status;

    PASSES(db_exec(a->db,
                   "SET client_min_messages = warning; DROP SCHEMA public CASCADE; "
                   "CREATE SCHEMA public; DROP SCHEMA IF EXISTS limbeck CASCADE",
                   err));
    a->relay.cut = cut;
    a->relay.at = at;
    PASSES(relay_run(a, &a->relay, &first, err));
    status =
        program_once(scratch, a->project->folder, a->url, &output, PROGRAM_ARGS("upgrade", "head"));
    if (status != 0)
        FAIL("cut %s message %zu, then exit code %d: %s",
             cut == RELAY_BEFORE ? "before" : "behind the answer to", at, status, output);
    check_outcome(scratch, a->db);
    return first.types;
}

TEST(a_runner_killed_before_any_message_is_made_good_by_the_next)
{
    struct attempts *a = attempts_new(mem, err);
    size_t messages = strlen(cut_and_finish(a, RELAY_NEVER, 0));

    TRUE(messages > 50);
    for (size_t at = 1; at <= messages; at++)
        cut_and_finish(a, RELAY_BEFORE, at);
}

TEST(a_runner_killed_after_any_answer_is_made_good_by_the_next)
{
    struct attempts *a = attempts_new(mem, err);
    const char *types = cut_and_finish(a, RELAY_NEVER, 0);

    for (size_t at = 1; at <= strlen(types); at++)
        if (relay_is_answered(types[at - 1]))
            cut_and_finish(a, RELAY_AFTER, at);
}

/* Wait until the backends that run 'pattern' are 'n'. */
static void wait_for_backends(TALLOC_CTX *mem, struct db *db, const char *pattern, const char *n)
{
    struct error *err = error_new(mem);
    char *sql = mem_printf(mem,
                           "SELECT count(*) FROM pg_stat_activity WHERE datname = "
                           "current_database() AND pid <> pg_backend_pid() AND state = 'active' "
                           "AND query LIKE '%s'",
                           pattern);

    for (int i = 0; i < 500; i++) {
        if (strcmp(migration_ask(mem, db, sql), n) == 0)
            return;
        interrupt_sleep(20, err);
    }
    FAIL("no %s backends run %s", n, pattern);
}

TEST(a_client_killed_while_the_server_works_loses_nothing)
{
    struct migration *m = mixed_project(mem);
    const char *url = server_database(mem);
    struct db *db = db_open(mem, url, "test", 10, err);
    struct program_process *first;
    char *output;

    migration_script(m, "c3", "b2", UP "INSERT INTO ran VALUES ('c3');\nSELECT pg_sleep(2.5);\n");
    first = program_start(mem, m->folder, url, PROGRAM_ARGS("upgrade", "head"));
    wait_for_backends(mem, db, "%pg_sleep%", "1");
    kill(first->pid, SIGKILL);
    program_wait(first, NULL);
    EQUAL_INT(program_once(mem, m->folder, url, &output, PROGRAM_ARGS("upgrade", "head")), 0);
    check_outcome(mem, db);
}

TEST(concurrent_runners_build_one_valid_index_beside_a_long_snapshot)
{
    struct migration *m = mixed_project(mem);
    const char *url = server_database(mem);
    struct db *db = db_open(mem, url, "test", 10, err);
    struct db *reader = db_open(mem, url, "a long reader", 10, err);
    struct program_process *runners[4];
    char *outputs[4];
    bool named = false;

    PASSES(db_exec(reader, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1", err));
    for (int i = 0; i < 4; i++)
        runners[i] = program_start(mem, m->folder, url, PROGRAM_ARGS("upgrade", "head"));
    wait_for_backends(mem, db, "CREATE INDEX CONCURRENTLY%", "1");
    interrupt_sleep(4500, err); /* longer than lock_timeout, and than naming the holder takes */
    PASSES(db_exec(reader, "COMMIT", err));
    for (int i = 0; i < 4; i++) {
        EQUAL_INT(program_wait(runners[i], &outputs[i]), 0);
        named = named || strstr(outputs[i], "waiting for backend");
    }
    TRUE(named);
    check_outcome(mem, db);
}

TEST(ctrl_c_cancels_the_statement_and_says_where_the_database_stands)
{
    struct migration *m = mixed_project(mem);
    const char *url = server_database(mem);
    struct db *db = db_open(mem, url, "test", 10, err);
    struct program_process *first;
    char *output;

    migration_script(m, "c3", "b2", UP "INSERT INTO ran VALUES ('c3');\nSELECT pg_sleep(600);\n");
    first = program_start(mem, m->folder, url, PROGRAM_ARGS("upgrade", "head"));
    wait_for_backends(mem, db, "%pg_sleep%", "1");
    kill(first->pid, SIGINT);
    EQUAL_INT(program_wait(first, &output), 130);
    CONTAINS(output, "stands at b2; nothing of c3 was applied");
    wait_for_backends(mem, db, "%pg_sleep%", "0");
    EQUAL_STR(migration_rows(mem, db), "b2");
}
