/* A syntax error while it is known by place only, and how it is shown. */
#ifndef PY_SYNTAX_ERROR_H
#define PY_SYNTAX_ERROR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct error;

struct py_syntax_error {
    const char *type;    /* "SyntaxError", "IndentationError", "TabError"; NULL: none */
    const char *message; /* in CPython's words */
    int line, column;    /* of the first byte the caret stands under */
    int end_line, end_column;
};

/* A source text. */
struct py_source {
    const char *path;
    const char *text;
    size_t length;
    int first_line; /* the number of its first line */
};

/* What is wrong at a place; an error that is there already stays. */
void py_syntax_error_set(struct py_syntax_error *error, struct arena *arena, const char *type,
                         const char *fmt, va_list ap) __attribute__((format(printf, 4, 0)));

/* Fill in 'err' as parser.h says; returns false. */
bool py_syntax_error_show(const struct py_syntax_error *error, const struct py_source *source,
                          struct error *err);

#endif
