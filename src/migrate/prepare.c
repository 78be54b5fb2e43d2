#include "migrate/run.h"

#include <string.h>

#include "base/error.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"
#include "db/pipeline.h"
#include "digest/digest.h"
#include "graph/graph.h"
#include "migrate/rights.h"
#include "script/script.h"
#include "state/journal.h"
#include "state/state.h"

struct progress_key run_key(const struct run *run, size_t step)
{
    const struct work_step *ours = &run->work->steps[step];

    return (struct progress_key){
        .version_table = run->table->label,
        .revision = ours->step->revision ? ours->step->revision->id : "",
        .direction = ours->direction == SCRIPT_UPGRADE ? "upgrade" : "downgrade",
    };
}

const struct progress *run_progress_of(const struct run *run, size_t step)
{
    struct progress_key key = run_key(run, step);

    for (size_t i = 0; i < run->n_progress; i++)
        if (strcmp(run->progress[i].key.revision, key.revision) == 0 &&
            strcmp(run->progress[i].key.direction, key.direction) == 0)
            return &run->progress[i];
    return NULL;
}

static char *checksum_of_done(TALLOC_CTX *mem, const struct script_side *side, size_t done)
{
    struct digest *digest = digest_new(mem);

    for (size_t i = 0; i < done; i++)
        digest_add(digest, side->statements[i].sql, strlen(side->statements[i].sql) + 1);
    return digest_hex(mem, digest);
}

struct progress run_progress_at(TALLOC_CTX *mem, const struct run *run, size_t step, size_t done)
{
    return (struct progress){
        .key = run_key(run, step),
        .done = (int)done,
        .done_checksum = checksum_of_done(mem, run_side(run, step), done),
    };
}

static bool needs_progress(const struct work *work)
{
    for (size_t i = 0; i < work->n_steps; i++)
        if (work->steps[i].commits_early)
            return true;
    return false;
}

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
    if (wanted && !run->state_ready)
        go_without_state(run, state_obstacle(standing));
    return true;
}

static bool is_planned(const struct run *run, const struct progress *progress)
{
    for (size_t i = 0; i < run->work->n_steps; i++)
        if (run_progress_of(run, i) == progress)
            return true;
    return false;
}

static bool refuse_unfinished(const struct progress *p, struct error *err)
{
    error_set(err, ERROR_CONFLICT, "the %s of \"%s\" was stopped and has not been finished",
              p->key.direction, p->key.revision);
    error_detail(err, "It is done up to statement %d%s, and this command does not continue it.",
                 p->done, p->announced ? ", and one more was sent" : "");
    return error_hint(err,
                      "Continue it with \"limbeck %s %s\", or say where the database really stands "
                      "with \"limbeck stamp REVISION\".",
                      p->key.direction, p->key.revision);
}

/* Statements that ran already must still be the ones in the file. */
static bool check_done_part(struct run *run, size_t step, struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct progress *before = run_progress_of(run, step);
    const struct graph_step *ours = run->work->steps[step].step;
    const struct script_side *side;
    struct script *script;

    if (!before)
        return true;
    script = script_read(scratch, ours->revision->path, err);
    if (!script)
        return false;
    side = &script->sides[run->work->steps[step].direction];
    if ((size_t)before->done <= side->n &&
        strcmp(checksum_of_done(scratch, side, (size_t)before->done), before->done_checksum) == 0)
        return true;
    error_set(err, ERROR_CONFLICT, "%s was changed in the part that has already run", script->path);
    error_detail(err, "Statements 1 to %d of its %s were committed by an earlier run.",
                 before->done, before->key.direction);
    return error_hint(err, "Put these statements back as they were; later ones may be changed.");
}

static bool check_progress(struct run *run, struct error *err)
{
    if (!run->state_ready)
        return true;
    if (!progress_all(run, run->db, run->table->label, &run->progress, &run->n_progress, err))
        return false;
    if (run->work->n_steps > 0 && run->work->steps[0].step->direction == GRAPH_STAMP)
        return true;
    for (size_t i = 0; i < run->n_progress; i++)
        if (!is_planned(run, &run->progress[i]))
            return refuse_unfinished(&run->progress[i], err);
    for (size_t i = 0; i < run->work->n_steps; i++)
        if (!check_done_part(run, i, err))
            return false;
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

bool run_prepare(struct run *run, struct error *err)
{
    return rights_check(run->db, run->table, run->plan, run->request->purge, err) &&
           version_table_check_width(run->db, run->table, work_longest_id(run->plan), err) &&
           check_locks(run, err) && prepare_state(run, err) && check_progress(run, err) &&
           run_check_edited(run, err);
}
