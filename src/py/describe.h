/* What CPython calls the kinds of expressions in its messages. */
#ifndef PY_DESCRIBE_H
#define PY_DESCRIBE_H

struct py_expr;

/* "function call", "literal", "True". */
const char *py_describe(const struct py_expr *expr);

#endif
