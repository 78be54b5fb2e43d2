#include "migrate/rights.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "db/db.h"
#include "db/sqlstate.h"
#include "graph/plan.h"
#include "migrate/version_table.h"
#include "sql/quote.h"

/*
 * Asked before anything runs: a script may take an hour, and what ran outside
 * of a transaction stays, when at its end the row cannot be written.
 *
 * In the order of its columns.
 */
enum { READ_ONLY, STANDBY, HAS_SCHEMA, MAY_MAKE, MAY_INSERT, MAY_UPDATE, MAY_DELETE, ROLE };

static const char look_sql[] =
    "SELECT pg_catalog.current_setting('transaction_read_only') = 'on', "
    "pg_catalog.pg_is_in_recovery(), n.oid IS NOT NULL, "
    "pg_catalog.has_schema_privilege(n.oid, 'USAGE') "
    "AND pg_catalog.has_schema_privilege(n.oid, 'CREATE'), "
    "pg_catalog.has_any_column_privilege(c.oid, 'INSERT'), "
    "pg_catalog.has_any_column_privilege(c.oid, 'UPDATE'), "
    "pg_catalog.has_table_privilege(c.oid, 'DELETE'), current_user "
    "FROM (SELECT 1) AS one LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = $1 "
    "LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = $2";

static bool fail(struct error *err, const char *sqlstate)
{
    memcpy(err->sqlstate, sqlstate, sizeof(err->sqlstate));
    return false;
}

static bool fail_read_only(struct db_result *r, struct error *err)
{
    error_set(err, ERROR_DATABASE, "the database takes no changes: its transactions are read-only");
    if (db_is_true(r, 0, STANDBY)) {
        error_detail(err, "It is a standby, a copy that follows another server.");
        error_hint(err, "Connect to the primary server.");
    } else {
        error_detail(err, "default_transaction_read_only is on for this database or role.");
        error_hint(err, "Connect as a role that may write, or switch it off for this run: "
                        "PGOPTIONS='-c default_transaction_read_only=off'.");
    }
    return fail(err, SQLSTATE_READ_ONLY_TRANSACTION);
}

static char *name_of(TALLOC_CTX *mem, const char *name)
{
    struct buf *text = buf_new(mem, BUF_MAX);

    quote_name_if_needed(text, name);
    return buf_take(mem, text);
}

static char *table_of(TALLOC_CTX *mem, const char *schema, const char *name)
{
    return mem_printf(mem, "%s.%s", name_of(mem, schema), name_of(mem, name));
}

static bool check_make(struct db_result *r, const struct version_table *table, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *schema = name_of(scratch, table->schema);

    if (!db_is_true(r, 0, HAS_SCHEMA)) {
        error_set(err, ERROR_DATABASE, "schema \"%s\" for the version table %s does not exist",
                  table->schema, table->label);
        error_hint(err, "Make it: CREATE SCHEMA %s;", schema);
        return fail(err, SQLSTATE_NO_SUCH_SCHEMA);
    }
    if (db_is_true(r, 0, MAY_MAKE))
        return true;
    error_set(err, ERROR_DATABASE, "role \"%s\" may not make the version table %s",
              db_text(r, 0, ROLE), table->label);
    error_hint(err, "Let an administrator run: GRANT USAGE, CREATE ON SCHEMA %s TO %s;", schema,
               name_of(scratch, db_text(r, 0, ROLE)));
    return fail(err, SQLSTATE_NO_RIGHT);
}

/* Only what this plan does: a role that only ever inserts need not be given more. */
static bool may_write(struct db_result *r, const struct graph_plan *plan, bool purge)
{
    static const int rights[] = {
        [GRAPH_ROW_INSERT] = MAY_INSERT,
        [GRAPH_ROW_UPDATE] = MAY_UPDATE,
        [GRAPH_ROW_DELETE] = MAY_DELETE,
    };

    if (purge && !db_is_true(r, 0, MAY_DELETE))
        return false;
    for (size_t i = 0; i < plan->n; i++)
        for (size_t j = 0; j < plan->steps[i].n_changes; j++)
            if (!db_is_true(r, 0, (size_t)rights[plan->steps[i].changes[j].kind]))
                return false;
    return true;
}

bool rights_check(struct db *db, const struct version_table *table, const struct graph_plan *plan,
                  bool purge, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *r;

    if (table->exists && plan->n == 0 && !purge)
        return true;
    r = db_query_row(scratch, db, look_sql, DB_PARAMS(table->schema, table->name.table), err);
    if (!r)
        return false;
    if (db_is_true(r, 0, READ_ONLY))
        return fail_read_only(r, err);
    if (!table->exists)
        return check_make(r, table, err);
    if (may_write(r, plan, purge))
        return true;
    error_set(err, ERROR_DATABASE, "role \"%s\" may not write the version table %s",
              db_text(r, 0, ROLE), table->label);
    error_hint(err, "Let an administrator run: GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %s;",
               table_of(scratch, table->schema, table->name.table),
               name_of(scratch, db_text(r, 0, ROLE)));
    return fail(err, SQLSTATE_NO_RIGHT);
}

bool rights_hint_read(struct db *db, const char *schema, const char *name, struct error *err)
{
    MEM_SCRATCH(scratch);
    const char *role = name_of(scratch, db_user(db));

    if (!sqlstate_is(err, SQLSTATE_NO_RIGHT))
        return false;
    return error_hint(err,
                      "Let an administrator run: GRANT USAGE ON SCHEMA %s TO %s; GRANT SELECT ON "
                      "%s TO %s;",
                      name_of(scratch, schema), role, table_of(scratch, schema, name), role);
}

bool rights_hint_state(struct db *db, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct error *ignored = error_new(scratch);
    struct db_result *r = db_query_row(scratch, db, "SELECT current_user", DB_NO_PARAMS, ignored);
    const char *role = name_of(scratch, r ? db_text(r, 0, 0) : db_user(db));

    error_hint(err,
               "Let an administrator run: GRANT USAGE ON SCHEMA limbeck TO %s; GRANT SELECT, "
               "INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA limbeck TO %s;",
               role, role);
    return fail(err, SQLSTATE_NO_RIGHT);
}
