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
#include <stddef.h>
#include <talloc.h>

struct error;
struct map;
struct sources;
struct strlist;

enum config_transaction { CONFIG_PER_MIGRATION, CONFIG_ALL, CONFIG_NONE };

/* What the command line said about finding the configuration. */
struct config_request {
    const char *const *files; /* -c, ending with NULL; may be NULL */
    const char *section;      /* -n, or NULL */
    const char *url;          /* --url, or NULL */
    bool dev;                 /* --dev */

    const char *folder;             /* the working folder; NULL: the process's */
    const char *const *environment; /* "NAME=value"s, ending with NULL; NULL: the process's */
};

/* A program that is run on every new script; what is not given is NULL. */
struct config_hook {
    const char *name, *type;
    const char *entrypoint, *module, *executable; /* one of them, by 'type' */
    const char *options, *cwd;
};

struct config {
    const char *file;   /* the main file, absolute, or NULL when there is none */
    const char *folder; /* the project's: where that file stands, or the working folder; absolute */
    bool is_alembic;    /* from alembic.ini or [tool.alembic]: Alembic's defaults apply */
    const struct sources *sources; /* for config_option() */
    const struct env *env;         /* the process's variables and those of the project's .env */
    const char *place;             /* where one writes a setting, for hints: "limbeck.toml" */
    bool place_is_ini;             /* there it is written without quotes */

    const struct strlist *given; /* the names of settings that the files have */

    const char *script_location;       /* absolute; NULL when not configured */
    const char *script_location_given; /* as it is written, for Alembic's messages; or NULL */
    const char *const *versions;       /* version locations, absolute, ending with NULL */
    bool recursive_versions;
    bool sourceless;             /* Alembic would also run compiled scripts */
    const char *const *sys_path; /* prepend_sys_path, absolute, ending with NULL */
    const char *file_template;
    int truncate_slug_length;
    const char *timezone; /* or NULL: local time */
    const char *output_encoding;
    bool revision_environment;
    const char *script_format; /* "sql" or "py" */
    const char *rev_id;        /* "hex12", "sequence:0001", "timestamp" */

    struct config_hook *hooks; /* [post_write_hooks], in order */
    size_t n_hooks;

    /* What scripts need and models say; texts by name, or NULL. */
    const struct map *naming;  /* [naming]: "fk" -> "fk_%(table_name)s" */
    const struct map *types;   /* [types]: "app.types.GUID" -> "UUID" */
    const struct map *defines; /* [defines]: "app.settings.DIMENSIONS" -> a Python literal */

    const char *version_table;        /* "alembic_version" */
    const char *version_table_schema; /* or NULL */
    bool version_table_pk;
    bool env_py_table; /* env.py names one of the two */

    /*
     * SQLAlchemy's, libpq's, or "dev", for dsn_from_url(); NULL when no
     * database is configured or the configured address cannot be had, which
     * config_no_database() says.
     */
    const char *url;
    const char *url_source;        /* who named it: "--url", "LIMBECK_URL", "alembic.ini", ... */
    const char *url_env;           /* the variable that was to name it, or NULL */
    const struct error *url_error; /* why it cannot be had, or NULL */
    const char *migration_url;     /* the direct address beside a pooled one, or NULL */
    const char *password_command;  /* or NULL */

    enum config_transaction transaction;
    bool transactional_ddl;
    bool ensure; /* make extensions that pending scripts need */
    bool journal;
    int lock_timeout_ms;      /* -1: untouched; 0: none */
    int statement_timeout_ms; /* likewise */
    int lock_retries;
    int lock_wait_s;
};

/*
 * Find and read the configuration; none at all is no failure.  Fails with
 * ERROR_USAGE (file and line) when a file is malformed, a value is not what
 * its key takes, or limbeck.toml has a key that there is not.
 */
struct config *config_load(TALLOC_CTX *mem, const struct config_request *request,
                           struct error *err);

/*
 * The value of any key as Alembic's Config.get_section_option() has it, a
 * child of 'mem'; NULL when there is none.  'section' is NULL for the main one.
 */
char *config_option(TALLOC_CTX *mem, const struct config *config, const char *section,
                    const char *name);

/*
 * For a command that needs a database where config->url is NULL: ERROR_USAGE,
 * with the line to write as a hint.  Always false.
 */
bool config_no_database(const struct config *config, struct error *err);

#endif
