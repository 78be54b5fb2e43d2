#include <string.h>

#include "alembic/op.h"
#include "base/mem.h"

/* ---- add_column ---------------------------------------------------------------------------------
 */

struct add_options {
    bool if_not_exists, inline_references, inline_primary_key;
};

/* REFERENCES t (c) behind the column, where there is exactly one foreign key of one column. */
static bool write_inline_reference(struct sa_compiler *c, const struct sa_column *column)
{
    const struct sa_foreign_key *key = column->foreign_keys[0];
    struct sa_target target;

    if (!sa_target_of(c->py, key->target, &target))
        return false;
    sa_write(c, " REFERENCES ");
    sa_write_qualified(c, target.schema, sa_plain_name(target.table));
    sa_write(c, " (");
    sa_write_name(c, target.column ? sa_plain_name(target.column) : column->name);
    sa_write(c, ")");
    return ddl_write_reference(c, &key->reference);
}

static bool alter_add(const struct op_where *where, struct sa_column *column,
                      const struct add_options *options)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(where->py, scratch);

    op_write_alter(&c, where);
    sa_writef(&c, " ADD COLUMN %s", options->if_not_exists ? "IF NOT EXISTS " : "");
    if (!ddl_write_column(&c, column))
        return false;
    if (options->inline_primary_key && column->primary_key)
        sa_write(&c, " PRIMARY KEY");
    if (options->inline_references && column->n_foreign_keys == 1 &&
        !write_inline_reference(&c, column))
        return false;
    return ddl_write_column_checks(&c, column) && op_run(where, &c);
}

static struct py_object *add(const struct op_where *where, struct py_object *o,
                             const struct add_options *options)
{
    struct sa_column *column = sa_as_column(o);
    struct sa_table *table = op_table(where);

    if (!sa_known(where->py, o))
        return NULL;
    if (!column)
        return py_raise(where->py, &py_attribute_error, "'%s' object has no attribute 'table'",
                        py_type_of(o)->name);
    if (column->table)
        column = sa_column_copy(where->py, column);
    if (!sa_table_add(where->py, table, &column->clause.object) ||
        !alter_add(where, column, options))
        return NULL;
    for (size_t i = 0; i < table->n_constraints; i++) {
        const struct sa_constraint *constraint = table->constraints[i];

        if (options->inline_references && constraint->kind == SA_FOREIGN_KEY &&
            column->n_foreign_keys == 1)
            continue;
        if (!op_add_constraint(where, constraint))
            return NULL;
    }
    return op_create_indexes(where, table) && op_comment_on_column(where, column) ? py_none()
                                                                                  : NULL;
}

static bool take_add_options(struct py *py, struct py_object *const *slots,
                             struct add_options *options)
{
    return op_flag(py, slots[0], &options->if_not_exists) &&
           op_flag(py, slots[1], &options->inline_references) &&
           op_flag(py, slots[2], &options->inline_primary_key);
}

struct py_object *op_add_column(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {
        "table_name",          "column", "*", "?schema", "?if_not_exists", "?inline_references",
        "?inline_primary_key", NULL};
    struct py_object *slots[6];
    struct op_where where;
    struct add_options options;

    (void)self;
    if (!py_bind(py, "add_column", signature, args, slots) ||
        !op_where_table(py, slots[0], slots[2], &where) ||
        !take_add_options(py, slots + 3, &options))
        return NULL;
    return add(&where, slots[1], &options);
}

struct py_object *batch_add_column(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    static const char *const signature[] = {"column",
                                            "*",
                                            "?insert_before",
                                            "?insert_after",
                                            "?if_not_exists",
                                            "?inline_references",
                                            "?inline_primary_key",
                                            NULL};
    const struct op_where where = op_where_batch(py, self);
    struct py_object *slots[6];
    struct add_options options;

    if (!py_bind(py, "add_column", signature, args, slots) ||
        !take_add_options(py, slots + 3, &options))
        return NULL;
    if (!sa_absent(slots[1]) || !sa_absent(slots[2]))
        return py_raise(py, &alembic_command_error,
                        "Can't specify insert_before or insert_after when using ALTER; please "
                        "specify recreate='always'");
    return add(&where, slots[0], &options);
}

/* ---- drop_column --------------------------------------------------------------------------------
 */

static struct py_object *drop(const struct op_where *where, struct py_object *name_argument,
                              struct py_object *if_exists_argument)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(where->py, scratch);
    struct sa_name name;
    bool if_exists;

    if (!sa_name_of(where->py, name_argument, "column_name", &name) ||
        !op_flag(where->py, if_exists_argument, &if_exists))
        return NULL;
    if (!name.text)
        return py_raise(where->py, &py_type_error, "column_name must be a str, not NoneType");
    op_write_alter(&c, where);
    sa_writef(&c, " DROP COLUMN %s", if_exists ? "IF EXISTS " : "");
    sa_write_name(&c, name);
    return op_run(where, &c) ? py_none() : NULL;
}

struct py_object *op_drop_column(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"table_name", "column_name", "*", "?schema",
                                            "?if_exists", "**dialect",   NULL};
    struct py_object *slots[5];
    struct op_where where;

    (void)self;
    if (!py_bind(py, "drop_column", signature, args, slots) ||
        !op_where_table(py, slots[0], slots[2], &where))
        return NULL;
    return drop(&where, slots[1], slots[3]);
}

struct py_object *batch_drop_column(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    static const char *const signature[] = {"column_name", "*", "?if_exists", "**dialect", NULL};
    const struct op_where where = op_where_batch(py, self);
    struct py_object *slots[3];

    return py_bind(py, "drop_column", signature, args, slots) ? drop(&where, slots[0], slots[1])
                                                              : NULL;
}
