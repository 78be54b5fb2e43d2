/*
 * A plan cut into the pieces that are committed one by one.
 *
 * The graph says which steps; the scripts say which of their statements may
 * not share a transaction.  What follows is plain data: a list of units, each
 * either one transaction or one statement that runs alone.  plan shows it,
 * the engine runs it, and the fate of a unit is the fate of all its parts.
 */
#ifndef MIGRATE_WORK_H
#define MIGRATE_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "script/script.h"

struct error;
struct graph_plan;
struct graph_step;
struct strlist;

struct scripts;

enum migrate_transaction {
    MIGRATE_PER_MIGRATION, /* one transaction for each script */
    MIGRATE_ALL,           /* one for as many as possible */
    MIGRATE_NONE           /* none: every statement as if in a transaction=off section */
};

/* A step with what the engine must know of its script. */
struct work_step {
    const struct graph_step *step;
    const char *checksum; /* of the script when it was checked; NULL for a stamp */
    enum script_direction direction;
    size_t n_statements;
    int tables_made; /* CREATE TABLE statements, for the estimate of locks */
    bool is_python;
    bool commits_early;  /* it has a unit that ends before the step does */
    bool commits_inside; /* Python that commits in the midst of its unit */
};

/* The statements [first, end) of one step; the last part of a step also ends it. */
struct work_part {
    size_t step; /* index into 'steps' */
    size_t first, end;
    bool ends_step; /* rows, journal and the end of its progress belong here */
};

struct work_unit {
    bool alone; /* one statement of a transaction=off section; it has one part */
    struct work_part *parts;
    size_t n;
};

struct work {
    struct work_step *steps;
    size_t n_steps;
    struct work_unit *units;
    size_t n_units;
    struct strlist *needed, *made; /* extensions that upgrades need, and that they create */
};

/*
 * Read every script of 'plan' and cut the work.  Fails as scripts_read() does,
 * and with ERROR_CONFLICT for a step back over a script without a downgrade
 * section; nothing has been done to the database then.
 */
struct work *work_new(TALLOC_CTX *mem, const struct graph_plan *plan, struct scripts *scripts,
                      enum migrate_transaction transaction, struct error *err);

/* Can all of it be done in one transaction? */
bool work_is_one_transaction(const struct work *work);

/* The length of the longest id that a plan writes into the version table. */
size_t work_longest_id(const struct graph_plan *plan);

/* The most locks that one unit is thought to hold at its end. */
int work_locks(const struct work *work);

#endif
