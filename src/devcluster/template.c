#include "devcluster/template.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "db/db.h"
#include "devcluster/database.h"
#include "digest/digest.h"

#define PREFIX "limbeck_template_"
#define BUILD_PREFIX "limbeck_build_"

enum { HASH_DIGITS = 24 };

struct template
{
    struct db *admin;
    char *name, *build;
    bool ready, locked;
};

static bool query(struct db *admin, const char *sql, const char *param, struct error *err)
{
    MEM_SCRATCH(scratch);

    return db_query(scratch, admin, sql, DB_PARAMS(param), err) != NULL;
}

static int unlock(struct template *t)
{
    MEM_SCRATCH(scratch);

    if (t->locked && db_alive(t->admin))
        query(t->admin, "SELECT pg_advisory_unlock(hashtextextended($1, 0))", t->name,
              error_new(scratch));
    t->locked = false;
    return 0;
}

/*
 * For the session, not the transaction: CREATE DATABASE runs in none.  The
 * server lets go of it when its holder dies.
 */
static bool lock(struct template *t, struct error *err)
{
    t->locked = query(t->admin, "SELECT pg_advisory_lock(hashtextextended($1, 0))", t->name, err);
    return t->locked;
}

static bool look(struct template *t, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *found = db_query(
        scratch, t->admin, "SELECT FROM pg_database WHERE datname = $1", DB_PARAMS(t->name), err);

    t->ready = found && db_rows(found) > 0;
    return found != NULL;
}

static void set_names(struct template *t, const char *key)
{
    MEM_SCRATCH(scratch);
    struct digest *digest = digest_new(scratch);
    char *hash;

    digest_add(digest, key, strlen(key));
    hash = mem_strndup(scratch, digest_hex(scratch, digest), HASH_DIGITS);
    t->name = mem_printf(t, PREFIX "%s", hash);
    t->build = mem_printf(t, BUILD_PREFIX "%s", hash);
}

/* Whoever had the lock before us has made it, or has died. */
static bool take_over(struct template *t, struct error *err)
{
    if (!lock(t, err) || !look(t, err))
        return false;
    if (t->ready)
        return unlock(t) == 0;
    return database_drop(t->admin, t->build, err) && database_create(t->admin, t->build, NULL, err);
}

struct template *template_begin(TALLOC_CTX *mem, struct db *admin, const char *key,
                                struct error *err)
{
    MEM_SCRATCH(scratch);
    struct template *t = mem_new(scratch, struct template);

    t->admin = admin;
    set_names(t, key);
    talloc_set_destructor(t, unlock);
    /* Without the lock first: nearly always it is there. */
    if (!look(t, err) || (!t->ready && !take_over(t, err)))
        return NULL;
    return talloc_steal(mem, t);
}

bool template_is_ready(const struct template *t)
{
    return t->ready;
}

const char *template_database(const struct template *t)
{
    return t->ready ? t->name : t->build;
}

static bool drop_old(struct template *t, struct error *err)
{
    MEM_SCRATCH(scratch);
    /* Numbers are given out in order: the highest are the newest. */
    struct db_result *old = db_query(scratch, t->admin,
                                     "SELECT datname FROM pg_database"
                                     " WHERE starts_with(datname, $1) ORDER BY oid DESC OFFSET 4",
                                     DB_PARAMS(PREFIX), err);

    for (size_t i = 0; old && i < db_rows(old); i++)
        if (!database_drop(t->admin, db_text(old, i, 0), err))
            return false;
    return old != NULL;
}

/*
 * The name comes last: what has it is whole.  It holds hex digits only.
 * Nothing can be renamed, nor copied later, while somebody is connected: so
 * first nobody new gets in, and then those who are in have to go.
 */
bool template_finish(struct template *t, struct error *err)
{
    MEM_SCRATCH(scratch);
    bool ok =
        db_exec(t->admin,
                mem_printf(scratch, "ALTER DATABASE %s ALLOW_CONNECTIONS false IS_TEMPLATE true",
                           t->build),
                err) &&
        query(t->admin,
              "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = $1",
              t->build, err) &&
        db_exec(t->admin, mem_printf(scratch, "ALTER DATABASE %s RENAME TO %s", t->build, t->name),
                err);

    if (!ok)
        return false;
    t->ready = true;
    unlock(t);
    return drop_old(t, err);
}
