#include <string.h>

#include "alembic/sa_schema.h"
#include "base/arena.h"
#include "py/py.h"

struct sa_index *sa_as_index(struct py_object *o)
{
    return o && py_is(o, &sa_index_type) ? (struct sa_index *)(void *)o : NULL;
}

struct sa_index *sa_index_new(struct py *py, struct sa_name name)
{
    struct sa_index *index = arena_new_object(py_arena(py), struct sa_index);

    index->object.type = &sa_index_type;
    index->name = name;
    index->options = py_dict_new(py);
    return index;
}

bool sa_index_take_options(struct py *py, struct sa_index *index, struct py_dict *options)
{
    static const char *const accepted[] = {"postgresql_using",
                                           "postgresql_ops",
                                           "postgresql_where",
                                           "postgresql_with",
                                           "postgresql_include",
                                           "postgresql_concurrently",
                                           "postgresql_tablespace",
                                           "postgresql_nulls_not_distinct",
                                           NULL};

    index->options = options;
    return sa_check_options(py, "Index", options, accepted);
}

/* Index("name", "a", t.c.b, unique=True): it joins the table of its first column. */
static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    static const char *const signature[] = {"name",          "*expressions", "?unique",
                                            "?quote",        "?info",        "?_table",
                                            "?_column_flag", "**dialect",    NULL};
    enum { NAME, EXPRESSIONS, UNIQUE, QUOTE, INFO, TABLE, COLUMN_FLAG, DIALECT, SLOTS };
    struct py_object *slots[SLOTS];
    struct sa_index *index = sa_index_new(py, sa_plain_name(NULL));
    const struct py_list *items;
    struct sa_table *table = NULL;

    (void)type;
    if (!py_bind(py, "Index.__init__", signature, args, slots) ||
        !sa_name_of(py, slots[NAME], "name", &index->name) ||
        (!sa_absent(slots[UNIQUE]) && !py_truth(py, slots[UNIQUE], &index->unique)) ||
        !sa_index_take_options(py, index, py_as_dict(slots[DIALECT])))
        return NULL;
    items = py_as_sequence(slots[EXPRESSIONS]);
    index->items = arena_new_array(py_arena(py), struct py_object *, items->n + 1);
    index->n = items->n;
    for (size_t i = 0; i < items->n; i++) {
        const struct sa_column *column = sa_as_column(items->items[i]);

        if (!sa_known(py, items->items[i]))
            return NULL;
        index->items[i] = items->items[i];
        if (!table && column && !column->is_light)
            table = column->table;
    }
    if (sa_as_table(slots[TABLE]))
        table = sa_as_table(slots[TABLE]);
    return !table || sa_table_add(py, table, &index->object) ? &index->object : NULL;
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct sa_index *index = (const void *)self;

    if (strcmp(name, "name") == 0)
        return index->name.text ? py_string(py, index->name.text) : py_none();
    if (strcmp(name, "unique") == 0)
        return py_bool(index->unique);
    if (strcmp(name, "table") == 0)
        return index->table ? &index->table->clause.object : py_none();
    if (strcmp(name, "expressions") == 0 || strcmp(name, "columns") == 0)
        return py_tuple(py, index->items, index->n);
    return NULL;
}

const struct py_type sa_index_type = {
    .name = "Index", .module = "sqlalchemy.sql.schema", .make = make, .attr = attr};
