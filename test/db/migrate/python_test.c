/* Python scripts: what they say is noted or run, what they read, where they commit. */
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"
#include "harness/migration.h"
#include "harness/server.h"
#include "harness/test.h"

static const char *tables(TALLOC_CTX *mem, struct db *db)
{
    return migration_ask(mem, db,
                         "SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), '') "
                         "FROM pg_class WHERE relkind = 'r' AND relnamespace = "
                         "'public'::regnamespace AND relname <> 'alembic_version'");
}

TEST(python_scripts_run_between_sql_scripts)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_script(m, "a1", NULL,
                     "-- limbeck: upgrade\nCREATE TABLE a (i int);\n"
                     "-- limbeck: downgrade\nDROP TABLE a;\n");
    migration_python(m, "b2", "a1",
                     "def upgrade():\n    op.execute('CREATE TABLE b (i int)')\n"
                     "    op.execute('INSERT INTO b VALUES (1); INSERT INTO b VALUES (2)')\n"
                     "    [op.execute(s) for s in ['INSERT INTO b VALUES (3)']]\n"
                     "def downgrade():\n    op.execute('DROP TABLE b')\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(m->said->text, "step: upgrade  -> a1, about a1\nstep: upgrade a1 -> b2, about b2\n");
    EQUAL_STR(tables(mem, db), "a b");
    EQUAL_STR(migration_ask(mem, db, "SELECT count(*) FROM b"), "3");
    EQUAL_STR(migration_rows(mem, db), "b2");
    PASSES(migration_downgrade(m, db, "base", err));
    EQUAL_STR(tables(mem, db), "");
}

TEST(python_that_cannot_be_evaluated_stops_everything_before_it_begins)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_python(m, "a1", NULL, "def upgrade():\n    op.execute('CREATE TABLE a (i int)')\n");
    migration_python(m, "b2", "a1", "def upgrade():\n    raise ValueError('no')\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_INVALID,
          mem_printf(mem, "%s/b2.py:9: ValueError: no", m->folder));
    EQUAL_STR(tables(mem, db), "");
    EQUAL_STR(migration_rows(mem, db), "none");
    migration_python(m, "b2", "a1", "def upgrade():\n    x = = 1\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_INVALID,
          mem_printf(mem, "%s/b2.py:9: SyntaxError: invalid syntax", m->folder));
    EQUAL_STR(tables(mem, db), "");
}

TEST(python_errors_of_the_server_name_the_line_of_the_script)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_python(m, "a1", NULL,
                     "def upgrade():\n    op.execute('CREATE TABLE a (i int)')\n"
                     "    op.execute('''\n        INSERT INTO a\n        VALUES (nosuch)\n''')\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE,
          "column \"nosuch\" does not exist");
    EQUAL_STR(err->sqlstate, "42703");
    EQUAL_STR(err->where, mem_printf(mem,
                                     "%s/a1.py:10: statement 2 of the upgrade\n"
                                     "            VALUES (nosuch)\n"
                                     "                    ^",
                                     m->folder));
    EQUAL_STR(m->standing, "stands at base; nothing of a1 was applied");
    EQUAL_STR(tables(mem, db), "");
}

static const char autocommit[] = "def upgrade():\n"
                                 "    op.execute('CREATE TABLE a (i int)')\n"
                                 "    with op.get_context().autocommit_block():\n"
                                 "        op.execute('CREATE INDEX CONCURRENTLY ai ON a (i)')\n"
                                 "    op.execute('INSERT INTO a VALUES (%s)')\n";

TEST(python_commits_before_an_autocommit_block_and_says_so_when_it_fails)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_python(m, "a1", NULL, mem_printf(mem, autocommit, "nosuch"));
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE,
          "column \"nosuch\" does not exist");
    CONTAINS(err->where, "committed before it, and not undone:\n"
                         "    CREATE TABLE a (i int)\n"
                         "    CREATE INDEX CONCURRENTLY ai ON a (i)");
    EQUAL_STR(m->standing, "stands at base; a1 stopped after statement 2 of 3");
    EQUAL_STR(tables(mem, db), "a");
    PASSES(db_exec(db, "DROP TABLE a", err));
    migration_python(m, "a1", NULL, mem_printf(mem, autocommit, "1"));
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_rows(mem, db), "a1");
    EQUAL_STR(migration_ask(mem, db,
                            "SELECT indisvalid::text FROM pg_index WHERE indexrelid = "
                            "'ai'::regclass"),
              "true");
}

TEST(python_keeps_earlier_scripts_when_one_transaction_is_committed_in_its_midst)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    m->options.transaction = MIGRATE_ALL;
    migration_python(m, "a1", NULL, "def upgrade():\n    op.execute('CREATE TABLE z (i int)')\n");
    migration_python(m, "b2", "a1", mem_printf(mem, autocommit, "nosuch"));
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE,
          "column \"nosuch\" does not exist");
    EQUAL_STR(migration_rows(mem, db), "a1");
    EQUAL_STR(tables(mem, db), "a z");
}

TEST(python_without_transactions_keeps_what_ran)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    m->options.transaction = MIGRATE_NONE;
    migration_python(m, "a1", NULL,
                     "def upgrade():\n    op.execute('CREATE TABLE a (i int)')\n"
                     "    op.execute('VACUUM a')\n    op.execute('SELECT nosuch')\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE,
          "column \"nosuch\" does not exist");
    EQUAL_STR(tables(mem, db), "a");
    EQUAL_STR(migration_rows(mem, db), "");
}

TEST(python_catches_what_the_server_says)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_python(m, "a1", NULL,
                     "def upgrade():\n"
                     "    bind = op.get_bind()\n"
                     "    bind.execute(text('SELECT 1')).scalar()\n"
                     "    with bind.begin_nested():\n"
                     "        bind.execute(text('CREATE TABLE a (i int)'))\n"
                     "    try:\n"
                     "        with bind.begin_nested():\n"
                     "            bind.execute(text('SELECT nosuch')).scalar()\n"
                     "    except sa.exc.ProgrammingError as e:\n"
                     "        assert 'nosuch' in str(e)\n"
                     "        op.execute('CREATE TABLE caught (i int)')\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(tables(mem, db), "a caught");
}

TEST(python_that_catches_errors_of_statements_is_run_to_see_them)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_python(m, "a1", NULL,
                     "def upgrade():\n"
                     "    try:\n"
                     "        with op.get_context().autocommit_block():\n"
                     "            op.execute('CREATE TABLE nosuch.a (i int)')\n"
                     "    except Exception:\n"
                     "        op.execute('CREATE TABLE caught (i int)')\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(tables(mem, db), "caught");
}

TEST(python_that_suppresses_errors_of_statements_is_run_to_see_them)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_python(m, "a1", NULL,
                     "from contextlib import suppress\n"
                     "def upgrade():\n"
                     "    with suppress(Exception), op.get_context().autocommit_block():\n"
                     "        [op.execute(s) for s in ['CREATE TABLE nosuch.a (i int)']]\n"
                     "    op.execute('CREATE TABLE b (i int)')\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(tables(mem, db), "b");
}

TEST(python_failing_behind_rows_names_statement_and_line)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_python(m, "a1", NULL,
                     "def upgrade():\n    n = op.get_bind().execute(text('SELECT 1')).scalar()\n"
                     "    op.execute('CREATE TABLE a (i int)')\n"
                     "    op.execute('SELECT nosuch')\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_DATABASE,
          "column \"nosuch\" does not exist");
    CONTAINS(err->where, mem_printf(mem, "%s/a1.py:11: statement 3 of the upgrade", m->folder));
    EQUAL_STR(tables(mem, db), "");
    migration_python(m, "a1", NULL,
                     "def upgrade():\n    n = op.get_bind().execute(text('SELECT 1')).scalar()\n"
                     "    op.execute('CREATE TABLE a (i int)')\n    n / 0\n");
    FAILS(migration_upgrade(m, db, "head", err), ERROR_INVALID,
          mem_printf(mem, "%s/a1.py:11: ZeroDivisionError: division by zero", m->folder));
    EQUAL_STR(tables(mem, db), "");
}

TEST(python_leaves_the_transaction_with_commit)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_python(m, "a1", NULL,
                     "def upgrade():\n    op.execute('CREATE TABLE a (i int)')\n"
                     "    op.execute('COMMIT')\n    op.execute('VACUUM a')\n");
    migration_python(m, "b2", "a1",
                     "def upgrade():\n    op.get_bind().execute(text('SELECT 1')).scalar()\n"
                     "    op.execute('COMMIT; VACUUM a')\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(migration_rows(mem, db), "b2");
}

TEST(python_that_reads_rows_is_evaluated_when_its_turn_comes)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_python(m, "a1", NULL,
                     "def upgrade():\n    op.execute('CREATE TABLE a AS SELECT 7 AS i')\n");
    migration_python(m, "b2", "a1",
                     "def upgrade():\n    bind = op.get_bind()\n"
                     "    for (i,) in bind.execute(text('SELECT i FROM a')):\n"
                     "        op.execute(f'CREATE TABLE t{i} (i int)')\n");
    migration_python(m, "c3", "b2", "def upgrade():\n    op.execute('CREATE TABLE c (i int)')\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(tables(mem, db), "a c t7");
    EQUAL_STR(migration_rows(mem, db), "c3");
}

TEST(python_types_are_made_once_a_run_whatever_was_read)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    migration_python(m, "a1", NULL,
                     "def upgrade():\n    op.get_bind().execute(text('SELECT 1')).scalar()\n"
                     "    op.create_table('a', sa.Column('e', sa.Enum('x', 'y', name='kind')))\n");
    migration_python(m, "b2", "a1",
                     "def upgrade():\n"
                     "    op.create_table('b', sa.Column('e', sa.Enum('x', 'y', name='kind')))\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(tables(mem, db), "a b");
}

TEST(an_extension_that_scripts_need_is_made_first)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    m->options.ensure = true;
    migration_script(m, "a1", NULL, "-- limbeck: upgrade\nCREATE TABLE a (n citext);\n");
    PASSES(migration_upgrade(m, db, "head", err));
    CONTAINS(m->said->text, "info: CREATE EXTENSION IF NOT EXISTS citext (ensure = auto)\n");
    migration_script(m, "b2", "a1",
                     "-- limbeck: upgrade\nCREATE EXTENSION hstore;\nCREATE TABLE b (n hstore);\n");
    PASSES(migration_upgrade(m, db, "head", err));
    EQUAL_STR(m->said->text, "step: upgrade a1 -> b2, about b2\n");
}

TEST(a_database_of_another_version_table_is_not_begun_anew)
{
    struct db *db = server_db(mem);
    struct migration *m = migration_new(mem);

    m->options.version_table.is_default = true;
    migration_script(m, "a1", NULL, "-- limbeck: upgrade\nCREATE TABLE a (i int);\n");
    PASSES(db_exec(db,
                   "CREATE TABLE users (i int); CREATE TABLE app_alembic_version (version_num "
                   "varchar(32))",
                   err));
    FAILS(migration_upgrade(m, db, "head", err), ERROR_USAGE,
          "there is no version table public.alembic_version, but there is "
          "public.app_alembic_version");
    EQUAL_STR(err->hint, "If that is this project's, write \"version_table = "
                         "app_alembic_version\" into the configuration; if not, write "
                         "\"version_table = alembic_version\".");
    EQUAL_STR(tables(mem, db), "app_alembic_version users");
    m->options.version_table.is_default = false;
    PASSES(migration_upgrade(m, db, "head", err));
}
