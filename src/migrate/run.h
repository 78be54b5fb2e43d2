/*
 * One run of the engine: what its files share while it lasts.
 */
#ifndef MIGRATE_RUN_H
#define MIGRATE_RUN_H

#include "migrate/migrate.h"
#include "state/progress.h"

struct db_statement;
struct strlist;

struct run {
    struct db *db;
    const struct migrate_options *options;
    const struct migrate_listener *listener;
    const struct graph *graph;
    const struct migrate_request *request;
    struct session *session;
    struct version_table *table;
    struct graph_plan *plan;
    struct work *work;

    bool state_ready; /* schema limbeck can be read and written */
    struct progress *progress;
    size_t n_progress;

    struct script *script; /* of step 'script_step' */
    size_t script_step;
    bool script_speaks; /* notices are the script's, not those of our own statements */
    size_t titled;      /* this many steps have been said to begin */
    int64_t step_started_us;

    struct strlist *disturbers; /* scripts that changed settings since the last COMMIT, or NULL */

    size_t at_step;        /* the step that is being worked on */
    size_t committed_step; /* of this step ... */
    size_t committed;      /* ... so many statements are committed, though not its end */
    struct done_sum *sum;
    bool first_done; /* the first transaction has been committed */
    bool final;      /* the failure is not one that trying again can mend */
};

/* The checksum of the first 'done' statements of a step, for limbeck.progress. */
struct done_sum {
    size_t step, done;
    char *text;
};

/*
 * Before the first unit: what the journal and the progress rows say of the
 * plan, whether its ids fit, whether its tables do.  Changes nothing but, on
 * first need, schema limbeck.
 */
bool run_prepare(struct run *run, struct error *err);

/*
 * Read what an earlier run left unfinished.  It must be part of this run, or
 * be forgotten by it, and what has run must still be what the script says.
 */
bool run_check_unfinished(struct run *run, struct error *err);

/* Create the extensions that the scripts need and nobody else creates. */
bool run_ensure(struct run *run, struct error *err);

/* Are the applied scripts on the plan's path still what the journal says was applied? */
bool run_check_edited(struct run *run, struct error *err);

/*
 * What belongs into the first transaction, whatever it holds: the version
 * table made, widened, or emptied for a stamp.  Does nothing after
 * 'first_done' has been set.
 */
bool run_first_writes(struct run *run, struct error *err);

/* Run 'unit' once, which may be without parts; on failure it is rolled back. */
bool run_unit(struct run *run, const struct work_unit *unit, struct error *err);

/* The statements of a part in one go, inside the open transaction. */
bool run_statements(struct run *run, const struct work_part *part, struct error *err);

/* The turn of a Python script; inside the open transaction, and one is open after it. */
bool run_python(struct run *run, const struct work_part *part, struct error *err);

/* A statement that may not share a transaction, exactly once. */
bool run_alone(struct run *run, const struct work_part *part, struct error *err);

/*
 * A statement that may wait long by design, outside of a transaction: without
 * time-outs, and saying whom it waits for.
 */
bool run_patiently(struct run *run, const char *sql, struct error *err);

/* 'part' has been committed: what that means for the step. */
void run_note_committed(struct run *run, const struct work_part *part);

/* Before a part: load the script of its step and say that the step begins; both once. */
bool run_enter_step(struct run *run, const struct work_part *part, struct error *err);

const struct script_side *run_side(const struct run *run, size_t step);
struct progress_key run_key(const struct run *run, size_t step);

/* The row of a step that was stopped earlier, or NULL. */
const struct progress *run_progress_of(const struct run *run, size_t step);

/* How many statements of it an earlier run committed. */
size_t run_done_before(const struct run *run, size_t step);

/*
 * Our own writes inside the open transaction, untouched by what the script
 * set: settings are put back until its end, 'statements' run, and COMMIT.
 */
bool run_own_writes(struct run *run, const struct db_statement *statements, size_t n, bool commit,
                    struct error *err);

/* ROLLBACK, unless there is nothing to roll back or nobody to tell. */
void run_rollback(struct run *run);

/* The progress of 'step' with 'done' statements done. */
struct progress run_progress_at(TALLOC_CTX *mem, struct run *run, size_t step, size_t done);

/* Where the database stands after a failure, in words, as far as that can be read. */
char *run_standing(TALLOC_CTX *mem, struct run *run);

/* Put file, line, number and text of a statement that failed into the error. */
bool run_locate(const struct run *run, size_t step, size_t statement, struct error *err);

/* The same for one that no side has; 'number' counts from 1. */
struct script_statement;
bool run_locate_statement(const struct run *run, size_t step,
                          const struct script_statement *statement, size_t number,
                          struct error *err);

#endif
