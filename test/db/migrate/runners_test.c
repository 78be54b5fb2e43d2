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
#define DOWN_OFF "-- limbeck: downgrade transaction=off\n"

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
                        "INSERT INTO ran VALUES ('b2 last');\n" DOWN
                        "INSERT INTO ran VALUES ('b2 back');\n" DOWN_OFF
                        "DROP INDEX CONCURRENTLY t_u;\n"
                        "INSERT INTO ran VALUES ('b2 back alone');\n"
                        "CREATE INDEX CONCURRENTLY t_d ON t (i);\n"
                        "VACUUM t;\n" DOWN "ALTER TABLE t DROP j;\n"
                        "INSERT INTO ran VALUES ('b2 gone');\n");
    migration_script(m, "c3", "b2",
                     UP "INSERT INTO ran VALUES ('c3');\n" DOWN
                        "INSERT INTO ran VALUES ('c3 gone');\n");
    return m;
}

static void check(TALLOC_CTX *mem, struct db *db, const char *rows, const char *what,
                  const char *indexes, const char *journal)
{
    EQUAL_STR(migration_rows(mem, db), rows);
    EQUAL_STR(migration_ask(mem, db, "SELECT string_agg(what, ', ' ORDER BY what) FROM ran"), what);
    EQUAL_STR(migration_ask(mem, db,
                            "SELECT string_agg(indexrelid::regclass || ' ' || indisvalid, ', ') "
                            "FROM pg_index WHERE indrelid = 't'::regclass"),
              indexes);
    EQUAL_STR(
        migration_ask(mem, db, "SELECT string_agg(revision, ' ' ORDER BY id) FROM limbeck.journal"),
        journal);
    EQUAL_STR(migration_ask(mem, db, "SELECT count(*) FROM limbeck.progress"), "0");
}

/* What each step leaves; each line of 'ran' exactly once, and both indexes as they should be. */
static void check_outcome(TALLOC_CTX *mem, struct db *db)
{
    check(mem, db, "c3", "a1, b2 alone, b2 first, b2 last, c3", "t_u true", "a1 b2 c3");
}

/* And what is there once c3 and b2 have been taken back. */
static void check_way_back(TALLOC_CTX *mem, struct db *db)
{
    check(mem, db, "a1",
          "a1, b2 alone, b2 back, b2 back alone, b2 first, b2 gone, b2 last, c3, c3 gone",
          "t_d true", "a1 b2 c3 c3 b2");
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
    bool back; /* a downgrade is cut, not an upgrade */
};

static const char *const up[] = {"upgrade", "head", NULL};
static const char *const back[] = {"downgrade", "a1", NULL};

static struct attempts *attempts_new(TALLOC_CTX *mem, bool is_back, struct error *err)
{
    struct attempts *a = mem_new(mem, struct attempts);
    const char *const *args = is_back ? back : up;
    char *through;

    a->back = is_back;
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
                                             "--url", through, args[0], args[1])),
        .output = path_join(a, a->project->folder, "first"),
    };
    return a;
}

static void run_whole(struct attempts *a, const char *const *args, const char *when)
{
    MEM_SCRATCH(scratch);
    char *output;
    int status = program_once(scratch, a->project->folder, a->url, &output, args);

    if (status != 0)
        FAIL("%s: exit code %d: %s", when, status, output);
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

    PASSES(db_exec(a->db,
                   "SET client_min_messages = warning; DROP SCHEMA public CASCADE; "
                   "CREATE SCHEMA public; DROP SCHEMA IF EXISTS limbeck CASCADE",
                   err));
    if (a->back)
        run_whole(a, up, "before the way back");
    a->relay.cut = cut;
    a->relay.at = at;
    PASSES(relay_run(a, &a->relay, &first, err));
    run_whole(a, a->back ? back : up,
              mem_printf(scratch, "after a cut %s message %zu",
                         cut == RELAY_BEFORE ? "before" : "behind the answer to", at));
    if (a->back)
        check_way_back(scratch, a->db);
    else
        check_outcome(scratch, a->db);
    return first.types;
}

/* The way back goes through the same code, so without being asked for more a third will do. */
static void cut_before_each_message(TALLOC_CTX *mem, bool is_back, struct error *err)
{
    size_t stride = is_back && !getenv("LIMBECK_TEST_ROUNDS") ? 3 : 1;
    struct attempts *a = attempts_new(mem, is_back, err);
    size_t messages = strlen(cut_and_finish(a, RELAY_NEVER, 0));

    TRUE(messages > 50);
    for (size_t at = 1; at <= messages; at += stride)
        cut_and_finish(a, RELAY_BEFORE, at);
}

static void cut_after_each_answer(TALLOC_CTX *mem, bool is_back, struct error *err)
{
    struct attempts *a = attempts_new(mem, is_back, err);
    const char *types = cut_and_finish(a, RELAY_NEVER, 0);

    for (size_t at = 1; at <= strlen(types); at++)
        if (relay_is_answered(types[at - 1]))
            cut_and_finish(a, RELAY_AFTER, at);
}

TEST(a_runner_killed_before_any_message_is_made_good_by_the_next)
{
    cut_before_each_message(mem, false, err);
}

TEST(a_runner_killed_after_any_answer_is_made_good_by_the_next)
{
    cut_after_each_answer(mem, false, err);
}

TEST(a_downgrade_killed_before_a_message_is_made_good_by_the_next)
{
    cut_before_each_message(mem, true, err);
}

TEST(a_downgrade_killed_after_any_answer_is_made_good_by_the_next)
{
    cut_after_each_answer(mem, true, err);
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
