/*
 * One upgrade at a time: an advisory lock on the working connection itself.
 *
 * The key is hashtext('alembic'), which some Alembic projects take too.  It
 * is polled, because a blocking wait inside a transaction would be a snapshot
 * that CREATE INDEX CONCURRENTLY waits for.
 */
#ifndef MIGRATE_LOCK_H
#define MIGRATE_LOCK_H

#include <stdbool.h>

struct db;
struct error;
struct migrate_listener;

/*
 * Take the lock for the session, or with 'in_transaction' until the end of the
 * transaction that the caller began.  Waits up to 'wait_s' seconds and names
 * the holder after 2; fails with ERROR_BUSY after that.
 */
bool migrate_lock(struct db *db, bool in_transaction, int wait_s,
                  const struct migrate_listener *listener, struct error *err);

/* Give a session's lock back; a connection that closes gives it back too. */
bool migrate_unlock(struct db *db, struct error *err);

#endif
