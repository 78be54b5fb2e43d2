/*
 * What upgrade would do to this database now, without doing any of it and
 * without taking the lock.
 */
#ifndef MIGRATE_PROSPECT_H
#define MIGRATE_PROSPECT_H

#include "migrate/migrate.h"
#include "state/progress.h"

struct prospect {
    struct version_table *table;
    struct graph_plan *plan;
    struct work *work;
    struct scripts *scripts;   /* those of the options */
    struct progress *progress; /* steps that an earlier run left unfinished */
    size_t n_progress;
    struct strlist *extensions; /* that upgrade would create first */
    struct strlist *warnings;   /* what upgrade would warn of, or fail for */
};

struct prospect *prospect_new(TALLOC_CTX *mem, struct db *db, const struct graph *graph,
                              const struct migrate_request *request,
                              const struct migrate_options *options, struct error *err);

#endif
