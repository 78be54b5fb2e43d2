/*
 * What the user types, turned into revisions: "head", "heads", "base", ids
 * and their prefixes, labels, "branch@symbol", "+2", "ae10-1".
 *
 * Alembic's grammar and messages (ERROR_NOT_FOUND, ERROR_CONFLICT).
 */
#ifndef GRAPH_RESOLVE_H
#define GRAPH_RESOLVE_H

#include "graph/graph.h"

/* The revisions of 'symbol' without relative parts; empty for "base". */
revisions_t graph_resolve(TALLOC_CTX *mem, const struct graph *graph, const char *symbol,
                          struct error *err);

/*
 * For show, edit and history's ends: also relative symbols and "current",
 * which stands for 'rows', the ids in the version table (NULL: not known, and
 * "current" must not be asked for).
 */
revisions_t graph_resolve_for_show(TALLOC_CTX *mem, const struct graph *graph, const char *symbol,
                                   const char *const *rows, struct error *err);

/* Does 'symbol' (or either end of a range) ask for the rows of the version table? */
bool graph_symbol_needs_rows(const char *symbol);

/*
 * The revisions of history's range "start:end", newest first, both ends
 * included; NULL for all.
 */
revisions_t graph_history(TALLOC_CTX *mem, const struct graph *graph, const char *range,
                          const char *const *rows, struct error *err);

/*
 * The applied tips that 'current' prints: the rows and the heads that they
 * imply through dependencies.
 */
revisions_t graph_current(TALLOC_CTX *mem, const struct graph *graph, const char *const *rows,
                          struct error *err);

#endif
