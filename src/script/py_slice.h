/*
 * One expression of a module, evaluated without running the module: with the
 * assignments, imports and functions that it needs, and nothing else.
 */
#ifndef SCRIPT_PY_SLICE_H
#define SCRIPT_PY_SLICE_H

#include <stdbool.h>

#include "py/ast.h"

struct arena;
struct py;
struct py_object;

/* Where the expression stands. */
struct py_slice {
    struct py *py;
    struct arena *arena; /* for the pieces of tree that are made; lives as long as 'py' */
    const struct py_tree *tree;
    const struct py_stmt *function; /* in which it stands, or NULL */
    int line;                       /* only what the function does before counts */
};

/* Its value, or NULL: it cannot be told. */
struct py_object *py_slice_value(const struct py_slice *slice, const struct py_expr *expr);

/* The statement that gives 'name' its value, in the function or else in the module; or NULL. */
const struct py_stmt *py_slice_binding(const struct py_slice *slice, const char *name);

#endif
