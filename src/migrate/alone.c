/*
 * Statements of transaction=off sections.
 *
 * One that can run inside a transaction runs in one of its own together with
 * its progress row, so it happens exactly once.  One that cannot is announced
 * by a committed row before it is sent and closed by another after it; what
 * happened to an announced one is asked of the catalogs by the next run.
 */
#include "migrate/run.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/process.h"
#include "db/db.h"
#include "db/pipeline.h"
#include "db/sqlstate.h"
#include "graph/graph.h"
#include "migrate/announced.h"
#include "script/script.h"
#include "sql/classify.h"

enum { LOOK_AGAIN_MS = 1000, SAY_WAITING_EVERY_MS = 2000 };

struct lone {
    size_t step;
    size_t index; /* of the statement in its side */
    const char *sql;
};

/* Our own rows about it, in a transaction of their own. */
static bool write_progress(struct run *run, const struct lone *lone, size_t done, size_t announced,
                           const char *found, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct progress now;
    struct db_statement write;

    /* Without schema limbeck nobody can go on from here, which was said at the start. */
    if (!run->state_ready)
        return true;
    now = run_progress_at(scratch, run, lone->step, done);
    now.announced = (int)announced;
    now.announced_sql = announced ? lone->sql : NULL;
    now.found = found;
    /* Nothing done and nothing sent is nothing to finish. */
    write =
        now.done || now.announced ? progress_write(scratch, &now) : progress_end(scratch, &now.key);
    return db_exec(run->db, "BEGIN", err) && run_own_writes(run, &write, 1, true, err);
}

/* It is done. */
static bool close_it(struct run *run, const struct lone *lone, struct error *err)
{
    return write_progress(run, lone, lone->index + 1, 0, NULL, err);
}

static bool exec_script(struct run *run, const struct lone *lone, struct error *err)
{
    bool ok;

    run->script_speaks = true;
    ok = db_exec(run->db, lone->sql, err);
    run->script_speaks = false;
    return ok;
}

/* Which statements are differs by version and by their options: the server is asked. */
static bool is_refused_in_transaction(const struct error *err)
{
    return sqlstate_is(err, SQLSTATE_ACTIVE_TRANSACTION);
}

/* In a transaction with its row; false with 25001 in 'err' means that it cannot. */
static bool run_with_row(struct run *run, const struct lone *lone, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct progress now = run_progress_at(scratch, run, lone->step, lone->index + 1);
    struct db_statement write = progress_write(scratch, &now);

    return db_exec(run->db, "BEGIN", err) && exec_script(run, lone, err) &&
           run_own_writes(run, &write, run->state_ready ? 1 : 0, true, err);
}

/* CREATE INDEX IF NOT EXISTS says "exists, skipping" of an index that no query can use. */
static bool check_outcome(struct run *run, const struct lone *lone, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *now = announced_look(scratch, run->db, lone->sql, err);

    if (!now)
        return false;
    if (strcmp(now, "invalid") != 0)
        return true;
    error_set(err, ERROR_CONFLICT, "the index is there but invalid");
    error_detail(err, "An earlier attempt to build it failed; no query uses it.");
    return error_hint(err, "Run \"%s\" and then this command again.",
                      announced_cleaner(scratch, run->db, lone->sql, err));
}

/* "already exists" said of an invalid index: the name is taken by a failed attempt. */
static bool explain_leftover(struct run *run, const struct lone *lone, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct error *ignored = error_new(scratch);
    char *now = NULL;

    if (sqlstate_is(err, SQLSTATE_DUPLICATE_TABLE))
        now = announced_look(scratch, run->db, lone->sql, ignored);
    if (now && strcmp(now, "invalid") == 0)
        error_hint(err,
                   "The index is invalid, left behind by an attempt that failed. Run \"%s\" "
                   "and then this command again.",
                   announced_cleaner(scratch, run->db, lone->sql, ignored));
    return false;
}

static void say_waiting(void *data)
{
    const struct run *run = data;

    run->listener->waiting(db_backend_pid(run->db), run->listener->data);
}

/* What it waits for are old snapshots, which count as lock waits. */
bool run_patiently(struct run *run, const char *sql, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct error *restoring = error_new(scratch);
    struct session_timeouts before;
    bool ok;

    if (!session_suspend_timeouts(run->session, &before, err))
        return false;
    db_on_waiting(run->db, SAY_WAITING_EVERY_MS, say_waiting, run);
    run->script_speaks = true;
    ok = db_exec(run->db, sql, err);
    run->script_speaks = false;
    db_on_waiting(run->db, 0, NULL, NULL);
    /* The first failure is the one to tell. */
    if (db_alive(run->db) && !session_restore_timeouts(run->session, &before, restoring) && ok) {
        error_copy(err, restoring);
        return false;
    }
    return ok;
}

static bool send_alone(struct run *run, const struct lone *lone, struct error *err)
{
    return run_patiently(run, lone->sql, err) ? check_outcome(run, lone, err)
                                              : explain_leftover(run, lone, err);
}

/*
 * The server said no, so nothing is in flight; but half a thing may have
 * stayed.  Then so does the announcement, which tells the next run to look.
 */
static void withdraw(struct run *run, const struct lone *lone, const char *found)
{
    MEM_SCRATCH(scratch);
    struct error *ignored = error_new(scratch);
    char *now = announced_look(scratch, run->db, lone->sql, ignored);

    if (now && strcmp(now, found) == 0)
        write_progress(run, lone, lone->index, 0, NULL, ignored);
}

static bool run_announced(struct run *run, const struct lone *lone, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *found = announced_look(scratch, run->db, lone->sql, err);

    run->final = true; /* after it was sent, trying again would not be the same */
    if (!found || !write_progress(run, lone, lone->index, lone->index + 1, found, err))
        return false;
    if (send_alone(run, lone, err))
        return close_it(run, lone, err);
    run_locate(run, lone->step, lone->index, err);
    /* It may have been a signal that ended the statement: our row is still to be written. */
    interrupt_acknowledge();
    withdraw(run, lone, found);
    return false;
}

/*
 * Trying tells whether it can run in a transaction, and costs nothing: the
 * server refuses before it does anything.  Known ones are spared the attempt.
 */
static bool run_new(struct run *run, const struct lone *lone, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct error *why = error_new(scratch);

    if (announced_is_known(lone->sql))
        return run_announced(run, lone, err);
    if (run_with_row(run, lone, why))
        return true;
    run_rollback(run);
    if (is_refused_in_transaction(why))
        return run_announced(run, lone, err);
    error_copy(err, why);
    return run_locate(run, lone->step, lone->index, err);
}

static bool stop_unknown(const struct run *run, const struct lone *lone, struct error *err)
{
    error_set(err, ERROR_CONFLICT,
              "it is not known whether a statement of an earlier run took effect");
    run_locate(run, lone->step, lone->index, err);
    return error_hint(err, "Look whether it did; then go on with --resume again to run it once "
                           "more, or --resume skip to go on behind it.");
}

static bool clean(struct run *run, const char *announced, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *sql = announced_cleaner(scratch, run->db, announced, err);

    if (!sql)
        return false;
    run->listener->info(mem_printf(scratch, "left half-done by an earlier run: %s", sql),
                        run->listener->data);
    return db_exec(run->db, sql, err);
}

/* It took effect, so the script must still say it. */
static bool accept(struct run *run, const struct lone *lone, const char *sent, struct error *err)
{
    MEM_SCRATCH(scratch);

    if (strcmp(lone->sql, sent) != 0) {
        error_set(err, ERROR_CONFLICT, "%s was changed in the part that has already run",
                  run->script->path);
        error_detail(err, "Statement %zu was run by an earlier run as \"%s\".", lone->index + 1,
                     sent);
        return error_hint(err, "Put it back as it was; later statements may be changed.");
    }
    run->listener->info(mem_printf(scratch, "done by an earlier run: %s", lone->sql),
                        run->listener->data);
    return close_it(run, lone, err);
}

/* Only a person can know.  --resume is that person's answer, and counts nowhere else. */
static bool decide_unknown(struct run *run, const struct lone *lone, struct error *err)
{
    if (run->options->resume == MIGRATE_RESUME_SKIP)
        return close_it(run, lone, err);
    if (run->options->resume == MIGRATE_RESUME_AGAIN)
        return run_new(run, lone, err);
    return stop_unknown(run, lone, err);
}

/* An earlier run sent it and did not live to say what came of it. */
static bool resume(struct run *run, const struct lone *lone, const struct progress *before,
                   struct error *err)
{
    MEM_SCRATCH(scratch);
    /* What was sent is judged, whatever the script says by now. */
    const char *sent = before->announced_sql ? before->announced_sql : lone->sql;
    const char *found = before->found ? before->found : "unknown";

    for (;;) {
        char *now = announced_look(scratch, run->db, sent, err);

        if (!now)
            return false;
        switch (announced_judge(sent, found, now)) {
        case ANNOUNCED_DONE:
            return accept(run, lone, sent, err);
        case ANNOUNCED_RUN:
            return run_new(run, lone, err);
        case ANNOUNCED_CLEAN:
            return clean(run, sent, err) && run_new(run, lone, err);
        case ANNOUNCED_FINISH:
            return clean(run, sent, err) && accept(run, lone, sent, err);
        case ANNOUNCED_UNKNOWN:
            return decide_unknown(run, lone, err);
        case ANNOUNCED_WAIT:
            if (!interrupt_sleep(LOOK_AGAIN_MS, err))
                return false;
        }
    }
}

/* What an earlier run set for the session is gone with it: SET runs again before what follows. */
static bool run_session_statement(struct run *run, const struct lone *lone, struct error *err)
{
    return exec_script(run, lone, err) || run_locate(run, lone->step, lone->index, err);
}

bool run_alone(struct run *run, const struct work_part *part, struct error *err)
{
    const struct progress *before = run_progress_of(run, part->step);
    struct lone lone = {.step = part->step, .index = part->first};
    bool ok;

    if (!run_enter_step(run, part, err))
        return false;
    lone.sql = run_side(run, part->step)->statements[part->first].sql;
    if (classify_is_session(lone.sql))
        ok = run_session_statement(run, &lone, err);
    else if (lone.index < run_done_before(run, part->step))
        ok = true;
    else if (before && (size_t)before->announced == lone.index + 1)
        ok = resume(run, &lone, before, err);
    else
        ok = run_new(run, &lone, err);
    if (ok)
        run_note_committed(run, part);
    return ok;
}
