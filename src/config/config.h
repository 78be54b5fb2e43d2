/*
 * The settings of one project, from limbeck.toml, alembic.ini or
 * pyproject.toml, .env and the environment; see product.md "Configuration".
 *
 * Plain data that does not change once made.  Only main.c, cli/ and cmd/
 * read it; everything below takes plain arguments.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include <stdbool.h>
#include <talloc.h>

struct error;

enum config_transaction { CONFIG_PER_MIGRATION, CONFIG_ALL, CONFIG_NONE };

/* What the command line said about finding the configuration. */
struct config_request {
    const char *const *files; /* -c, ending with NULL; may be NULL */
    const char *section;      /* -n, or NULL */
    const char *url;          /* --url, or NULL */
    bool dev;                 /* --dev */
};

struct config {
    const char *file;   /* the main file, absolute, or NULL when there is none */
    const char *folder; /* where that file stands, or the working folder; absolute */
    bool is_alembic;    /* from alembic.ini or [tool.alembic]: Alembic's defaults apply */

    const char *script_location; /* absolute; NULL when not configured */
    const char *const *versions; /* version locations, absolute, ending with NULL */
    bool recursive_versions;
    const char *file_template;
    int truncate_slug_length;
    const char *timezone;      /* or NULL: local time */
    const char *script_format; /* "sql" or "py" */
    const char *rev_id;        /* "hex12", "sequence:0001", "timestamp" */

    const char *version_table;        /* "alembic_version" */
    const char *version_table_schema; /* or NULL */
    bool version_table_pk;

    const char *url; /* as configured, SQLAlchemy's or libpq's, or "dev"; NULL: none */
    const char
        *url_source; /* where it came from, for messages: "--url", "LIMBECK_URL", "alembic.ini" */
    const char *migration_url;    /* the direct address beside a pooled one, or NULL */
    const char *password_command; /* or NULL */

    enum config_transaction transaction;
    bool transactional_ddl;
    bool journal;
    int lock_timeout_ms;      /* -1: untouched */
    int statement_timeout_ms; /* -1: untouched */
    int lock_retries;
};

/*
 * Find and read the configuration.  Fails with ERROR_USAGE (file and line)
 * when a file is malformed or a value is not what its key takes.
 */
struct config *config_load(TALLOC_CTX *mem, const struct config_request *request,
                           struct error *err);

#endif
