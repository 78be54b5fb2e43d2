/*
 * Many statements in one go: sent without waiting for each other's answers.
 *
 * The statements of a pipeline are known when it is made; the server runs
 * them in order and stops at the first failure.  Nothing here begins or ends
 * a transaction: BEGIN and COMMIT are statements like others, and what stands
 * in no such pair is one transaction that ends with the pipeline.
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
    const char *expect_tag; /* the tag it must answer with, such as "UPDATE 1", or NULL */
};

/* Called when the answer of statement 'index' is awaited: notices from now on are its own. */
typedef void db_started_fn(size_t index, void *data);

/*
 * Run 'statements'; rows are dropped.  When one fails, '*failed' is its index,
 * 'err' says why, and the following ones did not run: nothing is sent behind
 * a statement with 'expect_tag' before it has answered (which costs a round
 * trip), and ERROR_CONFLICT says that the tag was another one, which is then
 * the error's detail.  An interruption may come when the server has got
 * further than '*failed'.
 *
 * 'started' may be NULL.  The amount in flight is bounded, so neither side
 * can wait for the other.  What the server's parser has to say, such as of a
 * name that it cuts, may be attributed to the statement before, though never
 * across an 'expect_tag'.  A COPY from or to the client closes the connection.
 */
bool db_pipeline(struct db *db, const struct db_statement *statements, size_t n,
                 db_started_fn *started, void *data, size_t *failed, struct error *err);

#endif
