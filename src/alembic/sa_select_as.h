/* What the files of select() share. */
#ifndef ALEMBIC_SA_SELECT_AS_H
#define ALEMBIC_SA_SELECT_AS_H

#include "alembic/sa_select.h"

struct sa_select *sa_select_new(struct py *py, const struct py_type *type);

/* Methods: scalar_subquery(), subquery(), union() ... */
py_native sa_query_scalar_subquery, sa_query_label, sa_query_exists, sa_query_subquery,
    sa_query_lateral, sa_query_union_with, sa_query_union_all, sa_query_intersect, sa_query_except;

#endif
