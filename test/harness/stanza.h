/*
 * Cases kept as text: adding one needs no C.
 *
 *     Lines before the first case are for the reader of the file.
 *
 *     == a continuation line belongs to the value before it
 *     > [alembic]
 *     > key = one
 *     ~ \ttwo\r\n
 *     = [alembic] key = one\ntwo
 *
 * A case is its name and its lines; a line is a tag (its first character) and
 * the text behind the space that follows.  Which tags there are and what they
 * mean is the test's business, but the input of a case is written in '>'
 * lines, taken as they stand, and '~' lines, in which \n \r \t \\ and \xHH
 * are what they are in C and which get no line end of their own.
 * Empty lines and lines that start with '#' mean nothing.
 */
#ifndef HARNESS_STANZA_H
#define HARNESS_STANZA_H

#include <stddef.h>
#include <talloc.h>

struct buf;

struct stanza_line {
    char tag;
    const char *text;
};

struct stanza {
    const char *name;
    struct stanza_line *lines;
    size_t n_lines;
};

/*
 * Call 'fn' for each case of a file, whose path is relative to test/.  A test
 * that fails in it names the case.
 */
typedef void stanza_fn(TALLOC_CTX *mem, const struct stanza *stanza);
void stanza_each(const char *path, stanza_fn *fn);

/* The input of a case. */
struct buf *stanza_input(TALLOC_CTX *mem, const struct stanza *stanza);

/* The texts of all lines with 'tag', each with a line end. */
char *stanza_text(TALLOC_CTX *mem, const struct stanza *stanza, char tag);

/* The text of the first line with 'tag', or NULL when there is none. */
const char *stanza_value(const struct stanza *stanza, char tag);

/* Add 'text' with control characters and backslashes as '~' lines have them. */
void stanza_escape(struct buf *out, const char *text);

#endif
