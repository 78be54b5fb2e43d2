#include "migrate/session.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"

/*
 * What is looked after.  The role comes first: put back, it gives the right
 * to put the others back.  A setting that the server does not know is NULL
 * before and after.
 */
#define TRACKED                                                                                    \
    "'{role,search_path,lock_timeout,statement_timeout,idle_in_transaction_session_timeout,"       \
    "idle_session_timeout,transaction_timeout,session_replication_role,row_security,"              \
    "check_function_bodies,default_transaction_read_only,default_transaction_isolation,"           \
    "default_transaction_deferrable,default_tablespace,default_table_access_method,"               \
    "standard_conforming_strings,client_encoding,client_min_messages,synchronous_commit,"          \
    "TimeZone,DateStyle,IntervalStyle,bytea_output,extra_float_digits,xmloption}'::text[]"

/* One query for all, as it runs after every script; the order is that of TRACKED. */
static const char values_sql[] =
    "SELECT name, pg_catalog.current_setting(name, true), "
    "SESSION_USER::text FROM pg_catalog.unnest(" TRACKED ") WITH ORDINALITY AS t(name, i) "
    "ORDER BY i";

static const char *const *read_values(TALLOC_CTX *mem, struct db *db, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *r = db_query(scratch, db, values_sql, DB_NO_PARAMS, err);
    const char **values;

    if (!r)
        return NULL;
    values = mem_array(mem, const char *, db_rows(r) + 2);
    for (size_t i = 0; i < db_rows(r); i++)
        values[i] = mem_strdup(values, db_text(r, i, 1) ? db_text(r, i, 1) : "");
    /* The session user last: SET SESSION AUTHORIZATION is put back by a statement of its own. */
    values[db_rows(r)] = mem_strdup(values, db_text(r, 0, 2));
    return values;
}

/* What nobody asked for stays as the role or the address has it. */
static const char *milliseconds(TALLOC_CTX *mem, int ms)
{
    return ms < 0 ? NULL : mem_printf(mem, "%d", ms);
}

/*
 * client_connection_check_interval ends a backend whose client was killed
 * while it worked; without it the lock would stay until the work is done.
 */
static bool apply(struct db *db, const struct session_settings *settings, bool local,
                  struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *r = db_query(
        scratch, db,
        "SELECT pg_catalog.set_config(s.name, s.value, $3::bool) FROM (VALUES "
        "('lock_timeout', $1), ('statement_timeout', $2), "
        "('client_connection_check_interval', '1s'), ('tcp_keepalives_idle', '30'), "
        "('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3')) AS s(name, value) "
        "WHERE s.value IS NOT NULL "
        "AND pg_catalog.current_setting(s.name, true) IS NOT NULL",
        DB_PARAMS(milliseconds(scratch, settings->lock_timeout_ms),
                  milliseconds(scratch, settings->statement_timeout_ms), local ? "true" : "false"),
        err);

    return r != NULL;
}

struct session *session_begin(TALLOC_CTX *mem, struct db *db,
                              const struct session_settings *settings, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct session *session = mem_new(scratch, struct session);
    struct db_result *pid =
        db_query_row(scratch, db, "SELECT pg_catalog.pg_backend_pid()", DB_NO_PARAMS, err);

    if (!pid)
        return NULL;
    session->db = db;
    /* A pooler tells its clients a number of its own, as the backend changes under them. */
    session->pooled = db_int(pid, 0, 0) != db_backend_pid(db);
    if (!session->pooled && !apply(db, settings, false, err))
        return NULL;
    session->baseline = read_values(session, db, err);
    return session->baseline ? talloc_steal(mem, session) : NULL;
}

/* Behind a pooler the next transaction may run in a session that knows nothing of the last one. */
bool session_begin_transaction(struct session *session, const struct session_settings *settings,
                               struct error *err)
{
    if (!session->pooled)
        return true;
    if (!apply(session->db, settings, true, err))
        return false;
    talloc_free((void *)(unsigned long)session->baseline);
    session->baseline = read_values(session, session->db, err);
    return session->baseline != NULL;
}

struct strlist *session_changed(TALLOC_CTX *mem, struct session *session, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *r = db_query(scratch, session->db, values_sql, DB_NO_PARAMS, err);
    struct strlist *changed;
    size_t n;

    if (!r)
        return NULL;
    changed = strlist_new(mem);
    n = db_rows(r);
    for (size_t i = 0; i < n; i++) {
        const char *now = db_text(r, i, 1);

        if (strcmp(now ? now : "", session->baseline[i]) != 0)
            strlist_add(changed, db_text(r, i, 0));
    }
    if (strcmp(db_text(r, 0, 2), session->baseline[n]) != 0)
        strlist_add(changed, "session_authorization");
    return changed;
}

bool session_put_back(struct session *session, bool local, struct error *err)
{
    MEM_SCRATCH(scratch);
    size_t n = strings_count(session->baseline);
    const char **params = mem_array(scratch, const char *, n + 1);
    struct strlist *places = strlist_new(scratch);
    char *sql;

    /* One parameter a setting: the values are arbitrary text, so no array literal is built. */
    for (size_t i = 0; i + 1 < n; i++) {
        params[i] = session->baseline[i];
        strlist_addf(places, "$%zu::text", i + 1);
    }
    params[n - 1] = local ? "true" : "false";
    sql =
        mem_printf(scratch,
                   "SELECT pg_catalog.set_config(name, value, $%zu::bool) "
                   "FROM ROWS FROM (pg_catalog.unnest(" TRACKED "), pg_catalog.unnest(ARRAY[%s])) "
                   "AS t(name, value) "
                   "WHERE value IS DISTINCT FROM "
                   "coalesce(pg_catalog.current_setting(name, true), '')",
                   n, strlist_join(scratch, places, ", "));
    /* First, as it takes the role back with it, which the list then sets again. */
    if (!db_exec(session->db,
                 local ? "SET LOCAL SESSION AUTHORIZATION DEFAULT" : "RESET SESSION AUTHORIZATION",
                 err))
        return false;
    return db_query(scratch, session->db, sql, n, params, err) != NULL;
}

static bool set_timeouts(struct db *db, const char *lock, const char *statement, struct error *err)
{
    MEM_SCRATCH(scratch);

    return db_query(scratch, db,
                    "SELECT pg_catalog.set_config('lock_timeout', $1, false), "
                    "pg_catalog.set_config('statement_timeout', $2, false)",
                    DB_PARAMS(lock, statement), err) != NULL;
}

bool session_suspend_timeouts(struct session *session, struct session_timeouts *before,
                              struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *r = db_query_row(scratch, session->db,
                                       "SELECT pg_catalog.current_setting('lock_timeout'), "
                                       "pg_catalog.current_setting('statement_timeout')",
                                       DB_NO_PARAMS, err);

    if (!r)
        return false;
    before->lock = mem_strdup(session, db_text(r, 0, 0));
    before->statement = mem_strdup(session, db_text(r, 0, 1));
    return set_timeouts(session->db, "0", "0", err);
}

bool session_restore_timeouts(struct session *session, const struct session_timeouts *before,
                              struct error *err)
{
    return set_timeouts(session->db, before->lock, before->statement, err);
}
