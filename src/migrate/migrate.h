/*
 * The upgrade itself: from what the user asked for to committed rows in the
 * version table.
 *
 * Under one advisory lock: read the rows, plan (graph/plan.h), read and check
 * every script, cut the work into units (migrate/work.h), and run them.  A
 * unit that a lock time-out stops is rolled back and tried again.  A failure
 * leaves all earlier units committed and nothing of the failing one.
 */
#ifndef MIGRATE_MIGRATE_H
#define MIGRATE_MIGRATE_H

#include <stdbool.h>
#include <talloc.h>

#include "graph/plan.h"
#include "migrate/listener.h"
#include "migrate/session.h"
#include "migrate/version_table.h"
#include "migrate/work.h"

struct db;
struct error;

/* What to do with an announced statement whose outcome the catalogs cannot tell. */
enum migrate_resume { MIGRATE_RESUME_STOP, MIGRATE_RESUME_AGAIN, MIGRATE_RESUME_SKIP };

struct migrate_options {
    struct version_table_name version_table;
    struct session_settings settings;
    enum migrate_transaction transaction;
    enum migrate_resume resume;
    int lock_wait_s;
    int lock_retries;
    bool journal;
    bool ensure;             /* create extensions that the scripts need */
    bool allow_edited;       /* go on over applied scripts that were edited since */
    const char *by_user;     /* for the journal: account and host */
    const char *program;     /* "limbeck 0.1.0" */
    struct scripts *scripts; /* of this run; NULL: there are only SQL scripts */
};

struct migrate_request {
    enum graph_direction direction;
    const char *const *targets; /* one, or several for a stamp; ends with NULL */
    bool purge;                 /* a stamp that empties the table first */
};

/*
 * Do it.  '*standing', a child of 'mem', then says in words where the
 * database stands ("stands at a1; nothing of b2 was applied"), as far as that
 * can be read; NULL after success.
 */
bool migrate_run(TALLOC_CTX *mem, struct db *db, const struct graph *graph,
                 const struct migrate_request *request, const struct migrate_options *options,
                 const struct migrate_listener *listener, char **standing, struct error *err);

/* Make the version table if it is missing. */
bool migrate_ensure_version(struct db *db, const struct migrate_options *options,
                            const struct migrate_listener *listener, struct error *err);

#endif
