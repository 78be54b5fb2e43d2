/*
 * Extensions that pending scripts take for granted: in Alembic projects they
 * are often made by env.py, which is never run.
 */
#include "migrate/run.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"
#include "db/sqlstate.h"
#include "migrate/ensure.h"
#include "sql/quote.h"

static bool is_there(struct db *db, const char *extension, bool *there, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *r =
        db_query_row(scratch, db, "SELECT count(*) FROM pg_catalog.pg_extension WHERE extname = $1",
                     DB_PARAMS(extension), err);

    *there = r && db_int(r, 0, 0) > 0;
    return r != NULL;
}

struct strlist *ensure_missing(TALLOC_CTX *mem, struct db *db, const struct work *work,
                               struct error *err)
{
    struct strlist *missing = strlist_new(mem);

    for (size_t i = 0; i < work->needed->n; i++) {
        const char *extension = work->needed->items[i];
        bool there = strlist_has(work->made, extension);

        if (!there && !is_there(db, extension, &there, err))
            return NULL;
        if (!there)
            strlist_add(missing, extension);
    }
    return missing;
}

static char *ddl(TALLOC_CTX *mem, const char *extension)
{
    struct buf *sql = buf_new(mem, BUF_MAX);

    buf_add(sql, "CREATE EXTENSION IF NOT EXISTS ");
    quote_name_if_needed(sql, extension);
    return sql->text;
}

/* Somebody else was quicker: then it is there. */
static bool is_lost_race(const struct error *err)
{
    return sqlstate_is(err, SQLSTATE_UNIQUE_VIOLATION) ||
           sqlstate_is(err, SQLSTATE_DUPLICATE_OBJECT) || sqlstate_is(err, SQLSTATE_INTERNAL);
}

static bool explain(const char *extension, const char *sql, struct error *err)
{
    if (sqlstate_is(err, SQLSTATE_NO_RIGHT))
        error_hint(err, "Let an administrator run: %s;", sql);
    return error_wrap(err, "the scripts need extension \"%s\"", extension);
}

/* In a transaction of its own, so that its failure costs nothing. */
static bool make(struct run *run, const char *extension, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct error *why = error_new(scratch);
    char *sql = ddl(scratch, extension);

    if (db_exec(run->db, sql, why)) {
        run->listener->info(mem_printf(scratch, "%s (ensure = auto)", sql), run->listener->data);
        return true;
    }
    if (is_lost_race(why))
        return true;
    error_copy(err, why);
    return explain(extension, sql, err);
}

bool run_ensure(struct run *run, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct strlist *missing;

    if (!run->options->ensure || run->work->needed->n == 0)
        return true;
    missing = ensure_missing(scratch, run->db, run->work, err);
    for (size_t i = 0; missing && i < missing->n; i++)
        if (!make(run, missing->items[i], err))
            return false;
    return missing != NULL;
}
