/*
 * What a statement gives: rows that are looked at, or a statement whose rows
 * nobody has asked for yet.
 *
 * A sink that notes is told of a statement at once; only who looks into the
 * result makes it say that the script must be evaluated live.
 */
#ifndef ALEMBIC_SA_RESULT_H
#define ALEMBIC_SA_RESULT_H

#include "alembic/context.h"
#include "alembic/sa_dml.h"

/* The rows of one statement, shared by the views of it. */
struct sa_rows {
    const char *sql;           /* noted: to be asked for when looked at; else NULL */
    struct alembic_rows *rows; /* NULL until then */
    struct py_object *keys;    /* a tuple of str */
    struct sa_list columns;    /* what was selected, whose types say more than those of rows */
    struct sa_list implicit;   /* the primary key that nobody asked for */
    size_t at;                 /* the next row */
    bool closed;
};

/* Run a statement with the parameters of execute(): a dict, a list of them, or NULL. */
struct py_object *sa_run(struct py *py, struct py_object *statement, struct py_object *params);
/* A finished SQL text; its columns have the types of the server. */
struct py_object *sa_run_text(struct py *py, const char *sql);

/* "%s" and "%(name)s" with the values in their places, as psycopg2 does it; None: "%%" alone. */
const char *sa_driver_text(struct py *py, const char *sql, struct py_object *params);

struct py_object *sa_result_new(struct py *py, struct sa_rows *rows);

/* The first column of the first row, or None. */
struct py_object *sa_scalar_of(struct py *py, struct py_object *result);

/* A value of the server as psycopg2 and SQLAlchemy give it; 'column' may be NULL. */
struct py_object *sa_row_value(struct py *py, const char *text, uint32_t type,
                               struct sa_clause *column);

struct py_object *sa_row_new(struct py *py, struct py_object *keys, struct py_object *const *values,
                             size_t n);
struct py_object *sa_row_mapping(struct py *py, struct py_object *row);

/* SAVEPOINT, as a context manager. */
struct py_object *sa_begin_nested(struct py *py);

extern const struct py_type sa_engine_type, sa_row_type, sa_connection_type;

#endif
