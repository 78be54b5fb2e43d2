/*
 * Python source as tokens, without judging it.
 *
 * A token is found whatever stands around it: what Python refuses is still
 * read somehow, to the end of the text.  So the header of a script can be read
 * although its body uses anything, and quickly.
 */
#ifndef SCRIPT_PY_SCAN_H
#define SCRIPT_PY_SCAN_H

#include <stdbool.h>
#include <stddef.h>

enum py_scan_kind {
    PY_SCAN_END,
    PY_SCAN_NEWLINE, /* a logical line ends; never two in a row */
    PY_SCAN_STRING,  /* with its prefix and quotes */
    PY_SCAN_WORD,    /* a name, a keyword, a number */
    PY_SCAN_OTHER    /* any other byte, alone */
};

struct py_scan_token {
    enum py_scan_kind kind;
    const char *text; /* inside the text that is read */
    size_t length;
    int line;         /* from 1 */
    unsigned depth;   /* of brackets around it; an opening one counts itself */
    bool begins_line; /* it is the first of a logical line ... */
    unsigned indent;  /* ... and so far from the margin, a tab being 8 */
};

struct py_scan {
    const char *at, *end;
    int line;
    unsigned depth;
    bool in_line; /* a logical line has begun */
};

void py_scan_init(struct py_scan *scan, const char *text, size_t length);

/* White space, comments, and line ends inside of brackets are passed over. */
struct py_scan_token py_scan_next(struct py_scan *scan);

/* Is it this word, or this byte? */
bool py_scan_is(const struct py_scan_token *token, const char *text);

#endif
