/*
 * The lines between revisions in a picture of one row per revision.
 *
 * A lane is a column that leads down to a parent that is still to come.
 */
#ifndef GRAPH_LANES_H
#define GRAPH_LANES_H

#include "graph/graph.h"

struct buf;
struct lanes;

struct lanes *lanes_new(TALLOC_CTX *mem, const struct graph *graph);

/* Add the lanes in the row of 'r', which no row above has as a parent; 'mark' stands for it. */
void lanes_draw(struct lanes *lanes, struct buf *out, const struct revision *r, char mark);

#endif
