#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/draft.h"
#include "graph/order.h"
#include "graph/plan.h"
#include "graph/target.h"

/* What is to go, with all that builds on it: the bases, or the children of the target. */
static revisions_t roots_above(const struct graph *graph, const struct place *place)
{
    return place->kind == PLACE_REVISION ? node_of(place->revision)->next : graph->bases;
}

/* Alembic meets a base once for each of its names, so a label makes two of one. */
static size_t count_roots(const struct place *place, revisions_t roots)
{
    size_t n = 0;

    for (; *roots; roots++) {
        n++;
        if (place->kind != PLACE_REVISION)
            n += strings_count((*roots)->labels);
    }
    return n;
}

/*
 * With a branch, only those roots go that it stands on.  A single root goes in
 * any case, as in Alembic; but here the branch must at least exist.
 */
static struct revlist *find_roots(TALLOC_CTX *mem, const struct lookup *lookup,
                                  const struct target *target)
{
    MEM_SCRATCH(scratch);
    revisions_t roots = roots_above(lookup->graph, &target->place);
    const struct revision *branch[2] = {NULL};
    struct revlist *kept = revlist_new(scratch);

    revlist_add_all(kept, roots);
    if (!target->branch)
        return talloc_steal(mem, kept);
    if (!(branch[0] = symbol_ident(lookup, target->branch)))
        return NULL;
    if (count_roots(&target->place, roots) < 2)
        return talloc_steal(mem, kept);
    kept = revlist_filter(scratch, roots, revset_from(scratch, lookup->graph, branch, links_down));
    if (!kept->n) {
        error_set(lookup->err, ERROR_CONFLICT, "Not a valid downgrade target from current heads");
        return NULL;
    }
    return talloc_steal(mem, kept);
}

/* What is applied of 'roots' and of what builds on them or depends on them: it cannot stay. */
static struct revset *find_todo(TALLOC_CTX *mem, const struct graph *graph, revisions_t roots,
                                revisions_t current)
{
    MEM_SCRATCH(scratch);
    struct revset *above = revset_from(scratch, graph, roots, links_all_next);
    struct revset *active = revset_from(scratch, graph, current, links_needs);
    struct revset *todo = revset_new(mem, graph);

    for (size_t i = 0; i < above->n; i++) {
        if (revset_has(active, above->items[i]))
            revset_add(todo, above->items[i]);
    }
    return todo;
}

/* Nothing to do is an answer where a row stands at the target; elsewhere it hides a mistake. */
static bool check_below(const struct lookup *lookup, const struct target *target,
                        revisions_t current, const struct revset *todo)
{
    if (todo->n || target->place.kind != PLACE_REVISION)
        return true;
    for (; *current; current++) {
        if (*current == target->place.revision)
            return true;
    }
    return error_set(lookup->err, ERROR_CONFLICT,
                     "Destination %s is not a valid downgrade target from current head(s)",
                     lookup->typed);
}

static bool take_steps(struct draft *draft, revisions_t newest_first, struct error *err)
{
    for (; *newest_first; newest_first++) {
        const struct revision *r = *newest_first;

        if (!rows_downgrade(draft->rows, r, err))
            return false;
        draft_add(draft, (struct graph_step){.direction = GRAPH_DOWNGRADE,
                                             .revision = r,
                                             .from = node_of(r)->self,
                                             .to = r->down});
    }
    return true;
}

struct graph_plan *graph_plan_downgrade(TALLOC_CTX *mem, const struct graph *graph,
                                        const char *text, const char *const *rows,
                                        struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct lookup lookup = {.graph = graph, .err = err, .typed = text};
    struct strlist *warnings = strlist_new(scratch);
    struct revlist *roots, *current = revlist_new(scratch);
    struct revset *todo;
    struct target target;
    struct draft *draft;

    if (!target_down(scratch, &lookup, text, rows, true, &target, warnings) ||
        !(roots = find_roots(scratch, &lookup, &target)) ||
        !draft_find_rows(&lookup, rows, current))
        return NULL;
    todo = find_todo(scratch, graph, roots->items, current->items);
    if (!check_below(&lookup, &target, current->items, todo))
        return NULL;
    draft = draft_new(scratch, graph, rows, current);
    if (!take_steps(draft, order_newest_first(scratch, graph, todo, current->items), err))
        return NULL;
    return draft_finish(mem, draft, warnings);
}
