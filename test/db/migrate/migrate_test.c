/* The engine against a real server: transactions, rows, session state, locks. */
#include "migrate/migrate.h"

#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "db/db.h"
#include "harness/migration.h"
#include "harness/server.h"
#include "harness/test.h"

#define UP "-- limbeck: upgrade\n"
#define OFF "-- limbeck: upgrade transaction=off\n"
#define DOWN "-- limbeck: downgrade\n"

/* a1 makes table a, b2 makes table b. */
static struct migration *two_scripts(TALLOC_CTX *mem)
{
    struct migration *m = migration_new(mem);

    migration_script(m, "a1", NULL, UP "CREATE TABLE a (i int);\n" DOWN "DROP TABLE a;\n");
    migration_script(m, "b2", "a1", UP "CREATE TABLE b (i int);\n" DOWN "DROP TABLE b;\n");
    return m;
}

TEST(upgrade_applies_each_script_once_and_writes_the_row)
{
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(m->said->text, "step: upgrade  -> a1, about a1\nstep: upgrade a1 -> b2, about b2\n");
    EQUAL_STR(migration_rows(mem, db), "b2");
    EQUAL_STR(migration_ask(mem, db, "SELECT to_regclass('a')::text || to_regclass('b')"), "ab");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(m->said->text, "");
}

TEST(downgrade_takes_back_and_empties_the_table)
{
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    PASSES(migration_upgrade(m, db, "head", err));
    PASSES(migration_downgrade(m, db, "base", err));
    EQUAL_STR(m->said->text,
              "step: downgrade b2 -> a1, about b2\nstep: downgrade a1 -> , about a1\n");
    EQUAL_STR(migration_rows(mem, db), "");
    EQUAL_STR(migration_ask(mem, db, "SELECT to_regclass('a')::text"), NULL);
}

TEST(a_failing_script_leaves_earlier_ones_applied_and_nothing_of_itself)
{
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    migration_script(m, "c3", "b2", UP "CREATE TABLE c (i int);\nCREATE TABLE c (i int);\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE, "relation \"c\" already exists");
    EQUAL_STR(err->sqlstate, "42P07");
    EQUAL_STR(m->standing, "stands at b2; nothing of c3 was applied");
    EQUAL_STR(migration_rows(mem, db), "b2");
    EQUAL_STR(migration_ask(mem, db, "SELECT to_regclass('c')::text"), NULL);
}

TEST(one_transaction_for_all_rolls_all_back)
{
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    m->options.transaction = MIGRATE_ALL;
    migration_script(m, "c3", "b2", UP "SELECT 1/0;\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE, "division by zero");
    EQUAL_STR(m->standing, "stands at base; nothing of c3 was applied");
    EQUAL_STR(migration_rows(mem, db), "none");
    migration_script(m, "c3", "b2", UP "SELECT 1;\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_rows(mem, db), "c3");
}

TEST(a_failing_statement_is_shown_with_file_line_and_caret)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_script(m, "a1", NULL,
                     UP
                     "SELECT 1;\n\n/* \xc3\xa9 */ SELECT '\xc3\xa9',\n  nothing\nFROM pg_class;\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE,
          "column \"nothing\" does not exist");
    EQUAL_STR(err->where, mem_printf(mem,
                                     "%s/a1.sql:7: statement 2 of the upgrade\n"
                                     "    7:   nothing\n"
                                     "         ^",
                                     m->folder));
}

TEST(what_is_malformed_is_refused_before_anything_runs)
{
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    migration_script(m, "c3", "b2", UP "BEGIN;\n");
    TRUE(!migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_rows(mem, db), "none");
}

TEST(a_script_without_a_downgrade_section_is_irreversible)
{
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    migration_script(m, "a1", NULL, UP "CREATE TABLE a (i int);\n");
    PASSES(migration_upgrade(m, db, "head", err));
    FAILS(migration_downgrade(m, db, "base", err), ERROR_CONFLICT,
          "revision \"a1\" is irreversible");
    EQUAL_STR(migration_rows(mem, db), "b2");
}

TEST(settings_that_a_script_changes_are_put_back_with_a_warning)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_script(m, "a1", NULL,
                     UP "CREATE SCHEMA other;\nSET search_path = other;\nSET lock_timeout = 1234;\n"
                        "CREATE TABLE t (i int);\n");
    migration_script(m, "b2", "a1", UP "CREATE TABLE u (i int);\n");
    PASSES(migration_upgrade(m, db, "head", err));
    CONTAINS(m->said->text, "a1.sql changed search_path, lock_timeout for the session; put back\n");
    EQUAL_STR(
        migration_ask(mem, db, "SELECT to_regclass('other.t')::text || to_regclass('public.u')"),
        "other.tu");
    EQUAL_STR(migration_ask(mem, db, "SHOW lock_timeout"), "0");
    EQUAL_STR(migration_rows(mem, db), "b2");
}

TEST(set_local_is_nothing_to_warn_of)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_script(m, "a1", NULL, UP "SET LOCAL search_path = pg_catalog;\nSELECT 1;\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(m->said->text, "step: upgrade  -> a1, about a1\n");
    EQUAL_STR(migration_rows(mem, db), "a1");
}

TEST(a_role_that_may_not_write_the_version_table_does_not_hinder_the_row)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    PASSES(
        db_exec(db, "DROP ROLE IF EXISTS limbeck_test_owner; CREATE ROLE limbeck_test_owner", err));
    migration_script(m, "a1", NULL, UP "SET ROLE limbeck_test_owner;\n");
    migration_script(m, "b2", "a1", UP "CREATE TABLE mine (i int);\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_rows(mem, db), "b2");
    EQUAL_STR(migration_ask(mem, db, "SELECT current_user = session_user"), "t");
    PASSES(db_exec(db, "DROP ROLE limbeck_test_owner", err));
}

TEST(notices_come_with_the_name_of_their_script)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_script(m, "a1", NULL, UP "DO $$ BEGIN RAISE WARNING 'careful'; END $$;\n");
    PASSES(migration_upgrade(m, db, "head", err));
    CONTAINS(m->said->text, "notice a1.sql: WARNING: careful\n");
}

TEST(a_second_runner_is_told_who_holds_the_lock)
{
    struct db *db = server_db(mem);
    struct db *other = server_db_beside(mem, db);
    struct migration *m = two_scripts(mem);

    PASSES(db_exec(other,
                   "SET application_name = 'the other'; "
                   "SELECT pg_advisory_lock(hashtext('alembic'))",
                   err));
    FAILS(migration_upgrade(m, db, "head", err), ERROR_BUSY,
          "another migration is running on this database");
    CONTAINS(err->detail, "(\"the other\", role ");
    EQUAL_STR(migration_rows(mem, db), "none");
}

TEST(a_lock_time_out_rolls_back_and_tries_again)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    PASSES(db_exec(db, "CREATE TABLE busy (i int)", err));
    m->in_the_way = server_db_beside(mem, db);
    PASSES(db_exec(m->in_the_way, "BEGIN; LOCK TABLE busy", err));
    m->options.settings.lock_timeout_ms = 50;
    m->options.lock_retries = 5;
    migration_script(m, "a1", NULL, UP "CREATE TABLE t (i int);\nALTER TABLE busy ADD j int;\n");
    PASSES(migration_upgrade(m, db, "head", err));
    CONTAINS(m->said->text, "warning: canceling statement due to lock timeout; rolled back, "
                            "trying again in ");
    EQUAL_STR(migration_rows(mem, db), "a1");
}

TEST(lock_time_outs_without_end_are_busy_and_change_nothing)
{
    struct db *db = server_db(mem);
    struct db *other = server_db_beside(mem, db);
    struct migration *m = migration_new(mem);

    PASSES(db_exec(db, "CREATE TABLE busy (i int)", err));
    PASSES(db_exec(other, "BEGIN; LOCK TABLE busy", err));
    m->options.settings.lock_timeout_ms = 50;
    migration_script(m, "a1", NULL, UP "CREATE TABLE t (i int);\nALTER TABLE busy ADD j int;\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_BUSY,
          "canceling statement due to lock timeout");
    EQUAL_STR(m->standing, "stands at base; nothing of a1 was applied");
    EQUAL_STR(migration_ask(mem, db, "SELECT to_regclass('t')::text"), NULL);
}

TEST(an_id_that_does_not_fit_widens_the_column)
{
    static const char id[] = "a_revision_id_of_more_than_thirty_two_characters";
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    PASSES(migration_upgrade(m, db, "head", err));
    migration_script(m, id, "b2", UP "SELECT 1;\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_rows(mem, db), id);
}

TEST(an_id_of_letters_that_take_two_bytes_is_as_long_as_its_letters)
{
    static const char id[] = "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                             "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9";
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    migration_script(m, id, "b2", UP "SELECT 1;\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_ask(mem, db,
                            "SELECT atttypmod - 4 FROM pg_attribute WHERE attname = 'version_num' "
                            "AND attrelid = 'alembic_version'::regclass"),
              "32");
}

TEST(a_view_over_the_version_table_is_named_before_anything_runs)
{
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    PASSES(migration_upgrade(m, db, "a1", err));
    PASSES(db_exec(db, "CREATE VIEW versions AS SELECT version_num FROM alembic_version", err));
    migration_script(m, "c_revision_id_of_more_than_thirty_two_characters", "b2", UP "SELECT 1;\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_CONFLICT,
          "a revision id has 48 characters, but public.alembic_version.version_num holds only 32");
    EQUAL_STR(err->detail, "The column cannot be widened while these depend on it: versions.");
    EQUAL_STR(err->hint, "Let an administrator run: ALTER TABLE \"public\".\"alembic_version\" "
                         "ALTER COLUMN version_num TYPE VARCHAR(255);");
    EQUAL_STR(migration_rows(mem, db), "a1");
}

TEST(a_row_that_is_there_twice_stops_with_alembics_words)
{
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    PASSES(db_exec(db,
                   "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL); "
                   "INSERT INTO alembic_version VALUES ('b2'), ('b2'); "
                   "CREATE TABLE a (); CREATE TABLE b ()",
                   err));
    FAILS(migration_downgrade(m, db, "a1", err), ERROR_CONFLICT,
          "Online migration expected to match one row when updating 'b2' to 'a1' in "
          "'alembic_version'; 2 found");
    EQUAL_STR(migration_ask(mem, db, "SELECT to_regclass('b')::text"), "b");
}

TEST(the_version_table_can_have_another_name_and_schema)
{
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    PASSES(db_exec(db, "CREATE SCHEMA ops", err));
    m->options.version_table = (struct version_table_name){"Versions", "ops", true};
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_ask(mem, db, "SELECT version_num FROM ops.\"Versions\""), "b2");
    EQUAL_STR(migration_ask(mem, db,
                            "SELECT conname FROM pg_constraint WHERE conrelid = "
                            "'ops.\"Versions\"'::regclass"),
              "Versions_pkc");
}

TEST(a_read_only_database_refuses_an_upgrade_but_not_a_look)
{
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    PASSES(migration_upgrade(m, db, "a1", err));
    PASSES(db_exec(db, "SET default_transaction_read_only = on", err));
    PASSES(migration_upgrade(m, db, "a1", err));
    TRUE(!migration_upgrade(m, db, "head", err));
    EQUAL_STR(err->sqlstate, "25006");
    EQUAL_STR(m->standing, "stands at a1; nothing was applied");
}

TEST(a_server_that_dies_half_way_leaves_the_step_undone)
{
    struct db *db = server_db(mem);
    struct db *after = server_db_beside(mem, db);
    struct migration *m = two_scripts(mem);

    migration_script(m, "c3", "b2",
                     UP "CREATE TABLE c (i int);\n"
                        "SELECT pg_terminate_backend(pg_backend_pid());\n");
    TRUE(!migration_upgrade(m, db, "head", err));
    EQUAL_STR(m->standing,
              "the connection is gone; \"limbeck current\" tells where the database stands");
    EQUAL_STR(migration_rows(mem, after), "b2");
    EQUAL_STR(migration_ask(mem, after, "SELECT to_regclass('c')::text"), NULL);
}

TEST(stamp_writes_rows_and_runs_nothing)
{
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    PASSES(migration_stamp(m, db, "head", false, err));
    EQUAL_STR(m->said->text, "step: stamp_revision  -> b2\n");
    EQUAL_STR(migration_rows(mem, db), "b2");
    EQUAL_STR(migration_ask(mem, db, "SELECT to_regclass('b')::text"), NULL);
}

TEST(stamp_with_purge_replaces_rows_that_no_script_knows)
{
    struct db *db = server_db(mem);
    struct migration *m = two_scripts(mem);

    PASSES(migration_upgrade(m, db, "head", err));
    PASSES(db_exec(db, "UPDATE alembic_version SET version_num = 'lost'", err));
    FAILS(migration_stamp(m, db, "a1", false, err), ERROR_NOT_FOUND,
          "Can't locate revision identified by 'lost'");
    PASSES(migration_stamp(m, db, "a1", true, err));
    EQUAL_STR(migration_rows(mem, db), "a1");
}
