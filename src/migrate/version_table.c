#include "migrate/version_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "db/db.h"
#include "db/pipeline.h"
#include "graph/plan.h"
#include "migrate/rights.h"
#include "sql/quote.h"

/* Alembic's ids have 12 characters.  Ours and people's may be longer than what its table holds. */
enum { ALEMBIC_WIDTH = 32, WIDE = 255 };

/*
 * Alembic's own test: a relation of these kinds, visible or in the schema.
 * The width comes from the type modifier of a varchar or char column.
 */
static const char look_sql[] =
    "SELECT n.nspname, CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 "
    "THEN a.atttypmod - 4 ELSE 0 END "
    "FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
    "LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'version_num' "
    "AND NOT a.attisdropped LEFT JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid "
    "WHERE c.relname = $1 AND c.relkind IN ('r', 'p', 'f', 'v', 'm') "
    "AND CASE WHEN $2::text IS NULL THEN pg_catalog.pg_table_is_visible(c.oid) "
    "ELSE n.nspname = $2 END";

static bool read_rows(struct db *db, struct version_table *table, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *sql = mem_printf(scratch, "SELECT version_num FROM %s", table->qualified);
    struct db_result *rows = db_query(scratch, db, sql, DB_NO_PARAMS, err);
    const char **ids;

    if (!rows) {
        rights_hint_read(db, table->schema, table->name.table, err);
        return error_wrap(err, "cannot read %s", table->label);
    }
    ids = mem_array(table, const char *, db_rows(rows) + 1);
    for (size_t i = 0; i < db_rows(rows); i++)
        ids[i] = mem_strdup(ids, db_text(rows, i, 0) ? db_text(rows, i, 0) : "");
    table->rows = ids;
    return true;
}

/* Where CREATE TABLE without a schema would put it. */
static char *current_schema(TALLOC_CTX *mem, struct db *db, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *r = db_query_row(scratch, db, "SELECT current_schema()", DB_NO_PARAMS, err);

    if (!r)
        return NULL;
    if (db_text(r, 0, 0))
        return mem_strdup(mem, db_text(r, 0, 0));
    error_set(err, ERROR_CONFLICT, "there is no schema in which the version table could be made");
    error_detail(err, "No schema of the search_path exists.");
    error_hint(err, "Set version_table_schema, or the search_path of the role.");
    return NULL;
}

/* Qualified from here on: a script may change the search_path under us. */
static void name_it(struct version_table *table)
{
    struct buf *sql = buf_new(table, BUF_MAX);

    quote_qualified(sql, table->schema, table->name.table);
    table->qualified = buf_take(table, sql);
    table->label = mem_printf(table, "%s.%s", table->schema, table->name.table);
    table->shown = table->name.schema ? table->label : table->name.table;
}

struct version_table *version_table_open(TALLOC_CTX *mem, struct db *db,
                                         const struct version_table_name *name, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct version_table *table = mem_new(scratch, struct version_table);
    struct db_result *found =
        db_query(scratch, db, look_sql, DB_PARAMS(name->table, name->schema), err);

    if (!found)
        return NULL;
    table->name = *name;
    table->name.table = mem_strdup(table, name->table);
    table->name.schema = mem_strdup(table, name->schema);
    table->exists = db_rows(found) > 0;
    table->rows = mem_array(table, const char *, 1);
    if (table->exists) {
        table->schema = mem_strdup(table, db_text(found, 0, 0));
        table->width = (int)db_int(found, 0, 1);
    } else {
        table->schema =
            name->schema ? mem_strdup(table, name->schema) : current_schema(table, db, err);
    }
    if (!table->schema)
        return NULL;
    name_it(table);
    if (table->exists && !read_rows(db, table, err))
        return NULL;
    return talloc_steal(mem, table);
}

char *version_table_ddl(TALLOC_CTX *mem, const struct version_table_name *name,
                        const char *qualified, size_t longest)
{
    struct buf *sql = buf_new(mem, BUF_MAX);

    buf_addf(sql, "CREATE TABLE %s (\n    version_num VARCHAR(%d) NOT NULL", qualified,
             longest > ALEMBIC_WIDTH ? WIDE : ALEMBIC_WIDTH);
    if (name->primary_key) {
        char *constraint = mem_printf(sql, "%s_pkc", name->table);

        buf_add(sql, ", \n    CONSTRAINT ");
        quote_name_if_needed(sql, constraint);
        buf_add(sql, " PRIMARY KEY (version_num)");
    }
    buf_add(sql, "\n)");
    return buf_take(mem, sql);
}

bool version_table_make(struct db *db, const struct version_table *table, size_t longest,
                        struct error *err)
{
    MEM_SCRATCH(scratch);

    if (table->exists)
        return true;
    if (!db_exec(db, version_table_ddl(scratch, &table->name, table->qualified, longest), err))
        return error_wrap(err, "cannot make the version table %s", table->label);
    return true;
}

static bool is_too_narrow(const struct version_table *table, size_t longest)
{
    return table->exists && table->width > 0 && longest > (size_t)table->width;
}

static char *widening_sql(TALLOC_CTX *mem, const struct version_table *table)
{
    return mem_printf(mem, "ALTER TABLE %s ALTER COLUMN version_num TYPE VARCHAR(%d)",
                      table->qualified, WIDE);
}

/* A view over the column forbids the change of its type; so does not owning the table. */
static const char obstacles_sql[] =
    "SELECT pg_catalog.pg_has_role(c.relowner, 'USAGE'), pg_catalog.pg_get_userbyid(c.relowner), "
    "(SELECT string_agg(DISTINCT r.ev_class::regclass::text, ', ') FROM pg_catalog.pg_depend AS d "
    "JOIN pg_catalog.pg_rewrite AS r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass "
    "WHERE d.refobjid = c.oid AND d.refclassid = 'pg_class'::regclass AND r.ev_class <> c.oid), "
    "c.relkind "
    "FROM pg_catalog.pg_class AS c WHERE c.oid = $1::regclass";

bool version_table_check_width(struct db *db, const struct version_table *table, size_t longest,
                               struct error *err)
{
    MEM_SCRATCH(scratch);
    struct db_result *r;

    if (longest > WIDE)
        return error_set(err, ERROR_INVALID,
                         "a revision id has %zu characters, more than the %d that %s can hold",
                         longest, WIDE, table->label);
    if (!is_too_narrow(table, longest))
        return true;
    r = db_query_row(scratch, db, obstacles_sql, DB_PARAMS(table->qualified), err);
    if (!r)
        return false;
    if (db_is_true(r, 0, 0) && !db_text(r, 0, 2) && strchr("rp", db_text(r, 0, 3)[0]))
        return true;
    error_set(err, ERROR_CONFLICT,
              "a revision id has %zu characters, but %s.version_num holds only %d", longest,
              table->label, table->width);
    if (db_text(r, 0, 2))
        error_detail(err, "The column cannot be widened while these depend on it: %s.",
                     db_text(r, 0, 2));
    else
        error_detail(err, "The table belongs to role \"%s\", so it cannot be widened here.",
                     db_text(r, 0, 1));
    error_hint(err, "Let an administrator run: %s;", widening_sql(scratch, table));
    return false;
}

bool version_table_widen(struct db *db, const struct version_table *table, size_t longest,
                         struct error *err)
{
    MEM_SCRATCH(scratch);

    if (!is_too_narrow(table, longest))
        return true;
    if (!db_exec(db, widening_sql(scratch, table), err))
        return error_wrap(err, "cannot widen %s.version_num", table->label);
    return true;
}

/* The tags are Alembic's check that each row is there once: hands other than ours write here. */
struct db_statement version_table_statement(TALLOC_CTX *mem, const struct version_table *table,
                                            const struct graph_row_change *change)
{
    const char **params = mem_array(mem, const char *, 2);
    struct db_statement statement = {.n_params = 1, .params = params};

    params[0] = change->kind == GRAPH_ROW_INSERT ? change->to : change->from;
    params[1] = change->to;
    if (change->kind == GRAPH_ROW_INSERT) {
        statement.sql =
            mem_printf(mem, "INSERT INTO %s (version_num) VALUES ($1)", table->qualified);
        statement.expect_tag = "INSERT 0 1";
    } else if (change->kind == GRAPH_ROW_DELETE) {
        statement.sql = mem_printf(mem, "DELETE FROM %s WHERE version_num = $1", table->qualified);
        statement.expect_tag = "DELETE 1";
    } else {
        statement.sql = mem_printf(mem, "UPDATE %s SET version_num = $2 WHERE version_num = $1",
                                   table->qualified);
        statement.n_params = 2;
        statement.expect_tag = "UPDATE 1";
    }
    return statement;
}

bool version_table_mismatch(const struct version_table *table,
                            const struct graph_row_change *change, const char *tag,
                            struct error *err)
{
    const char *count = strrchr(tag, ' ');

    if (change->kind == GRAPH_ROW_UPDATE)
        error_set(err, ERROR_CONFLICT,
                  "Online migration expected to match one row when updating '%s' to '%s' in '%s'; "
                  "%s found",
                  change->from, change->to, table->shown, count ? count + 1 : tag);
    else
        error_set(err, ERROR_CONFLICT,
                  "Online migration expected to match one row when deleting '%s' in '%s'; %s found",
                  change->from, table->shown, count ? count + 1 : tag);
    return error_hint(err, "Somebody else changed %s meanwhile, or it holds a row twice.",
                      table->label);
}

/* For --sql, in Alembic's words; RETURNING is what SQLAlchemy adds where there is a primary key. */
void version_table_sql(struct buf *sql, const struct version_table_name *name,
                       const struct graph_row_change *change)
{
    struct buf *table = buf_new(sql, BUF_MAX);

    if (name->schema) {
        quote_name_if_needed(table, name->schema);
        buf_addc(table, '.');
    }
    quote_name_if_needed(table, name->table);
    if (change->kind == GRAPH_ROW_INSERT) {
        buf_addf(sql, "INSERT INTO %s (version_num) VALUES (", table->text);
        quote_literal(sql, change->to);
        buf_addf(sql, name->primary_key ? ") RETURNING %s.version_num" : ")", table->text);
    } else if (change->kind == GRAPH_ROW_UPDATE) {
        buf_addf(sql, "UPDATE %s SET version_num=", table->text);
        quote_literal(sql, change->to);
        buf_addf(sql, " WHERE %s.version_num = ", table->text);
        quote_literal(sql, change->from);
    } else {
        buf_addf(sql, "DELETE FROM %s WHERE %s.version_num = ", table->text, table->text);
        quote_literal(sql, change->from);
    }
    talloc_free(table);
}
