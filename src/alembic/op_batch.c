/* Where operations go: at once to the sink, or into a batch until its block ends. */
#include <string.h>

#include "alembic/context.h"
#include "alembic/op.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"

struct statement {
    const char *sql;
    struct py_place place;
};

struct op_batch {
    struct py_object object;
    struct sa_name table;
    const char *schema;
    struct statement *statements;
    size_t n, size;
};

struct op_where op_where_batch(struct py *py, struct py_object *o)
{
    struct op_batch *batch = (void *)o;

    return (struct op_where){py, batch, batch->table, batch->schema};
}

bool op_where_table(struct py *py, struct py_object *name, struct py_object *schema,
                    struct op_where *where)
{
    *where = (struct op_where){.py = py};
    if (!sa_name_of(py, name, "table_name", &where->table) ||
        !sa_text_of(py, schema, "schema", &where->schema))
        return false;
    if (!where->table.text)
        return py_raise(py, &py_type_error, "table_name must be a str, not NoneType");
    if (where->schema && !*where->schema)
        where->schema = NULL;
    return true;
}

struct sa_table *op_table(const struct op_where *where)
{
    return sa_table_new(where->py, where->table, where->schema, NULL);
}

static bool keep(struct op_batch *batch, struct py *py, const char *sql)
{
    if (batch->n == batch->size) {
        struct statement *grown;

        batch->size = batch->size ? 2 * batch->size : 8;
        grown = arena_new_array(py_arena(py), struct statement, batch->size);
        if (batch->n > 0)
            memcpy(grown, batch->statements, batch->n * sizeof(*grown));
        batch->statements = grown;
    }
    batch->statements[batch->n++] =
        (struct statement){arena_strdup(py_arena(py), sql), py_here(py)};
    return true;
}

bool op_run(const struct op_where *where, struct sa_compiler *c)
{
    const char *sql = sa_compiled(c);

    if (!sql)
        return false;
    return where->batch ? keep(where->batch, where->py, sql) : alembic_execute(where->py, sql);
}

void op_write_dotted(struct sa_compiler *c, const char *schema, struct sa_name table)
{
    MEM_SCRATCH(scratch);

    while (schema) {
        size_t n = strcspn(schema, ".");

        sa_write_text_name(c, mem_strndup(scratch, schema, n));
        sa_write(c, ".");
        schema = schema[n] ? schema + n + 1 : NULL;
    }
    sa_write_name(c, table);
}

void op_write_alter(struct sa_compiler *c, const struct op_where *where)
{
    sa_write(c, "ALTER TABLE ");
    op_write_dotted(c, where->schema, where->table);
}

bool op_flag(struct py *py, struct py_object *value, bool *flag)
{
    *flag = false;
    return sa_absent(value) || (sa_known(py, value) && py_truth(py, value, flag));
}

/* ---- with op.batch_alter_table() as batch_op ----------------------------------------------------
 */

static struct py_object *enter(struct py *py, struct py_object *self)
{
    (void)py;
    return self;
}

static bool leave(struct py *py, struct py_object *self, struct py_object *exception,
                  bool *swallowed)
{
    struct op_batch *batch = (void *)self;
    size_t n = batch->n;

    *swallowed = false;
    batch->n = 0;
    if (exception)
        return true;
    for (size_t i = 0; i < n; i++)
        if (!alembic_execute_at(py, batch->statements[i].sql, batch->statements[i].place))
            return false;
    return true;
}

static const struct py_method methods[] = {
    {"add_column", batch_add_column, PY_METHOD},
    {"alter_column", batch_alter_column, PY_METHOD},
    {"create_check_constraint", batch_create_check_constraint, PY_METHOD},
    {"create_exclude_constraint", batch_create_exclude_constraint, PY_METHOD},
    {"create_foreign_key", batch_create_foreign_key, PY_METHOD},
    {"create_index", batch_create_index, PY_METHOD},
    {"create_primary_key", batch_create_primary_key, PY_METHOD},
    {"create_table_comment", batch_create_table_comment, PY_METHOD},
    {"create_unique_constraint", batch_create_unique_constraint, PY_METHOD},
    {"drop_column", batch_drop_column, PY_METHOD},
    {"drop_constraint", batch_drop_constraint, PY_METHOD},
    {"drop_index", batch_drop_index, PY_METHOD},
    {"drop_table_comment", batch_drop_table_comment, PY_METHOD},
    {"execute", op_execute, PY_METHOD},
    {"f", op_f, PY_METHOD},
    {"get_bind", op_get_bind, PY_METHOD},
    {"get_context", op_get_context, PY_METHOD},
    {"inline_literal", op_inline_literal, PY_METHOD},
    {NULL},
};

static const struct py_type batch_type = {
    .name = "BatchOperations",
    .module = "alembic.operations.base",
    .methods = methods,
    .enter = enter,
    .leave = leave,
};

struct py_object *op_batch_alter_table(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    static const char *const signature[] = {"table_name",
                                            "?schema",
                                            "?recreate",
                                            "?partial_reordering",
                                            "?copy_from",
                                            "?table_args",
                                            "?table_kwargs",
                                            "?reflect_args",
                                            "?reflect_kwargs",
                                            "?naming_convention",
                                            NULL};
    struct py_object *slots[10];
    struct op_where where;
    struct op_batch *batch = arena_new_object(py_arena(py), struct op_batch);
    const char *recreate = "auto";

    (void)self;
    if (!py_bind(py, "batch_alter_table", signature, args, slots) ||
        !op_where_table(py, slots[0], slots[1], &where) ||
        (slots[2] && !sa_text_of(py, slots[2], "recreate", &recreate)))
        return NULL;
    if (recreate && strcmp(recreate, "always") == 0)
        return py_refuse(py, "batch_alter_table(recreate=\"always\") moves a table's rows to a "
                             "new one, which is not supported");
    if (!recreate || (strcmp(recreate, "auto") != 0 && strcmp(recreate, "never") != 0))
        return py_raise(py, &py_value_error,
                        "recreate may be one of 'auto', 'always', or 'never'.");
    batch->object.type = &batch_type;
    batch->table = where.table;
    batch->schema = where.schema;
    return &batch->object;
}
