/*
 * One "-- limbeck: ..." comment, taken apart.
 *
 * Directives start in column 1; only "allow" may stand anywhere.  A comment
 * that looks like a directive and is none is an error, so that no formatter
 * can turn a section's start into prose.
 */
#ifndef SCRIPT_DIRECTIVE_H
#define SCRIPT_DIRECTIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "script/script.h"

struct error;
struct source;

enum directive_kind {
    DIRECTIVE_NONE,    /* an ordinary comment */
    DIRECTIVE_KEY,     /* "revision = ID" and its like */
    DIRECTIVE_SECTION, /* "upgrade", "downgrade" */
    DIRECTIVE_ALLOW,   /* "allow RULE reason" */
    DIRECTIVE_SCHEMA   /* "renamed from NAME", "drop NAME": they belong into schema.sql */
};

enum directive_key {
    DIRECTIVE_REVISION,
    DIRECTIVE_REPLACEMENT_FOR,
    DIRECTIVE_DOWN_REVISION,
    DIRECTIVE_BRANCH_LABELS,
    DIRECTIVE_DEPENDS_ON,
    DIRECTIVE_MESSAGE,
    DIRECTIVE_SQUASHES,
    DIRECTIVE_KEYS
};

struct directive {
    enum directive_kind kind;
    int line;

    enum directive_key key; /* DIRECTIVE_KEY */
    const char *word;       /* the key or section as written */
    const char *value;      /* what stands behind "=" */

    enum script_direction direction; /* DIRECTIVE_SECTION */
    bool autocommit;

    const char *rule, *reason; /* DIRECTIVE_ALLOW */
};

/* Where a "--" comment stands. */
struct directive_place {
    const struct source *source;
    const char *text; /* from "--" to the end of the line */
    size_t length;
    int line;
    bool column_1;
};

/* Take the comment at 'place' apart; texts become children of 'mem'. */
bool directive_read(TALLOC_CTX *mem, const struct directive_place *place,
                    struct directive *directive, struct error *err);

/* Does the comment, which stands in column 1, end the statement that it stands in? */
bool directive_ends_statement(const char *comment, size_t length);

#endif
