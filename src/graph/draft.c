#include "graph/draft.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"

bool draft_find_rows(const struct lookup *lookup, const char *const *names, struct revlist *list)
{
    for (; *names; names++) {
        const struct revision *r = symbol_ident(lookup, *names);

        if (!r)
            return symbol_explain_row(lookup->err);
        revlist_add(list, r);
    }
    return true;
}

struct draft *draft_new(TALLOC_CTX *mem, const struct graph *graph, const char *const *names,
                        const struct revlist *revisions)
{
    struct draft *draft = mem_new(mem, struct draft);

    draft->plan = mem_new(draft, struct graph_plan);
    draft->rows = rows_new(draft, graph, names, revisions->items);
    return draft;
}

void draft_add(struct draft *draft, struct graph_step step)
{
    struct graph_plan *plan = draft->plan;
    size_t n;

    rows_changes(draft->rows, &n);
    step.n_changes = n - draft->n_changes;
    draft->n_changes = n;
    if (plan->n == draft->size) {
        draft->size = draft->size ? draft->size * 2 : 16;
        plan->steps = mem_resize(plan, plan->steps, draft->size);
    }
    plan->steps[plan->n++] = step;
}

/* Steps point to their changes only now: until here the array could still move. */
struct graph_plan *draft_finish(TALLOC_CTX *mem, struct draft *draft,
                                const struct strlist *warnings)
{
    struct graph_plan *plan = talloc_steal(mem, draft->plan);
    size_t n;
    const struct graph_row_change *changes = rows_changes(draft->rows, &n);
    struct graph_row_change *copy = mem_array(plan, struct graph_row_change, n);

    for (size_t i = 0; i < n; i++)
        copy[i] = changes[i];
    for (size_t i = 0; i < plan->n; i++) {
        plan->steps[i].changes = copy;
        copy += plan->steps[i].n_changes;
    }
    plan->rows_after = rows_names(plan, draft->rows);
    plan->warnings = strings_copy(plan, warnings ? warnings->items : NULL);
    talloc_free(draft);
    return plan;
}
