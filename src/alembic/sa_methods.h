/* Methods of expressions, by the tables that make up ColumnElement. */
#ifndef ALEMBIC_SA_METHODS_H
#define ALEMBIC_SA_METHODS_H

#include "alembic/sa_expr.h"

extern const struct py_method sa_element_methods[];

/* LIKE and its neighbours: sa_match.c */
py_native sa_like_method, sa_not_like_method, sa_ilike_method, sa_not_ilike_method,
    sa_startswith_method, sa_endswith_method, sa_contains_method, sa_match_method,
    sa_regexp_match_method, sa_regexp_replace_method, sa_istartswith_method, sa_iendswith_method,
    sa_icontains_method;

/* JSON, arrays, vectors: sa_container.c */
py_native sa_astext_property, sa_as_string_method, sa_as_integer_method, sa_as_float_method,
    sa_as_boolean_method, sa_as_json_method, sa_has_key_method, sa_has_any_method,
    sa_has_all_method, sa_contained_by_method, sa_overlap_method, sa_array_any_method,
    sa_array_all_method, sa_any_method, sa_all_method, sa_l2_distance_method,
    sa_cosine_distance_method, sa_max_inner_product_method, sa_l1_distance_method;

/* An operator of PostgreSQL's own ("@>"), which SQLAlchemy has as a custom one. */
struct py_object *sa_custom(struct py *py, const char *text, int precedence, bool is_comparison,
                            bool is_eager, struct sa_clause *left, struct py_object *right,
                            struct sa_type *type);

#endif
