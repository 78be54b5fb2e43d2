/*
 * Names of a Python script that have a literal as their value.
 *
 * Lines are noted as they stand and read only when somebody asks for a name:
 * most scripts set a few names of which few are wanted.
 */
#ifndef SCRIPT_PY_LITERAL_H
#define SCRIPT_PY_LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct error;
struct source;

struct py_literal {
    enum {
        PY_LITERAL_ABSENT, /* the name has no value */
        PY_LITERAL_OTHER,  /* no such value */
        PY_LITERAL_NONE,
        PY_LITERAL_TEXT,
        PY_LITERAL_LIST /* of texts: a list, tuple or set */
    } kind;
    const char *text;
    const char *const *list; /* ends with NULL */
    int line;                /* of the assignment */
};

struct py_literals *py_literals_new(TALLOC_CTX *mem, const struct source *source);

/* A copy of the text before 'end'. */
const char *py_literals_copy(struct py_literals *literals, const char *text, const char *end);

/* Note the assignment that stands before 'end' and begins in 'line'. */
void py_literals_add(struct py_literals *literals, const char *text, const char *end, int line);

/*
 * The last value of 'name', which lives as long as 'literals'.  Fails with
 * ERROR_INVALID when the script is no Python there.
 */
bool py_literals_find(struct py_literals *literals, const char *name, struct py_literal *value,
                      struct error *err);

/* What 'line', the first of a script, says if it is a docstring; NULL: it is none. */
const char *py_literals_docstring(struct py_literals *literals, const char *line);

#endif
