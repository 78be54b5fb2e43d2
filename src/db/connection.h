/*
 * What the files of this folder share about a connection.
 *
 * A signal does not end a wait: it makes the wait send a cancel request and
 * go on until the server has answered, so that a call always leaves the
 * connection in a known state.  db_end() then turns that into ERROR_INTERRUPTED.
 */
#ifndef DB_CONNECTION_H
#define DB_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include <libpq-fe.h>

#include "db/db.h"

struct db {
    PGconn *pg;
    db_notice_fn *notice;
    void *notice_data;
    bool cancelling;        /* a signal came during this call */
    bool lost;              /* given up by us, whatever libpq thinks of it */
    bool copying;           /* between db_copy_begin() and its end */
    db_waiting_fn *waiting; /* or NULL; called at 'waiting_at', then every 'waiting_every_ms' */
    void *waiting_data;
    int waiting_every_ms;
    int64_t waiting_at;
    int64_t cancel_at;  /* when to ask again, by clock_ms() */
    int64_t give_up_at; /* when to stop waiting for the answer to a cancel */
};

/* Before a call sends anything: is the connection there, idle, and no signal pending? */
bool db_begin(struct db *db, struct error *err);

/*
 * After the server's last answer: 'ok' unless a signal came or the connection
 * went, which take the place of what 'err' says.
 */
bool db_end(struct db *db, bool ok, struct error *err);

/* What PQgetResult() gives, after a wait that heeds signals; also when the connection is gone. */
PGresult *db_next_result(struct db *db);

/* Wait for input, and for room for output if 'writing'; false when the connection is gone. */
bool db_poll(struct db *db, bool writing);

/*
 * Judge one result of a statement: 'ok' unless it is a failure.  Of several
 * only the first counts ('ok' tells that there was none before); what follows
 * it is its consequence.  A COPY from or to the client is ended as a failure.
 */
bool db_take_result(struct db *db, const PGresult *pg, bool ok, struct error *err);

/* The same with all that still comes; '*kept', unless 'kept' is NULL, is the last one. */
bool db_take_results(struct db *db, bool ok, PGresult **kept, struct error *err);

/* If a signal came, ask the server to stop, again and again until it is time to give up. */
void db_heed_signal(struct db *db);

/* Ask the server to stop the running statement. */
void db_cancel(struct db *db);

/* Give the connection up; what waits for it sees that it is gone. */
void db_abandon(struct db *db);

/* 'err' from what the server (or libpq) says in 'pg'; always false. */
bool db_fail(struct error *err, const PGresult *pg);

/* "text" as one line: line breaks and the white space around them become one blank. */
char *db_one_line(TALLOC_CTX *mem, const char *text);

/* 'err' from libpq, which refuses to send only without a connection or memory; always false. */
bool db_not_sent(struct db *db, struct error *err);

struct db_result *db_result_adopt(TALLOC_CTX *mem, PGresult *pg);

#endif
