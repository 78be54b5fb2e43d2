/*
 * The inside of a graph, for the files of this folder.
 *
 * Every 'const struct revision *' that a graph hands out is the beginning of
 * a node.  What a walk remembers about nodes stands in arrays of its own, by
 * 'index', so that a graph never changes.
 */
#ifndef GRAPH_NODE_H
#define GRAPH_NODE_H

#include "graph/graph.h"

struct map;

struct node {
    struct revision revision; /* first */
    const char *self[2];      /* its id, ending with NULL */
    size_t index;             /* its place in file order */
    size_t rank;              /* its place among all: parents and dependencies come before it */
    size_t n_down;            /* parents as written: one written twice counts twice */
    size_t n_next, n_all_next;
    revisions_t down;     /* its parents, each once */
    revisions_t depends;  /* its dependencies, each once */
    revisions_t all_down; /* both, parents first */
    revisions_t needs;    /* the same without dependencies that an ancestor has, too */
    revisions_t next;     /* whose parent it is */
    revisions_t all_next; /* whose parent or dependency it is */
    const char *const *labels;
};

struct graph {
    struct node *nodes; /* in file order */
    size_t n;
    struct map *keys;            /* ids in file order, then labels, to nodes */
    const struct node **by_rank; /* parents and dependencies first */
    revisions_t all, heads, real_heads, bases;
};

static inline const struct node *node_of(const struct revision *r)
{
    return (const struct node *)r;
}

/* The files of the folder that fill in a graph, in this order. */

/* Ids and the labels that scripts give themselves become keys. */
bool graph_add_keys(struct graph *graph, struct error *err);

/* Names of parents and dependencies become links, in both directions. */
bool graph_link(struct graph *graph, struct error *err);

/* Fills in the ranks; fails when there is a cycle. */
bool graph_rank(struct graph *graph, struct error *err);

/* Fills in 'needs'. */
void graph_reduce_dependencies(struct graph *graph);

/* Fills in the labels that nodes inherit. */
void graph_spread_labels(struct graph *graph);

#endif
