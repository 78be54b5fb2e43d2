/*
 * Finding where SQL statements end, by psql's rules.
 *
 * Knows strings ('', E'', U&'', N'', B'', X''), quoted names, dollar quotes,
 * nested comments, parentheses, and BEGIN ... END bodies of CREATE FUNCTION
 * and CREATE PROCEDURE.  It judges nothing else, so SQL of every server
 * version passes.
 */
#ifndef SQL_SPLIT_H
#define SQL_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

enum split_kind {
    SPLIT_STATEMENT, /* without its semicolon and without white space and comments around it */
    SPLIT_COMMENT,   /* a top-level "--" comment that starts in column 1, without its newline */
    SPLIT_BACKSLASH, /* a line that starts with a psql command, whole */
    SPLIT_END,
    SPLIT_ERROR /* something was opened and never closed; see 'unclosed' */
};

struct split {
    const char *text;
    size_t length;
    size_t at;  /* where the next piece is looked for */
    int line;   /* of 'at', from 1 */
};

struct split_piece {
    enum split_kind kind;
    const char *text; /* inside the split text */
    size_t length;
    int line;             /* of its first byte */
    const char *unclosed; /* for SPLIT_ERROR: "string", "quoted name", "comment", "$tag$ quote", ... */
};

void split_init(struct split *split, const char *text, size_t length);

/* The next piece; true until SPLIT_END or SPLIT_ERROR. */
bool split_next(struct split *split, struct split_piece *piece);

#endif
