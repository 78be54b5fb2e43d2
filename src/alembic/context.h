/*
 * Where the operations of an Alembic script go.
 *
 * op.create_table() and its like turn into SQL text and call 'sink'.  There
 * are three sinks: one that notes the statements for later (the evaluation
 * then is complete before anything runs), one that runs each at once, and
 * one that prints.  A script that asks for rows cannot be noted: 'query' of
 * the first kind fails, the evaluation is dropped, and the script is
 * evaluated against the second when its turn comes.
 *
 * Statements are complete texts.  Bound values are put in as literals, the
 * way psycopg2 does it, so that the server resolves types as it does there.
 */
#ifndef ALEMBIC_CONTEXT_H
#define ALEMBIC_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "py/py.h"

struct error;
struct map;

/* A type is the oid that the server gave the column; a value is its text, or NULL. */
struct alembic_rows {
    size_t n, n_columns;
    const char *const *columns;
    const uint32_t *types;
    const char *const *values; /* row by row */
    int64_t affected;          /* of the command tag; -1: it has none */
};

struct alembic_sink {
    /* Run (or note, or print) one statement, whose result nobody has asked for yet. */
    bool (*execute)(void *data, const char *sql, struct py_place place, struct error *err);

    /*
     * Run a statement for its rows, which live in 'mem'.  NULL here: there are
     * no rows (offline), and asking for them gets None as in Alembic.  A sink
     * that only notes returns NULL with ERROR_BUSY: evaluate again when live.
     */
    struct alembic_rows *(*query)(void *data, TALLOC_CTX *mem, const char *sql,
                                  struct py_place place, struct error *err);

    /* Enter or leave op.get_context().autocommit_block(). */
    bool (*autocommit)(void *data, bool on, struct py_place place, struct error *err);

    /* bind.commit() and bind.rollback() of a script: the transaction ends, another begins. */
    bool (*end)(void *data, bool commit, struct py_place place, struct error *err);

    void *data;

    /*
     * execute() only notes: the rows of a statement are asked for with
     * 'query' when a script looks at them.  False: statements of which rows
     * may be looked at are run by 'query' at once, so that each runs once.
     */
    bool notes;
};

/* One run: shared by all scripts of it, in their order. */
struct alembic_context {
    const struct alembic_sink *sink;
    bool offline; /* --sql */

    const char *version_table, *version_table_schema; /* the latter may be NULL */
    const char *const *x_arguments;                   /* -x, in order; ends with NULL */
    const char *const *tag;
    const char *script_location, *config_path;

    /* From [naming], [types], [defines] of the configuration, or from env.py; each may be NULL. */
    const struct map *naming;  /* "fk" -> "fk_%(table_name)s_..." */
    const struct map *types;   /* "app.types.GUID" -> "UUID" */
    const struct map *defines; /* "app.config.settings.DIMENSIONS" -> a Python literal */

    /* The value of a main option of the configuration ("sqlalchemy.url"), or NULL. */
    const char *(*option)(void *data, const char *section, const char *name);
    void *option_data;

    struct py_dict
        *enums_made;       /* types that CREATE TYPE was written for in this run; starts NULL */
    unsigned n_savepoints; /* that scripts began */
};

/*
 * Give a complete statement of the script that is being evaluated to the sink.
 * False when it raised: what the server said is a DBAPIError for the script.
 */
bool alembic_execute(struct py *py, const char *sql);
bool alembic_execute_at(struct py *py, const char *sql, struct py_place place);

/*
 * The same for its rows, which live in 'mem'.  NULL without a pending exception
 * when there are none to be had (offline).
 */
struct alembic_rows *alembic_query(struct py *py, TALLOC_CTX *mem, const char *sql);

/* Raise what the sink said; always false.  A sink that cannot go on now ends the evaluation. */
bool alembic_raise(struct py *py, const struct error *err);

/* What op.get_bind() gives. */
struct py_object *alembic_bind(struct py *py);

/* A statement as --sql prints it: stripped, tabs as four blanks, with a semicolon. */
char *alembic_printed(TALLOC_CTX *mem, const char *sql);

/* Teach an interpreter the names of Alembic, SQLAlchemy, pgvector and their neighbours. */
void alembic_add_modules(struct py *py);

/* The context of the script that is being evaluated; set with py_set_data(). */
struct alembic_context *alembic_context(const struct py *py);

#endif
