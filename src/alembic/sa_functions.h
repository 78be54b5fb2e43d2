/* Functions of sqlalchemy that are no classes. */
#ifndef ALEMBIC_SA_FUNCTIONS_H
#define ALEMBIC_SA_FUNCTIONS_H

#include "py/object.h"

py_native sa_literal_function, sa_and_function, sa_or_function, sa_not_function, sa_null_function,
    sa_true_function, sa_false_function, sa_literal_column_function, sa_between_function,
    sa_asc_function, sa_desc_function, sa_nulls_first_function, sa_nulls_last_function,
    sa_distinct_function, sa_any_function, sa_all_function, sa_type_coerce_function,
    sa_exists_function, sa_select_function, sa_insert_function, sa_postgresql_insert_function,
    sa_update_function, sa_delete_function, sa_union_function, sa_union_all_function,
    sa_intersect_function, sa_except_function, sa_join_function, sa_outerjoin_function,
    sa_alias_function, sa_inspect_function, sa_array_agg_function, sa_create_engine_function,
    sa_collate_function;

#endif
