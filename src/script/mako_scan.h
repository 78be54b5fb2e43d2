/* A Mako template cut into its pieces, in order; see mako.h. */
#ifndef SCRIPT_MAKO_SCAN_H
#define SCRIPT_MAKO_SCAN_H

#include <stdbool.h>
#include <stddef.h>

struct error;

enum mako_kind {
    MAKO_TEXT,       /* to be written as it is */
    MAKO_EXPRESSION, /* ${text | filters} */
    MAKO_CODE,       /* <% text %> and <%! text %> */
    MAKO_CONTROL,    /* % text */
    MAKO_DEF,        /* <%def name="text"> */
    MAKO_DEF_END,
    MAKO_END
};

struct mako_piece {
    enum mako_kind kind;
    const char *text; /* within the template */
    size_t n;
    const char *filters;
    size_t n_filters;
    int line; /* on which 'text' begins, from 1 */
};

struct mako_scan {
    const char *path;
    const char *at, *end;
    int line;
    bool at_line_start;
};

void mako_scan_init(struct mako_scan *scan, const char *path, const char *text, size_t length);

/* The next piece; after the last one MAKO_END.  Fails with ERROR_INVALID. */
bool mako_scan_next(struct mako_scan *scan, struct mako_piece *piece, struct error *err);

size_t mako_count_lines(const char *text, size_t n);

#endif
