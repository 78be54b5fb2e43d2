#include "devcluster/template.h"

#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"
#include "db/sqlstate.h"
#include "devcluster/database.h"
#include "harness/server.h"
#include "harness/test.h"

static const char *count(TALLOC_CTX *mem, struct db *admin, const char *prefix, struct error *err)
{
    struct db_result *r =
        db_query_row(mem, admin, "SELECT count(*) FROM pg_database WHERE starts_with(datname, $1)",
                     DB_PARAMS(prefix), err);

    PASSES(r != NULL);
    return db_text(r, 0, 0);
}

static void drop_all(TALLOC_CTX *mem, struct db *admin, struct error *err)
{
    struct db_result *r = db_query(
        mem, admin, "SELECT datname FROM pg_database WHERE datname ~ '^limbeck_(template|build)_'",
        DB_NO_PARAMS, err);

    PASSES(r != NULL);
    for (size_t i = 0; i < db_rows(r); i++)
        PASSES(database_drop(admin, db_text(r, i, 0), err));
}

TEST(template_is_filled_once_and_then_copied)
{
    struct db *admin = server_db(mem);
    struct template *t = template_begin(mem, admin, "some key", err);
    struct db *db;

    PASSES(t != NULL);
    TRUE(!template_is_ready(t));
    db = server_db_named(mem, template_database(t));
    PASSES(db_exec(db, "CREATE TABLE t AS SELECT 1", err));
    PASSES(template_finish(t, err));
    TRUE(template_is_ready(t));
    TRUE(!db_exec(db, "SELECT 1", err));

    t = template_begin(mem, admin, "some key", err);
    PASSES(t != NULL);
    TRUE(template_is_ready(t));
    PASSES(database_create(admin, "limbeck_clone", template_database(t), err));
    db = server_db_named(mem, "limbeck_clone");
    PASSES(db_query_row(mem, db, "SELECT * FROM t", DB_NO_PARAMS, err) != NULL);
    PASSES(database_drop(admin, "limbeck_clone", err));
    drop_all(mem, admin, err);
}

TEST(template_that_another_fills_is_waited_for)
{
    struct db *admin = server_db(mem);
    struct db *beside = server_db_beside(mem, admin);
    struct template *first = template_begin(mem, admin, "k", err), *second;

    PASSES(first != NULL);
    PASSES(db_exec(beside, "SET lock_timeout = '50ms'", err));
    TRUE(!template_begin(mem, beside, "k", err));
    EQUAL_STR(err->sqlstate, SQLSTATE_LOCK_NOT_AVAILABLE);
    PASSES(template_begin(mem, beside, "another key", err) != NULL);
    PASSES(template_finish(first, err));
    second = template_begin(mem, beside, "k", err);
    PASSES(second != NULL);
    TRUE(template_is_ready(second));
    EQUAL_STR(template_database(second), template_database(first));
    drop_all(mem, admin, err);
}

TEST(template_left_unfinished_is_begun_anew)
{
    struct db *admin = server_db(mem);
    struct template *t = template_begin(mem, admin, "k", err);

    PASSES(t != NULL);
    PASSES(db_exec(server_db_named(mem, template_database(t)), "CREATE TABLE t ()", err));
    talloc_free(t);
    t = template_begin(mem, server_db_beside(mem, admin), "k", err);
    PASSES(t != NULL);
    TRUE(!template_is_ready(t));
    PASSES(db_exec(server_db_named(mem, template_database(t)), "CREATE TABLE t ()", err));
    drop_all(mem, admin, err);
}

TEST(template_finish_keeps_the_last_four)
{
    struct db *admin = server_db(mem);

    for (int i = 0; i < 6; i++) {
        struct template *t = template_begin(mem, admin, mem_printf(mem, "key %d", i), err);

        PASSES(t && template_finish(t, err));
    }
    EQUAL_STR(count(mem, admin, "limbeck_template_", err), "4");
    EQUAL_STR(count(mem, admin, "limbeck_build_", err), "0");
    TRUE(template_is_ready(template_begin(mem, admin, "key 2", err)));
    TRUE(!template_is_ready(template_begin(mem, admin, "key 1", err)));
    drop_all(mem, admin, err);
}
