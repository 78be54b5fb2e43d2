/* The scopes of an interpreter, each found out once for its place in the tree. */
#ifndef PY_SCOPES_H
#define PY_SCOPES_H

struct py;
struct py_scope;

/* What 'node' is: a struct py_stmt, a struct py_expr, a struct py_expr, struct py_stmts. */
enum py_scope_kind { PY_SCOPE_FUNCTION, PY_SCOPE_LAMBDA, PY_SCOPE_COMPREHENSION, PY_SCOPE_BODY };

const struct py_scope *py_scope_of(struct py *py, enum py_scope_kind kind, const void *node);

#endif
