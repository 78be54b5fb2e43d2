/*
 * Where an upgrade, a downgrade or a range of the history is to go, seen from
 * the rows of the version table.
 */
#ifndef GRAPH_TARGET_H
#define GRAPH_TARGET_H

#include "graph/relative.h"

struct strlist;

/* Add the revisions of 'target' to 'list'.  Without 'strict' a walk may end with the graph. */
bool target_up(const struct lookup *lookup, const char *target, const char *const *rows,
               bool strict, struct revlist *list);

struct target {
    const char *branch; /* that the target names, or the row that it starts from; or NULL */
    struct place place; /* never outside */
};

/* Fills in 'result', whose strings are children of 'mem', and adds to 'warnings'. */
bool target_down(TALLOC_CTX *mem, const struct lookup *lookup, const char *target,
                 const char *const *rows, bool strict, struct target *result,
                 struct strlist *warnings);

/* The tips of what is applied when the rows are 'rows': those that no applied child builds on. */
struct revlist *target_tips(TALLOC_CTX *mem, const struct lookup *lookup, const char *const *rows);

#endif
