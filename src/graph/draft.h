/* A plan while it is made: what the three directions share. */
#ifndef GRAPH_DRAFT_H
#define GRAPH_DRAFT_H

#include "graph/rows.h"
#include "graph/symbol.h"

struct strlist;

struct draft {
    struct graph_plan *plan;
    struct rows *rows;
    size_t size, n_changes; /* room for steps; changes that belong to the steps so far */
};

/* The revision of each row; fails when one is not known. */
bool draft_find_rows(const struct lookup *lookup, const char *const *names, struct revlist *list);

struct draft *draft_new(TALLOC_CTX *mem, const struct graph *graph, const char *const *names,
                        const struct revlist *revisions);

/* Add a step that has the changes since the last one. */
void draft_add(struct draft *draft, struct graph_step step);

/* The plan as a child of 'mem', with 'warnings' (may be NULL); the draft is gone. */
struct graph_plan *draft_finish(TALLOC_CTX *mem, struct draft *draft,
                                const struct strlist *warnings);

#endif
