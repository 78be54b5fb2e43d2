#include "migrate/run.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"
#include "db/pipeline.h"
#include "graph/graph.h"
#include "migrate/rights.h"
#include "state/state.h"

static bool needs_progress(const struct work *work)
{
    for (size_t i = 0; i < work->n_steps; i++)
        if (work->steps[i].commits_early)
            return true;
    return false;
}

/* In a transaction of its own, except in the one that is a pooler's: it stays if the run fails. */
static bool make_state(struct run *run, struct error *err)
{
    bool alone = !run->session->pooled;

    return (!alone || db_exec(run->db, "BEGIN", err)) && state_make(run->db, err) &&
           (!alone || db_exec(run->db, "COMMIT", err));
}

static void go_without_state(struct run *run, const char *why)
{
    MEM_SCRATCH(scratch);
    bool progress = needs_progress(run->work);

    run->listener->warning(
        mem_printf(scratch, "%s: %s", why,
                   progress ? "a step that is interrupted after it committed something cannot be "
                              "continued where it stopped"
                            : "this run is not written to the journal"),
        run->listener->data);
}

/*
 * An earlier run may have been stopped in a step that commits before its end.
 * Who cannot read how far it came would run what is committed once more.
 */
static bool refuse_unread(struct run *run, enum state_standing standing, struct error *err)
{
    bool newer = standing == STATE_NEWER;

    error_set(err, newer ? ERROR_CONFLICT : ERROR_DATABASE,
              "how far an earlier run came cannot be told: %s", state_obstacle(standing));
    error_detail(err, "A step of this run commits before its end; what was committed of it would "
                      "run again.");
    if (newer)
        return error_hint(err, "Use that version of limbeck, or a newer one.");
    return rights_hint_state(run->db, err);
}

/* Schema limbeck is made when the journal is on or a step commits before its end. */
static bool prepare_state(struct run *run, struct error *err)
{
    bool wanted = run->work->n_steps > 0 && (run->options->journal || needs_progress(run->work));
    enum state_standing standing;

    if (!state_look(run->db, &standing, err))
        return false;
    if (wanted && (standing == STATE_MISSING || standing == STATE_OLDER)) {
        if (!make_state(run, err))
            return error_wrap(err, "cannot make schema limbeck");
        standing = STATE_READY;
    }
    run->state_ready = standing == STATE_READY;
    if (!wanted || run->state_ready)
        return true;
    if (needs_progress(run->work) && (standing == STATE_NEWER || standing == STATE_CLOSED))
        return refuse_unread(run, standing, err);
    go_without_state(run, state_obstacle(standing));
    return true;
}

/* A stamp says where the database stands: what was under way is forgotten. */
static bool forget(struct run *run, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_statement statements[2];
    size_t n = 0, failed;

    if (run->request->direction == GRAPH_STAMP && run->n_progress > 0)
        statements[n++] = progress_forget(scratch, run->table->label);
    if (run->request->purge && run->table->exists)
        statements[n++] = (struct db_statement){
            .sql = mem_printf(scratch, "DELETE FROM %s", run->table->qualified)};
    return n == 0 || db_pipeline(run->db, statements, n, NULL, NULL, &failed, err);
}

/* Inside the first transaction: a run that fails at once leaves no empty version table behind. */
bool run_first_writes(struct run *run, struct error *err)
{
    size_t longest = work_longest_id(run->plan);

    return run->first_done ||
           (version_table_make(run->db, run->table, longest, err) &&
            version_table_widen(run->db, run->table, longest, err) && forget(run, err));
}

/* What the lock table holds is known; what a script will lock is an estimate, so it only warns. */
static bool check_locks(struct run *run, struct error *err)
{
    MEM_SCRATCH(scratch);
    int wanted = work_locks(run->work);
    struct db_result *r;

    /* Any usual lock table, of 64 for each of 100 connections, holds these: nothing to ask. */
    if (wanted < 1000)
        return true;
    r = db_query_row(scratch, run->db,
                     "SELECT current_setting('max_locks_per_transaction')::int * "
                     "(current_setting('max_connections')::int + "
                     "current_setting('max_prepared_transactions')::int)",
                     DB_NO_PARAMS, err);
    if (!r)
        return false;
    if (wanted > db_int(r, 0, 0))
        run->listener->warning(
            mem_printf(scratch,
                       "one transaction will take about %d locks, but the server's lock table has "
                       "room for %s; set transaction = per_migration, or raise "
                       "max_locks_per_transaction",
                       wanted, db_text(r, 0, 0)),
            run->listener->data);
    return true;
}

/*
 * Questions first, whose answers may refuse the run; then schema limbeck,
 * without which the last two could not be asked.
 */
bool run_prepare(struct run *run, struct error *err)
{
    return rights_check(run->db, run->table, run->plan, run->request->purge, err) &&
           version_table_check_width(run->db, run->table, work_longest_id(run->plan), err) &&
           check_locks(run, err) && prepare_state(run, err) && run_check_unfinished(run, err) &&
           run_check_edited(run, err) && run_ensure(run, err);
}
