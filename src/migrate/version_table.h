/*
 * The version table, exactly as Alembic keeps it: one row for each tip of
 * what is applied.
 */
#ifndef MIGRATE_VERSION_TABLE_H
#define MIGRATE_VERSION_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct buf;
struct db;
struct db_statement;
struct error;
struct graph_row_change;

/* What the configuration calls it. */
struct version_table_name {
    const char *table;  /* "alembic_version" */
    const char *schema; /* NULL: wherever the search_path finds it */
    bool primary_key;
    bool is_default; /* nobody configured it */
};

struct version_table {
    struct version_table_name name;
    bool exists;
    const char *schema;      /* where it is, or where it will be made */
    const char *qualified;   /* quoted, for SQL; written so that no search_path matters */
    const char *label;       /* "schema.table", for the journal and for messages */
    const char *shown;       /* as the configuration names it, for Alembic's messages */
    int width;               /* of version_num in characters; 0: no limit */
    const char *const *rows; /* in the order in which the server gives them, ending with NULL */
};

/* Look it up and read its rows; nothing is made.  A child of 'mem'. */
struct version_table *version_table_open(TALLOC_CTX *mem, struct db *db,
                                         const struct version_table_name *name, struct error *err);

/*
 * A version table that is missing under its usual name, in a database that
 * has tables and a version table of another name, is most likely that one.
 * Fails with ERROR_USAGE then, naming the key to set.
 */
bool version_table_check_other(struct db *db, const struct version_table *table, struct error *err);

/*
 * The DDL that makes it, as Alembic writes it; ids of more than 32 characters
 * ('longest') make its column wider.  Without a known schema for offline use.
 */
char *version_table_ddl(TALLOC_CTX *mem, const struct version_table_name *name,
                        const char *qualified, size_t longest);

/* Make it if it was not there when it was looked up, in the caller's transaction. */
bool version_table_make(struct db *db, const struct version_table *table, size_t longest,
                        struct error *err);

/*
 * Can ids of 'longest' characters be stored?  If the column is too narrow, is
 * it ours to widen?  Fails with ERROR_CONFLICT and the line that an
 * administrator must run if not.  Changes nothing.
 */
bool version_table_check_width(struct db *db, const struct version_table *table, size_t longest,
                               struct error *err);

/* Widen the column to VARCHAR(255) if 'longest' asks for it, in the caller's transaction. */
bool version_table_widen(struct db *db, const struct version_table *table, size_t longest,
                         struct error *err);

/* The statement for one change of a row, with the command tag it must answer with. */
struct db_statement version_table_statement(TALLOC_CTX *mem, const struct version_table *table,
                                            const struct graph_row_change *change);

/* Alembic's message for a change that did not hit exactly one row; 'tag' is what came instead. */
bool version_table_mismatch(const struct version_table *table,
                            const struct graph_row_change *change, const char *tag,
                            struct error *err);

/* The change as --sql prints it, with Alembic's RETURNING of the key behind an INSERT. */
void version_table_sql(struct buf *sql, const struct version_table_name *name,
                       const struct graph_row_change *change);

#endif
