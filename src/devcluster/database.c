#include "devcluster/database.h"

#include <stddef.h>

#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"

/*
 * Run the statement that a query gives: CREATE DATABASE takes no parameters,
 * and the server quotes names by its own rules.
 */
static bool run_made(struct db *admin, const char *query, size_t n_params,
                     const char *const *params, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *made = db_query(scratch, admin, query, n_params, params, err);

    for (size_t i = 0; made && i < db_rows(made); i++)
        if (!db_exec(admin, db_text(made, i, 0), err))
            return false;
    return made != NULL;
}

/*
 * PostgreSQL 15 and newer copies a small database through the log by itself,
 * which spares two checkpoints; copying files wins where there is much to copy.
 * The size may be asked for only by who may connect.
 */
static const char create_sql[] =
    "SELECT format('CREATE DATABASE %I TEMPLATE %I', $1::text, $2::text) ||"
    " CASE WHEN current_setting('server_version_num')::int >= 150000"
    " AND has_database_privilege($2, 'CONNECT') AND pg_database_size($2::name) > 64 << 20"
    " THEN ' STRATEGY FILE_COPY' ELSE '' END";

/* template0: nobody can be connected to it, and nobody has put anything there. */
bool database_create(struct db *admin, const char *name, const char *original, struct error *err)
{
    return run_made(admin, create_sql, DB_PARAMS(name, original ? original : "template0"), err);
}

/* A template cannot be dropped, not even by force. */
static const char drop_sql[] =
    "SELECT format('ALTER DATABASE %I IS_TEMPLATE false', datname), 0 FROM pg_database"
    " WHERE datname = $1 AND datistemplate"
    " UNION ALL SELECT format('DROP DATABASE %I WITH (FORCE)', datname), 1 FROM pg_database"
    " WHERE datname = $1"
    " ORDER BY 2";

bool database_drop(struct db *admin, const char *name, struct error *err)
{
    return run_made(admin, drop_sql, DB_PARAMS(name), err);
}

struct strlist *database_names(TALLOC_CTX *mem, struct db *admin, const char *prefix,
                               struct error *err)
{
    MEM_SCRATCH(scratch);
    struct strlist *names = strlist_new(scratch);
    struct db_result *found =
        db_query(scratch, admin,
                 "SELECT datname FROM pg_database WHERE NOT datistemplate"
                 " AND datname <> 'postgres' AND starts_with(datname, $1) ORDER BY datname",
                 DB_PARAMS(prefix), err);

    for (size_t i = 0; found && i < db_rows(found); i++)
        strlist_add(names, db_text(found, i, 0));
    return found ? talloc_steal(mem, names) : NULL;
}
