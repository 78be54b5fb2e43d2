/*
 * Statements that cannot run inside a transaction, and what the catalogs say
 * about one that was sent and never heard of again.
 *
 * A statement leads from one state of a thing to another: CREATE INDEX
 * CONCURRENTLY from "absent" to "present".  The state before it was sent is
 * stored with its announcement; the state found by the next run tells
 * whether it happened.
 */
#ifndef MIGRATE_ANNOUNCED_H
#define MIGRATE_ANNOUNCED_H

#include <stdbool.h>
#include <talloc.h>

struct db;
struct error;

enum announced_verdict {
    ANNOUNCED_DONE,   /* it happened */
    ANNOUNCED_RUN,    /* it did not, or running it again does no harm */
    ANNOUNCED_CLEAN,  /* it left half a thing behind: run 'cleaner' first, then it */
    ANNOUNCED_FINISH, /* it is half done: running 'cleaner' instead of it does the rest */
    ANNOUNCED_WAIT,   /* another backend is still at it */
    ANNOUNCED_UNKNOWN /* the catalogs cannot tell */
};

/* May 'sql' never run inside a transaction, as far as its words show? */
bool announced_is_known(const char *sql);

/*
 * The state of what 'sql' changes: "absent", "present", "invalid", "building",
 * "pending", "repeatable" or "unknown"; a child of 'mem'.  NULL on failure.
 */
char *announced_look(TALLOC_CTX *mem, struct db *db, const char *sql, struct error *err);

/* What to do about 'sql', announced when the state was 'before', now that it is 'now'. */
enum announced_verdict announced_judge(const char *sql, const char *before, const char *now);

/* The statement that takes away what 'sql' left half-made, or finishes it; a child of 'mem'. */
char *announced_cleaner(TALLOC_CTX *mem, struct db *db, const char *sql, struct error *err);

#endif
