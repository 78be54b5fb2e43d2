/*
 * How far a step came that commits before its end.
 *
 * A step with a transaction=off section has one row in limbeck.progress from
 * its first commit to its last.  'done' statements of its side are done and
 * will not run again; 'announced', if not 0, is the one that was sent without
 * a transaction around it and whose outcome only the catalogs can tell.
 */
#ifndef STATE_PROGRESS_H
#define STATE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct db;
struct db_statement;
struct error;

/* Whose progress: the qualified version table, the revision, "upgrade" or "downgrade". */
struct progress_key {
    const char *version_table;
    const char *revision;
    const char *direction;
};

struct progress {
    struct progress_key key;
    int done;                  /* statements, from the start of the side */
    const char *done_checksum; /* of those statements, to see whether they were edited since */
    int announced;             /* number of the statement in flight, from 1; 0: none */
    const char *announced_sql;
    const char *found; /* what the catalogs said before it was sent */
};

/* All steps under way on 'version_table', oldest first; '*n' of them. */
bool progress_all(TALLOC_CTX *mem, struct db *db, const char *version_table,
                  struct progress **progress, size_t *n, struct error *err);

/*
 * The statements that write a row, take it away, or take all of a version
 * table's away, for the caller's own transaction or pipeline.  They borrow
 * what they are given and are children of 'mem'.
 */
struct db_statement progress_write(TALLOC_CTX *mem, const struct progress *progress);
struct db_statement progress_end(TALLOC_CTX *mem, const struct progress_key *key);
struct db_statement progress_forget(TALLOC_CTX *mem, const char *version_table);

#endif
