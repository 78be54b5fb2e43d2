#include "migrate/work.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "base/utf8.h"
#include "graph/plan.h"
#include "script/scripts.h"
#include "sql/extension.h"

/* A table with a primary key takes locks for itself, its index, and its TOAST table. */
enum { LOCKS_A_TABLE = 3 };

/* Units and their parts while they are being collected. */
struct cutter {
    struct work *work;
    struct scripts *scripts;
    enum migrate_transaction transaction;
    bool open; /* the last unit is a transaction that can take more parts */
};

static struct work_unit *new_unit(struct cutter *cutter, bool alone)
{
    struct work *work = cutter->work;

    work->units = mem_resize(work, work->units, work->n_units + 1);
    work->units[work->n_units] = (struct work_unit){.alone = alone};
    cutter->open = !alone;
    return &work->units[work->n_units++];
}

static void add_part(struct cutter *cutter, struct work_part part)
{
    struct work *work = cutter->work;
    struct work_unit *unit =
        cutter->open ? &work->units[work->n_units - 1] : new_unit(cutter, false);

    unit->parts = mem_resize(work, unit->parts, unit->n + 1);
    unit->parts[unit->n++] = part;
}

static void add_alone(struct cutter *cutter, size_t step, size_t statement)
{
    struct work_unit *unit = new_unit(cutter, true);

    unit->parts = mem_array(cutter->work, struct work_part, 1);
    unit->parts[0] = (struct work_part){.step = step, .first = statement, .end = statement + 1};
    unit->n = 1;
    cutter->work->steps[step].commits_early = true;
}

/* It commits where it likes; what is known of its statements may be little. */
static void cut_python(struct cutter *cutter, size_t index, const struct script_side *side)
{
    struct work_step *step = &cutter->work->steps[index];

    step->is_python = true;
    step->commits_inside =
        side->autocommit || side->ends_transaction || cutter->transaction == MIGRATE_NONE;
    add_part(cutter, (struct work_part){.step = index, .end = side->n, .ends_step = true});
}

/*
 * The last part is added even when it is empty: the step's row has to be
 * written in some transaction.  With 'all' that one stays open for the steps
 * that follow.
 */
static void cut_sql(struct cutter *cutter, size_t index, const struct script_side *side)
{
    size_t first = 0;

    for (size_t i = 0; i < side->n; i++) {
        if (side->statements[i].transaction && cutter->transaction != MIGRATE_NONE)
            continue;
        if (i > first)
            add_part(cutter, (struct work_part){.step = index, .first = first, .end = i});
        add_alone(cutter, index, i);
        first = i + 1;
    }
    add_part(cutter,
             (struct work_part){.step = index, .first = first, .end = side->n, .ends_step = true});
}

static void cut_step(struct cutter *cutter, size_t index, const struct script *script,
                     const struct script_side *side)
{
    if (script->is_python)
        cut_python(cutter, index, side);
    else
        cut_sql(cutter, index, side);
    if (cutter->transaction != MIGRATE_ALL)
        cutter->open = false;
}

/* Tables are what big first migrations are made of; nothing else is guessed at. */
static int count_tables(const struct script_side *side)
{
    int n = 0;

    for (size_t i = 0; i < side->n; i++)
        n += strncasecmp(side->statements[i].sql, "CREATE TABLE", 12) == 0;
    return n;
}

static void scan_extensions(struct work *work, const struct script_side *side)
{
    for (size_t i = 0; i < side->n; i++)
        extension_scan(work->needed, work->made, side->statements[i].sql);
}

static const struct script_side *side_of(const struct script *script, const struct graph_step *step,
                                         struct error *err)
{
    const struct script_side *side =
        &script->sides[step->direction == GRAPH_UPGRADE ? SCRIPT_UPGRADE : SCRIPT_DOWNGRADE];

    if (side->present || step->direction == GRAPH_UPGRADE)
        return side;
    error_set(err, ERROR_CONFLICT, "revision \"%s\" is irreversible", step->revision->id);
    error_detail(err, "%s has no downgrade %s.", script->path,
                 script->is_python ? "function" : "section");
    error_hint(err, "Write one (an empty one if there is nothing to undo), or restore a backup.");
    return NULL;
}

static bool cut(struct cutter *cutter, const struct graph_step *step, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct work *work = cutter->work;
    struct work_step *ours = &work->steps[work->n_steps++];
    const struct script_side *side;
    struct script *script;

    ours->step = step;
    if (step->direction == GRAPH_STAMP) {
        add_part(cutter, (struct work_part){.step = work->n_steps - 1, .ends_step = true});
        return true;
    }
    ours->direction = step->direction == GRAPH_UPGRADE ? SCRIPT_UPGRADE : SCRIPT_DOWNGRADE;
    script = scripts_read(scratch, cutter->scripts, step->revision->path, ours->direction, err);
    side = script ? side_of(script, step, err) : NULL;
    if (!side)
        return false;
    ours->checksum = mem_strdup(work, script->checksum);
    ours->n_statements = side->n;
    ours->tables_made = count_tables(side);
    if (step->direction == GRAPH_UPGRADE)
        scan_extensions(work, side);
    cut_step(cutter, work->n_steps - 1, script, side);
    return true;
}

/* Oldest first, whichever way the plan goes. */
static void load_scripts(const struct graph_plan *plan, struct scripts *scripts)
{
    for (size_t i = 0; scripts && i < plan->n; i++) {
        bool up = plan->steps[i].direction == GRAPH_UPGRADE;
        const struct graph_step *step = &plan->steps[up ? i : plan->n - 1 - i];

        if (step->direction != GRAPH_STAMP)
            scripts_load(scripts, step->revision->path);
    }
}

struct work *work_new(TALLOC_CTX *mem, const struct graph_plan *plan, struct scripts *scripts,
                      enum migrate_transaction transaction, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct work *work = mem_new(scratch, struct work);
    struct cutter cutter = {.work = work, .scripts = scripts, .transaction = transaction};

    work->needed = strlist_new(work);
    work->made = strlist_new(work);
    work->steps = mem_array(work, struct work_step, plan->n);
    load_scripts(plan, scripts);
    for (size_t i = 0; i < plan->n; i++)
        if (!cut(&cutter, &plan->steps[i], err))
            return NULL;
    return talloc_steal(mem, work);
}

bool work_is_one_transaction(const struct work *work)
{
    for (size_t i = 0; i < work->n_steps; i++)
        if (work->steps[i].commits_inside)
            return false;
    return work->n_units == 0 || (work->n_units == 1 && !work->units[0].alone);
}

static int locks_of(const struct work *work, const struct work_unit *unit)
{
    int locks = 0;

    for (size_t i = 0; i < unit->n; i++)
        locks += LOCKS_A_TABLE * work->steps[unit->parts[i].step].tables_made;
    return locks;
}

int work_locks(const struct work *work)
{
    int most = 0;

    for (size_t i = 0; i < work->n_units; i++)
        if (locks_of(work, &work->units[i]) > most)
            most = locks_of(work, &work->units[i]);
    return most;
}

/* In characters, as VARCHAR(n) counts. */
static size_t longest_of(const struct graph_step *step)
{
    size_t longest = 0;

    for (size_t i = 0; i < step->n_changes; i++) {
        const char *id = step->changes[i].to;

        size_t n = id ? utf8_count(id, strlen(id)) : 0;

        if (n > longest)
            longest = n;
    }
    return longest;
}

size_t work_longest_id(const struct graph_plan *plan)
{
    size_t longest = 0;

    for (size_t i = 0; i < plan->n; i++)
        if (longest_of(&plan->steps[i]) > longest)
            longest = longest_of(&plan->steps[i]);
    return longest;
}
