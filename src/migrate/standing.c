/*
 * The last words of a run that failed.  The truth is in the tables, not in
 * what we meant to write.
 */
#include "migrate/run.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"
#include "graph/graph.h"

static char *ids_or_base(TALLOC_CTX *mem, const char *const *ids)
{
    return strings_count(ids) ? strings_join(mem, ids, ", ") : mem_strdup(mem, "base");
}

/* How many statements of an unfinished step are committed: by the rows, or else by memory. */
static size_t committed_of(const struct run *run, size_t step)
{
    if (run->state_ready && !run->work->steps[step].is_python)
        return run_done_before(run, step);
    return step == run->committed_step ? run->committed : 0;
}

/* Of a script that reads the database nobody knows it. */
static const char *of_how_many(TALLOC_CTX *mem, const struct work_step *step)
{
    return step->n_statements > 0 ? mem_printf(mem, " of %zu", step->n_statements) : "";
}

static char *fate_of_stopped(TALLOC_CTX *mem, const struct run *run)
{
    for (size_t i = 0; run->work && i < run->work->n_steps; i++) {
        const struct work_step *step = &run->work->steps[i];
        size_t committed = committed_of(run, i);

        if (committed > 0)
            return mem_printf(mem, "%s stopped after statement %zu%s", step->step->revision->id,
                              committed, of_how_many(mem, step));
    }
    return NULL;
}

/*
 * A COMMIT may succeed and its answer be lost, or a signal come behind it.  A
 * step writes a row for its revision or takes it away, and it is the last one
 * that did anything.
 */
static char *fate_of_latest(TALLOC_CTX *mem, const struct run *run, const char *const *rows)
{
    const struct graph_step *step =
        run->work && run->titled > 0 ? run->work->steps[run->at_step].step : NULL;
    bool has_row;

    if (!step || !step->revision)
        return mem_strdup(mem, "nothing was applied");
    if (!rows)
        return mem_printf(mem, "%s was under way", step->revision->id);
    has_row = strings_have(rows, step->revision->id);
    if (step->direction == GRAPH_UPGRADE)
        return mem_printf(mem, has_row ? "%s was applied" : "nothing of %s was applied",
                          step->revision->id);
    return mem_printf(mem, has_row ? "nothing of %s was taken back" : "%s was taken back",
                      step->revision->id);
}

static struct version_table *read_again(TALLOC_CTX *mem, struct run *run)
{
    struct error *ignored = error_new(mem);
    struct version_table_name name = run->options->version_table;

    /* What the script set for its session may hide the table, or show another one. */
    if (run->session && !run->session->pooled)
        session_put_back(run->session, false, ignored);
    if (run->table)
        name.schema = run->table->schema;
    if (run->state_ready && run->table &&
        !progress_all(run, run->db, run->table->label, &run->progress, &run->n_progress, ignored))
        run->n_progress = 0;
    return version_table_open(mem, run->db, &name, ignored);
}

char *run_standing(TALLOC_CTX *mem, struct run *run)
{
    MEM_SCRATCH(scratch);
    struct version_table *now;
    char *fate;

    if (!db_alive(run->db))
        return mem_strdup(mem, "the connection is gone; \"limbeck current\" tells where the "
                               "database stands");
    now = read_again(scratch, run);
    fate = fate_of_stopped(scratch, run);
    if (!fate)
        fate = fate_of_latest(scratch, run, now ? now->rows : NULL);
    if (!now)
        return mem_printf(mem, "%s; where the database stands cannot be read", fate);
    return mem_printf(mem, "stands at %s; %s", ids_or_base(scratch, now->rows), fate);
}
