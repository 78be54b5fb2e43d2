/*
 * Finding where SQL statements end, by psql's rules.
 *
 * Knows strings ('', E'', U&'', N'', B'', X''), quoted names, dollar quotes,
 * nested comments, parentheses, and BEGIN ... END bodies of CREATE FUNCTION
 * and CREATE PROCEDURE.  It judges nothing else, so SQL of every server
 * version passes.  Variables of psql (:name) stay as they are.
 */
#ifndef SQL_SPLIT_H
#define SQL_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

enum split_kind {
    SPLIT_STATEMENT, /* without its semicolon and without white space and comments around it */
    SPLIT_COMMENT,   /* a "--" comment outside of statements, without its line end */
    SPLIT_BACKSLASH, /* a psql command, to the end of its line */
    SPLIT_END,
    SPLIT_ERROR /* something was opened and never closed; see 'unclosed' */
};

/* Does the "--" comment 'comment', met inside a statement, end that statement? */
typedef bool split_ends_fn(const char *comment, size_t length);

struct split {
    const char *text;
    size_t length;
    size_t at; /* where the next piece is looked for */
    int line;  /* of 'at', from 1 */

    /*
     * NULL: only semicolons end statements, and psql commands.  Otherwise
     * asked about each comment in column 1 that stands neither in parentheses
     * nor in a function body; one that ends a statement is the next piece.
     */
    split_ends_fn *ends;
};

struct split_piece {
    enum split_kind kind;
    const char
        *text; /* inside the split text; for SPLIT_ERROR from what is not closed to the end */
    size_t length;
    int line;      /* of its first byte */
    bool column_1; /* it is the first on its line */
    bool has_body; /* of a SPLIT_STATEMENT: a BEGIN ... END body is in it */

    /* For SPLIT_ERROR: "string", "quoted name", "comment", "dollar quote", "parenthesis", "BEGIN".
     */
    const char *unclosed;
};

void split_init(struct split *split, const char *text, size_t length);

/* The next piece; true until SPLIT_END or SPLIT_ERROR. */
bool split_next(struct split *split, struct split_piece *piece);

/* The number of line ends (LF, CRLF or CR) in 'text'. */
int split_count_lines(const char *text, size_t length);

#endif
