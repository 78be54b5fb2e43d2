#include "base/error.h"
#include "base/mem.h"
#include "graph/draft.h"
#include "graph/order.h"
#include "graph/plan.h"
#include "graph/target.h"

/* Members of 'set' that are not in 'other'. */
static struct revset *minus(TALLOC_CTX *mem, const struct graph *graph, const struct revset *set,
                            const struct revset *other)
{
    struct revset *rest = revset_new(mem, graph);

    for (size_t i = 0; i < set->n; i++) {
        if (!revset_has(other, set->items[i]))
            revset_add(rest, set->items[i]);
    }
    return rest;
}

/* Backwards through the order of a downgrade, as Alembic does it: ties fall as they do there. */
static void take_steps(struct draft *draft, revisions_t newest_first, size_t n)
{
    for (size_t i = n; i > 0; i--) {
        const struct revision *r = newest_first[i - 1];

        rows_upgrade(draft->rows, r);
        draft_add(draft, (struct graph_step){.direction = GRAPH_UPGRADE,
                                             .revision = r,
                                             .from = r->down,
                                             .to = node_of(r)->self});
    }
}

struct graph_plan *graph_plan_upgrade(TALLOC_CTX *mem, const struct graph *graph,
                                      const char *target, const char *const *rows,
                                      struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct lookup lookup = {.graph = graph, .err = err, .typed = target};
    struct revlist *targets = revlist_new(scratch), *current = revlist_new(scratch);
    struct revset *required, *todo;
    struct draft *draft;

    /* Rows that overlap contradict each other: one says that the other was left behind. */
    if (!target_up(&lookup, target, rows, true, targets) ||
        !revset_check_overlap(graph, targets->items, links_needs, err) ||
        !draft_find_rows(&lookup, rows, current) ||
        !revset_check_overlap(graph, current->items, links_needs, err))
        return NULL;
    required = revset_from(scratch, graph, targets->items, links_needs);
    todo =
        minus(scratch, graph, required, revset_from(scratch, graph, current->items, links_needs));
    draft = draft_new(scratch, graph, rows, current);
    take_steps(draft, order_newest_first(scratch, graph, todo, targets->items), todo->n);
    return draft_finish(mem, draft, NULL);
}
