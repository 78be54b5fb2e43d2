/*
 * Revisions as commands show them: Alembic's short and long form, and JSON.
 */
#ifndef CMD_LISTING_H
#define CMD_LISTING_H

#include <stdbool.h>
#include <stdio.h>
#include <talloc.h>

#include "graph/graph.h"

struct command_env;
struct json;

/* Which parts of a revision its line shows; see 'listing_short'. */
struct listing_style {
    bool parents;
    bool labels;
    bool marks; /* (branchpoint) and (mergepoint) */
    bool doc;
    bool verbose;               /* the long form in place of the short one */
    const char *const *current; /* the ids to mark as (current), or NULL */
};

/*
 * "PARENTS (DEPENDS) -> REV (LABELS) (head) (current) (branchpoint), DOC",
 * without a newline, a child of 'mem'.
 */
char *listing_short(TALLOC_CTX *mem, const struct graph *graph, const struct revision *r,
                    const struct listing_style *style);

/* "Rev: ...", "Parent: ..." and so on, with the newline and the empty line behind. */
char *listing_long(TALLOC_CTX *mem, const struct graph *graph, const struct revision *r,
                   const char *const *current);

/* One revision as a JSON object. */
void listing_json(struct json *json, const struct graph *graph, const struct revision *r,
                  const char *const *current);

/* Print 'revisions' to the command's output: lines, long forms, or with --json an array. */
void listing_print(struct command_env *env, const struct graph *graph, revisions_t revisions,
                   const struct listing_style *style);

#endif
