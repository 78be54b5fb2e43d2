/* INSERT, UPDATE and DELETE. */
#ifndef ALEMBIC_SA_DML_H
#define ALEMBIC_SA_DML_H

#include "alembic/sa_select.h"

struct sa_conflict {
    enum { SA_NO_CONFLICT, SA_DO_NOTHING, SA_DO_UPDATE } what;
    const char *constraint;
    struct py_object **elements; /* each a str or a clause */
    size_t n;
    struct sa_clause *element_where, *where; /* or NULL */
    struct py_dict *set;
};

struct sa_dml {
    struct sa_clause clause;
    enum { SA_INSERT, SA_UPDATE, SA_DELETE } what;
    struct sa_table *table;
    struct py_list *rows; /* of dicts by key of column; NULL: no values */
    bool is_multi;        /* values() was given a list */
    bool is_inline;       /* without RETURNING of the primary key */
    struct sa_clause *select;
    struct py_dict *names; /* of from_select() */
    struct sa_list where, returning, ctes;
    struct sa_conflict conflict;
};

struct sa_dml *sa_as_dml(struct sa_clause *clause);

/* The statement with more values: those of execute()'s parameters that are columns of it. */
struct sa_dml *sa_dml_with(struct py *py, const struct sa_dml *dml, const struct py_dict *params);
/* The same for many rows, in one INSERT. */
struct sa_dml *sa_dml_rows(struct py *py, const struct sa_dml *dml, struct py_object *const *params,
                           size_t n);

/* Columns of the primary key that an INSERT of one row gives back unasked. */
bool sa_implicit_returning(struct py *py, const struct sa_dml *dml, struct sa_list *columns);

/* ON CONFLICT ... */
bool sa_write_conflict(struct sa_compiler *c, const struct sa_dml *dml);
/* A value for a column: an expression, or a literal of the column's type. */
bool sa_write_column_value(struct sa_compiler *c, struct sa_column *column,
                           struct py_object *value);

bool sa_dml_compile(struct sa_compiler *c, const struct sa_clause *clause);

py_native sa_on_conflict_nothing_method, sa_on_conflict_update_method;

#endif
