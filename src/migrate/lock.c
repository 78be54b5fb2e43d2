/*
 * The lock is asked for again and again, and never waited for: a statement
 * that waits has a snapshot, and the holder's CREATE INDEX CONCURRENTLY waits
 * for all older snapshots to go.  The two would wait for each other.
 */
#include "migrate/lock.h"

#include <stdint.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/process.h"
#include "db/db.h"
#include "migrate/listener.h"

enum { FIRST_PAUSE_MS = 20, LONGEST_PAUSE_MS = 500, NAME_HOLDER_AFTER_MS = 2000 };

/*
 * A key of 64 bits shows in pg_locks as two halves; hashtext() gives a signed
 * number of 32, so the upper half is all zeros or all ones.
 */
static const char holder_sql[] =
    "SELECT a.pid, coalesce(a.usename, '?'), coalesce(nullif(a.application_name, ''), '?'), "
    "coalesce(host(a.client_addr), 'a local socket'), "
    "to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS') "
    "FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid, "
    "pg_catalog.hashtext('alembic') AS key "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "
    "AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) "
    "AND l.classid::bigint = (key::bigint >> 32) & 4294967295 "
    "AND l.objid::bigint = key::bigint & 4294967295 LIMIT 1";

/* Who holds it, as words; NULL when nobody does any more. */
static char *holder(TALLOC_CTX *mem, struct db *db, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *r = db_query(scratch, db, holder_sql, DB_NO_PARAMS, err);

    if (!r || db_rows(r) == 0)
        return NULL;
    return mem_printf(mem, "backend %s (\"%s\", role \"%s\", from %s, connected since %s)",
                      db_text(r, 0, 0), db_text(r, 0, 2), db_text(r, 0, 1), db_text(r, 0, 3),
                      db_text(r, 0, 4));
}

static bool try_lock(struct db *db, bool in_transaction, bool *taken, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *r = db_query_row(
        scratch, db,
        in_transaction
            ? "SELECT pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtext('alembic'))"
            : "SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtext('alembic'))",
        DB_NO_PARAMS, err);

    if (!r)
        return false;
    *taken = db_is_true(r, 0, 0);
    return true;
}

static bool give_up(struct db *db, int wait_s, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct error *ignored = error_new(scratch);
    char *who = holder(scratch, db, ignored);

    error_set(err, ERROR_BUSY, "another migration is running on this database");
    if (who)
        error_detail(err, "The lock is held by %s.", who);
    if (wait_s > 0)
        error_hint(err, "Waited %d s; --lock-wait SECONDS sets another limit.", wait_s);
    else
        error_hint(err, "Try again, or wait for it with --lock-wait SECONDS.");
    return false;
}

static bool name_holder(struct db *db, const struct migrate_listener *listener, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *who = holder(scratch, db, err);

    if (who)
        listener->info(mem_printf(scratch, "waiting for the migration of %s", who), listener->data);
    return err->code == ERROR_NONE;
}

bool migrate_lock(struct db *db, bool in_transaction, int wait_s,
                  const struct migrate_listener *listener, struct error *err)
{
    int64_t start = clock_ms();
    int pause = FIRST_PAUSE_MS;
    bool named = false;

    for (;;) {
        int64_t waited;
        bool taken;

        if (!try_lock(db, in_transaction, &taken, err))
            return false;
        if (taken)
            return true;
        waited = clock_ms() - start;
        if (waited >= (int64_t)wait_s * 1000)
            return give_up(db, wait_s, err);
        if (!named && waited >= NAME_HOLDER_AFTER_MS) {
            if (!name_holder(db, listener, err))
                return false;
            named = true;
        }
        if (!interrupt_sleep(pause, err))
            return false;
        /* Short at first: of many instances that start at once most have nothing to do. */
        pause = pause * 2 < LONGEST_PAUSE_MS ? pause * 2 : LONGEST_PAUSE_MS;
    }
}

bool migrate_unlock(struct db *db, struct error *err)
{
    MEM_SCRATCH(scratch);

    return db_query(scratch, db,
                    "SELECT pg_catalog.pg_advisory_unlock(pg_catalog.hashtext('alembic'))",
                    DB_NO_PARAMS, err) != NULL;
}
