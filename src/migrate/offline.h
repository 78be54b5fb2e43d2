/*
 * --sql: what a run would send, as a text for psql or for reading.
 *
 * Written as Alembic writes it: every element is followed by an empty line,
 * a transaction=off section stands between COMMIT and BEGIN.
 */
#ifndef MIGRATE_OFFLINE_H
#define MIGRATE_OFFLINE_H

#include <stdbool.h>
#include <stdio.h>

#include "graph/plan.h"
#include "migrate/listener.h"
#include "migrate/version_table.h"
#include "migrate/work.h"

struct error;

struct offline_request {
    enum graph_direction direction;
    const char *const *targets; /* "TARGET" or "START:TARGET"; ends with NULL */
    bool purge;
};

struct offline_options {
    struct version_table_name version_table;
    enum migrate_transaction transaction;
    struct scripts *scripts; /* NULL: there are only SQL scripts */
};

/* Is it one that can be written?  Only its form is looked at. */
bool migrate_offline_check(const struct offline_request *request, struct error *err);

/*
 * Write the text of a request that was checked to 'out'; nothing when a
 * script on the way cannot be run.  What was written before another failure
 * stays written, as with Alembic.
 */
bool migrate_offline(FILE *out, const struct graph *graph, const struct offline_request *request,
                     const struct offline_options *options, const struct migrate_listener *listener,
                     struct error *err);

/* The version table alone, for ensure_version --sql. */
void migrate_offline_version_table(FILE *out, const struct offline_options *options);

#endif
