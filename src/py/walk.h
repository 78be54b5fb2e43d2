/* Going through a syntax tree, piece by piece. */
#ifndef PY_WALK_H
#define PY_WALK_H

#include "py/ast.h"

struct py_walk {
    /* Called for what a node holds directly; either may be NULL. */
    void (*expr)(struct py_walk *walk, const struct py_expr *expr);
    void (*stmt)(struct py_walk *walk, const struct py_stmt *stmt);
    void *data;
};

/* The expressions in an expression, also the targets of comprehensions. */
void py_walk_expr(struct py_walk *walk, const struct py_expr *expr);

/* The expressions and the statements in a statement, whatever its kind. */
void py_walk_stmt(struct py_walk *walk, const struct py_stmt *stmt);
void py_walk_stmts(struct py_walk *walk, const struct py_stmts *body);

#endif
