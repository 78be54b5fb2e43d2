/*
 * Which names a function, class body or comprehension binds itself.
 *
 * As in Python, a name that is assigned anywhere in a function is local in
 * all of it.  A scope is found out once per place in the tree, when it is
 * first evaluated, and never changes.
 */
#ifndef PY_SCOPE_H
#define PY_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

#include "py/ast.h"

struct arena;

enum py_variable_kind { PY_VARIABLE_LOCAL, PY_VARIABLE_GLOBAL, PY_VARIABLE_NONLOCAL };

struct py_variable {
    const char *name;
    enum py_variable_kind kind;
    size_t slot; /* of a local one */
};

struct py_scope {
    struct py_variable *variables; /* in the order of their names */
    size_t n;
    size_t n_slots; /* the parameters come first, in order, then *args, then **kwargs */
    bool is_comprehension;
};

struct py_scope *py_scope_of_function(struct arena *arena, const struct py_parameters *parameters,
                                      const struct py_stmts *body);
struct py_scope *py_scope_of_lambda(struct arena *arena, const struct py_expr *lambda);
struct py_scope *py_scope_of_comprehension(struct arena *arena, const struct py_expr *comp);

/* Only what is declared global or nonlocal matters: all other names of such a body are in a dict.
 */
struct py_scope *py_scope_of_body(struct arena *arena, const struct py_stmts *body);

/* NULL: not bound in this scope. */
const struct py_variable *py_scope_find(const struct py_scope *scope, const char *name);

/* Every name that a statement can bind where it stands, without those that only an inner scope
 * binds. */
typedef void py_scope_name(void *data, const char *name);
void py_scope_bound_by(const struct py_stmt *stmt, py_scope_name *each, void *data);

#endif
