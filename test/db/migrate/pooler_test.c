/* Behind a transaction pooler: everything in one transaction, or not at all. */
#include "db/db.h"
#include "harness/migration.h"
#include "harness/pooler.h"
#include "harness/server.h"
#include "harness/test.h"

#define UP "-- limbeck: upgrade\n"
#define OFF "-- limbeck: upgrade transaction=off\n"

static struct migration *two_scripts(TALLOC_CTX *mem)
{
    struct migration *m = migration_new(mem);

    migration_script(m, "a1", NULL, UP "CREATE TABLE a (i int);\n");
    migration_script(m, "b2", "a1", UP "CREATE TABLE b (i int);\n");
    return m;
}

TEST(through_a_pooler_an_upgrade_is_one_transaction)
{
    struct db *direct = server_db(mem);
    struct db *pooled = db_open(mem, pooler_start(mem, direct), "test", 10, err);
    struct migration *m = two_scripts(mem);

    PASSES(pooled != NULL);
    TRUE(db_backend_pid(pooled) !=
         db_int(db_query_row(mem, pooled, "SELECT pg_backend_pid()", DB_NO_PARAMS, err), 0, 0));
    m->options.journal = true;
    m->options.settings.lock_timeout_ms = 3000;
    PASSES(migration_upgrade(m, pooled, "head", err));
    EQUAL_STR(migration_rows(mem, direct), "b2");
    EQUAL_STR(migration_ask(mem, direct,
                            "SELECT count(DISTINCT xmin::text) FROM pg_class "
                            "WHERE relname IN ('a', 'b', 'journal')"),
              "1");
    EQUAL_STR(migration_ask(mem, pooled, "SHOW lock_timeout"), "0");
    PASSES(migration_upgrade(m, pooled, "head", err));
}

TEST(through_a_pooler_nothing_that_commits_twice_is_begun)
{
    struct db *direct = server_db(mem);
    struct db *pooled = db_open(mem, pooler_start(mem, direct), "test", 10, err);
    struct migration *m = two_scripts(mem);

    PASSES(pooled != NULL);
    migration_script(m, "c3", "b2", OFF "CREATE INDEX CONCURRENTLY a_i ON a (i);\n");
    FAILS(migration_upgrade(m, pooled, "head", err), ERROR_USAGE,
          "this migration cannot run through a connection pooler");
    EQUAL_STR(err->hint, "Set migration_url to the direct address of the server.");
    EQUAL_STR(migration_rows(mem, direct), "none");
}

TEST(through_a_pooler_the_lock_is_the_same_one)
{
    struct db *direct = server_db(mem);
    struct db *pooled = db_open(mem, pooler_start(mem, direct), "test", 10, err);
    struct migration *m = two_scripts(mem);

    PASSES(pooled != NULL);
    PASSES(db_exec(direct, "SELECT pg_advisory_lock(hashtext('alembic'))", err));
    FAILS(migration_upgrade(m, pooled, "head", err), ERROR_BUSY,
          "another migration is running on this database");
    PASSES(db_exec(direct, "SELECT pg_advisory_unlock(hashtext('alembic'))", err));
    PASSES(migration_upgrade(m, pooled, "head", err));
}
