/* Names that are declared global or nonlocal, and whether they may be. */
#ifndef PY_DECLARATION_H
#define PY_DECLARATION_H

#include <stdbool.h>

struct arena;
struct py_syntax_error;
struct py_tree;

/* Fails with what CPython says when a tree with such declarations contradicts itself. */
bool py_declarations_check(const struct py_tree *tree, struct arena *arena,
                           struct py_syntax_error *error);

#endif
