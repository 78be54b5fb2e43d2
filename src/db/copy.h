/* COPY ... FROM STDIN: rows that go in as one stream. */
#ifndef DB_COPY_H
#define DB_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct error;

/*
 * Begin a COPY FROM STDIN, send its bytes in pieces of any size, end it;
 * 'rows', if not NULL, is their number.  Between begin and end the connection
 * takes nothing else.  After a failure of any of them the COPY is over, and
 * nothing of it went in.
 */
bool db_copy_begin(struct db *db, const char *sql, struct error *err);
bool db_copy_send(struct db *db, const char *bytes, size_t n, struct error *err);
bool db_copy_end(struct db *db, int64_t *rows, struct error *err);

/* Take it all back because of something that the server does not know. */
void db_copy_give_up(struct db *db);

#endif
