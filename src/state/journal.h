/*
 * The journal: which steps ran on this database, when, by whom, and from
 * which text.
 */
#ifndef STATE_JOURNAL_H
#define STATE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

struct db;
struct db_statement;
struct error;
struct map;

struct journal_entry {
    const char *version_table;
    const char *revision;
    const char *direction; /* "upgrade", "downgrade", "stamp" */
    const char *checksum;  /* of the script; NULL for a stamp */
    int64_t started_us;    /* since 1970 */
    int64_t took_us;
    const char *by_user; /* account and host of the client; may be NULL */
    const char *program; /* "limbeck 0.1.0" */
};

/* The statement that writes 'entry', for the step's own transaction; a child of 'mem'. */
struct db_statement journal_write(TALLOC_CTX *mem, const struct journal_entry *entry);

/*
 * What each revision's script looked like when it was last applied: a map
 * from revision to checksum, a child of 'mem'.  Revisions that were not
 * applied here, or were taken back since, are not in it.
 */
struct map *journal_checksums(TALLOC_CTX *mem, struct db *db, const char *version_table,
                              struct error *err);

/* One line of 'limbeck log', as texts of the server. */
struct journal_line {
    const char *version_table, *revision, *direction, *checksum;
    const char *started, *took, *by_role, *by_user, *program;
};

/* The newest 'limit' entries (0: all), newest first, of all version tables. */
bool journal_read(TALLOC_CTX *mem, struct db *db, int limit, struct journal_line **lines, size_t *n,
                  struct error *err);

#endif
