#include "devcluster/database.h"

#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"
#include "db/sqlstate.h"
#include "devcluster/devcluster.h"
#include "harness/server.h"
#include "harness/test.h"

#define ODD "odd \"name\" it's"

TEST(database_is_made_empty_copied_listed_and_dropped)
{
    struct db *admin = server_db(mem);
    struct db *db;

    PASSES(database_create(admin, "limbeck_a", NULL, err));
    db = server_db_named(mem, "limbeck_a");
    PASSES(db && db_exec(db, "CREATE TABLE t AS SELECT 1", err));
    talloc_free(db);
    PASSES(database_create(admin, "limbeck_b", "limbeck_a", err));
    db = server_db_named(mem, "limbeck_b");
    PASSES(db && db_query_row(mem, db, "SELECT * FROM t", DB_NO_PARAMS, err) != NULL);
    EQUAL_STR(strlist_join(mem, database_names(mem, admin, "limbeck_", err), " "),
              "limbeck_a limbeck_b");
    PASSES(database_drop(admin, "limbeck_a", err));
    PASSES(database_drop(admin, "limbeck_b", err));
    PASSES(database_drop(admin, "limbeck_b", err));
    EQUAL_INT(database_names(mem, admin, "limbeck_", err)->n, 0);
    TRUE(!db_exec(db, "SELECT 1", err));
}

TEST(database_may_have_any_name)
{
    struct db *admin = server_db(mem);

    PASSES(database_create(admin, ODD, NULL, err));
    EQUAL_STR(strlist_join(mem, database_names(mem, admin, "odd ", err), "|"), ODD);
    FAILS(database_create(admin, ODD, NULL, err), ERROR_DATABASE,
          "database \"" ODD "\" already exists");
    EQUAL_STR(err->sqlstate, SQLSTATE_DUPLICATE_DATABASE);
    PASSES(database_drop(admin, ODD, err));
}

TEST(database_of_a_missing_original_is_not_made)
{
    struct db *admin = server_db(mem);

    FAILS(database_create(admin, "limbeck_a", "limbeck_nix", err), ERROR_DATABASE,
          "database \"limbeck_nix\" does not exist");
}
