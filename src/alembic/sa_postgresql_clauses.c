/* postgresql.array(), aggregate_order_by() and array_agg(). */
#include "alembic/sa_functions.h"
#include "alembic/sa_select.h"
#include "alembic/sa_types.h"
#include "base/arena.h"
#include "py/py.h"

struct array {
    struct sa_clause clause;
    struct sa_list items;
};

/* ARRAY[1, 2] */
static bool compile_array(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct array *array = (const void *)clause;

    sa_write(c, "ARRAY[");
    if (!sa_compile_list(c, array->items.items, array->items.n, ", "))
        return false;
    sa_write(c, "]");
    if (array->items.n > 0 || array->clause.sql_type->item->rule->kind == SA_NULL)
        return true;
    sa_write(c, "::");
    return sa_write_type(c, array->clause.sql_type);
}

static bool visit_array(struct py *py, const struct sa_clause *clause, sa_visit *each, void *data)
{
    const struct array *array = (const void *)clause;

    for (size_t i = 0; i < array->items.n; i++)
        if (!each(py, array->items.items[i], data))
            return false;
    return true;
}

static const struct sa_clause_kind array_kind = {
    .name = "array", .compile = compile_array, .visit = visit_array};

static struct py_object *make_array(struct py *py, const struct py_type *type,
                                    const struct py_args *args)
{
    struct py_object *slots[2], **items;
    struct array *array = arena_new_object(py_arena(py), struct array);
    struct sa_type *item = NULL;
    size_t n;

    array->clause.object.type = type;
    array->clause.kind = &array_kind;
    if (!py_bind(py, "array", (const char *const[]){"clauses", "?type_", NULL}, args, slots) ||
        !(items = py_items(py, slots[0], &n)) ||
        (!sa_absent(slots[1]) && !(item = sa_type_of(py, slots[1]))))
        return NULL;
    for (size_t i = 0; i < n; i++) {
        struct sa_clause *clause = sa_expression(py, items[i], NULL);

        if (!clause || !sa_list_add(py, &array->items, clause))
            return NULL;
    }
    if (!item && n > 0 && !(item = sa_type_of_clause(py, array->items.items[0])))
        return NULL;
    array->clause.sql_type = sa_type_new_of(py, &sa_array);
    array->clause.sql_type->item = item ? item : sa_type_new_of(py, &sa_null_type);
    return &array->clause.object;
}

const struct py_type sa_array_clause_type = {
    .name = "array",
    .module = "sqlalchemy.dialects.postgresql.array",
    .base = &sa_element_type,
    .make = make_array,
};

/* array_agg(aggregate_order_by(a, b.desc())): a ORDER BY b DESC */
static bool compile_order(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct array *parts = (const void *)clause;

    if (!sa_compile(c, parts->items.items[0]))
        return false;
    sa_write(c, " ORDER BY ");
    return sa_compile_list(c, parts->items.items + 1, parts->items.n - 1, ", ");
}

static const struct sa_clause_kind order_kind = {
    .name = "aggregate_order_by", .compile = compile_order, .visit = visit_array};

static struct py_object *make_order(struct py *py, const struct py_type *type,
                                    const struct py_args *args)
{
    struct array *parts = arena_new_object(py_arena(py), struct array);

    parts->clause.object.type = type;
    parts->clause.kind = &order_kind;
    if (args->n < 2)
        return py_raise(py, &py_type_error, "aggregate_order_by() requires at least two arguments");
    for (size_t i = 0; i < args->n; i++) {
        struct sa_clause *clause =
            i == 0 ? sa_expression(py, args->values[i], NULL) : sa_order_item(py, args->values[i]);

        if (!clause || !sa_list_add(py, &parts->items, clause))
            return NULL;
    }
    parts->clause.sql_type = sa_type_of_clause(py, parts->items.items[0]);
    return parts->clause.sql_type ? &parts->clause.object : NULL;
}

const struct py_type sa_aggregate_order_type = {
    .name = "aggregate_order_by",
    .module = "sqlalchemy.dialects.postgresql.ext",
    .base = &sa_element_type,
    .make = make_order,
};

struct py_object *sa_array_agg_function(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    (void)self;
    return py_call_method(py, sa_func(py), "array_agg", args);
}

/* A second connection, whatever it is for. */
struct py_object *sa_create_engine_function(struct py *py, struct py_object *self,
                                            const struct py_args *args)
{
    (void)self, (void)args;
    return py_refuse(py, "create_engine() makes a second connection, which is not supported; use "
                         "op.get_bind()");
}
