#include <string.h>

#include "alembic/context.h"
#include "alembic/op.h"
#include "base/arena.h"
#include "base/mem.h"

/* ---- create_table -------------------------------------------------------------------------------
 */

/* Was CREATE written for this type in this run?  Notes that it is now. */
static bool made_before(struct py *py, const struct sa_enum *e)
{
    struct alembic_context *context = alembic_context(py);
    struct py_object *key = py_stringf(py, "%s%s.%s", e->definition ? "DOMAIN " : "",
                                       e->schema ? e->schema : "", e->name.text);

    if (!context->enums_made)
        context->enums_made = py_set_new(py);
    if (py_dict_at(context->enums_made, py_text(key)))
        return true;
    py_dict_put_text(py, context->enums_made, py_text(key), py_none());
    return false;
}

bool op_create_types(const struct op_where *where, struct sa_table *table)
{
    for (size_t i = 0; i < table->n; i++) {
        MEM_SCRATCH(scratch);
        const struct sa_type *type = sa_column_type_of(where->py, table->columns[i]);
        struct sa_enum *e = type ? ddl_enum_of(type) : NULL;
        struct sa_compiler c = sa_compiler_ddl(where->py, scratch);

        if (!type)
            return false;
        if (!e || !e->create_type || e->with_metadata ||
            (e->name.text && made_before(where->py, e)))
            continue;
        if (!ddl_write_create_type(&c, e) || !op_run(where, &c))
            return false;
    }
    return true;
}

bool op_create_indexes(const struct op_where *where, const struct sa_table *table)
{
    for (size_t i = 0; i < table->n_indexes; i++) {
        MEM_SCRATCH(scratch);
        struct sa_compiler c = sa_compiler_ddl(where->py, scratch);

        if (!ddl_write_create_index(&c, table->indexes[i], false) || !op_run(where, &c))
            return false;
    }
    return true;
}

static bool comment_on_table(const struct op_where *where, const struct sa_table *table,
                             const char *comment)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(where->py, scratch);

    sa_write(&c, "COMMENT ON TABLE ");
    ddl_write_table_name(&c, table);
    sa_write(&c, " IS ");
    ddl_write_comment(&c, comment);
    return op_run(where, &c);
}

bool op_comment_on_column(const struct op_where *where, const struct sa_column *column)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(where->py, scratch);

    if (!column->comment || !*column->comment)
        return true;
    sa_write(&c, "COMMENT ON COLUMN ");
    ddl_write_table_name(&c, column->table);
    sa_write(&c, ".");
    sa_write_name(&c, column->name);
    sa_write(&c, " IS ");
    ddl_write_comment(&c, column->comment);
    return op_run(where, &c);
}

static bool emit_table(const struct op_where *where, struct sa_table *table, bool if_not_exists)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(where->py, scratch);

    if (!op_create_types(where, table) || !ddl_write_create_table(&c, table, if_not_exists) ||
        !op_run(where, &c) || !op_create_indexes(where, table))
        return false;
    if (table->comment && *table->comment && !comment_on_table(where, table, table->comment))
        return false;
    for (size_t i = 0; i < table->n; i++)
        if (!op_comment_on_column(where, table->columns[i]))
            return false;
    return true;
}

/* Columns first, then constraints and indexes; a column of another table is copied. */
static bool add_items(struct py *py, struct sa_table *table, const struct py_list *items)
{
    for (size_t i = 0; i < items->n; i++) {
        struct sa_column *column = sa_as_column(items->items[i]);

        if (!sa_known(py, items->items[i]))
            return false;
        if (!column)
            continue;
        if (column->table)
            column = sa_column_copy(py, column);
        if (!sa_table_add(py, table, &column->clause.object))
            return false;
    }
    for (size_t i = 0; i < items->n; i++)
        if ((sa_as_constraint(items->items[i]) || sa_as_index(items->items[i])) &&
            !sa_table_add(py, table, items->items[i]))
            return false;
    return true;
}

struct py_object *op_create_table(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {
        "table_name", "*columns", "?if_not_exists",      "?schema",   "?comment", "?prefixes",
        "?info",      "?quote",   "?implicit_returning", "**dialect", NULL};
    enum {
        TABLE,
        COLUMNS,
        IF_NOT_EXISTS,
        SCHEMA,
        COMMENT,
        PREFIXES,
        INFO,
        QUOTE,
        RETURNING,
        DIALECT,
        SLOTS
    };
    struct py_object *slots[SLOTS];
    struct op_where where;
    struct sa_table *table;
    bool if_not_exists;

    (void)self;
    if (!py_bind(py, "create_table", signature, args, slots) ||
        !op_where_table(py, slots[TABLE], slots[SCHEMA], &where) ||
        !op_flag(py, slots[IF_NOT_EXISTS], &if_not_exists))
        return NULL;
    table = op_table(&where);
    table->prefixes = sa_absent(slots[PREFIXES]) ? NULL : slots[PREFIXES];
    if (!sa_text_of(py, slots[COMMENT], "comment", &table->comment) ||
        !sa_table_take_options(py, table, py_as_dict(slots[DIALECT])) ||
        !add_items(py, table, py_as_sequence(slots[COLUMNS])) ||
        !emit_table(&where, table, if_not_exists))
        return NULL;
    return &table->clause.object;
}

/* ---- the others ---------------------------------------------------------------------------------
 */

struct py_object *op_drop_table(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"table_name", "*",         "?schema",
                                            "?if_exists", "**dialect", NULL};
    MEM_SCRATCH(scratch);
    struct py_object *slots[4];
    struct op_where where;
    struct sa_compiler c = sa_compiler_ddl(py, scratch);
    bool if_exists;

    (void)self;
    if (!py_bind(py, "drop_table", signature, args, slots) ||
        !op_where_table(py, slots[0], slots[1], &where) || !op_flag(py, slots[2], &if_exists))
        return NULL;
    sa_writef(&c, "\nDROP TABLE %s", if_exists ? "IF EXISTS " : "");
    ddl_write_table_name(&c, op_table(&where));
    return op_run(&where, &c) ? py_none() : NULL;
}

struct py_object *op_rename_table(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"old_table_name", "new_table_name", "*", "?schema",
                                            NULL};
    MEM_SCRATCH(scratch);
    struct py_object *slots[3];
    struct op_where where;
    struct sa_name name;
    struct sa_compiler c = sa_compiler_ddl(py, scratch);

    (void)self;
    if (!py_bind(py, "rename_table", signature, args, slots) ||
        !op_where_table(py, slots[0], slots[2], &where) ||
        !sa_name_of(py, slots[1], "new_table_name", &name))
        return NULL;
    if (!name.text)
        return py_raise(py, &py_type_error, "new_table_name must be a str, not NoneType");
    op_write_alter(&c, &where);
    sa_write(&c, " RENAME TO ");
    sa_write_name(&c, name);
    return op_run(&where, &c) ? py_none() : NULL;
}

static struct py_object *write_comment(const struct op_where *where, struct py_object *value)
{
    const char *comment;

    return sa_text_of(where->py, value, "comment", &comment) &&
                   comment_on_table(where, op_table(where), comment)
               ? py_none()
               : NULL;
}

struct py_object *op_create_table_comment(struct py *py, struct py_object *self,
                                          const struct py_args *args)
{
    static const char *const signature[] = {"table_name",        "comment", "*",
                                            "?existing_comment", "?schema", NULL};
    struct py_object *slots[4];
    struct op_where where;

    (void)self;
    if (!py_bind(py, "create_table_comment", signature, args, slots) ||
        !op_where_table(py, slots[0], slots[3], &where))
        return NULL;
    return write_comment(&where, slots[1]);
}

struct py_object *op_drop_table_comment(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    static const char *const signature[] = {"table_name", "*", "?existing_comment", "?schema",
                                            NULL};
    struct py_object *slots[3];
    struct op_where where;

    (void)self;
    if (!py_bind(py, "drop_table_comment", signature, args, slots) ||
        !op_where_table(py, slots[0], slots[2], &where))
        return NULL;
    return write_comment(&where, NULL);
}

struct py_object *batch_create_table_comment(struct py *py, struct py_object *self,
                                             const struct py_args *args)
{
    static const char *const signature[] = {"comment", "*", "?existing_comment", NULL};
    const struct op_where where = op_where_batch(py, self);
    struct py_object *slots[2];

    return py_bind(py, "create_table_comment", signature, args, slots)
               ? write_comment(&where, slots[0])
               : NULL;
}

struct py_object *batch_drop_table_comment(struct py *py, struct py_object *self,
                                           const struct py_args *args)
{
    static const char *const signature[] = {"*", "?existing_comment", NULL};
    const struct op_where where = op_where_batch(py, self);
    struct py_object *slots[1];

    return py_bind(py, "drop_table_comment", signature, args, slots) ? write_comment(&where, NULL)
                                                                     : NULL;
}
