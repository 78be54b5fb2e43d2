/*
 * A dependency that an ancestor has already says nothing new.  Rows and the
 * order of steps follow what is left, as in Alembic: 'needs'.
 *
 * Alembic goes through all ancestors of every script that depends on
 * something.  Going up from each dependency instead, no farther than to the
 * last script that has it, looks at little where dependencies are near.
 */
#include "base/mem.h"
#include "graph/node.h"

/* What is above the nodes that share one dependency. */
struct above {
    const struct node **queue;
    size_t n;
    size_t *mark, group; /* 'mark' has, by index, the last group that a node was above of */
};

static bool is_in(revisions_t list, const struct revision *r)
{
    while (*list && *list != r)
        list++;
    return *list != NULL;
}

static void add_children(struct above *above, const struct node *node, size_t last)
{
    for (revisions_t r = node->next; *r; r++) {
        const struct node *child = node_of(*r);

        if (child->rank <= last && above->mark[child->index] != above->group) {
            above->mark[child->index] = above->group;
            above->queue[above->n++] = child;
        }
    }
}

/*
 * Mark what builds on those that depend on 'd', no farther than to the last of
 * them.  By parents only: what comes through another dependency does not count
 * as an ancestor here, in Alembic neither.
 */
static void mark_above(struct above *above, const struct revision *d)
{
    revisions_t next = node_of(d)->all_next;
    size_t last = 0;

    above->n = 0;
    above->group++;
    for (revisions_t r = next; *r; r++)
        last = node_of(*r)->rank > last ? node_of(*r)->rank : last;
    for (revisions_t r = next; *r; r++) {
        if (is_in(node_of(*r)->depends, d))
            add_children(above, node_of(*r), last);
    }
    for (size_t i = 0; i < above->n; i++)
        add_children(above, above->queue[i], last);
}

static void take_out(const struct revision **list, const struct revision *r)
{
    while (*list && *list != r)
        list++;
    for (; *list; list++)
        list[0] = list[1];
}

/* Lists that can shrink, for the nodes with dependencies; 'all_down' is enough for the others. */
static const struct revision ***copy_lists(TALLOC_CTX *mem, struct graph *graph)
{
    const struct revision ***lists = mem_array(mem, const struct revision **, graph->n);

    for (size_t i = 0; i < graph->n; i++) {
        struct node *node = &graph->nodes[i];
        size_t n = 0;

        node->needs = node->all_down;
        if (!*node->depends)
            continue;
        while (node->all_down[n])
            n++;
        lists[i] = mem_array(graph, const struct revision *, n + 1);
        for (n = 0; node->all_down[n]; n++)
            lists[i][n] = node->all_down[n];
        node->needs = lists[i];
    }
    return lists;
}

void graph_reduce_dependencies(struct graph *graph)
{
    MEM_SCRATCH(scratch);
    const struct revision ***lists = copy_lists(scratch, graph);
    struct above above = {
        .queue = mem_array(scratch, const struct node *, graph->n),
        .mark = mem_array(scratch, size_t, graph->n),
    };

    for (size_t i = 0; i < graph->n; i++) {
        const struct node *d = &graph->nodes[i];

        /* What one script names nobody repeats; and children need their parent in any case. */
        if (d->n_all_next < 2 || d->n_all_next == d->n_next)
            continue;
        mark_above(&above, &d->revision);
        for (revisions_t r = d->all_next; *r; r++) {
            const struct node *node = node_of(*r);

            if (above.mark[node->index] == above.group && lists[node->index] &&
                !is_in(node->down, &d->revision))
                take_out(lists[node->index], &d->revision);
        }
    }
}
