/*
 * A connection to a PostgreSQL server.
 *
 * Every wait is also a wait for interruption (base/process.h): a signal
 * cancels the running statement on the server, and the call fails with
 * ERROR_INTERRUPTED once the server has answered, even when the statement was
 * done already.  The connection stays usable, once interrupt_acknowledge()
 * was called, for the rollback and for asking where things stand.
 *
 * Failures of the server are ERROR_DATABASE with sqlstate, detail, hint,
 * position and, in 'where', its context; a connection that is gone has
 * sqlstate "08006".  Error texts never hold a password.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

struct error;
struct db;
struct db_result;

/* What the server says in passing.  The texts live as long as the call. */
struct db_notice {
    const char *severity; /* NOTICE, WARNING, INFO, ..., never translated */
    const char *sqlstate;
    const char *message;
    const char *detail, *hint; /* or NULL */
};
typedef void db_notice_fn(const struct db_notice *notice, void *data);

/*
 * Connect with a libpq connection string or URI; 'name' is the default
 * application_name.  The connection closes with its parent.  Tries once, for
 * at most 'timeout_s' seconds unless the string has connect_timeout.
 */
struct db *db_open(TALLOC_CTX *mem, const char *conninfo, const char *name, int timeout_s,
                   struct error *err);

/* Whom to tell of notices; before the first call they are dropped. */
void db_on_notice(struct db *db, db_notice_fn *fn, void *data);

/*
 * Call 'fn' every 'every_ms' while an answer is awaited, to say what is being
 * waited for; it may not use 'db' itself.  A NULL 'fn' ends that.
 */
typedef void db_waiting_fn(void *data);
void db_on_waiting(struct db *db, int every_ms, db_waiting_fn *fn, void *data);

/*
 * Run one or more statements by the simple protocol; rows are dropped as they
 * come.  A COPY from or to the client is refused with ERROR_INVALID.
 */
bool db_exec(struct db *db, const char *sql, struct error *err);

/*
 * Run one statement whose $1, $2, ... are 'params' (texts or NULL, n of
 * them); the server infers their types.  All rows come back as text.
 */
struct db_result *db_query(TALLOC_CTX *mem, struct db *db, const char *sql, size_t n_params,
                           const char *const *params, struct error *err);

/* The same for a statement that must give exactly one row; else ERROR_DATABASE. */
struct db_result *db_query_row(TALLOC_CTX *mem, struct db *db, const char *sql, size_t n_params,
                               const char *const *params, struct error *err);

/* db_query("...", DB_PARAMS(a, b)): the count and the array of parameters. */
#define DB_PARAMS(...)                                                                             \
    sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *), (const char *const[])       \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define DB_NO_PARAMS 0, NULL

size_t db_rows(const struct db_result *result);
size_t db_columns(const struct db_result *result);
const char *db_column_name(const struct db_result *result, size_t column);
uint32_t db_column_type(const struct db_result *result, size_t column); /* its oid */

/* A field's text, which lives as long as the result; NULL for SQL's NULL. */
const char *db_text(const struct db_result *result, size_t row, size_t column);
bool db_is_true(const struct db_result *result, size_t row, size_t column);
int64_t db_int(const struct db_result *result, size_t row, size_t column);

/* The command tag, such as "INSERT 0 1", and the number of rows that it names (0 if none). */
const char *db_tag(const struct db_result *result);
int64_t db_affected(const struct db_result *result);

/* The backend's process id as the connection protocol told it; differs from the truth behind a
 * pooler. */
int db_backend_pid(const struct db *db);

bool db_in_transaction(const struct db *db);
bool db_transaction_failed(const struct db *db);

/* Is the connection still there, as far as the last call knows? */
bool db_alive(const struct db *db);

/* The parts of the address, for messages: host or socket folder, port, database, user. */
const char *db_host(const struct db *db);
const char *db_port(const struct db *db);
const char *db_name(const struct db *db);
const char *db_user(const struct db *db);

#endif
