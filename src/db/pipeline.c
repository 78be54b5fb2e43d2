#include "db/pipeline.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "db/connection.h"

/* Enough to keep a distant server busy, little enough to hold on both sides. */
enum { MAX_STATEMENTS = 256, MAX_BYTES = 64 * 1024 };

/*
 * The statements from 'answered' to 'sent' are under way.  No sync stands
 * between them, as each would commit; one ends all, and after a failure the
 * server skips everything up to it.
 */
struct flight {
    struct db *db;
    const struct db_statement *statements;
    size_t n, sent, answered;
    size_t bytes; /* of the statements that are sent and not answered */
    bool synced;
};

static size_t size_of(const struct db_statement *statement)
{
    size_t size = strlen(statement->sql);

    for (size_t i = 0; i < statement->n_params; i++)
        size += statement->params[i] ? strlen(statement->params[i]) : 0;
    return size;
}

static bool has_room(const struct flight *f, size_t part)
{
    if (f->sent == f->n)
        return false;
    if (f->sent == f->answered)
        return true;
    return f->sent - f->answered < MAX_STATEMENTS / part && f->bytes < MAX_BYTES / part &&
           !f->statements[f->sent - 1].expect_tag;
}

static bool send_one(struct flight *f, struct error *err)
{
    const struct db_statement *s = &f->statements[f->sent];

    if (PQsendQueryParams(f->db->pg, s->sql, (int)s->n_params, NULL, s->params, NULL, NULL, 0) != 1)
        return db_not_sent(f->db, err);
    f->bytes += size_of(s);
    f->sent++;
    return true;
}

/*
 * A sync commits what stands in no transaction of its own, so it has to wait
 * for an expected tag: another one must undo it.  Not so for a COMMIT, behind
 * which nothing is left to commit; its tag is looked at all the same.
 */
static bool can_end_behind(const struct db_statement *last)
{
    return !last->expect_tag || strcmp(last->sql, "COMMIT") == 0;
}

/*
 * Fill up what may be in flight once half of it has been answered.  The
 * server keeps its answers back until it is asked for them, which is what a
 * flush request does, and the final sync does too.
 */
static bool send_more(struct flight *f, struct error *err)
{
    if (f->db->cancelling || !has_room(f, 2))
        return true;
    while (has_room(f, 1))
        if (!send_one(f, err))
            return false;
    if (f->sent == f->n && can_end_behind(&f->statements[f->n - 1])) {
        f->synced = true;
        return PQpipelineSync(f->db->pg) == 1 || db_not_sent(f->db, err);
    }
    return PQsendFlushRequest(f->db->pg) == 1 || db_not_sent(f->db, err);
}

static bool check_tag(const struct db_statement *statement, const PGresult *pg, struct error *err)
{
    const char *tag = PQcmdStatus((PGresult *)(uintptr_t)pg);

    if (!statement->expect_tag || strcmp(tag, statement->expect_tag) == 0)
        return true;
    error_set(err, ERROR_CONFLICT, "the statement answered \"%s\" where \"%s\" was expected", tag,
              statement->expect_tag);
    return error_detail(err, "%s", tag);
}

static bool take_result(struct flight *f, const PGresult *pg, struct error *err)
{
    switch (PQresultStatus(pg)) {
    case PGRES_SINGLE_TUPLE:
        return true;
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
    case PGRES_EMPTY_QUERY:
        return check_tag(&f->statements[f->answered], pg, err);
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
        /* The protocol has no way out of a COPY with other statements behind it. */
        db_abandon(f->db);
        return error_set(err, ERROR_INVALID,
                         "a COPY from or to the client cannot run in a pipeline");
    default:
        return db_fail(err, pg);
    }
}

/* Row by row, as in db_exec(): what a statement gives back is dropped. */
static bool take_answer(struct flight *f, struct error *err)
{
    PGresult *pg;
    bool ok = true;

    PQsetSingleRowMode(f->db->pg);
    while ((pg = db_next_result(f->db))) {
        ok = ok && take_result(f, pg, err);
        PQclear(pg);
    }
    f->bytes -= size_of(&f->statements[f->answered]);
    return ok;
}

/* What is in flight behind a failure is answered with "aborted", up to the sync. */
static void leave(struct flight *f)
{
    bool synced = !f->synced && PQpipelineSync(f->db->pg) != 1;

    while (!synced && db_alive(f->db)) {
        PGresult *pg = db_next_result(f->db);

        synced = pg && PQresultStatus(pg) == PGRES_PIPELINE_SYNC;
        PQclear(pg);
    }
    if (PQexitPipelineMode(f->db->pg) != 1)
        db_abandon(f->db);
}

bool db_pipeline(struct db *db, const struct db_statement *statements, size_t n,
                 db_started_fn *started, void *data, size_t *failed, struct error *err)
{
    struct flight f = {.db = db, .statements = statements, .n = n};
    bool ok = true;

    *failed = 0;
    if (!db_begin(db, err))
        return false;
    if (PQenterPipelineMode(db->pg) != 1)
        return db_end(db, db_not_sent(db, err), err);
    while (ok && f.answered < n) {
        *failed = f.answered;
        ok = send_more(&f, err);
        if (f.answered == f.sent)
            break; /* a signal came, and all that was on its way is answered */
        if (ok && started)
            started(f.answered, data);
        ok = ok && take_answer(&f, err);
        f.answered++;
    }
    leave(&f);
    return db_end(db, ok, err);
}
