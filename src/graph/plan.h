/*
 * What a command has to do: steps in order, and for each the changes of the
 * rows in the version table.
 *
 * 'rows' are the ids in the version table in the order in which the server
 * gave them, ending with NULL.
 */
#ifndef GRAPH_PLAN_H
#define GRAPH_PLAN_H

#include "graph/graph.h"

enum graph_direction { GRAPH_UPGRADE, GRAPH_DOWNGRADE, GRAPH_STAMP };

enum graph_row_kind { GRAPH_ROW_INSERT, GRAPH_ROW_UPDATE, GRAPH_ROW_DELETE };

struct graph_row_change {
    enum graph_row_kind kind;
    const char *from; /* UPDATE, DELETE: the id that the row has */
    const char *to;   /* INSERT, UPDATE: the id that it gets */
};

struct graph_step {
    enum graph_direction direction;
    const struct revision *revision; /* what is applied or taken back; NULL for a stamp */
    const char *const *from;         /* "Running upgrade FROM -> TO": ids, may be empty */
    const char *const *to;
    const struct graph_row_change *changes;
    size_t n_changes;
};

struct graph_plan {
    struct graph_step *steps;
    size_t n;
    const char *const *rows_after; /* the rows once all steps are done, sorted */
    const char *const *warnings;   /* Alembic's, for stderr */
};

struct graph_plan *graph_plan_upgrade(TALLOC_CTX *mem, const struct graph *graph,
                                      const char *target, const char *const *rows,
                                      struct error *err);
struct graph_plan *graph_plan_downgrade(TALLOC_CTX *mem, const struct graph *graph,
                                        const char *target, const char *const *rows,
                                        struct error *err);
struct graph_plan *graph_plan_stamp(TALLOC_CTX *mem, const struct graph *graph,
                                    const char *const *targets, const char *const *rows,
                                    struct error *err);

/* "upgrade a, b -> c, doc", the line that Alembic writes behind "Running ". */
char *graph_step_title(TALLOC_CTX *mem, const struct graph_step *step);

#endif
