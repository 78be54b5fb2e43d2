/*
 * Classes of ORM models: their columns make a table, which statements can
 * name.  Instances of them are refused.
 */
#include "alembic/sa_declarative.h"

#include <string.h>

#include "alembic/names.h"
#include "alembic/sa_select.h"
#include "base/arena.h"
#include "py/class.h"
#include "py/py.h"

/* ---- from a class to its table ------------------------------------------------------------------
 */

/* A column gets the name under which it stands in the class. */
static bool add_column(struct py *py, struct sa_table *table, const char *name,
                       struct sa_column *column, bool is_own)
{
    if (!is_own || column->table)
        column = sa_column_copy(py, column);
    if (!column->name.text)
        column->name = sa_plain_name(name);
    if (!column->key)
        column->key = column->name.text;
    return sa_table_column(table, column->key) || sa_table_add(py, table, &column->clause.object);
}

/* Columns of the class and of what it derives from, as long as that is no model itself. */
static bool add_columns(struct py *py, struct sa_table *table, const struct py_type *class)
{
    for (size_t i = 0; class->mro[i]; i++) {
        const struct py_dict *dict = class->mro[i]->dict;
        size_t n = dict ? dict->n_entries : 0;

        if (i > 0 && dict && py_dict_at(dict, "__table__"))
            continue;
        for (size_t k = 0; k < n; k++) {
            const char *name = dict->entries[k].key ? py_text(dict->entries[k].key) : NULL;
            struct sa_column *column =
                name && dict->entries[k].value ? sa_as_column(dict->entries[k].value) : NULL;

            if (column && !add_column(py, table, name, column, i == 0))
                return false;
        }
    }
    return true;
}

/* __table_args__: constraints and indexes, then a dict of options; or that dict alone. */
static bool take_arguments(struct py *py, struct sa_table *table, struct py_object *arguments)
{
    const struct py_list *list = arguments ? py_as_sequence(arguments) : NULL;
    struct py_dict *options = arguments ? py_as_dict(arguments) : NULL;
    struct py_object *schema;

    for (size_t i = 0; list && i < list->n; i++) {
        if (py_as_dict(list->items[i]))
            options = py_as_dict(list->items[i]);
        else if (!sa_table_add(py, table, list->items[i]))
            return false;
    }
    schema = options ? py_dict_at(options, "schema") : NULL;
    if (schema && py_text(schema))
        table->schema = py_text(schema);
    return true;
}

static struct sa_table *table_of(struct py *py, struct py_object *class, const char *name)
{
    struct py_object *metadata = py_attr_or_null(py, class, "metadata");
    struct sa_metadata *of = metadata && py_is(metadata, &sa_metadata_type)
                                 ? (struct sa_metadata *)(void *)metadata
                                 : sa_metadata_new(py);
    struct sa_table *table;

    if (py_raised(py))
        return NULL;
    table = sa_table_new(py, sa_plain_name(name), of->schema, of);
    if (!add_columns(py, table, py_as_type(class)) ||
        !take_arguments(py, table, py_attr_or_null(py, class, "__table_args__")) || py_raised(py))
        return NULL;
    return py_dict_put_text(py, of->tables, name, &table->clause.object) ? table : NULL;
}

/* Called for every class that derives from the base. */
static struct py_object *init_subclass(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    struct py_object *class = args->n > 0 ? args->values[0] : self;
    const struct py_type *type = class ? py_as_type(class) : NULL;
    struct py_object *name = type && type->dict ? py_dict_at(type->dict, "__tablename__") : NULL;
    struct sa_table *table;

    if (!name || !py_text(name))
        return py_none();
    table = table_of(py, class, py_text(name));
    if (!table || !py_dict_put_text(py, type->dict, "__table__", &table->clause.object))
        return NULL;
    return py_none();
}

static struct py_object *init(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *instance = args->n > 0 ? args->values[0] : self;

    return py_refuse(py, "objects of ORM models (\"%s\") are not supported; use insert()",
                     instance && instance->type ? instance->type->name : "?");
}

struct sa_table *sa_model_table(struct py *py, struct py_object *o)
{
    struct py_object *table = py_as_type(o) ? py_attr_or_null(py, o, "__table__") : NULL;

    return table ? sa_as_table(table) : NULL;
}

/* ---- declarative_base(), DeclarativeBase --------------------------------------------------------
 */

static struct py_object *base_new(struct py *py, const char *name, struct py_object *metadata)
{
    struct py_dict *dict = py_dict_new(py);
    struct py_class *class;

    if (sa_absent(metadata))
        metadata = &sa_metadata_new(py)->object;
    if (!py_dict_put_text(py, dict, "__module__", py_string(py, "sqlalchemy.orm")) ||
        !py_dict_put_text(py, dict, "metadata", metadata) ||
        !py_dict_put_text(py, dict, "__init__", py_native_function(py, "__init__", init, NULL)) ||
        !py_dict_put_text(py, dict, "__init_subclass__",
                          py_native_function(py, "__init_subclass__", init_subclass, NULL)))
        return NULL;
    class = py_class_new(py, name, py_tuple(py, NULL, 0), dict, NULL);
    return class ? py_type_object(&class->type) : NULL;
}

static struct py_object *declarative_base(struct py *py, struct py_object *self,
                                          const struct py_args *args)
{
    static const char *const signature[] = {"*rest", "?metadata", "?name", "**kw", NULL};
    struct py_object *slots[4];

    (void)self;
    if (!py_bind(py, "declarative_base", signature, args, slots))
        return NULL;
    return base_new(py, "Base", slots[1]);
}

static struct py_object *declarative_class(struct py *py)
{
    return base_new(py, "DeclarativeBase", NULL);
}

/* relationship() and its like say nothing about the table. */
static struct py_object *opaque(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self, (void)args;
    return py_poison(py, "an attribute of an ORM model");
}

static const struct py_type mapped_type = {.name = "Mapped", .module = "sqlalchemy.orm.base"};

#define CLASS(n, id)                                                                               \
    {                                                                                              \
        .name = n, .type = &id                                                                     \
    }
#define OPAQUE(n)                                                                                  \
    {                                                                                              \
        .name = n, .function = opaque                                                              \
    }

const struct alembic_export sa_orm_names[] = {
    CLASS("Session", sa_session_type),
    CLASS("sessionmaker", sa_sessionmaker_type),
    CLASS("scoped_session", sa_sessionmaker_type),
    {.name = "declarative_base", .function = declarative_base},
    {.name = "DeclarativeBase", .value = declarative_class},
    CLASS("Mapped", mapped_type),
    CLASS("mapped_column", sa_column_type),
    OPAQUE("relationship"),
    OPAQUE("backref"),
    OPAQUE("column_property"),
    OPAQUE("synonym"),
    OPAQUE("deferred"),
    OPAQUE("joinedload"),
    OPAQUE("selectinload"),
    OPAQUE("subqueryload"),
    OPAQUE("load_only"),
    OPAQUE("aliased"),
    OPAQUE("registry"),
    OPAQUE("validates"),
    {.name = NULL},
};
