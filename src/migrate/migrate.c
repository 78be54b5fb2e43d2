#include "migrate/migrate.h"

#include <limits.h>
#include <sys/random.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"
#include "db/db.h"
#include "db/sqlstate.h"
#include "graph/graph.h"
#include "migrate/lock.h"
#include "migrate/rights.h"
#include "migrate/run.h"
#include "script/script.h"

enum { FIRST_RETRY_MS = 1000, LONGEST_RETRY_MS = 60000 };

/* A signal that ended the run must not also end its ROLLBACK. */
void run_rollback(struct run *run)
{
    MEM_SCRATCH(scratch);
    struct error *ignored = error_new(scratch);

    interrupt_acknowledge();
    if (db_alive(run->db) && db_in_transaction(run->db))
        db_exec(run->db, "ROLLBACK", ignored);
}

static bool plan(struct run *run, struct error *err)
{
    const struct migrate_request *request = run->request;
    static const char *const no_rows[] = {NULL};
    const char *const *rows = request->purge ? no_rows : run->table->rows;
    const char *target = request->targets[0];

    if (request->direction == GRAPH_UPGRADE)
        run->plan = graph_plan_upgrade(run, run->graph, target, rows, err);
    else if (request->direction == GRAPH_DOWNGRADE)
        run->plan = graph_plan_downgrade(run, run->graph, target, rows, err);
    else
        run->plan = graph_plan_stamp(run, run->graph, request->targets, rows, err);
    for (size_t i = 0; run->plan && run->plan->warnings && run->plan->warnings[i]; i++)
        run->listener->warning(run->plan->warnings[i], run->listener->data);
    return run->plan != NULL;
}

/*
 * A stamp is one decision, so it is one transaction.  Behind a pooler so is
 * everything: the lock can be held no longer than a transaction lasts.
 */
static bool cut_work(struct run *run, struct error *err)
{
    enum migrate_transaction transaction =
        run->request->direction == GRAPH_STAMP || run->session->pooled ? MIGRATE_ALL
                                                                       : run->options->transaction;

    run->work = work_new(run, run->plan, run->options->scripts, transaction, err);
    if (!run->work)
        return false;
    if (!run->session->pooled || work_is_one_transaction(run->work))
        return true;
    error_set(err, ERROR_USAGE, "this migration cannot run through a connection pooler");
    error_detail(err, "It commits more than once, and a pooler may hand each transaction to "
                      "another backend, which would not hold the lock.");
    return error_hint(err, "Set migration_url to the direct address of the server.");
}

/* A lock time-out, or being chosen as a deadlock's victim: nothing is wrong, only the moment. */
static bool is_passing(const struct error *err)
{
    return sqlstate_is(err, SQLSTATE_LOCK_NOT_AVAILABLE) || sqlstate_is(err, SQLSTATE_DEADLOCK);
}

static int retry_pause(int attempt)
{
    int pause = FIRST_RETRY_MS;
    unsigned char jitter = 0;

    for (int i = 0; i < attempt && pause < LONGEST_RETRY_MS; i++)
        pause *= 2;
    /* Up to a quarter more, so that two who wait for each other do not do so in step. */
    (void)!getrandom(&jitter, sizeof(jitter), GRND_NONBLOCK);
    return pause + pause / 4 * jitter / UCHAR_MAX;
}

static bool wait_for_retry(struct run *run, int attempt, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct error *why = error_new(scratch);
    int pause = retry_pause(attempt);

    run->listener->warning(
        mem_printf(scratch, "%s; rolled back, trying again in %d.%d s (%d of %d)", err->message,
                   pause / 1000, pause % 1000 / 100, attempt + 1, run->options->lock_retries),
        run->listener->data);
    if (interrupt_sleep(pause, why)) {
        error_clear(err);
        return true;
    }
    error_copy(err, why);
    return false;
}

static bool run_unit_with_retries(struct run *run, const struct work_unit *unit, struct error *err)
{
    for (int attempt = 0; !run_unit(run, unit, err); attempt++) {
        if (!is_passing(err) || run->final || !db_alive(run->db))
            return false;
        /* In a pooler's one transaction the lock is gone with what was rolled back. */
        if (run->session->pooled || attempt >= run->options->lock_retries)
            return false;
        if (!wait_for_retry(run, attempt, err))
            return false;
    }
    return true;
}

/*
 * What must be there before a statement that runs alone, and after a run that
 * had nothing to do: the version table, as with Alembic.
 */
static bool run_first_transaction(struct run *run, struct error *err)
{
    static const struct work_unit nothing_more = {.n = 0};

    return run_unit_with_retries(run, &nothing_more, err);
}

/*
 * What can be known to fail is looked for before anything is changed; whether
 * the first unit brings its own transaction decides where the table is made.
 */
static bool run_all(struct run *run, struct error *err)
{
    if (!plan(run, err) || !cut_work(run, err) || !run_prepare(run, err))
        return false;
    if (run->work->n_units == 0 || run->work->units[0].alone) {
        if (!run_first_transaction(run, err))
            return false;
    }
    for (size_t i = 0; i < run->work->n_units; i++)
        if (!run_unit_with_retries(run, &run->work->units[i], err))
            return false;
    return true;
}

/* What our own statements are told, such as "already exists, skipping", is nobody's business. */
static void pass_notice(const struct db_notice *notice, void *data)
{
    const struct run *run = data;

    if (run->script_speaks)
        run->listener->notice(run->script->path, notice, run->listener->data);
}

/* Lock first, then read the rows: what was read before might be somebody's work of yesterday. */
static bool open_run(struct run *run, struct error *err)
{
    const struct migrate_options *o = run->options;

    db_on_notice(run->db, pass_notice, run);
    run->session = session_begin(run, run->db, &o->settings, err);
    if (!run->session)
        return false;
    if (run->session->pooled && !db_exec(run->db, "BEGIN", err))
        return false;
    if (!session_begin_transaction(run->session, &o->settings, err) ||
        !migrate_lock(run->db, run->session->pooled, o->lock_wait_s, run->listener, err))
        return false;
    run->table = version_table_open(run, run->db, &o->version_table, err);
    return run->table && version_table_check_other(run->db, run->table, err);
}

static bool close_run(struct run *run, struct error *err)
{
    return run->session->pooled || migrate_unlock(run->db, err);
}

/* Nothing stays open, and whoever could try again later is told so. */
static void fail(struct run *run, struct error *err)
{
    if (is_passing(err))
        err->code = ERROR_BUSY;
    run_rollback(run);
}

bool migrate_run(TALLOC_CTX *mem, struct db *db, const struct graph *graph,
                 const struct migrate_request *request, const struct migrate_options *options,
                 const struct migrate_listener *listener, char **standing, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct run *run = mem_new(scratch, struct run);
    bool ok;

    *standing = NULL;
    run->db = db;
    run->graph = graph;
    run->request = request;
    run->options = options;
    run->listener = listener;
    ok = open_run(run, err) && run_all(run, err) && close_run(run, err);
    /* The lock is not given back after a failure: the connection is closed, and it goes then. */
    if (!ok) {
        fail(run, err);
        *standing = run_standing(mem, run);
    }
    db_on_notice(db, NULL, NULL);
    return ok;
}

bool migrate_ensure_version(struct db *db, const struct migrate_options *options,
                            const struct migrate_listener *listener, struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct migrate_request nothing = {.direction = GRAPH_UPGRADE};
    struct run *run = mem_new(scratch, struct run);
    bool ok;

    run->db = db;
    run->request = &nothing;
    run->options = options;
    run->listener = listener;
    run->plan = mem_new(run, struct graph_plan);
    ok = open_run(run, err) && rights_check(db, run->table, run->plan, false, err) &&
         run_first_transaction(run, err) && close_run(run, err);
    if (!ok)
        fail(run, err);
    db_on_notice(db, NULL, NULL);
    return ok;
}
