#include <assert.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "db/connection.h"

static bool refuse_copy(struct error *err, const char *direction)
{
    error_set(err, ERROR_INVALID, "a COPY %s the client cannot run here", direction);
    return error_hint(err, "COPY can read and write files of the server; rows that stand in the "
                           "statement itself go in with INSERT.");
}

/* The server waits for rows that nobody has; being told so makes the statement fail. */
static void end_copy_in(struct db *db)
{
    if (PQputCopyEnd(db->pg, "the client has no rows to send") != 1)
        db_abandon(db);
}

/* The rows that are on their way can be many; after the cancel the rest is short. */
static void end_copy_out(struct db *db)
{
    char *row;
    int length;

    db_cancel(db);
    while ((length = PQgetCopyData(db->pg, &row, true)) >= 0) {
        if (length > 0)
            PQfreemem(row);
        else if (!db_poll(db, false))
            return;
    }
}

bool db_take_result(struct db *db, const PGresult *pg, bool ok, struct error *err)
{
    switch (PQresultStatus(pg)) {
    case PGRES_COPY_IN:
        end_copy_in(db);
        return ok && refuse_copy(err, "from");
    case PGRES_COPY_OUT:
        end_copy_out(db);
        return ok && refuse_copy(err, "to");
    case PGRES_COPY_BOTH:
        db_abandon(db);
        return ok && refuse_copy(err, "from and to");
    case PGRES_BAD_RESPONSE:
    case PGRES_FATAL_ERROR:
        return ok && db_fail(err, pg);
    default:
        return ok;
    }
}

bool db_take_results(struct db *db, bool ok, PGresult **kept, struct error *err)
{
    PGresult *pg;

    /* To the last one, also after a failure: libpq sends nothing new before. */
    while ((pg = db_next_result(db))) {
        ok = db_take_result(db, pg, ok, err);
        if (kept) {
            PQclear(*kept);
            *kept = pg;
        } else {
            PQclear(pg);
        }
    }
    return ok;
}

/*
 * By the simple protocol, which takes several statements.  Rows that nobody
 * reads come one by one and go: a script may well end in a SELECT of millions.
 */
bool db_exec(struct db *db, const char *sql, struct error *err)
{
    bool ok;

    if (!db_begin(db, err))
        return false;
    ok = PQsendQuery(db->pg, sql) == 1 || db_not_sent(db, err);
    if (ok) {
        PQsetSingleRowMode(db->pg);
        ok = db_take_results(db, true, NULL, err);
    }
    return db_end(db, ok, err);
}

/* By the extended protocol: values travel beside the text, and one statement is all it takes. */
struct db_result *db_query(TALLOC_CTX *mem, struct db *db, const char *sql, size_t n_params,
                           const char *const *params, struct error *err)
{
    PGresult *pg = NULL;
    bool ok;

    if (!db_begin(db, err))
        return NULL;
    ok = (PQsendQueryParams(db->pg, sql, (int)n_params, NULL, params, NULL, NULL, 0) == 1 ||
          db_not_sent(db, err)) &&
         db_take_results(db, true, &pg, err);
    if (db_end(db, ok, err))
        return db_result_adopt(mem, pg);
    PQclear(pg);
    return NULL;
}

struct db_result *db_query_row(TALLOC_CTX *mem, struct db *db, const char *sql, size_t n_params,
                               const char *const *params, struct error *err)
{
    struct db_result *result = db_query(mem, db, sql, n_params, params, err);

    if (!result || db_rows(result) == 1)
        return result;
    error_set(err, ERROR_DATABASE, "expected one row, got %zu", db_rows(result));
    error_where(err, "SQL statement \"%s\"", sql);
    talloc_free(result);
    return NULL;
}
