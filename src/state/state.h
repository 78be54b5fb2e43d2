/*
 * Schema "limbeck" in the user's database: what limbeck itself remembers.
 *
 * Versioned: a schema newer than the program is not written to.  The schema
 * and its tables are made on first need; without the right to make them the
 * caller goes on without.
 */
#ifndef STATE_STATE_H
#define STATE_STATE_H

#include <stdbool.h>
#include <talloc.h>

struct db;
struct error;

/* From STATE_NEWER on nothing can be read or written. */
enum state_standing {
    STATE_READY,     /* there, of this program's version */
    STATE_MISSING,   /* not there yet; state_make() makes it */
    STATE_OLDER,     /* there, of an older version; state_make() brings it up */
    STATE_NEWER,     /* written by a newer limbeck: read nothing, write nothing */
    STATE_CAPTIVE,   /* not there; for this role its search_path would send other tables into it */
    STATE_FORBIDDEN, /* not there, and no right to make it */
    STATE_CLOSED     /* there, and not ours to read and write all of it */
};

/* Why nothing can be written in such a standing, as words for a message. */
const char *state_obstacle(enum state_standing standing);

bool state_look(struct db *db, enum state_standing *standing, struct error *err);

/* Make or upgrade schema and tables, in the caller's transaction. */
bool state_make(struct db *db, struct error *err);

#endif
