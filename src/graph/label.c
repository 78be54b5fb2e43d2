/*
 * Labels are inherited by all descendants.  On a line without forks and
 * merges up to its head they also go down, to where the line begins.
 *
 * Nobody would design the second rule.  Alembic goes up from the script that
 * has the label, and from the head where it arrives down again until a fork or
 * a merge.
 */
#include <string.h>

#include "base/mem.h"
#include "base/strlist.h"
#include "graph/node.h"

/* Neither a fork, dependencies counted, nor a merge. */
static bool is_plain(const struct node *node)
{
    return node->n_all_next < 2 && node->n_down < 2;
}

/* By index: is the node plain, and everything above it?  A plain node has one child at most. */
static bool *find_plain_lines(TALLOC_CTX *mem, const struct graph *graph)
{
    bool *line = mem_array(mem, bool, graph->n);

    for (size_t i = graph->n; i > 0; i--) {
        const struct node *node = graph->by_rank[i - 1];

        line[node->index] = is_plain(node) && (!*node->next || line[node_of(*node->next)->index]);
    }
    return line;
}

/* By index: the node from which on the labels of a node are seen. */
static const struct node **find_origins(TALLOC_CTX *mem, const struct graph *graph)
{
    const struct node **origins = mem_array(mem, const struct node *, graph->n);
    bool *line = find_plain_lines(origins, graph);

    for (size_t i = 0; i < graph->n; i++) {
        const struct node *node = graph->by_rank[i];
        const struct node *parent = *node->down ? node_of(*node->down) : NULL;

        origins[node->index] =
            line[node->index] && parent && is_plain(parent) ? origins[parent->index] : node;
    }
    return origins;
}

/* By index: the labels that begin to be seen at a node, or NULL. */
static struct strlist **collect(TALLOC_CTX *mem, const struct graph *graph)
{
    const struct node **origins = find_origins(mem, graph);
    struct strlist **lists = mem_array(mem, struct strlist *, graph->n);

    for (size_t i = 0; i < graph->n; i++) {
        const struct node *node = &graph->nodes[i];

        for (const char *const *l = node->revision.labels; *l; l++) {
            struct strlist **list = &lists[origins[i]->index];

            if (!*list)
                *list = strlist_new(lists);
            strlist_add(*list, *l);
        }
    }
    /* Listings want code-point order, and unite() relies on it. */
    for (size_t i = 0; i < graph->n; i++) {
        if (lists[i])
            strlist_sort(lists[i]);
    }
    return lists;
}

static bool has_all(const char *const *list, const char *const *part)
{
    for (; *part; part++) {
        while (*list && strcmp(*list, *part) < 0)
            list++;
        if (!*list || strcmp(*list, *part) != 0)
            return false;
    }
    return true;
}

/* Both sorted lists in one; one of them where that says all, so that lines share a list. */
static const char *const *unite(TALLOC_CTX *mem, const char *const *a, const char *const *b)
{
    const char **both;
    size_t n = 0;

    if (has_all(a, b))
        return a;
    if (has_all(b, a))
        return b;
    both = mem_array(mem, const char *, strings_count(a) + strings_count(b) + 1);
    while (*a && *b) {
        int order = strcmp(*a, *b);

        both[n++] = order <= 0 ? *a : *b;
        a += order <= 0;
        b += order >= 0;
    }
    while (*a)
        both[n++] = *a++;
    while (*b)
        both[n++] = *b++;
    return both;
}

void graph_spread_labels(struct graph *graph)
{
    static const char *const none[] = {NULL};
    MEM_SCRATCH(scratch);
    struct strlist **begin = collect(scratch, graph);

    for (size_t i = 0; i < graph->n; i++) {
        struct node *node = &graph->nodes[graph->by_rank[i]->index];

        node->labels = none;
        for (revisions_t r = node->down; *r; r++)
            node->labels = unite(graph, node->labels, node_of(*r)->labels);
        if (begin[node->index])
            node->labels =
                unite(graph, node->labels, strings_copy(graph, begin[node->index]->items));
    }
}
