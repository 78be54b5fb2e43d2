/*
 * SELECT, what it selects from, and the other statements.
 *
 * Statements never change: each method makes a copy.  A subquery, a CTE and
 * an alias are tables as far as their columns go.
 */
#ifndef ALEMBIC_SA_SELECT_H
#define ALEMBIC_SA_SELECT_H

#include "alembic/sa_expr.h"
#include "alembic/sa_schema.h"

/* A list that is copied when it grows. */
struct sa_list {
    struct sa_clause **items;
    size_t n;
};

bool sa_list_add(struct py *py, struct sa_list *list, struct sa_clause *clause);

/* The FROMs of the statement around the one at work. */
struct sa_scope {
    const struct sa_list *froms;
    const struct sa_select *select; /* whose labels ORDER BY may name; or NULL */
};

struct sa_for_update {
    bool on, read, nowait, skip_locked, key_share;
    struct sa_list of;
};

struct sa_setup_join {
    struct sa_clause *left, *right, *on; /* 'left' and 'on' may be NULL */
    bool outer, full;
};

struct sa_select {
    struct sa_clause clause;
    struct sa_list columns; /* tables stand for all their columns */
    struct sa_list froms;
    struct sa_setup_join *joins;
    size_t n_joins;
    struct sa_list where, having, group_by, order_by, distinct_on, correlate;
    struct sa_list ctes; /* of add_cte() */
    struct sa_clause *limit, *offset;
    bool distinct, is_correlated /* correlate() was called */;
    struct sa_for_update for_update;
    const char
        *compound; /* " UNION ALL ": of 'selects', and the above but order and limit unused */
    struct sa_list selects;
};

extern const struct py_type sa_scalar_type, sa_exists_type, sa_query_type, sa_select_type,
    sa_compound_type, sa_alias_type, sa_join_type, sa_cast_type, sa_extract_type, sa_tuple_type,
    sa_case_type, sa_insert_type, sa_postgresql_insert_type, sa_update_type, sa_delete_type,
    sa_array_clause_type, sa_aggregate_order_type;

struct sa_select *sa_as_select(struct sa_clause *clause);

/* Is it a select(), a union() or text().columns()? */
bool sa_is_query(const struct sa_clause *clause);
/* (SELECT ...) as a value. */
struct sa_clause *sa_scalar(struct py *py, struct sa_clause *query);
/* EXISTS (SELECT ...) */
struct sa_clause *sa_exists(struct py *py, struct sa_clause *query);

/* Write a query; 'as_from' names its columns, as in FROM. */
bool sa_write_select(struct sa_compiler *c, const struct sa_select *select, bool as_from);
bool sa_write_query(struct sa_compiler *c, struct sa_clause *query, bool as_from);
/* "a, b, lower(a) AS lower_1" */
bool sa_write_columns(struct sa_compiler *c, const struct sa_list *columns, bool as_from);
/* The columns one by one: tables are taken apart. */
bool sa_expand_columns(struct py *py, const struct sa_list *columns, struct sa_list *out);

/* What an expression or statement is FROM: tables without doubles, in order of appearance. */
bool sa_collect_froms(struct py *py, struct sa_clause *clause, struct sa_list *froms);
/* The tables that a FROM is made of: both sides of a join. */
bool sa_surface(struct py *py, struct sa_clause *from, struct sa_list *tables);
bool sa_list_has(const struct sa_list *list, const struct sa_clause *clause);
bool sa_display_froms(struct sa_compiler *c, const struct sa_select *select, struct sa_list *froms);

/* A subquery, CTE or alias: its columns are those of a table. */
struct sa_alias {
    struct sa_table table;
    enum { SA_SUBQUERY, SA_CTE, SA_TABLE_ALIAS, SA_LATERAL, SA_FUNCTION_ALIAS } what;
    struct sa_clause *element;
    bool recursive, materialized, not_materialized, with_columns;
    struct sa_alias *restates; /* a recursive CTE that union() was called on */
    const struct sa_type *const *types;
};

struct sa_alias *sa_as_alias(const struct sa_clause *clause);
struct sa_clause *sa_alias_new(struct py *py, struct sa_clause *element, int what,
                               const char *name);

struct sa_join {
    struct sa_clause clause;
    struct sa_clause *left, *right, *on;
    bool outer, full;
};

struct sa_join *sa_as_join(const struct sa_clause *clause);
/* 'on' NULL: by the foreign keys between the two. */
struct sa_clause *sa_join_new(struct py *py, struct sa_clause *left, struct sa_clause *right,
                              struct sa_clause *on, bool outer, bool full);

/* A table as it stands in front of its columns: its name, or that of the alias. */
bool sa_write_table_of(struct sa_compiler *c, struct sa_table *table);

/* Remember a CTE for WITH. */
bool sa_meet_cte(struct sa_compiler *c, struct sa_alias *cte);

/* Write a statement with its CTEs; this is what runs it. */
bool sa_write_statement(struct sa_compiler *c, const struct sa_clause *statement,
                        const struct py_dict *params);

struct sa_clause *sa_literal_column(struct py *py, const char *text);
struct sa_clause *sa_label_reference(struct py *py, const char *name);
extern const struct sa_operator sa_as_operator;

/* The table of a class that a script derived from a declarative base, or NULL. */
struct sa_table *sa_model_table(struct py *py, struct py_object *o);
/* A table, subquery or model as something to select from; raises ArgumentError. */
struct sa_clause *sa_from_item(struct py *py, struct py_object *o);

/* CAST(), EXTRACT() and type_coerce(). */
struct sa_cast {
    struct sa_clause clause;
    struct sa_clause *element;
    const char *field; /* of EXTRACT; NULL: CAST */
    bool silent;       /* type_coerce(): only scripts see the type */
};

py_native sa_cte_method, sa_over_method, sa_filter_method, sa_within_group_method,
    sa_function_alias_method, sa_table_valued_method, sa_column_valued_method;
struct py_object *sa_func(struct py *py);

#endif
