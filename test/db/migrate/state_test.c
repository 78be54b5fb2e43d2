/* Schema limbeck where the role may not make it, or not read it, or another version did. */
#include "base/buf.h"
#include "base/mem.h"
#include "db/db.h"
#include "harness/migration.h"
#include "harness/server.h"
#include "harness/test.h"

#define UP "-- limbeck: upgrade\n"
#define OFF "-- limbeck: upgrade transaction=off\n"

#define INSERT_ONE "INSERT INTO ran VALUES ('one');\n"

/* Revision a1 is there; b2 was stopped behind its first statement, and is repaired. */
static struct migration *stopped_in_b2(TALLOC_CTX *mem, struct db *db, struct error *err)
{
    struct migration *m = migration_new(mem);

    m->options.journal = true;
    migration_script(m, "a1", NULL, UP "CREATE TABLE ran (what text);\n");
    migration_script(m, "b2", "a1", OFF INSERT_ONE "SELECT 1/0;\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE, "division by zero");
    migration_script(m, "b2", "a1", OFF INSERT_ONE "SELECT 1;\n");
    return m;
}

static const char *ran(TALLOC_CTX *mem, struct db *db)
{
    return migration_ask(mem, db, "SELECT string_agg(what, ' ' ORDER BY what) FROM ran");
}

TEST(without_the_right_to_keep_progress_it_goes_on_and_says_so_once)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);
    char *grant = mem_printf(mem, "DROP ROLE IF EXISTS limbeck_test_poor; CREATE ROLE "
                                  "limbeck_test_poor; GRANT CREATE, USAGE ON SCHEMA public TO "
                                  "limbeck_test_poor; SET ROLE limbeck_test_poor");

    PASSES(db_exec(db, grant, err));
    migration_script(m, "a1", NULL, UP "CREATE TABLE t (i int);\n" OFF "VACUUM t;\n");
    migration_script(m, "b2", "a1", OFF "VACUUM t;\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(m->said->text,
              "warning: schema limbeck cannot be written by this role: a step that is interrupted "
              "after it committed something cannot be continued where it stopped\n"
              "step: upgrade  -> a1, about a1\nstep: upgrade a1 -> b2, about b2\n");
    EQUAL_STR(migration_rows(mem, db), "b2");
    PASSES(db_exec(db, "RESET ROLE; DROP OWNED BY limbeck_test_poor; DROP ROLE limbeck_test_poor",
                   err));
}

TEST(a_role_of_that_name_does_not_find_its_tables_in_schema_limbeck)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    PASSES(db_exec(
        db, "DROP ROLE IF EXISTS limbeck; CREATE ROLE limbeck SUPERUSER; SET ROLE limbeck", err));
    m->options.journal = true;
    migration_script(m, "a1", NULL, UP "CREATE TABLE t (i int);\n");
    PASSES(migration_upgrade(m, db, "head", err));
    CONTAINS(m->said->text, "role \"limbeck\" would then make its own tables in it");
    EQUAL_STR(migration_ask(mem, db, "SELECT to_regclass('public.t')::text"), "t");
    PASSES(db_exec(db, "RESET ROLE; REASSIGN OWNED BY limbeck TO CURRENT_USER; DROP ROLE limbeck",
                   err));
}

TEST(a_role_that_cannot_read_how_far_another_came_runs_nothing_twice)
{
    struct db *db = server_db(mem);
    struct migration *m = stopped_in_b2(mem, db, err);

    PASSES(db_exec(db,
                   "DROP ROLE IF EXISTS limbeck_test_poor; CREATE ROLE limbeck_test_poor; "
                   "GRANT ALL ON ran, alembic_version TO limbeck_test_poor; "
                   "SET ROLE limbeck_test_poor",
                   err));
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE,
          "how far an earlier run came cannot be told: schema limbeck cannot be written by this "
          "role");
    EQUAL_STR(err->sqlstate, "42501");
    EQUAL_STR(err->hint,
              "Let an administrator run: GRANT USAGE ON SCHEMA limbeck TO limbeck_test_poor; GRANT "
              "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA limbeck TO "
              "limbeck_test_poor;");
    EQUAL_STR(ran(mem, db), "one");
    PASSES(db_exec(db,
                   "RESET ROLE; GRANT USAGE ON SCHEMA limbeck TO limbeck_test_poor; GRANT SELECT, "
                   "INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA limbeck TO limbeck_test_poor; "
                   "SET ROLE limbeck_test_poor",
                   err));
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(ran(mem, db), "one");
    PASSES(db_exec(db, "RESET ROLE; DROP OWNED BY limbeck_test_poor; DROP ROLE limbeck_test_poor",
                   err));
}

TEST(what_a_newer_program_left_unfinished_is_left_to_it)
{
    struct db *db = server_db(mem);
    struct migration *m = stopped_in_b2(mem, db, err);

    PASSES(db_exec(db, "UPDATE limbeck.about SET version = version + 1", err));
    FAILS(migration_upgrade(m, db, "head", err), ERROR_CONFLICT,
          "how far an earlier run came cannot be told: schema limbeck was written by a newer "
          "limbeck");
    EQUAL_STR(err->hint, "Use that version of limbeck, or a newer one.");
    EQUAL_STR(ran(mem, db), "one");
}

TEST(a_newer_schema_is_not_written_to)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    m->options.journal = true;
    migration_script(m, "a1", NULL, UP "CREATE TABLE t (i int);\n");
    PASSES(migration_upgrade(m, db, "head", err));
    PASSES(db_exec(db, "UPDATE limbeck.about SET version = version + 1", err));
    migration_script(m, "b2", "a1", UP "CREATE TABLE u (i int);\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(m->said->text, "warning: schema limbeck was written by a newer limbeck: this run is "
                             "not written to the journal\nstep: upgrade a1 -> b2, about b2\n");
    EQUAL_STR(migration_ask(mem, db, "SELECT count(*) FROM limbeck.journal"), "1");
}
