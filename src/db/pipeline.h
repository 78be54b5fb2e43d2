/*
 * Many statements in one go: sent without waiting for each other's answers.
 *
 * The statements of a pipeline are known when it is made; the server runs
 * them in order and stops at the first failure.  Nothing here begins or ends
 * a transaction: BEGIN and COMMIT are statements like others.
 */
#ifndef DB_PIPELINE_H
#define DB_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

struct db;
struct error;

struct db_statement {
    const char *sql; /* one statement, ends with '\0' */
    size_t n_params;
    const char *const *params;
    const char
        *expect_tag; /* NULL, or a tag such as "UPDATE 1" that the statement must answer with */
};

/*
 * Run 'statements'.  'started', if not NULL, is called when the answer of
 * each is awaited, so that notices which arrive can be attributed.  When one
 * fails, '*failed' is its index and 'err' says why (ERROR_CONFLICT when the tag
 * was another one); the following ones did not run.  Rows are dropped.  The
 * amount in flight is bounded, so neither side can wait for the other.
 */
typedef void db_started_fn(size_t index, void *data);
bool db_pipeline(struct db *db, const struct db_statement *statements, size_t n,
                 db_started_fn *started, void *data, size_t *failed, struct error *err);

#endif
