/* execute, bulk_insert, inline_literal, f. */
#include <string.h>

#include "alembic/context.h"
#include "alembic/names.h"
#include "alembic/op.h"
#include "alembic/sa_select.h"
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
    if (!clause && alembic_context(py)->offline)
        return py_raise(py, &py_attribute_error, "'%s' object has no attribute 'compile'",
                        py_type_of(slots[0])->name);
    if (!clause)
        return py_raise(py, &sa_object_not_executable_error, "Not an executable object: %s",
                        py_repr_text(py, slots[0]));
    return sa_write_statement(&c, clause, NULL) && alembic_execute(py, sa_compiled(&c)) ? py_none()
                                                                                        : NULL;
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

/* Rows that go into one INSERT, as SQLAlchemy packs them for psycopg2. */
enum { MAX_ROWS = 1000, MAX_VALUES = 32700 };

struct insertion {
    struct py *py;
    struct sa_table *table;
    struct sa_column **columns; /* that get values */
    size_t n;
};

/* default= of a column that no row names: a value, or what makes one; offline it is NULL. */
static struct py_object *default_of(struct py *py, const struct sa_column *column)
{
    static const struct py_args no_arguments = {0};
    struct py_object *value = column->default_value;

    if (!sa_known(py, value))
        return NULL;
    if (alembic_context(py)->offline)
        return py_none();
    return py_as_type(value) || py_type_of(value)->call ? py_call(py, value, &no_arguments) : value;
}

static struct py_object *value_of(struct py *py, const struct sa_column *column,
                                  const struct py_dict *row, const struct py_dict *keys, size_t i)
{
    struct py_object *value = py_dict_at(row, column->key);

    if (!py_dict_at(keys, column->key))
        return default_of(py, column);
    return value ? value
                 : py_raise(py, &sa_statement_error,
                            "(sqlalchemy.exc.InvalidRequestError) A value is required for bind "
                            "parameter '%s', in parameter group %zu",
                            column->key, i);
}

static bool choose_columns(struct insertion *insertion, const struct py_dict *keys)
{
    const struct sa_table *table = insertion->table;

    insertion->columns = arena_new_array(py_arena(insertion->py), struct sa_column *, table->n + 1);
    insertion->n = 0;
    for (size_t i = 0; i < table->n; i++) {
        struct sa_column *column = table->columns[i];

        if (!py_dict_at(keys, column->key) && !column->default_value)
            continue;
        if (!sa_column_type_of(insertion->py, column))
            return false;
        insertion->columns[insertion->n++] = column;
    }
    return true;
}

static bool write_row(struct insertion *insertion, struct sa_compiler *c, const struct py_dict *row,
                      const struct py_dict *keys, size_t number)
{
    sa_write(c, "(");
    for (size_t i = 0; i < insertion->n; i++) {
        const struct sa_column *column = insertion->columns[i];
        struct py_object *value = value_of(insertion->py, column, row, keys, number);

        sa_write(c, i > 0 ? ", " : "");
        if (!value || !sa_write_value(c, column->clause.sql_type, value))
            return false;
    }
    sa_write(c, ")");
    return true;
}

/* INSERT INTO t (a, b) VALUES (1, 2), (3, 4); the first row says which columns. */
static bool insert(struct insertion *insertion, struct py_object *const *rows, size_t n)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_dml(insertion->py, scratch);
    const struct py_dict *keys = py_as_dict(rows[0]);

    sa_write(&c, "INSERT INTO ");
    ddl_write_table_name(&c, insertion->table);
    if (!choose_columns(insertion, keys))
        return false;
    for (size_t i = 0; i < insertion->n; i++) {
        sa_write(&c, i > 0 ? ", " : " (");
        sa_write_name(&c, insertion->columns[i]->name);
    }
    sa_write(&c, insertion->n > 0 ? ") VALUES " : " DEFAULT VALUES");
    for (size_t i = 0; insertion->n > 0 && i < n; i++) {
        sa_write(&c, i > 0 ? ", " : "");
        if (!py_step(c.py, 1) || !write_row(insertion, &c, py_as_dict(rows[i]), keys, i))
            return false;
    }
    return alembic_execute(c.py, sa_compiled(&c));
}

static bool insert_together(struct insertion *insertion, const struct py_list *rows)
{
    size_t width = py_as_dict(rows->items[0])->n;
    size_t pack = width > 0 && MAX_VALUES / width < MAX_ROWS ? MAX_VALUES / width : MAX_ROWS;

    for (size_t i = 0; i < rows->n; i += pack)
        if (!insert(insertion, rows->items + i, rows->n - i < pack ? rows->n - i : pack))
            return false;
    return true;
}

static bool check_keys(const struct insertion *insertion, const struct py_dict *row)
{
    for (size_t i = 0; i < row->n_entries; i++) {
        struct py_object *key = row->entries[i].key;

        if (!key || !py_text(key) || sa_table_column(insertion->table, py_text(key)))
            continue;
        if (alembic_context(insertion->py)->offline)
            return py_raise_value(insertion->py, &py_key_error, key);
        return py_raise(insertion->py, &sa_compile_error, "Unconsumed column names: %s",
                        py_text(key));
    }
    return true;
}

static bool insert_one_by_one(struct insertion *insertion, const struct py_list *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        if (!check_keys(insertion, py_as_dict(rows->items[i])) ||
            !insert(insertion, rows->items + i, 1))
            return false;
    return true;
}

static bool are_dicts(struct py *py, const struct py_list *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        if (!sa_known(py, rows->items[i]) || !py_as_dict(rows->items[i]))
            return py_raised(py) ? false
                                 : py_raise(py, &py_type_error, "List of dictionaries expected");
    return true;
}

static struct py_object *op_bulk_insert(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    static const char *const signature[] = {"table", "rows", "*", "?multiinsert", NULL};
    struct py_object *slots[3];
    struct insertion insertion = {.py = py};
    const struct py_list *rows;
    bool together = true;

    (void)self;
    if (!py_bind(py, "bulk_insert", signature, args, slots) || !sa_known(py, slots[0]) ||
        !sa_known(py, slots[1]) || (slots[2] && !py_truth(py, slots[2], &together)))
        return NULL;
    insertion.table = sa_as_table(slots[0]);
    rows = py_is(slots[1], &py_list_type) ? py_as_sequence(slots[1]) : NULL;
    if (!rows)
        return py_raise(py, &py_type_error, "List expected");
    if (!insertion.table)
        return py_raise(py, &py_attribute_error, "'%s' object has no attribute 'insert'",
                        py_type_of(slots[0])->name);
    if (!are_dicts(py, rows))
        return NULL;
    if (rows->n == 0)
        return py_none();
    return (together && !alembic_context(py)->offline ? insert_together(&insertion, rows)
                                                      : insert_one_by_one(&insertion, rows))
               ? py_none()
               : NULL;
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
    OPERATION(sync_enum_values),
    {.name = NULL},
};
