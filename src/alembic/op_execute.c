/* execute, bulk_insert, inline_literal, f. */
#include <string.h>

#include "alembic/context.h"
#include "alembic/names.h"
#include "alembic/op.h"
#include "base/arena.h"
#include "base/mem.h"

struct py_object *op_execute(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"sqltext", "*", "?execution_options", NULL};
    MEM_SCRATCH(scratch);
    struct py_object *slots[2];
    struct sa_compiler c = sa_compiler_dml(py, scratch);
    struct sa_clause *clause;

    (void)self;
    if (!py_bind(py, "execute", signature, args, slots) || !sa_known(py, slots[0]))
        return NULL;
    clause = py_text(slots[0]) ? sa_text(py, py_text(slots[0])) : sa_clause_of(slots[0]);
    if (!clause)
        return py_raise(py, &sa_object_not_executable_error, "Not an executable object: %s",
                        py_repr_text(py, slots[0]));
    return sa_compile(&c, clause) && alembic_execute(py, sa_compiled(&c)) ? py_none() : NULL;
}

struct py_object *op_f(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    return sa_conv_type.make(py, &sa_conv_type, args);
}

/* ---- inline_literal -----------------------------------------------------------------------------
 */

struct literal {
    struct sa_clause clause;
    struct py_object *value;
};

static bool compile_literal(struct sa_compiler *c, const struct sa_clause *clause)
{
    const bool before = c->literal_binds;
    bool ok;

    c->literal_binds = true;
    ok = sa_write_value(c, clause->sql_type, ((const struct literal *)(const void *)clause)->value);
    c->literal_binds = before;
    return ok;
}

static const struct sa_clause_kind literal_kind = {.name = "literal", .compile = compile_literal};

struct py_object *op_inline_literal(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    static const char *const signature[] = {"value", "?type_", NULL};
    struct py_object *slots[2];
    struct literal *literal = arena_new_object(py_arena(py), struct literal);

    (void)self;
    if (!py_bind(py, "inline_literal", signature, args, slots) || !sa_known(py, slots[0]))
        return NULL;
    literal->clause.object.type = &sa_element_type;
    literal->clause.kind = &literal_kind;
    literal->value = slots[0];
    if (!sa_absent(slots[1]) && !(literal->clause.sql_type = sa_type_of(py, slots[1])))
        return NULL;
    return &literal->clause.object;
}

/* ---- bulk_insert --------------------------------------------------------------------------------
 */

/* default= of a column that the row does not name: a value, or what makes one. */
static struct py_object *default_of(struct py *py, const struct sa_column *column)
{
    static const struct py_args no_arguments = {0};
    struct py_object *value = column->default_value;

    if (!value || !sa_known(py, value))
        return NULL;
    return py_as_type(value) || value->type->call ? py_call(py, value, &no_arguments) : value;
}

static bool insert(struct py *py, struct sa_table *table, const struct py_dict *row,
                   const struct py_dict *keys)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_dml(py, scratch), values = sa_compiler_dml(py, scratch);
    const char *separator = "";

    sa_write(&c, "INSERT INTO ");
    ddl_write_table_name(&c, table);
    for (size_t i = 0; i < table->n; i++) {
        struct sa_column *column = table->columns[i];
        bool named = py_dict_at(keys, column->key) != NULL;
        struct py_object *value = named ? py_dict_at(row, column->key) : default_of(py, column);

        if (!value && named)
            return py_raise(py, &sa_statement_error,
                            "(sqlalchemy.exc.InvalidRequestError) A value is required for bind "
                            "parameter '%s'",
                            column->key);
        if (!value && py_raised(py))
            return false;
        if (!value)
            continue;
        if (!sa_column_type_of(py, column))
            return false;
        sa_writef(&c, "%s", *separator ? separator : " (");
        sa_write(&values, separator);
        separator = ", ";
        sa_write_name(&c, column->name);
        if (!sa_write_value(&values, column->clause.sql_type, value))
            return false;
    }
    if (!*separator)
        sa_write(&c, " DEFAULT VALUES");
    else if (sa_compiled(&values))
        sa_writef(&c, ") VALUES (%s)", sa_compiled(&values));
    return alembic_execute(py, sa_compiled(&c));
}

static bool check_keys(struct py *py, const struct sa_table *table, const struct py_dict *row)
{
    for (size_t i = 0; i < row->n_entries; i++) {
        const char *key = row->entries[i].key ? py_text(row->entries[i].key) : NULL;

        if (key && !sa_table_column(table, key))
            return py_raise(py, &sa_compile_error, "Unconsumed column names: %s", key);
    }
    return true;
}

struct py_object *op_bulk_insert(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"table", "rows", "*", "?multiinsert", NULL};
    struct py_object *slots[3];
    struct sa_table *table;
    struct py_list *rows;
    const struct py_dict *first;
    bool together = true;

    (void)self;
    if (!py_bind(py, "bulk_insert", signature, args, slots) || !sa_known(py, slots[0]) ||
        !sa_known(py, slots[1]) || (slots[2] && !py_truth(py, slots[2], &together)))
        return NULL;
    table = sa_as_table(slots[0]);
    rows = py_is(slots[1], &py_list_type) ? (void *)slots[1] : NULL;
    if (!rows)
        return py_raise(py, &py_type_error, "List expected");
    first = rows->n > 0 ? py_as_dict(rows->items[0]) : NULL;
    if (rows->n > 0 && !first)
        return py_raise(py, &py_type_error, "List of dictionaries expected");
    if (!table)
        return py_raise(py, &py_attribute_error, "'%s' object has no attribute 'insert'",
                        slots[0]->type->name);
    for (size_t i = 0; i < rows->n; i++) {
        const struct py_dict *row = py_as_dict(rows->items[i]);
        bool alone = !together || alembic_context(py)->offline;

        if (!row)
            return py_raise(py, &py_type_error, "List of dictionaries expected");
        if (!check_keys(py, table, alone ? row : first) ||
            !insert(py, table, row, alone ? row : first))
            return NULL;
    }
    return py_none();
}

/* ---- alembic.op ---------------------------------------------------------------------------------
 */

#define OPERATION(id)                                                                              \
    {                                                                                              \
        .name = #id, .function = op_##id                                                           \
    }

const struct alembic_export alembic_op_names[] = {
    OPERATION(add_column),
    OPERATION(alter_column),
    OPERATION(batch_alter_table),
    OPERATION(bulk_insert),
    OPERATION(create_check_constraint),
    OPERATION(create_exclude_constraint),
    OPERATION(create_foreign_key),
    OPERATION(create_index),
    OPERATION(create_primary_key),
    OPERATION(create_table),
    OPERATION(create_table_comment),
    OPERATION(create_unique_constraint),
    OPERATION(drop_column),
    {.name = "drop_constraint", .function = op_drop_constraint_of},
    OPERATION(drop_index),
    OPERATION(drop_table),
    OPERATION(drop_table_comment),
    OPERATION(execute),
    OPERATION(f),
    OPERATION(get_bind),
    OPERATION(get_context),
    OPERATION(inline_literal),
    OPERATION(rename_table),
    {.name = NULL},
};
