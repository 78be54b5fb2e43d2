/*
 * A walk through the statements and expressions of one scope: not into the
 * functions and classes that stand in it, but into what they evaluate here
 * (decorators, defaults, bases).
 */
#ifndef PY_SCOPE_WALK_H
#define PY_SCOPE_WALK_H

#include "py/ast.h"

struct py_scope_walk {
    void (*bind)(struct py_scope_walk *walk, const char *name);
    /* "global" and "nonlocal"; NULL: not of interest. */
    void (*declare)(struct py_scope_walk *walk, const struct py_stmt *stmt);
    void *data;
};

void py_scope_walk_stmts(struct py_scope_walk *walk, const struct py_stmts *body);
void py_scope_walk_stmt(struct py_scope_walk *walk, const struct py_stmt *stmt);
void py_scope_walk_expr(struct py_scope_walk *walk, const struct py_expr *expr);
void py_scope_walk_target(struct py_scope_walk *walk, const struct py_expr *target);

#endif
