#include "graph/graph.h"

#include <string.h>

#include "base/error.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/node.h"

static const char *const *copy_names(struct graph *graph, const char *const *names)
{
    static const char *const none[] = {NULL};

    return names && names[0] ? strings_copy(graph, names) : none;
}

static void copy_revision(struct graph *graph, struct node *node, const struct revision *r)
{
    node->revision = (struct revision){
        .id = mem_strdup(graph, r->id),
        .down = copy_names(graph, r->down),
        .depends = copy_names(graph, r->depends),
        .labels = copy_names(graph, r->labels),
        .doc = mem_strdup(graph, r->doc ? r->doc : ""),
        .path = mem_strdup(graph, r->path),
    };
    node->self[0] = node->revision.id;
    node->n_down = strings_count(r->down);
}

static void copy_nodes(struct graph *graph, const struct revision *revisions)
{
    for (size_t i = 0; i < graph->n; i++) {
        graph->nodes[i].index = i;
        copy_revision(graph, &graph->nodes[i], &revisions[i]);
    }
}

static bool any(const struct node *node)
{
    return node != NULL;
}

static bool is_head(const struct node *node)
{
    return node->n_next == 0;
}

static bool is_real_head(const struct node *node)
{
    return node->n_all_next == 0;
}

static bool is_base(const struct node *node)
{
    return node->n_down == 0;
}

/* The revisions that are 'wanted', in file order. */
static revisions_t select_nodes(struct graph *graph, bool (*wanted)(const struct node *node))
{
    const struct revision **found = NULL;
    size_t n = 0;

    for (size_t i = 0; i < graph->n; i++)
        n += wanted(&graph->nodes[i]);
    found = mem_array(graph, const struct revision *, n + 1);
    n = 0;
    for (size_t i = 0; i < graph->n; i++) {
        if (wanted(&graph->nodes[i]))
            found[n++] = &graph->nodes[i].revision;
    }
    return found;
}

struct graph *graph_new(TALLOC_CTX *mem, const struct revision *revisions, size_t n,
                        struct error *err)
{
    MEM_SCRATCH(scratch);
    struct graph *graph = mem_new(scratch, struct graph);

    graph->nodes = mem_array(graph, struct node, n);
    graph->n = n;
    graph->keys = map_new(graph);
    copy_nodes(graph, revisions);
    if (!graph_add_keys(graph, err) || !graph_link(graph, err) || !graph_rank(graph, err))
        return NULL;
    graph_reduce_dependencies(graph);
    graph_spread_labels(graph);
    graph->all = select_nodes(graph, any);
    graph->heads = select_nodes(graph, is_head);
    graph->real_heads = select_nodes(graph, is_real_head);
    graph->bases = select_nodes(graph, is_base);
    return talloc_steal(mem, graph);
}

size_t graph_count(const struct graph *graph)
{
    return graph->n;
}

const struct revision *graph_at(const struct graph *graph, const char *id)
{
    const struct node *node = map_at(graph->keys, id);

    /* The key may also be one of the node's labels. */
    return node && strcmp(node->revision.id, id) == 0 ? &node->revision : NULL;
}

revisions_t graph_all(const struct graph *graph)
{
    return graph->all;
}

revisions_t graph_heads(const struct graph *graph)
{
    return graph->heads;
}

revisions_t graph_real_heads(const struct graph *graph)
{
    return graph->real_heads;
}

revisions_t graph_bases(const struct graph *graph)
{
    return graph->bases;
}

revisions_t graph_parents(const struct graph *graph __attribute__((unused)),
                          const struct revision *r)
{
    return node_of(r)->down;
}

revisions_t graph_children(const struct graph *graph __attribute__((unused)),
                           const struct revision *r)
{
    return node_of(r)->next;
}

const char *const *graph_labels(const struct graph *graph __attribute__((unused)),
                                const struct revision *r)
{
    return node_of(r)->labels;
}

bool graph_is_head(const struct graph *graph __attribute__((unused)), const struct revision *r)
{
    return is_head(node_of(r));
}

bool graph_is_real_head(const struct graph *graph __attribute__((unused)), const struct revision *r)
{
    return is_real_head(node_of(r));
}

bool graph_is_branchpoint(const struct graph *graph __attribute__((unused)),
                          const struct revision *r)
{
    return node_of(r)->n_next > 1;
}

bool graph_is_mergepoint(const struct graph *graph __attribute__((unused)),
                         const struct revision *r)
{
    return node_of(r)->n_down > 1;
}
