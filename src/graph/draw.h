/*
 * Pictures of the graph.
 *
 * 'rows' are the ids in the version table, ending with NULL, or NULL when they
 * are not known; then nothing is marked as applied.  Rows that no script has
 * are shown, too.
 */
#ifndef GRAPH_DRAW_H
#define GRAPH_DRAW_H

#include "graph/graph.h"

struct buf;

/*
 * For the terminal: one line per revision, newest first, with lines between
 * parents and children:
 *
 *     o  f000 (head)
 *     o-.  e000 (mergepoint)
 *     * |  d100 (current)
 *     | o  d200
 *     *-'  b000 (branchpoint)
 *
 * '*' is applied, 'o' is not; without rows all are '*'.  Marks and labels are
 * those of Alembic's listings, but a label stands only where it begins.
 */
void draw_text(struct buf *out, const struct graph *graph, const char *const *rows);

/* For Graphviz: applied revisions filled, rows with a thick frame, dependencies dashed. */
void draw_dot(struct buf *out, const struct graph *graph, const char *const *rows);

#endif
