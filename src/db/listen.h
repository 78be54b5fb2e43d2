/* LISTEN: hearing what other sessions NOTIFY. */
#ifndef DB_LISTEN_H
#define DB_LISTEN_H

#include <stdbool.h>
#include <talloc.h>

struct db;
struct error;

struct db_notification {
    const char *channel;
    const char *payload; /* "" if it has none */
    int backend_pid;     /* of the session that sent it */
};

/* Hear what is sent to 'channel', a name as it is, from now on. */
bool db_listen(struct db *db, const char *channel, struct error *err);

/*
 * Wait up to 'timeout_ms' (-1: without end) for the next notification; NULL in
 * '*notification' when none came.  Inside a transaction none comes.
 */
bool db_wait_notify(TALLOC_CTX *mem, struct db *db, int timeout_ms,
                    struct db_notification **notification, struct error *err);

#endif
