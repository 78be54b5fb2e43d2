#include "graph/revset.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"

struct revset *revset_new(TALLOC_CTX *mem, const struct graph *graph)
{
    struct revset *set = mem_new(mem, struct revset);

    set->items = mem_array(set, const struct revision *, graph->n + 1);
    set->has = mem_array(set, bool, graph->n);
    return set;
}

bool revset_has(const struct revset *set, const struct revision *r)
{
    return set->has[node_of(r)->index];
}

bool revset_add(struct revset *set, const struct revision *r)
{
    if (revset_has(set, r))
        return false;
    set->has[node_of(r)->index] = true;
    set->items[set->n++] = r;
    return true;
}

void revset_add_all(struct revset *set, revisions_t list)
{
    for (; *list; list++)
        revset_add(set, *list);
}

revisions_t links_down(const struct node *node)
{
    return node->down;
}

revisions_t links_needs(const struct node *node)
{
    return node->needs;
}

revisions_t links_next(const struct node *node)
{
    return node->next;
}

revisions_t links_all_next(const struct node *node)
{
    return node->all_next;
}

/* Members that are added on the way are looked at in their turn: the set is its own queue. */
static void reach(struct revset *set, revision_links *links)
{
    for (size_t i = 0; i < set->n; i++)
        revset_add_all(set, links(node_of(set->items[i])));
}

struct revset *revset_from(TALLOC_CTX *mem, const struct graph *graph, revisions_t list,
                           revision_links *links)
{
    struct revset *set = revset_new(mem, graph);

    revset_add_all(set, list);
    reach(set, links);
    return set;
}

struct revset *revset_lineage(TALLOC_CTX *mem, const struct graph *graph, revisions_t list,
                              bool dependencies)
{
    MEM_SCRATCH(scratch);
    struct revset *set = revset_from(mem, graph, list, dependencies ? links_needs : links_down);

    /* From the list again, not from the ancestors: their other descendants are no kin. */
    revset_add_all(
        set, revset_from(scratch, graph, list, dependencies ? links_all_next : links_next)->items);
    return set;
}

/*
 * One pass over several starting points that looks at every link once.  What
 * an earlier start followed led to none of the list, else the sweep would have
 * ended there; so it need not be followed again.
 */
struct sweep {
    const struct revision **queue;
    bool *followed;         /* by index: its links were looked at */
    size_t *met;            /* by index: the last start that came by */
    bool *listed;           /* by index: is it one of the starting points? */
    size_t start, n_listed; /* of this start: how many of those it met, itself included */
};

static void meet(struct sweep *sweep, const struct revision *r, size_t *n)
{
    size_t index = node_of(r)->index;

    if (sweep->met[index] == sweep->start)
        return;
    sweep->met[index] = sweep->start;
    sweep->queue[(*n)++] = r;
    sweep->n_listed += sweep->listed[index];
}

static void sweep_from(struct sweep *sweep, const struct revision *r, revision_links *links)
{
    size_t n = 0;

    sweep->start++;
    sweep->n_listed = 0;
    meet(sweep, r, &n);
    for (size_t i = 0; i < n; i++) {
        bool *followed = &sweep->followed[node_of(sweep->queue[i])->index];

        if (*followed)
            continue;
        *followed = true;
        for (revisions_t next = links(node_of(sweep->queue[i])); *next; next++)
            meet(sweep, *next, &n);
    }
}

/* The ids of 'list' that the last sweep, from 'r', met on its way. */
static char *met_others(TALLOC_CTX *mem, const struct sweep *sweep, revisions_t list,
                        const struct revision *r)
{
    struct strlist *ids = strlist_new(mem);

    for (; *list; list++) {
        if (*list != r && sweep->met[node_of(*list)->index] == sweep->start &&
            !strlist_has(ids, (*list)->id))
            strlist_add(ids, (*list)->id);
    }
    return strlist_join(mem, ids, ", ");
}

static bool overlap(const struct sweep *sweep, revisions_t list, const struct revision *r,
                    struct error *err)
{
    MEM_SCRATCH(scratch);

    error_set(err, ERROR_CONFLICT,
              "Requested revision %s overlaps with other requested revisions %s", r->id,
              met_others(scratch, sweep, list, r));
    return error_hint(err, "One of them builds on the other: name the later one only.  If both "
                           "are rows of the version table, put it right with stamp --purge.");
}

bool revset_check_overlap(const struct graph *graph, revisions_t list, revision_links *links,
                          struct error *err)
{
    MEM_SCRATCH(scratch);
    struct sweep sweep = {
        .queue = mem_array(scratch, const struct revision *, graph->n),
        .followed = mem_array(scratch, bool, graph->n),
        .met = mem_array(scratch, size_t, graph->n),
        .listed = mem_array(scratch, bool, graph->n),
    };

    for (revisions_t r = list; *r; r++)
        sweep.listed[node_of(*r)->index] = true;
    for (revisions_t r = list; *r; r++) {
        sweep_from(&sweep, *r, links);
        if (sweep.n_listed > 1)
            return overlap(&sweep, list, *r, err);
    }
    return true;
}

struct revlist *revlist_new(TALLOC_CTX *mem)
{
    struct revlist *list = mem_new(mem, struct revlist);

    list->size = 4;
    list->items = mem_array(list, const struct revision *, list->size);
    return list;
}

void revlist_add(struct revlist *list, const struct revision *r)
{
    if (list->n + 1 == list->size) {
        list->size *= 2;
        list->items = mem_resized(list, list->items, sizeof(const struct revision *), list->size);
    }
    list->items[list->n++] = r;
    list->items[list->n] = NULL;
}

void revlist_add_all(struct revlist *list, revisions_t more)
{
    for (; *more; more++)
        revlist_add(list, *more);
}

struct revlist *revlist_filter(TALLOC_CTX *mem, revisions_t from, const struct revset *set)
{
    struct revlist *list = revlist_new(mem);

    for (; *from; from++) {
        if (revset_has(set, *from))
            revlist_add(list, *from);
    }
    return list;
}
