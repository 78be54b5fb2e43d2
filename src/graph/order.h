/* The order of steps. */
#ifndef GRAPH_ORDER_H
#define GRAPH_ORDER_H

#include "graph/revset.h"

/*
 * The members of 'todo', newest first, in Alembic's order: depth first from
 * the 'heads' in file order, but nothing before all that needs it.
 */
revisions_t order_newest_first(TALLOC_CTX *mem, const struct graph *graph,
                               const struct revset *todo, revisions_t heads);

#endif
