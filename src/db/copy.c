#include "db/copy.h"

#include <assert.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "db/connection.h"

/* So little that a signal is heeded soon, so much that system calls do not count. */
enum { PIECE = 64 * 1024 };

bool db_copy_begin(struct db *db, const char *sql, struct error *err)
{
    PGresult *pg;
    bool ok;

    if (!db_begin(db, err))
        return false;
    if (PQsendQuery(db->pg, sql) != 1)
        return db_end(db, db_not_sent(db, err), err);
    pg = db_next_result(db);
    db->copying = PQresultStatus(pg) == PGRES_COPY_IN;
    if (db->copying) {
        PQclear(pg);
        return true;
    }
    ok = db_take_result(db, pg, true, err);
    PQclear(pg);
    ok = db_take_results(db, ok, NULL, err) &&
         error_set(err, ERROR_INVALID, "the statement is no COPY from the client");
    return db_end(db, ok, err);
}

/*
 * The answers come after the end, which 'failure' (if not NULL) makes the
 * server refuse: a COPY has no other way to be given up.
 */
static bool end(struct db *db, const char *failure, PGresult **kept, struct error *err)
{
    int sent;

    assert(db->copying);
    db->copying = false;
    while ((sent = PQputCopyEnd(db->pg, failure)) == 0)
        if (!db_poll(db, true))
            break;
    if (sent != 1)
        db_abandon(db);
    return db_end(db, db_take_results(db, true, kept, err), err);
}

static bool flush(struct db *db)
{
    int unsent;

    while ((unsent = PQflush(db->pg)) == 1)
        if (!db_poll(db, true))
            return false;
    return unsent == 0;
}

/* libpq keeps what the socket does not take, so a piece goes out before the next comes in. */
static bool send_piece(struct db *db, const char *bytes, size_t n)
{
    int sent;

    while ((sent = PQputCopyData(db->pg, bytes, (int)n)) == 0)
        if (!db_poll(db, true))
            return false;
    /* A socket that takes all at once never makes us wait, so nothing else would see the signal. */
    db_heed_signal(db);
    return sent == 1 && flush(db) && !db->cancelling;
}

bool db_copy_send(struct db *db, const char *bytes, size_t n, struct error *err)
{
    assert(db->copying);
    for (size_t i = 0; i < n; i += PIECE) {
        if (send_piece(db, bytes + i, n - i < PIECE ? n - i : PIECE))
            continue;
        end(db, "the client gave up", NULL, err);
        return false;
    }
    return true;
}

bool db_copy_end(struct db *db, int64_t *rows, struct error *err)
{
    PGresult *pg = NULL;
    bool ok = end(db, NULL, &pg, err);

    if (ok && rows)
        *rows = strtoll(PQcmdTuples(pg), NULL, 10);
    PQclear(pg);
    return ok;
}

void db_copy_give_up(struct db *db)
{
    MEM_SCRATCH(scratch);

    end(db, "the client gave up", NULL, error_new(scratch));
}
