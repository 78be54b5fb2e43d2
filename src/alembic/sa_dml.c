/* insert(), update(), delete(): taking what scripts give. */
#include "alembic/sa_dml.h"

#include <string.h>

#include "alembic/sa_functions.h"
#include "base/arena.h"
#include "py/py.h"

static const struct sa_clause_kind kind = {.name = "dml", .compile = sa_dml_compile};

struct sa_dml *sa_as_dml(struct sa_clause *clause)
{
    return clause && clause->kind == &kind ? (struct sa_dml *)(void *)clause : NULL;
}

static struct sa_dml *copy_of(struct py *py, struct py_object *self)
{
    struct sa_dml *copy = arena_new_object(py_arena(py), struct sa_dml);

    *copy = *(const struct sa_dml *)(const void *)self;
    return copy;
}

static struct py_object *value_of(struct sa_dml *dml)
{
    return dml ? &dml->clause.object : NULL;
}

static struct py_object *dml_new(struct py *py, const struct py_args *args,
                                 const struct py_type *type, int what, const char *name)
{
    struct sa_dml *dml = arena_new_object(py_arena(py), struct sa_dml);
    struct py_object *slots[2];
    struct sa_clause *table;

    if (!py_bind(py, name, (const char *const[]){"table", "**rest", NULL}, args, slots) ||
        !(table = sa_from_item(py, slots[0])))
        return NULL;
    if (!sa_as_table(&table->object))
        return py_raise(py, &sa_argument_error,
                        "subject table for an INSERT, UPDATE or DELETE expected, got %s.",
                        py_repr_text(py, slots[0]));
    dml->clause.object.type = type;
    dml->clause.kind = &kind;
    dml->what = what == SA_INSERT ? SA_INSERT : what == SA_UPDATE ? SA_UPDATE : SA_DELETE;
    dml->table = sa_as_table(&table->object);
    return value_of(dml);
}

/* insert(table), and table.insert() where 'self' is the table. */
#define STATEMENT(function, type, what, label)                                                     \
    struct py_object *function(struct py *py, struct py_object *self, const struct py_args *args)  \
    {                                                                                              \
        const struct py_args own = {&self, 1, NULL, 0};                                            \
                                                                                                   \
        if (self && sa_clause_of(self) && args->n > 0)                                             \
            return py_raise(py, &py_type_error,                                                    \
                            "TableClause." label "() takes 1 positional argument but %zu were "    \
                            "given",                                                               \
                            args->n + 1);                                                          \
        if (self && sa_clause_of(self) && args->n_keywords > 0)                                    \
            return py_raise(py, &py_type_error,                                                    \
                            "TableClause." label "() got an unexpected keyword argument '%s'",     \
                            args->keywords[0].name);                                               \
        return dml_new(py, self && sa_clause_of(self) ? &own : args, &type, what, label);          \
    }

STATEMENT(sa_insert_function, sa_insert_type, SA_INSERT, "insert")
STATEMENT(sa_postgresql_insert_function, sa_postgresql_insert_type, SA_INSERT, "insert")
STATEMENT(sa_update_function, sa_update_type, SA_UPDATE, "update")
STATEMENT(sa_delete_function, sa_delete_type, SA_DELETE, "delete")

/* ---- values() -----------------------------------------------------------------------------------
 */

/* The key of a column that a str or a column names. */
static const char *key_of(struct py *py, struct py_object *o)
{
    struct sa_column *column = sa_as_column(o);

    if (py_text(o))
        return py_text(o);
    return column ? column->key
                  : py_raise(py, &sa_argument_error, "DML statement column expected, got %s.",
                             py_repr_text(py, o));
}

static bool take_dict(struct py *py, const struct py_dict *from, struct py_dict *to)
{
    for (size_t i = 0; i < from->n_entries; i++) {
        const char *key = from->entries[i].key ? key_of(py, from->entries[i].key) : NULL;

        if (from->entries[i].key &&
            (!key || !py_dict_put_text(py, to, key, from->entries[i].value)))
            return false;
    }
    return true;
}

/* A tuple of values: by the order of the table's columns. */
static bool take_row(struct py *py, const struct sa_table *table, const struct py_list *values,
                     struct py_dict *to)
{
    for (size_t i = 0; i < values->n && i < table->n; i++)
        if (!py_dict_put_text(py, to, table->columns[i]->key, values->items[i]))
            return false;
    return true;
}

static struct py_dict *row_of(struct py *py, const struct sa_table *table, struct py_object *o)
{
    struct py_dict *row = py_dict_new(py), *dict = py_as_dict(o);
    const struct py_list *values = py_as_sequence(o);

    if (!sa_known(py, o))
        return NULL;
    if (dict)
        return take_dict(py, dict, row) ? row : NULL;
    if (values)
        return take_row(py, table, values, row) ? row : NULL;
    return py_raise(py, &sa_argument_error,
                    "Only a single dictionary/tuple or list of dictionaries/tuples is accepted "
                    "positionally.");
}

static struct py_dict *last_row(struct py *py, struct sa_dml *dml)
{
    struct py_list *rows = py_list_new(py);
    struct py_dict *row = py_dict_new(py);

    if (dml->rows && dml->rows->n > 0 && !take_dict(py, py_as_dict(dml->rows->items[0]), row))
        return NULL;
    dml->rows = rows;
    return py_list_add(py, rows, &row->object) ? row : NULL;
}

static struct py_object *values_list(struct py *py, struct sa_dml *dml, const struct py_list *rows)
{
    dml->rows = py_list_new(py);
    dml->is_multi = true;
    for (size_t i = 0; i < rows->n; i++) {
        struct py_dict *row = row_of(py, dml->table, rows->items[i]);

        if (!row || !py_list_add(py, dml->rows, &row->object))
            return NULL;
    }
    return value_of(dml);
}

static struct py_object *values(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_dml *dml = copy_of(py, self);
    struct py_dict *row, *given;
    const struct py_list *list = args->n > 0 ? py_as_sequence(args->values[0]) : NULL;

    if (args->n > 1)
        return py_raise(py, &sa_argument_error,
                        "Only a single dictionary/tuple or list of dictionaries/tuples is accepted "
                        "positionally.");
    if (list && list->n > 0 && dml->what == SA_INSERT &&
        (py_as_dict(list->items[0]) || py_is(list->items[0], &py_tuple_type) ||
         py_is(list->items[0], &py_list_type)))
        return values_list(py, dml, list);
    if (list && list->n == 0)
        return value_of(dml);
    if (!(row = last_row(py, dml)))
        return NULL;
    if (args->n > 0 &&
        (!(given = row_of(py, dml->table, args->values[0])) || !take_dict(py, given, row)))
        return NULL;
    for (size_t i = 0; i < args->n_keywords; i++)
        if (!py_dict_put_text(py, row, args->keywords[i].name, args->keywords[i].value))
            return NULL;
    return value_of(dml);
}

struct sa_dml *sa_dml_with(struct py *py, const struct sa_dml *from, const struct py_dict *params)
{
    struct sa_dml *dml = arena_new_object(py_arena(py), struct sa_dml);
    struct py_dict *row;

    *dml = *from;
    if (dml->what == SA_DELETE || dml->select || dml->is_multi || !params)
        return dml;
    if (!(row = last_row(py, dml)))
        return NULL;
    for (size_t i = 0; i < params->n_entries; i++) {
        const char *key = params->entries[i].key ? py_text(params->entries[i].key) : NULL;
        struct py_object *own = key ? py_dict_at(row, key) : NULL;

        if (key && (sa_table_column(dml->table, key) || dml->what == SA_INSERT) &&
            !(own && sa_clause_of(own)) &&
            !py_dict_put_text(py, row, key, params->entries[i].value))
            return NULL;
    }
    return dml;
}

struct sa_dml *sa_dml_rows(struct py *py, const struct sa_dml *from,
                           struct py_object *const *params, size_t n)
{
    struct sa_dml *dml = arena_new_object(py_arena(py), struct sa_dml);
    const struct py_dict *first = py_as_dict(params[0]);

    *dml = *from;
    dml->rows = py_list_new(py);
    dml->is_multi = dml->is_inline = true;
    for (size_t i = 0; i < n; i++) {
        const struct py_dict *given = py_as_dict(params[i]);
        struct py_dict *row = py_dict_new(py);

        if (from->rows && from->rows->n > 0 &&
            !take_dict(py, py_as_dict(from->rows->items[0]), row))
            return NULL;
        for (size_t k = 0; k < first->n_entries; k++) {
            const char *key = first->entries[k].key ? py_text(first->entries[k].key) : NULL;
            struct py_object *value = key ? py_dict_at(given, key) : NULL;

            if (key && !value)
                return py_raise(py, &sa_statement_error,
                                "(sqlalchemy.exc.InvalidRequestError) A value is required for bind "
                                "parameter '%s', in parameter group %zu",
                                key, i);
            if (key && !py_dict_put_text(py, row, key, value))
                return NULL;
        }
        if (!py_step(py, 1) || !py_list_add(py, dml->rows, &row->object))
            return NULL;
    }
    return dml;
}

/* ---- from_select(), where(), returning() --------------------------------------------------------
 */

static struct py_object *from_select(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    static const char *const signature[] = {"names", "select", "?include_defaults", NULL};
    struct py_object *slots[3], **names;
    struct sa_dml *dml = copy_of(py, self);
    size_t n;

    if (!py_bind(py, "from_select", signature, args, slots) ||
        !(names = py_items(py, slots[0], &n)) || !sa_known(py, slots[1]))
        return NULL;
    dml->names = py_dict_new(py);
    for (size_t i = 0; i < n; i++) {
        const char *key = key_of(py, names[i]);

        if (!key || !py_dict_put_text(py, dml->names, key, py_none()))
            return NULL;
    }
    dml->select = sa_clause_of(slots[1]);
    dml->is_inline = true;
    return dml->select ? value_of(dml)
                       : py_raise(py, &sa_argument_error,
                                  "SELECT construct for inclusion in a UNION or other set "
                                  "construct expected, got %s.",
                                  py_repr_text(py, slots[1]));
}

static struct py_object *where(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_dml *dml = copy_of(py, self);

    for (size_t i = 0; i < args->n; i++) {
        struct sa_clause *clause = sa_condition(py, args->values[i]);

        if (!clause || !sa_list_add(py, &dml->where, clause))
            return NULL;
    }
    return value_of(dml);
}

static struct py_object *returning(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct sa_dml *dml = copy_of(py, self);

    for (size_t i = 0; i < args->n; i++) {
        struct sa_clause *clause = sa_select_item(py, args->values[i]);

        if (!clause || !sa_list_add(py, &dml->returning, clause))
            return NULL;
    }
    return value_of(dml);
}

static struct py_object *make_inline(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct sa_dml *dml = copy_of(py, self);

    (void)args;
    dml->is_inline = true;
    return value_of(dml);
}

static struct py_object *self_alone(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    (void)py, (void)args;
    return self;
}

/* ---- classes ------------------------------------------------------------------------------------
 */

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct sa_dml *dml = (const void *)self;
    struct sa_clause *excluded;

    if (strcmp(name, "table") == 0)
        return &dml->table->clause.object;
    if (strcmp(name, "excluded") != 0 || self->type != &sa_postgresql_insert_type)
        return NULL;
    excluded = sa_alias_new(py, &dml->table->clause, SA_TABLE_ALIAS, "excluded");
    return excluded ? py_attr(py, &excluded->object, "c") : NULL;
}

static const struct py_method insert_methods[] = {
    {"values", values, PY_METHOD},
    {"from_select", from_select, PY_METHOD},
    {"returning", returning, PY_METHOD},
    {"inline", make_inline, PY_METHOD},
    {"cte", sa_cte_method, PY_METHOD},
    {"execution_options", self_alone, PY_METHOD},
    {NULL},
};

static const struct py_method conflict_methods[] = {
    {"on_conflict_do_nothing", sa_on_conflict_nothing_method, PY_METHOD},
    {"on_conflict_do_update", sa_on_conflict_update_method, PY_METHOD},
    {NULL},
};

static const struct py_method update_methods[] = {
    {"values", values, PY_METHOD},
    {"where", where, PY_METHOD},
    {"filter", where, PY_METHOD},
    {"returning", returning, PY_METHOD},
    {"cte", sa_cte_method, PY_METHOD},
    {"execution_options", self_alone, PY_METHOD},
    {NULL},
};

static const struct py_method delete_methods[] = {
    {"where", where, PY_METHOD},
    {"filter", where, PY_METHOD},
    {"returning", returning, PY_METHOD},
    {"cte", sa_cte_method, PY_METHOD},
    {"execution_options", self_alone, PY_METHOD},
    {NULL},
};

const struct py_type sa_insert_type = {
    .name = "Insert",
    .module = "sqlalchemy.sql.dml",
    .base = &sa_clause_type,
    .methods = insert_methods,
    .attr = attr,
};

const struct py_type sa_postgresql_insert_type = {
    .name = "Insert",
    .module = "sqlalchemy.dialects.postgresql.dml",
    .base = &sa_insert_type,
    .methods = conflict_methods,
    .attr = attr,
};

const struct py_type sa_update_type = {
    .name = "Update",
    .module = "sqlalchemy.sql.dml",
    .base = &sa_clause_type,
    .methods = update_methods,
    .attr = attr,
};

const struct py_type sa_delete_type = {
    .name = "Delete",
    .module = "sqlalchemy.sql.dml",
    .base = &sa_clause_type,
    .methods = delete_methods,
    .attr = attr,
};
