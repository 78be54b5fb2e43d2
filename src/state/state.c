#include "state/state.h"

#include "base/mem.h"
#include "db/db.h"
#include "state/schema.sql.h"

enum { STATE_VERSION = 1 };

/*
 * Works whether or not anything of it exists, and for any role: names are
 * looked up in the catalogs, because a schema that one may not use makes
 * to_regclass() fail.
 */
static const char look_sql[] =
    "SELECT about IS NOT NULL, "
    "CASE WHEN space.oid IS NULL THEN has_database_privilege(current_database(), 'CREATE') "
    "ELSE pg_has_role(space.nspowner, 'MEMBER') END, "
    "coalesce(has_schema_privilege(space.oid, 'USAGE') AND has_table_privilege(about, 'SELECT') "
    "AND has_table_privilege(journal, 'SELECT') AND has_table_privilege(journal, 'INSERT') "
    "AND has_table_privilege(progress, 'SELECT') AND has_table_privilege(progress, 'INSERT') "
    "AND has_table_privilege(progress, 'UPDATE') AND has_table_privilege(progress, 'DELETE'), "
    "false), "
    "current_setting('transaction_read_only') = 'on', "
    "current_user = 'limbeck' AND current_setting('search_path') LIKE '%$user%' "
    "FROM (SELECT 1) AS one LEFT JOIN pg_namespace AS space ON nspname = 'limbeck' "
    "LEFT JOIN LATERAL (SELECT max(oid) FILTER (WHERE relname = 'about') AS about, "
    "max(oid) FILTER (WHERE relname = 'journal') AS journal, "
    "max(oid) FILTER (WHERE relname = 'progress') AS progress "
    "FROM pg_class WHERE relnamespace = space.oid AND relkind = 'r') AS tables ON true";

bool state_look(struct db *db, enum state_standing *standing, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *r = db_query_row(scratch, db, look_sql, DB_NO_PARAMS, err);
    struct db_result *about;
    bool may_make, may_write;

    if (!r)
        return false;
    may_make = db_is_true(r, 0, 1) && !db_is_true(r, 0, 3);
    may_write = db_is_true(r, 0, 2) && !db_is_true(r, 0, 3);
    if (!db_is_true(r, 0, 0)) {
        *standing = !may_make             ? STATE_FORBIDDEN
                    : db_is_true(r, 0, 4) ? STATE_CAPTIVE
                                          : STATE_MISSING;
        return true;
    }
    if (!may_write) {
        *standing = STATE_CLOSED;
        return true;
    }
    about = db_query_row(scratch, db, "SELECT max(version) FROM limbeck.about", DB_NO_PARAMS, err);
    if (!about)
        return false;
    if (db_int(about, 0, 0) > STATE_VERSION)
        *standing = STATE_NEWER;
    else if (db_int(about, 0, 0) == STATE_VERSION)
        *standing = STATE_READY;
    else
        *standing = may_make ? STATE_OLDER : STATE_CLOSED;
    return true;
}

const char *state_obstacle(enum state_standing standing)
{
    if (standing == STATE_NEWER)
        return "schema limbeck was written by a newer limbeck";
    if (standing == STATE_CAPTIVE)
        return "schema limbeck is not made, because role \"limbeck\" would then make its own "
               "tables "
               "in it";
    return "schema limbeck cannot be written by this role";
}

bool state_make(struct db *db, struct error *err)
{
    return db_exec(db, state_schema_sql, err);
}
