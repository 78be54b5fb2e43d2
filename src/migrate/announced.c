#include "migrate/announced.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "db/db.h"
#include "sql/classify.h"
#include "sql/quote.h"

/*
 * How the state of each kind of thing is asked for, and which state its
 * statement leads to.  $1 is the thing's name and $2 its table, both quoted
 * and qualified; $3 is the bare name.
 */
struct kind {
    const char *sql;  /* NULL: "repeatable" when 'goal' is, else "unknown" */
    const char *goal; /* "present", "absent" or "repeatable" */
};

/*
 * Looked for at its table: CREATE INDEX puts it into that one's schema, whatever
 * the search_path.  The progress view tells an index that somebody is building
 * from one that was left half-built; in pg_index both are invalid.
 */
static const char index_sql[] =
    "SELECT coalesce((SELECT CASE "
    "WHEN EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index AS p "
    "WHERE p.index_relid = c.oid) THEN 'building' "
    "WHEN i.indisvalid THEN 'present' ELSE 'invalid' END "
    "FROM pg_catalog.pg_class AS t JOIN pg_catalog.pg_index AS i ON i.indrelid = t.oid "
    "JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid "
    "WHERE t.oid = pg_catalog.to_regclass($2) AND c.relnamespace = t.relnamespace "
    "AND c.relname = $3 AND $1::text IS NOT NULL), 'absent')";

static const char drop_index_sql[] =
    "SELECT CASE WHEN pg_catalog.to_regclass($1) IS NULL THEN 'absent' ELSE 'present' END "
    "WHERE $2::text IS NULL OR $3::text IS NOT NULL";

static const char detach_sql[] =
    "SELECT coalesce((SELECT CASE WHEN inhdetachpending THEN 'pending' ELSE 'present' END "
    "FROM pg_catalog.pg_inherits WHERE inhrelid = pg_catalog.to_regclass($1) "
    "AND inhparent = pg_catalog.to_regclass($2) AND $3::text IS NOT NULL), 'absent')";

/* The condition that is always true gives the parameters that are not used a type. */
#define NAMED_IN(catalog, column)                                                                  \
    "SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog." catalog " WHERE " column " = $3 "           \
    "AND ($1::text, $2::text) IS DISTINCT FROM ('', '')) THEN 'present' ELSE 'absent' END"

static const struct kind kinds[] = {
    [STATEMENT_CREATE_INDEX] = {index_sql, "present"},
    [STATEMENT_DROP_INDEX] = {drop_index_sql, "absent"},
    [STATEMENT_DETACH_PARTITION] = {detach_sql, "absent"},
    [STATEMENT_CREATE_DATABASE] = {NAMED_IN("pg_database", "datname"), "present"},
    [STATEMENT_DROP_DATABASE] = {NAMED_IN("pg_database", "datname"), "absent"},
    [STATEMENT_CREATE_TABLESPACE] = {NAMED_IN("pg_tablespace", "spcname"), "present"},
    [STATEMENT_DROP_TABLESPACE] = {NAMED_IN("pg_tablespace", "spcname"), "absent"},
    [STATEMENT_CREATE_SUBSCRIPTION] = {NAMED_IN("pg_subscription", "subname"), "present"},
    [STATEMENT_DROP_SUBSCRIPTION] = {NAMED_IN("pg_subscription", "subname"), "absent"},
    [STATEMENT_REINDEX] = {NULL, "repeatable"},
    [STATEMENT_VACUUM] = {NULL, "repeatable"},
    [STATEMENT_ANALYZE] = {NULL, "repeatable"},
    [STATEMENT_CLUSTER] = {NULL, "repeatable"},
    [STATEMENT_ALTER_SYSTEM] = {NULL, "repeatable"},
    [STATEMENT_DO] = {NULL, NULL},
};

static const struct kind *kind_of(const struct statement_class *class)
{
    static const struct kind none = {NULL, NULL};

    return (size_t) class->kind < sizeof(kinds) / sizeof(kinds[0]) ? &kinds[class->kind] : &none;
}

/* A thing without a name, or several at once, cannot be asked for. */
static bool can_be_asked_for(const struct statement_class *class)
{
    return kind_of(class)->sql && class->n_names == 1;
}

bool announced_is_known(const char *sql)
{
    MEM_SCRATCH(scratch);
    const struct statement_class *class = classify_statement(scratch, sql);

    switch (class->kind) {
    case STATEMENT_CREATE_INDEX:
    case STATEMENT_DROP_INDEX:
    case STATEMENT_DETACH_PARTITION:
        return class->concurrent;
    case STATEMENT_REINDEX:
    case STATEMENT_ANALYZE:
    case STATEMENT_CLUSTER:
        return false; /* with these it depends on their options: the server decides */
    default:
        return kind_of(class)->goal != NULL;
    }
}

static char *qualified(TALLOC_CTX *mem, const struct statement_name *name)
{
    struct buf *sql;

    if (!name->name)
        return NULL;
    sql = buf_new(mem, BUF_MAX);
    quote_qualified(sql, name->schema, name->name);
    return buf_take(mem, sql);
}

char *announced_look(TALLOC_CTX *mem, struct db *db, const char *sql, struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct statement_class *class = classify_statement(scratch, sql);
    const struct kind *kind = kind_of(class);
    struct db_result *r;

    if (!can_be_asked_for(class))
        return mem_strdup(mem, kind->goal && !kind->sql ? "repeatable" : "unknown");
    r = db_query_row(scratch, db, kind->sql,
                     DB_PARAMS(qualified(scratch, &class->names[0]),
                               qualified(scratch, &class->table), class->names[0].name),
                     err);
    return r ? mem_strdup(mem, db_text(r, 0, 0)) : NULL;
}

enum announced_verdict announced_judge(const char *sql, const char *before, const char *now)
{
    MEM_SCRATCH(scratch);
    const struct statement_class *class = classify_statement(scratch, sql);
    const char *goal = kind_of(class)->goal;

    if (!goal || strcmp(now, "unknown") == 0)
        return ANNOUNCED_UNKNOWN;
    if (strcmp(now, "building") == 0)
        return ANNOUNCED_WAIT;
    /* Already at its goal before: nothing was for it to do, and it fails again, or says so. */
    if (strcmp(now, "repeatable") == 0 || strcmp(before, goal) == 0)
        return ANNOUNCED_RUN;
    if (strcmp(now, "invalid") == 0)
        return ANNOUNCED_CLEAN;
    if (strcmp(now, "pending") == 0)
        return ANNOUNCED_FINISH;
    return strcmp(now, goal) == 0 ? ANNOUNCED_DONE : ANNOUNCED_RUN;
}

/* An index lies in the schema of its table, which need not be on the search_path. */
static char *drop_index(TALLOC_CTX *mem, struct db *db, const struct statement_class *class,
                        struct error *err)
{
    MEM_SCRATCH(scratch);
    struct buf *sql = buf_new(scratch, BUF_MAX);
    struct db_result *r =
        db_query_row(scratch, db,
                     "SELECT relnamespace::regnamespace::text FROM pg_catalog.pg_class "
                     "WHERE oid = pg_catalog.to_regclass($1)",
                     DB_PARAMS(qualified(scratch, &class->table)), err);

    if (!r)
        return NULL;
    buf_addf(sql, "DROP INDEX CONCURRENTLY %s.", db_text(r, 0, 0));
    quote_name(sql, class->names[0].name);
    return mem_strdup(mem, sql->text);
}

char *announced_cleaner(TALLOC_CTX *mem, struct db *db, const char *sql, struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct statement_class *class = classify_statement(scratch, sql);

    if (class->kind != STATEMENT_DETACH_PARTITION)
        return drop_index(mem, db, class, err);
    return mem_printf(mem, "ALTER TABLE %s DETACH PARTITION %s FINALIZE",
                      qualified(scratch, &class->table), qualified(scratch, &class->names[0]));
}
