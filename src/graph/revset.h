/*
 * Sets of revisions of one graph, and what is reached from them.
 *
 * A set remembers the order in which its members came.  Making one costs
 * memory for each revision of the graph, so none is made per revision.
 */
#ifndef GRAPH_REVSET_H
#define GRAPH_REVSET_H

#include "graph/node.h"

struct revset {
    const struct revision **items; /* ends with NULL */
    size_t n;
    bool *has; /* by index */
};

struct revset *revset_new(TALLOC_CTX *mem, const struct graph *graph);
bool revset_has(const struct revset *set, const struct revision *r);

/* Returns false when it was there. */
bool revset_add(struct revset *set, const struct revision *r);
void revset_add_all(struct revset *set, revisions_t list);

/* One kind of links between nodes. */
typedef revisions_t revision_links(const struct node *node);
revision_links links_down, links_needs, links_next, links_all_next;

/* The set of 'list' and of all that 'links' reach from it. */
struct revset *revset_from(TALLOC_CTX *mem, const struct graph *graph, revisions_t list,
                           revision_links *links);

/* Ancestors and descendants of 'list', itself included; 'dependencies' says which links count. */
struct revset *revset_lineage(TALLOC_CTX *mem, const struct graph *graph, revisions_t list,
                              bool dependencies);

/* Fails when 'links' lead from one of 'list' to another: "Requested revision a overlaps ...". */
bool revset_check_overlap(const struct graph *graph, revisions_t list, revision_links *links,
                          struct error *err);

/* A list that may have repeats. */
struct revlist {
    const struct revision **items; /* ends with NULL */
    size_t n, size;
};

struct revlist *revlist_new(TALLOC_CTX *mem);
void revlist_add(struct revlist *list, const struct revision *r);
void revlist_add_all(struct revlist *list, revisions_t more);

/* Those of 'from' that are in 'set', in their order, as a child of 'mem'. */
struct revlist *revlist_filter(TALLOC_CTX *mem, revisions_t from, const struct revset *set);

#endif
