/*
 * Applied scripts that were edited since: the database is no longer what the
 * files say.  Looked at are those below the plan only, as what stands on
 * another branch has nothing to do with this run.
 */
#include "migrate/run.h"

#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "base/map.h"
#include "base/mem.h"
#include "graph/graph.h"
#include "script/scripts.h"
#include "state/journal.h"

static void add_revision(struct map *seen, const struct revision *r)
{
    if (!map_has(seen, r->id))
        map_put(seen, r->id, (void *)(uintptr_t)r);
}

/* Every revision of the plan and all that they build on; 'seen' grows while it is walked. */
static struct map *path_of(TALLOC_CTX *mem, const struct run *run)
{
    struct map *seen = map_new(mem);

    for (size_t i = 0; i < run->plan->n; i++)
        if (run->plan->steps[i].revision)
            add_revision(seen, run->plan->steps[i].revision);
    for (size_t i = 0; i < seen->n; i++) {
        revisions_t parents = graph_parents(run->graph, seen->entries[i].value);

        for (size_t p = 0; parents[p]; p++)
            add_revision(seen, parents[p]);
    }
    return seen;
}

static bool check_one(const struct revision *r, const char *applied, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *checksum = scripts_checksum(scratch, r->path, err);

    if (!checksum)
        return false;
    if (strcmp(checksum, applied) == 0)
        return true;
    error_set(err, ERROR_CONFLICT, "%s was edited after it had been applied here", r->path);
    error_detail(err,
                 "The journal says that revision \"%s\" was applied with checksum %.12s; "
                 "the file now has %.12s.",
                 r->id, applied, checksum);
    return error_hint(err, "Restore the file and write a new revision for the change, or go on "
                           "with --allow-edited.");
}

bool run_check_edited(struct run *run, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct map *applied, *path;

    if (!run->state_ready || !run->options->journal || run->options->allow_edited ||
        run->plan->n == 0)
        return true;
    applied = journal_checksums(scratch, run->db, run->table->label, err);
    if (!applied)
        return false;
    path = path_of(scratch, run);
    for (size_t i = 0; i < path->n; i++) {
        const char *checksum = map_at(applied, path->entries[i].key);

        if (checksum && !check_one(path->entries[i].value, checksum, err))
            return false;
    }
    return true;
}
