/*
 * Python source to syntax tree: Python 3.12's grammar, written from its
 * reference, by recursive descent with a limit on depth.
 *
 * What CPython refuses is refused in CPython's words ("invalid syntax.
 * Perhaps you forgot a comma?") with file, line and the source line under
 * which a caret stands.  Nothing is evaluated.
 */
#ifndef PY_PARSER_H
#define PY_PARSER_H

#include <stddef.h>

#include "py/ast.h"

struct arena;
struct error;

/* Nesting of brackets, blocks and operators beyond this is a syntax error, as CPython has one. */
enum { PY_DEPTH_MAX = 200 };

/*
 * Parse the 'length' bytes at 'text' (UTF-8; a byte order mark and an encoding
 * line that says UTF-8 or ASCII are accepted), which end with a '\0' that is
 * not counted, into 'arena'.  Names and texts in the tree are copies.  'path'
 * is borrowed for messages and for the tree.  Fails with ERROR_INVALID: the
 * message is "PATH:LINE: SyntaxError: ..." (or IndentationError, TabError),
 * 'where' has the source line and the caret.
 */
struct py_tree *py_parse(struct arena *arena, const char *path, const char *text, size_t length,
                         struct error *err);

/* The same for a text that was made of another: its first line counts as 'first_line'. */
struct py_tree *py_parse_from(struct arena *arena, const char *path, int first_line,
                              const char *text, size_t length, struct error *err);

#endif
