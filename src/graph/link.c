/* Names of parents and dependencies become links between nodes. */
#include <string.h>

#include "base/error.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/node.h"

/* Alembic completes the beginning of an id on the command line only, never in a script. */
static void explain_missing(const struct graph *graph, const struct revision *r, const char *name,
                            const char *key, struct error *err)
{
    if (r->path)
        error_detail(err, "%s says %s = %s, but no script has that id.", r->path, key, name);
    for (size_t i = 0; i < graph->n && *name; i++) {
        const struct revision *other = &graph->nodes[i].revision;

        if (strncmp(other->id, name, strlen(name)) == 0) {
            error_hint(err, "Ids stand in scripts in full: did you mean \"%s\"?", other->id);
            return;
        }
    }
    error_hint(err,
               "Bring back the script of %s (is it on another branch, or was it removed?), or "
               "name another revision as %s of %s.",
               name, key, r->id);
}

static bool missing(const struct graph *graph, const struct revision *r, const char *name,
                    const char *key, struct error *err)
{
    error_set(err, ERROR_NOT_FOUND, "Revision %s referenced from %s is not present", name, r->id);
    explain_missing(graph, r, name, key, err);
    return false;
}

/*
 * Where lists are laid down, one behind the other, each without repeats:
 * 'seen' has, by index, the number of the last list that a node went into.
 */
struct shelf {
    const struct revision **start, **end;
    size_t *seen, list;
};

static void put(struct shelf *shelf, const struct revision *r)
{
    size_t *seen = &shelf->seen[node_of(r)->index];

    if (*seen != shelf->list)
        *shelf->end++ = r;
    *seen = shelf->list;
}

static revisions_t close_list(struct shelf *shelf)
{
    revisions_t list = shelf->start;

    *shelf->end++ = NULL;
    shelf->start = shelf->end;
    shelf->list++;
    return list;
}

static bool link_parents(const struct graph *graph, struct node *node, struct shelf *shelf,
                         struct error *err)
{
    for (const char *const *name = node->revision.down; *name; name++) {
        const struct revision *parent = graph_at(graph, *name);

        if (!parent)
            return missing(graph, &node->revision, *name, "down_revision", err);
        put(shelf, parent);
    }
    node->down = close_list(shelf);
    return true;
}

/* Unlike a parent, a dependency may be named by a label. */
static bool link_dependencies(const struct graph *graph, struct node *node, struct shelf *shelf,
                              struct error *err)
{
    for (const char *const *name = node->revision.depends; *name; name++) {
        const struct node *other = map_at(graph->keys, *name);

        if (!other)
            return missing(graph, &node->revision, *name, "depends_on", err);
        put(shelf, &other->revision);
    }
    node->depends = close_list(shelf);
    return true;
}

static revisions_t join(struct shelf *shelf, const struct node *node)
{
    if (!*node->depends)
        return node->down;
    for (revisions_t r = node->down; *r; r++)
        put(shelf, *r);
    for (revisions_t r = node->depends; *r; r++)
        put(shelf, *r);
    return close_list(shelf);
}

static bool link_up(struct graph *graph, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct shelf shelf = {.seen = mem_array(scratch, size_t, graph->n), .list = 1};
    size_t most = 0;

    /* Three lists for each node, parents, dependencies and both, and the NULL behind each. */
    for (size_t i = 0; i < graph->n; i++) {
        const struct revision *r = &graph->nodes[i].revision;

        most += 2 * (strings_count(r->down) + strings_count(r->depends)) + 3;
    }
    shelf.start = shelf.end = mem_array(graph, const struct revision *, most);
    for (size_t i = 0; i < graph->n; i++) {
        struct node *node = &graph->nodes[i];

        if (!link_parents(graph, node, &shelf, err) || !link_dependencies(graph, node, &shelf, err))
            return false;
        node->all_down = join(&shelf, node);
    }
    return true;
}

/*
 * The other direction: for every node those that name it in 'down', in file
 * order, which decides ties.  'counts' gets their numbers; counting first lets
 * all lists lie in one array.
 */
static const struct revision ***turn_round(struct graph *graph, revisions_t (*down)(struct node *),
                                           size_t *counts)
{
    const struct revision ***lists = mem_array(graph, const struct revision **, graph->n);
    const struct revision **next;
    size_t total = 0;

    for (size_t i = 0; i < graph->n; i++) {
        for (revisions_t r = down(&graph->nodes[i]); *r; r++, total++)
            counts[node_of(*r)->index]++;
    }
    next = mem_array(lists, const struct revision *, total + graph->n);
    for (size_t i = 0; i < graph->n; i++) {
        lists[i] = next;
        next += counts[i] + 1;
        counts[i] = 0;
    }
    for (size_t i = 0; i < graph->n; i++) {
        for (revisions_t r = down(&graph->nodes[i]); *r; r++) {
            size_t parent = node_of(*r)->index;

            lists[parent][counts[parent]++] = &graph->nodes[i].revision;
        }
    }
    return lists;
}

static revisions_t down_of(struct node *node)
{
    return node->down;
}

static revisions_t all_down_of(struct node *node)
{
    return node->all_down;
}

static void link_down(struct graph *graph)
{
    MEM_SCRATCH(scratch);
    size_t *counts = mem_array(scratch, size_t, graph->n);
    size_t *all_counts = mem_array(scratch, size_t, graph->n);
    const struct revision ***next = turn_round(graph, down_of, counts);
    const struct revision ***all_next = turn_round(graph, all_down_of, all_counts);

    for (size_t i = 0; i < graph->n; i++) {
        struct node *node = &graph->nodes[i];

        node->next = next[i];
        node->n_next = counts[i];
        node->all_next = all_next[i];
        node->n_all_next = all_counts[i];
    }
}

bool graph_link(struct graph *graph, struct error *err)
{
    if (!link_up(graph, err))
        return false;
    link_down(graph);
    return true;
}
