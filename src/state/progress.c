#include "state/progress.h"

#include "base/mem.h"
#include "db/db.h"
#include "db/pipeline.h"

bool progress_all(TALLOC_CTX *mem, struct db *db, const char *version_table,
                  struct progress **progress, size_t *n, struct error *err)
{
    struct db_result *rows =
        db_query(mem, db,
                 "SELECT revision, direction, done, done_checksum, announced, announced_sql, found "
                 "FROM limbeck.progress WHERE version_table = $1 ORDER BY started, revision",
                 DB_PARAMS(version_table), err);

    if (!rows)
        return false;
    *n = db_rows(rows);
    *progress = mem_array(mem, struct progress, *n);
    for (size_t i = 0; i < *n; i++)
        (*progress)[i] = (struct progress){
            .key = {mem_strdup(*progress, version_table), db_text(rows, i, 0), db_text(rows, i, 1)},
            .done = (int)db_int(rows, i, 2),
            .done_checksum = db_text(rows, i, 3),
            .announced = (int)db_int(rows, i, 4),
            .announced_sql = db_text(rows, i, 5),
            .found = db_text(rows, i, 6),
        };
    return true;
}

static struct db_statement statement(TALLOC_CTX *mem, const char *sql, size_t n,
                                     const char *const *params)
{
    const char **copy = mem_array(mem, const char *, n);

    for (size_t i = 0; i < n; i++)
        copy[i] = params[i];
    return (struct db_statement){.sql = sql, .n_params = n, .params = copy};
}

struct db_statement progress_write(TALLOC_CTX *mem, const struct progress *p)
{
    const char *announced = p->announced ? mem_printf(mem, "%d", p->announced) : NULL;

    return statement(
        mem,
        "INSERT INTO limbeck.progress (version_table, revision, direction, done, done_checksum, "
        "announced, announced_sql, found) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
        "ON CONFLICT (version_table, revision, direction) DO UPDATE SET done = excluded.done, "
        "done_checksum = excluded.done_checksum, announced = excluded.announced, "
        "announced_sql = excluded.announced_sql, found = excluded.found, "
        "changed = clock_timestamp()",
        DB_PARAMS(p->key.version_table, p->key.revision, p->key.direction,
                  mem_printf(mem, "%d", p->done), p->done_checksum, announced, p->announced_sql,
                  p->found));
}

struct db_statement progress_end(TALLOC_CTX *mem, const struct progress_key *key)
{
    return statement(mem,
                     "DELETE FROM limbeck.progress WHERE version_table = $1 AND revision = $2 "
                     "AND direction = $3",
                     DB_PARAMS(key->version_table, key->revision, key->direction));
}

struct db_statement progress_forget(TALLOC_CTX *mem, const char *version_table)
{
    return statement(mem, "DELETE FROM limbeck.progress WHERE version_table = $1",
                     DB_PARAMS(version_table));
}
