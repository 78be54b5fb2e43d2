/* Version tables under names that nobody has configured. */
#include "migrate/version_table.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "db/db.h"

/* In the order of its columns. */
enum { SCHEMA, NAME, DEFAULT_SCHEMA, USER_TABLES };

static const char look_sql[] =
    "SELECT n.nspname, c.relname, current_schema(), (SELECT count(*) "
    "FROM pg_catalog.pg_class AS u WHERE u.relkind IN ('r', 'p') AND u.oid <> c.oid "
    "AND u.relnamespace = c.relnamespace) "
    "FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
    "JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'version_num' "
    "WHERE c.relkind IN ('r', 'p') AND c.relname LIKE '%alembic%version%' "
    "AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2";

static bool refuse(const struct version_table *table, const struct db_result *r, struct error *err)
{
    MEM_SCRATCH(scratch);
    const char *schema = db_text(r, 0, SCHEMA), *name = db_text(r, 0, NAME);
    char *key = mem_printf(scratch, "version_table = %s", name);

    if (strcmp(name, table->name.table) == 0)
        key = mem_printf(scratch, "version_table_schema = %s", schema);
    else if (!db_text(r, 0, DEFAULT_SCHEMA) || strcmp(schema, db_text(r, 0, DEFAULT_SCHEMA)) != 0)
        key = mem_printf(scratch, "%s\" and \"version_table_schema = %s", key, schema);
    error_set(err, ERROR_USAGE, "there is no version table %s, but there is %s.%s", table->label,
              schema, name);
    error_detail(err, "The database holds tables, so scripts have been applied to it before.");
    return error_hint(err,
                      "If that is this project's, write \"%s\" into the configuration; if not, "
                      "write \"version_table = %s\".",
                      key, table->name.table);
}

bool version_table_check_other(struct db *db, const struct version_table *table, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *r;

    if (table->exists || !table->name.is_default)
        return true;
    r = db_query(scratch, db, look_sql, DB_NO_PARAMS, err);
    if (!r || db_rows(r) == 0)
        return r != NULL;
    return db_int(r, 0, USER_TABLES) == 0 || refuse(table, r, err);
}
