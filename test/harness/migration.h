/*
 * A folder of scripts and the engine over it, for tests: scripts are
 * written as C literals, what the engine says is kept as text.
 */
#ifndef HARNESS_MIGRATION_H
#define HARNESS_MIGRATION_H

#include "migrate/migrate.h"

struct buf;

struct migration {
    const char *folder; /* removed with the struct */
    struct migrate_options options;
    struct buf *said;         /* "step: ...", "warning: ...", "notice FILE: ..." a line each */
    char *standing;           /* of the last run, or NULL */
    void (*on_warning)(void); /* called for each warning; NULL: nothing */
    struct db *in_the_way;    /* its transaction ends with the next warning; or NULL */
};

/* Options: one transaction for each script, no journal, no waiting for the lock. */
struct migration *migration_new(TALLOC_CTX *mem);

/*
 * Write "<id>.sql": its header and 'body', the sections.  'down' is NULL for
 * a base.  Replaces what is there.
 */
void migration_script(const struct migration *m, const char *id, const char *down,
                      const char *body);

/*
 * The same as "<id>.py", below the imports of op, sa and text; 'body' has the
 * functions.
 */
void migration_python(const struct migration *m, const char *id, const char *down,
                      const char *body);

bool migration_upgrade(struct migration *m, struct db *db, const char *target, struct error *err);
bool migration_downgrade(struct migration *m, struct db *db, const char *target, struct error *err);
bool migration_stamp(struct migration *m, struct db *db, const char *target, bool purge,
                     struct error *err);

/* The only value that 'sql' gives, a child of 'mem'; what goes wrong fails the test. */
const char *migration_ask(TALLOC_CTX *mem, struct db *db, const char *sql);

/* The rows of the version table, sorted, ", " between them; "none" without the table. */
const char *migration_rows(TALLOC_CTX *mem, struct db *db);

#endif
