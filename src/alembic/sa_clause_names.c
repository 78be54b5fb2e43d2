#include "alembic/names.h"
#include "alembic/sa_functions.h"
#include "alembic/sa_inspect.h"
#include "alembic/sa_result.h"
#include "alembic/sa_select.h"

#define CLASS(n, id)                                                                               \
    {                                                                                              \
        .name = n, .type = &id                                                                     \
    }
#define FUNCTION(n, id)                                                                            \
    {                                                                                              \
        .name = n, .function = sa_##id##_function                                                  \
    }

const struct alembic_export sa_clause_names[] = {
    {.name = "func", .value = sa_func},
    CLASS("Executable", sa_clause_type),
    CLASS("ClauseElement", sa_clause_type),
    CLASS("ColumnElement", sa_element_type),
    CLASS("BinaryExpression", sa_operation_type),
    CLASS("UnaryExpression", sa_unary_type),
    CLASS("BooleanClauseList", sa_boolean_list_type),
    CLASS("BindParameter", sa_bind_type),
    CLASS("bindparam", sa_bind_type),
    CLASS("Function", sa_function_type),
    CLASS("FunctionElement", sa_function_type),
    CLASS("Label", sa_label_type),
    CLASS("label", sa_label_type),
    CLASS("Cast", sa_cast_type),
    CLASS("cast", sa_cast_type),
    CLASS("Extract", sa_extract_type),
    CLASS("extract", sa_extract_type),
    CLASS("case", sa_case_type),
    CLASS("Case", sa_case_type),
    CLASS("tuple_", sa_tuple_type),
    CLASS("Tuple", sa_tuple_type),
    CLASS("Exists", sa_exists_type),
    CLASS("exists", sa_exists_type),
    CLASS("FromClause", sa_from_type),
    CLASS("Subquery", sa_alias_type),
    CLASS("Alias", sa_alias_type),
    CLASS("CTE", sa_alias_type),
    CLASS("Join", sa_join_type),
    CLASS("Select", sa_select_type),
    CLASS("CompoundSelect", sa_compound_type),
    CLASS("Selectable", sa_query_type),
    CLASS("Insert", sa_insert_type),
    CLASS("Update", sa_update_type),
    CLASS("Delete", sa_delete_type),
    FUNCTION("literal", literal),
    FUNCTION("literal_column", literal_column),
    FUNCTION("null", null),
    FUNCTION("true", true),
    FUNCTION("false", false),
    FUNCTION("and_", and),
    FUNCTION("or_", or),
    FUNCTION("not_", not ),
    FUNCTION("between", between),
    FUNCTION("asc", asc),
    FUNCTION("desc", desc),
    FUNCTION("nulls_first", nulls_first),
    FUNCTION("nullsfirst", nulls_first),
    FUNCTION("nulls_last", nulls_last),
    FUNCTION("nullslast", nulls_last),
    FUNCTION("distinct", distinct),
    FUNCTION("any_", any),
    FUNCTION("all_", all),
    FUNCTION("collate", collate),
    FUNCTION("type_coerce", type_coerce),
    FUNCTION("select", select),
    FUNCTION("insert", insert),
    FUNCTION("update", update),
    FUNCTION("delete", delete),
    FUNCTION("union", union),
    FUNCTION("union_all", union_all),
    FUNCTION("intersect", intersect),
    FUNCTION("except_", except),
    FUNCTION("join", join),
    FUNCTION("outerjoin", outerjoin),
    FUNCTION("alias", alias),
    FUNCTION("inspect", inspect),
    FUNCTION("create_engine", create_engine),
    FUNCTION("engine_from_config", create_engine),
    CLASS("Inspector", sa_inspector_type),
    CLASS("Connection", sa_connection_type),
    CLASS("Engine", sa_engine_type),
    CLASS("Row", sa_row_type),
    {.name = NULL},
};

const struct alembic_export sa_postgresql_clause_names[] = {
    FUNCTION("insert", postgresql_insert),
    CLASS("array", sa_array_clause_type),
    CLASS("aggregate_order_by", sa_aggregate_order_type),
    FUNCTION("array_agg", array_agg),
    CLASS("Insert", sa_postgresql_insert_type),
    {.name = NULL},
};
