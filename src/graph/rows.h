/*
 * The rows of the version table while steps are taken.
 *
 * A row says that a revision is applied, with all that it needs.  So a step
 * moves a row, and at forks and merges inserts or deletes some.
 */
#ifndef GRAPH_ROWS_H
#define GRAPH_ROWS_H

#include "graph/plan.h"
#include "graph/revset.h"

struct rows;

/*
 * 'names' as they stand in the table, 'revisions' what they mean.  They are
 * the same ids unless somebody wrote a label or the beginning of an id by hand.
 */
struct rows *rows_new(TALLOC_CTX *mem, const struct graph *graph, const char *const *names,
                      revisions_t revisions);

/* Each takes one step; taking back a revision that is no row fails. */
void rows_upgrade(struct rows *rows, const struct revision *r);
bool rows_downgrade(struct rows *rows, const struct revision *r, struct error *err);

/*
 * A stamp: the rows 'from' become one, 'to'; no 'from' inserts it, no 'to'
 * deletes the first.  Fails when one of them is no row.
 */
bool rows_move(struct rows *rows, revisions_t from, const struct revision *to, struct error *err);
bool rows_have(const struct rows *rows, const struct revision *r);

/* All changes so far. */
const struct graph_row_change *rows_changes(const struct rows *rows, size_t *n);

/* The rows as they are now, sorted. */
const char *const *rows_names(TALLOC_CTX *mem, const struct rows *rows);

#endif
