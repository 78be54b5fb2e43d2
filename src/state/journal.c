#include "state/journal.h"

#include <inttypes.h>

#include "base/map.h"
#include "base/mem.h"
#include "db/db.h"
#include "db/pipeline.h"

struct db_statement journal_write(TALLOC_CTX *mem, const struct journal_entry *e)
{
    enum { N = 8 };
    const char **params = mem_array(mem, const char *, N);

    params[0] = e->version_table;
    params[1] = e->revision;
    params[2] = e->direction;
    params[3] = e->checksum;
    params[4] = mem_printf(mem, "%" PRId64 " us", e->started_us);
    params[5] = mem_printf(mem, "%" PRId64 " us", e->took_us);
    params[6] = e->by_user;
    params[7] = e->program;
    return (struct db_statement){
        .sql = "INSERT INTO limbeck.journal (version_table, revision, direction, checksum, "
               "started, took, by_user, program) "
               "VALUES ($1, $2, $3, $4, 'epoch'::timestamptz + $5::interval, $6::interval, $7, $8)",
        .n_params = N,
        .params = params,
    };
}

struct map *journal_checksums(TALLOC_CTX *mem, struct db *db, const char *version_table,
                              struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *rows =
        db_query(scratch, db,
                 "SELECT revision, checksum FROM (SELECT DISTINCT ON (revision) revision, "
                 "direction, checksum FROM limbeck.journal WHERE version_table = $1 "
                 "AND direction <> 'stamp' ORDER BY revision, id DESC) AS newest "
                 "WHERE direction = 'upgrade' AND checksum IS NOT NULL",
                 DB_PARAMS(version_table), err);
    struct map *checksums;

    if (!rows)
        return NULL;
    checksums = map_new(mem);
    for (size_t i = 0; i < db_rows(rows); i++)
        map_put(checksums, db_text(rows, i, 0), mem_strdup(checksums, db_text(rows, i, 1)));
    return checksums;
}

bool journal_read(TALLOC_CTX *mem, struct db *db, int limit, struct journal_line **lines, size_t *n,
                  struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *rows = db_query(
        mem, db,
        "SELECT version_table, revision, direction, checksum, "
        "to_char(started, 'YYYY-MM-DD HH24:MI:SSOF'), "
        "round(1000 * extract(epoch FROM took)::numeric, 1) || ' ms', by_role, by_user, program "
        "FROM limbeck.journal ORDER BY id DESC LIMIT $1",
        DB_PARAMS(limit ? mem_printf(scratch, "%d", limit) : NULL), err);

    if (!rows)
        return false;
    *n = db_rows(rows);
    *lines = mem_array(mem, struct journal_line, *n);
    for (size_t i = 0; i < *n; i++)
        (*lines)[i] = (struct journal_line){
            db_text(rows, i, 0), db_text(rows, i, 1), db_text(rows, i, 2),
            db_text(rows, i, 3), db_text(rows, i, 4), db_text(rows, i, 5),
            db_text(rows, i, 6), db_text(rows, i, 7), db_text(rows, i, 8),
        };
    return true;
}
