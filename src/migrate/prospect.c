#include "migrate/prospect.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/graph.h"
#include "migrate/ensure.h"
#include "migrate/rights.h"
#include "state/state.h"

/* Without the lock: what a run does meanwhile makes the prospect old, not wrong. */
static bool read_progress(struct prospect *prospect, struct db *db, struct error *err)
{
    enum state_standing standing;

    if (!state_look(db, &standing, err))
        return false;
    if (standing >= STATE_NEWER)
        strlist_add(prospect->warnings, state_obstacle(standing));
    return standing != STATE_READY || progress_all(prospect, db, prospect->table->label,
                                                   &prospect->progress, &prospect->n_progress, err);
}

/* Whoever plans need not be who upgrades: what this role lacks is no failure here. */
static void warn_of_rights(struct prospect *prospect, struct db *db)
{
    struct error *lacking = error_new(prospect);

    if (!rights_check(db, prospect->table, prospect->plan, false, lacking))
        strlist_add(prospect->warnings, lacking->message);
}

struct prospect *prospect_new(TALLOC_CTX *mem, struct db *db, const struct graph *graph,
                              const struct migrate_request *request,
                              const struct migrate_options *options, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct prospect *prospect = mem_new(scratch, struct prospect);

    prospect->warnings = strlist_new(prospect);
    prospect->scripts = options->scripts;
    prospect->table = version_table_open(prospect, db, &options->version_table, err);
    if (!prospect->table)
        return NULL;
    if (!version_table_check_other(db, prospect->table, err))
        return NULL;
    prospect->plan =
        graph_plan_upgrade(prospect, graph, request->targets[0], prospect->table->rows, err);
    if (!prospect->plan)
        return NULL;
    for (size_t i = 0; prospect->plan->warnings && prospect->plan->warnings[i]; i++)
        strlist_add(prospect->warnings, prospect->plan->warnings[i]);
    warn_of_rights(prospect, db);
    prospect->work =
        work_new(prospect, prospect->plan, options->scripts, options->transaction, err);
    if (!prospect->work || !read_progress(prospect, db, err) ||
        !version_table_check_width(db, prospect->table, work_longest_id(prospect->plan), err))
        return NULL;
    prospect->extensions =
        options->ensure ? ensure_missing(prospect, db, prospect->work, err) : strlist_new(prospect);
    return prospect->extensions ? talloc_steal(mem, prospect) : NULL;
}
