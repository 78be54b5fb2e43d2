#include <string.h>

#include "alembic/op.h"
#include "base/arena.h"
#include "base/mem.h"

/* The elements: a str is a column, also each character where a str stands for a list. */
static bool take_elements(const struct op_where *where, struct sa_table *table,
                          struct sa_index *index, struct py_object *columns)
{
    struct py_object **items;

    if (!sa_known(where->py, columns))
        return false;
    items = py_items(where->py, columns, &index->n);
    index->items = arena_new_array(py_arena(where->py), struct py_object *, index->n + 1);
    for (size_t i = 0; items && i < index->n; i++) {
        struct sa_name name;
        struct sa_column *column;

        index->items[i] = items[i];
        if (!sa_known(where->py, items[i]))
            return false;
        if (!py_text(items[i]) && !sa_clause_of(items[i]))
            return py_raise(where->py, &py_value_error, "String or text() construct expected");
        if (!py_text(items[i]))
            continue;
        if (!sa_name_of(where->py, items[i], "a column", &name))
            return false;
        column = sa_column_new(where->py, name, NULL);
        if (!sa_table_add(where->py, table, &column->clause.object))
            return false;
        index->items[i] = &column->clause.object;
    }
    return items != NULL;
}

struct index_arguments {
    struct py_object *name, *columns, *unique, *if_not_exists;
    struct py_dict *options;
};

static struct py_object *create(const struct op_where *where, const struct index_arguments *args)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(where->py, scratch);
    struct sa_index *index = sa_index_new(where->py, sa_plain_name(NULL));
    struct sa_table *table = op_table(where);
    bool if_not_exists;

    if (!sa_name_of(where->py, args->name, "index_name", &index->name) ||
        !op_flag(where->py, args->unique, &index->unique) ||
        !op_flag(where->py, args->if_not_exists, &if_not_exists) ||
        !sa_index_take_options(where->py, index, args->options) ||
        !take_elements(where, table, index, args->columns) ||
        !sa_table_add(where->py, table, &index->object) ||
        !ddl_write_create_index(&c, index, if_not_exists))
        return NULL;
    return op_run(where, &c) ? py_none() : NULL;
}

struct py_object *op_create_index(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {
        "index_name",     "table_name", "columns", "*",         "?schema", "?unique",
        "?if_not_exists", "?quote",     "?info",   "**dialect", NULL};
    struct py_object *slots[9];
    struct op_where where;

    (void)self;
    if (!py_bind(py, "create_index", signature, args, slots) ||
        !op_where_table(py, slots[1], slots[3], &where))
        return NULL;
    return create(&where, &(struct index_arguments){slots[0], slots[2], slots[4], slots[5],
                                                    py_as_dict(slots[8])});
}

struct py_object *batch_create_index(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    static const char *const signature[] = {"index_name", "columns",        "*",
                                            "?unique",    "?if_not_exists", "?quote",
                                            "?info",      "**dialect",      NULL};
    const struct op_where where = op_where_batch(py, self);
    struct py_object *slots[7];

    if (!py_bind(py, "create_index", signature, args, slots))
        return NULL;
    return create(&where, &(struct index_arguments){slots[0], slots[1], slots[2], slots[3],
                                                    py_as_dict(slots[6])});
}

/* Without a name there is still the naming convention, on a column "x". */
static struct py_object *drop(const struct op_where *where, struct py_object *name,
                              struct py_object *if_exists_argument, struct py_dict *options)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler c = sa_compiler_ddl(where->py, scratch);
    struct sa_index *index = sa_index_new(where->py, sa_plain_name(NULL));
    struct sa_table *table = op_table(where);
    struct sa_column *column = sa_column_new(where->py, sa_plain_name("x"), NULL);
    bool if_exists;

    index->items = arena_new_array(py_arena(where->py), struct py_object *, 1);
    index->items[0] = &column->clause.object;
    index->n = 1;
    if (!sa_name_of(where->py, name, "index_name", &index->name) ||
        !op_flag(where->py, if_exists_argument, &if_exists) ||
        !sa_index_take_options(where->py, index, options) ||
        !sa_table_add(where->py, table, &column->clause.object) ||
        !sa_table_add(where->py, table, &index->object))
        return NULL;
    if (!index->name.text)
        return py_raise(where->py, &sa_compile_error,
                        "DROP INDEX requires that the index have a name");
    return ddl_write_drop_index(&c, index, if_exists) && op_run(where, &c) ? py_none() : NULL;
}

struct py_object *op_drop_index(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"index_name", "?table_name", "*", "?schema",
                                            "?if_exists", "**dialect",   NULL};
    struct py_object *slots[5];
    struct op_where where;

    (void)self;
    if (!py_bind(py, "drop_index", signature, args, slots) ||
        !op_where_table(py, sa_absent(slots[1]) ? py_string(py, "no_table") : slots[1], slots[2],
                        &where))
        return NULL;
    return drop(&where, slots[0], slots[3], py_as_dict(slots[4]));
}

struct py_object *batch_drop_index(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    static const char *const signature[] = {"index_name", "*", "?if_exists", "**dialect", NULL};
    const struct op_where where = op_where_batch(py, self);
    struct py_object *slots[3];

    return py_bind(py, "drop_index", signature, args, slots)
               ? drop(&where, slots[0], slots[1], py_as_dict(slots[2]))
               : NULL;
}
