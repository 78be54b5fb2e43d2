#include "graph/graph.h"

#include <string.h>

#include "base/error.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/node.h"

/*
 * Where the texts of all revisions, and the lists of them, are laid one behind
 * the other.  They live and go together, so they need not be five small blocks
 * for each of ten thousand scripts.
 */
struct copies {
    char *text;
    const char **list;
};

static const char *copy_text(struct copies *copies, const char *text)
{
    size_t size = strlen(text) + 1;

    copies->text += size;
    return memcpy(copies->text - size, text, size);
}

static const char *const *copy_names(struct copies *copies, const char *const *names)
{
    const char *const *list = copies->list;

    for (; names && *names; names++)
        *copies->list++ = copy_text(copies, *names);
    *copies->list++ = NULL;
    return list;
}

static void copy_revision(struct copies *copies, struct node *node, const struct revision *r)
{
    node->revision = (struct revision){
        .id = copy_text(copies, r->id),
        .down = copy_names(copies, r->down),
        .depends = copy_names(copies, r->depends),
        .labels = copy_names(copies, r->labels),
        .doc = copy_text(copies, r->doc ? r->doc : ""),
        .path = r->path ? copy_text(copies, r->path) : NULL,
        .replaces = r->replaces ? copy_text(copies, r->replaces) : NULL,
    };
    node->self[0] = node->revision.id;
    node->n_down = strings_count(r->down);
}

static size_t text_size(const char *text)
{
    return text ? strlen(text) + 1 : 1;
}

static void measure_names(const char *const *names, size_t *bytes, size_t *pointers)
{
    for (; names && *names; names++, ++*pointers)
        *bytes += text_size(*names);
    ++*pointers;
}

static void copy_nodes(struct graph *graph, const struct revision *revisions)
{
    size_t bytes = 0, pointers = 0;
    struct copies copies;

    for (size_t i = 0; i < graph->n; i++) {
        const struct revision *r = &revisions[i];

        bytes += text_size(r->id) + text_size(r->doc) + text_size(r->path) + text_size(r->replaces);
        measure_names(r->down, &bytes, &pointers);
        measure_names(r->depends, &bytes, &pointers);
        measure_names(r->labels, &bytes, &pointers);
    }
    copies.text = mem_array(graph, char, bytes);
    copies.list = mem_array(graph, const char *, pointers);
    for (size_t i = 0; i < graph->n; i++) {
        graph->nodes[i].index = i;
        copy_revision(&copies, &graph->nodes[i], &revisions[i]);
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
    /* Dependencies may name labels, so keys come first; what walks by rank, last. */
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
