/*
 * An order in which parents and dependencies come first, or the cycle that
 * forbids one.
 *
 * With ranks the rest of the folder goes through all nodes in a loop where it
 * would otherwise recurse: ten thousand scripts in one line are ten thousand
 * calls deep.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/node.h"

typedef revisions_t links_of(const struct node *node);

static revisions_t down(const struct node *node)
{
    return node->down;
}

static revisions_t next(const struct node *node)
{
    return node->next;
}

static revisions_t all_down(const struct node *node)
{
    return node->all_down;
}

static revisions_t all_next(const struct node *node)
{
    return node->all_next;
}

/* The nodes that can be taken one after the other, each once all its 'before' are taken. */
static size_t peel(const struct graph *graph, links_of *before, links_of *after,
                   const struct node **taken)
{
    MEM_SCRATCH(scratch);
    size_t *waiting = mem_array(scratch, size_t, graph->n);
    size_t n = 0;

    for (size_t i = 0; i < graph->n; i++) {
        for (revisions_t r = before(&graph->nodes[i]); *r; r++)
            waiting[i]++;
        if (!waiting[i])
            taken[n++] = &graph->nodes[i];
    }
    for (size_t i = 0; i < n; i++) {
        for (revisions_t r = after(taken[i]); *r; r++) {
            if (--waiting[node_of(*r)->index] == 0)
                taken[n++] = node_of(*r);
        }
    }
    return n;
}

/* Mark what 'follow' reaches from the nodes at the end, those without 'end' links. */
static bool *reach(TALLOC_CTX *mem, const struct graph *graph, links_of *end, links_of *follow)
{
    bool *reached = mem_array(mem, bool, graph->n);
    const struct node **queue = mem_array(reached, const struct node *, graph->n);
    size_t n = 0;

    for (size_t i = 0; i < graph->n; i++) {
        if (!*end(&graph->nodes[i])) {
            reached[i] = true;
            queue[n++] = &graph->nodes[i];
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (revisions_t r = follow(queue[i]); *r; r++) {
            if (!reached[node_of(*r)->index])
                queue[n++] = node_of(*r);
            reached[node_of(*r)->index] = true;
        }
    }
    return reached;
}

/*
 * The ids that Alembic names: what is not reached from a head downwards and
 * from a base upwards, sorted; all, in file order, when there is no head.
 */
static struct strlist *alembics_list(TALLOC_CTX *mem, const struct graph *graph, links_of *before,
                                     links_of *after)
{
    struct strlist *ids = strlist_new(mem);
    bool *from_heads = reach(ids, graph, after, before);
    bool *from_bases = reach(ids, graph, before, after);

    for (size_t i = 0; i < graph->n; i++) {
        if (!from_heads[i] || !from_bases[i])
            strlist_add(ids, graph->nodes[i].revision.id);
    }
    if (ids->n < graph->n)
        strlist_sort(ids);
    return ids;
}

/* Those on a cycle or between two: what is left after taking off all that can be at both ends. */
static struct strlist *core_list(TALLOC_CTX *mem, const struct graph *graph, links_of *before,
                                 links_of *after)
{
    struct strlist *ids = strlist_new(mem);
    bool *off = mem_array(ids, bool, graph->n);
    const struct node **taken = mem_array(ids, const struct node *, graph->n);

    for (size_t n = peel(graph, before, after, taken); n > 0; n--)
        off[taken[n - 1]->index] = true;
    for (size_t n = peel(graph, after, before, taken); n > 0; n--)
        off[taken[n - 1]->index] = true;
    for (size_t i = 0; i < graph->n; i++) {
        if (!off[i])
            strlist_add(ids, graph->nodes[i].revision.id);
    }
    strlist_sort(ids);
    return ids;
}

static bool check_cycle(const struct graph *graph, const char *kind, links_of *before,
                        links_of *after, struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct node **taken = mem_array(scratch, const struct node *, graph->n);
    struct strlist *ids;

    if (peel(graph, before, after, taken) == graph->n)
        return true;
    ids = alembics_list(scratch, graph, before, after);
    /* A cycle with a way in and a way out escapes Alembic here and breaks it later. */
    if (!ids->n)
        ids = core_list(scratch, graph, before, after);
    error_set(err, ERROR_CONFLICT, "%s is detected in revisions (%s)", kind,
              strlist_join(scratch, ids, ", "));
    return error_hint(err, "Correct the %s of one of them: no revision may come before itself.",
                      before == down ? "down_revision" : "down_revision or depends_on");
}

bool graph_rank(struct graph *graph, struct error *err)
{
    graph->by_rank = mem_array(graph, const struct node *, graph->n);
    /* All links at once tell whether there is a cycle; which kind, only when there is one. */
    if (peel(graph, all_down, all_next, graph->by_rank) < graph->n)
        return check_cycle(graph, "Cycle", down, next, err) &&
               check_cycle(graph, "Dependency cycle", all_down, all_next, err);
    for (size_t i = 0; i < graph->n; i++)
        graph->nodes[graph->by_rank[i]->index].rank = i;
    return true;
}
