/* Row: a tuple whose items have names; RowMapping: a dict of them. */
#include <string.h>

#include "alembic/sa_result.h"
#include "base/arena.h"
#include "py/py.h"

static const struct py_type sa_row_mapping_type;

struct row {
    struct py_list list; /* first: a row is a tuple */
    const struct py_list *keys;
};

struct py_object *sa_row_new(struct py *py, struct py_object *keys, struct py_object *const *values,
                             size_t n)
{
    struct row *row = arena_new_object(py_arena(py), struct row);

    row->list.object.type = &sa_row_type;
    row->list.items = arena_new_array(py_arena(py), struct py_object *, n + 1);
    if (n > 0)
        memcpy(row->list.items, values, n * sizeof(*values));
    row->list.n = row->list.size = n;
    row->keys = py_as_sequence(keys);
    return &row->list.object;
}

static struct py_object *find(const struct row *row, const char *name)
{
    for (size_t i = 0; i < row->keys->n && i < row->list.n; i++)
        if (strcmp(py_text(row->keys->items[i]), name) == 0)
            return row->list.items[i];
    return NULL;
}

struct py_object *sa_row_mapping(struct py *py, struct py_object *self)
{
    const struct row *row = (const void *)self;
    struct py_dict *dict = py_dict_new(py);

    for (size_t i = 0; i < row->list.n; i++)
        if (!py_dict_put(py, dict, row->keys->items[i], row->list.items[i]))
            return NULL;
    dict->object.type = &sa_row_mapping_type;
    return &dict->object;
}

static struct py_object *as_dict(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *mapping = sa_row_mapping(py, self);

    (void)args;
    if (mapping)
        mapping->type = &py_dict_type;
    return mapping;
}

static struct py_object *as_tuple(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct row *row = (const void *)self;

    (void)args;
    return py_tuple(py, row->list.items, row->list.n);
}

static bool is_inherited(const char *name)
{
    return strncmp(name, "__", 2) == 0 || strcmp(name, "count") == 0 ||
           strcmp(name, "index") == 0 || strcmp(name, "_asdict") == 0 ||
           strcmp(name, "_tuple") == 0 || strcmp(name, "tuple") == 0;
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct row *row = (const void *)self;
    struct py_object *value = find(row, name);

    if (value)
        return value;
    if (strcmp(name, "_mapping") == 0)
        return sa_row_mapping(py, self);
    if (strcmp(name, "_fields") == 0)
        return py_tuple(py, row->keys->items, row->keys->n);
    if (strcmp(name, "t") == 0 || strcmp(name, "_t") == 0)
        return self;
    if (is_inherited(name))
        return NULL;
    return py_raise(py, &py_attribute_error, "Could not locate column in row for column '%s'",
                    name);
}

static const struct py_method methods[] = {
    {"_asdict", as_dict, PY_METHOD},
    {"_tuple", as_tuple, PY_METHOD},
    {"tuple", as_tuple, PY_METHOD},
    {NULL},
};

const struct py_type sa_row_type = {
    .name = "Row",
    .module = "sqlalchemy.engine.row",
    .base = &py_tuple_type,
    .methods = methods,
    .attr = attr,
};

/* ---- row._mapping -------------------------------------------------------------------------------
 */

static struct py_object *item(struct py *py, struct py_object *self, struct py_object *key)
{
    const struct py_dict *dict = (const void *)self;
    struct sa_clause *clause = sa_clause_of(key);
    const char *name = clause ? sa_clause_name(clause) : py_text(key);
    struct py_object *value = name ? py_dict_at(dict, name) : NULL;
    const char *shown;

    if (value)
        return value;
    shown = name ? name : py_str_text(py, key);
    return shown ? py_raise(py, &sa_no_such_column_error,
                            "Could not locate column in row for column '%s'", shown)
                 : NULL;
}

static const struct py_type sa_row_mapping_type = {
    .name = "RowMapping",
    .module = "sqlalchemy.engine.row",
    .base = &py_dict_type,
    .item = item,
};
