/* MetaData, Table and the light table(). */
#include <string.h>

#include "alembic/names.h"
#include "alembic/sa_reflect.h"
#include "alembic/sa_schema.h"
#include "base/arena.h"
#include "py/py.h"

struct sa_metadata *sa_metadata_new(struct py *py)
{
    struct sa_metadata *metadata = arena_new_object(py_arena(py), struct sa_metadata);

    metadata->object.type = &sa_metadata_type;
    metadata->tables = py_dict_new(py);
    return metadata;
}

static struct py_object *make_metadata(struct py *py, const struct py_type *type,
                                       const struct py_args *args)
{
    static const char *const signature[] = {"?schema", "?quote_schema", "?naming_convention",
                                            "?info", NULL};
    struct py_object *slots[4];
    struct sa_metadata *metadata = sa_metadata_new(py);

    (void)type;
    if (!py_bind(py, "MetaData.__init__", signature, args, slots) ||
        !sa_text_of(py, slots[0], "schema", &metadata->schema))
        return NULL;
    if (!sa_absent(slots[2])) {
        if (!sa_known(py, slots[2]))
            return NULL;
        metadata->naming = py_as_dict(slots[2]);
    }
    return &metadata->object;
}

static struct py_object *metadata_attr(struct py *py, struct py_object *self, const char *name)
{
    struct sa_metadata *metadata = (void *)self;

    if (strcmp(name, "tables") == 0)
        return &metadata->tables->object;
    if (strcmp(name, "sorted_tables") == 0)
        return (void *)sa_sorted_tables(py, metadata, true);
    if (strcmp(name, "schema") == 0)
        return metadata->schema ? py_string(py, metadata->schema) : py_none();
    if (strcmp(name, "naming_convention") == 0)
        return metadata->naming ? &metadata->naming->object : py_none();
    return NULL;
}

static const struct py_method metadata_methods[] = {
    {"create_all", sa_create_all, PY_METHOD},
    {"drop_all", sa_drop_all, PY_METHOD},
    {"reflect", sa_metadata_reflect, PY_METHOD},
    {NULL},
};

const struct py_type sa_metadata_type = {
    .name = "MetaData",
    .module = "sqlalchemy.sql.schema",
    .make = make_metadata,
    .methods = metadata_methods,
    .attr = metadata_attr,
};

/* ---- Table(...) ---------------------------------------------------------------------------------
 */

static bool is_true(struct py *py, struct py_object *value, bool *yes)
{
    *yes = false;
    return sa_absent(value) || (sa_known(py, value) && py_truth(py, value, yes));
}

bool sa_table_take_options(struct py *py, struct sa_table *table, struct py_dict *options)
{
    static const char *const accepted[] = {
        "postgresql_ignore_search_path", "postgresql_tablespace", "postgresql_partition_by",
        "postgresql_with_oids",          "postgresql_with",       "postgresql_on_commit",
        "postgresql_inherits",           "postgresql_using",      NULL};

    table->options = options;
    return sa_check_options(py, "Table", options, accepted);
}

static bool add_items(struct py *py, struct sa_table *table, const struct py_list *items)
{
    for (size_t i = 0; i < items->n; i++)
        if (!py_is_none(items->items[i]) && !sa_table_add(py, table, items->items[i]))
            return false;
    return true;
}

static const char *const signature[] = {"name",
                                        "metadata",
                                        "*args",
                                        "?schema",
                                        "?quote",
                                        "?quote_schema",
                                        "?autoload_with",
                                        "?autoload",
                                        "?extend_existing",
                                        "?keep_existing",
                                        "?comment",
                                        "?info",
                                        "?prefixes",
                                        "?include_columns",
                                        "?resolve_fks",
                                        "?autoload_replace",
                                        "?implicit_returning",
                                        "?listeners",
                                        "?must_exist",
                                        "?_no_init",
                                        "**dialect",
                                        NULL};
enum {
    NAME,
    METADATA,
    ARGS,
    SCHEMA,
    QUOTE,
    QUOTE_SCHEMA,
    AUTOLOAD_WITH,
    AUTOLOAD,
    EXTEND,
    KEEP,
    COMMENT,
    INFO,
    PREFIXES,
    INCLUDE_COLUMNS,
    RESOLVE_FKS,
    REPLACE,
    RETURNING,
    LISTENERS,
    MUST_EXIST,
    NO_INIT,
    DIALECT,
    SLOTS
};

static const char *key_of(struct py *py, const char *schema, const char *name)
{
    return schema ? py_text(py_stringf(py, "%s.%s", schema, name)) : name;
}

/* The table of that name that the MetaData has already; '*found' stays NULL when it has none. */
static bool find_existing(struct py *py, const struct sa_metadata *metadata, const char *key,
                          struct py_object *const *slots, struct sa_table **found)
{
    bool extend, keep;
    struct py_object *existing = py_dict_at(metadata->tables, key);

    *found = existing ? sa_as_table(existing) : NULL;
    if (!*found)
        return true;
    if (!is_true(py, slots[EXTEND], &extend) || !is_true(py, slots[KEEP], &keep))
        return false;
    if (!extend && !keep && py_as_sequence(slots[ARGS])->n > 0)
        return py_raise(py, &sa_invalid_request_error,
                        "Table '%s' is already defined for this MetaData instance.  Specify "
                        "'extend_existing=True' to redefine options and columns on an existing "
                        "Table object.",
                        key);
    return keep || add_items(py, *found, py_as_sequence(slots[ARGS]));
}

static bool take_items(struct py *py, struct sa_table *table, struct py_object *const *slots)
{
    struct py_object *bind = slots[AUTOLOAD_WITH];

    if (!sa_text_of(py, slots[COMMENT], "comment", &table->comment) ||
        !sa_table_take_options(py, table, py_as_dict(slots[DIALECT])) ||
        !add_items(py, table, py_as_sequence(slots[ARGS])))
        return false;
    table->prefixes = sa_absent(slots[PREFIXES]) ? NULL : slots[PREFIXES];
    return sa_absent(bind) || sa_table_reflect(py, table, bind);
}

static struct py_object *make_table(struct py *py, const struct py_type *type,
                                    const struct py_args *args)
{
    struct py_object *slots[SLOTS];
    struct sa_metadata *metadata;
    struct sa_table *table;
    struct sa_name name;
    const char *schema, *key;

    (void)type;
    if (!py_bind(py, "Table.__init__", signature, args, slots) ||
        !sa_name_of(py, slots[NAME], "name", &name) ||
        !sa_text_of(py, slots[SCHEMA], "schema", &schema) || !sa_known(py, slots[METADATA]))
        return NULL;
    if (!name.text)
        return py_raise(py, &py_type_error, "the name of a table must be a str, not NoneType");
    if (!py_is(slots[METADATA], &sa_metadata_type))
        return py_raise(py, &sa_argument_error,
                        "Column object 'metadata' expected a MetaData, got %s",
                        py_type_of(slots[METADATA])->name);
    metadata = (void *)slots[METADATA];
    schema = schema ? schema : metadata->schema;
    key = key_of(py, schema, name.text);
    if (!find_existing(py, metadata, key, slots, &table))
        return NULL;
    if (table)
        return &table->clause.object;
    table = sa_table_new(py, name, schema, metadata);
    if (!take_items(py, table, slots) ||
        !py_dict_put_text(py, metadata->tables, key, &table->clause.object))
        return NULL;
    return &table->clause.object;
}

/* table("name", column("a"), schema=) */
static struct py_object *make_light_table(struct py *py, const struct py_type *type,
                                          const struct py_args *args)
{
    static const char *const light_signature[] = {"name", "*columns", "?schema", NULL};
    struct py_object *slots[3];
    struct sa_table *table;
    struct sa_name name;
    const char *schema;

    if (!py_bind(py, "table", light_signature, args, slots) ||
        !sa_name_of(py, slots[0], "name", &name) || !sa_text_of(py, slots[2], "schema", &schema))
        return NULL;
    if (!name.text)
        return py_raise(py, &py_type_error, "the name of a table must be a str, not NoneType");
    table = sa_table_new(py, name, schema, NULL);
    table->clause.object.type = type;
    table->is_light = true;
    return add_items(py, table, py_as_sequence(slots[1])) ? &table->clause.object : NULL;
}

/* ---- table.c ------------------------------------------------------------------------------------
 */

struct collection {
    struct py_object object;
    const struct sa_table *table;
};

static const struct sa_table *of(struct py_object *self)
{
    return ((struct collection *)(void *)self)->table;
}

static struct py_object *column_attr(struct py *py, struct py_object *self, const char *name)
{
    struct sa_column *column = sa_table_column(of(self), name);

    (void)py;
    return column ? &column->clause.object : NULL;
}

static struct py_object *column_item(struct py *py, struct py_object *self, struct py_object *key)
{
    const char *name = py_text(key);
    struct sa_column *column = name ? sa_table_column(of(self), name) : NULL;

    return column ? &column->clause.object : py_raise_value(py, &py_key_error, key);
}

static bool has_column(struct py *py, struct py_object *self, struct py_object *value, bool *found)
{
    const char *name = py_text(value);

    if (!name)
        return py_raise(py, &sa_argument_error, "__contains__ requires a string argument");
    *found = sa_table_column(of(self), name) != NULL;
    return true;
}

static bool count_columns(struct py *py, struct py_object *self, size_t *length)
{
    (void)py;
    *length = of(self)->n;
    return true;
}

static struct py_object *all_columns(struct py *py, struct py_object *self)
{
    struct py_list *list = py_list_new(py);

    for (size_t i = 0; i < of(self)->n; i++)
        if (!py_list_add(py, list, &of(self)->columns[i]->clause.object))
            return NULL;
    return &list->object;
}

static struct py_object *iterate(struct py *py, struct py_object *self)
{
    struct py_object *list = all_columns(py, self);

    return list ? list->type->iter(py, list) : NULL;
}

static struct py_object *values(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return all_columns(py, self);
}

static struct py_object *keys(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = py_list_new(py);

    (void)args;
    for (size_t i = 0; i < of(self)->n; i++)
        if (!py_list_add(py, list, py_string(py, of(self)->columns[i]->key)))
            return NULL;
    return &list->object;
}

static struct py_object *get(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const get_signature[] = {"key", "?default", NULL};
    struct py_object *slots[2];
    struct sa_column *column;

    if (!py_bind(py, "get", get_signature, args, slots))
        return NULL;
    column = py_text(slots[0]) ? sa_table_column(of(self), py_text(slots[0])) : NULL;
    return column ? &column->clause.object : slots[1] ? slots[1] : py_none();
}

static const struct py_method collection_methods[] = {
    {"keys", keys, PY_METHOD},
    {"values", values, PY_METHOD},
    {"get", get, PY_METHOD},
    {NULL},
};

static const struct py_type collection_type = {
    .name = "ReadOnlyColumnCollection",
    .module = "sqlalchemy.sql.base",
    .methods = collection_methods,
    .attr = column_attr,
    .item = column_item,
    .contains = has_column,
    .length = count_columns,
    .iter = iterate,
};

static struct py_object *columns_of(struct py *py, const struct sa_table *table)
{
    struct collection *collection = arena_new_object(py_arena(py), struct collection);

    collection->object.type = &collection_type;
    collection->table = table;
    return &collection->object;
}

static struct py_object *table_attr(struct py *py, struct py_object *self, const char *name)
{
    const struct sa_table *table = (const void *)self;

    if (strcmp(name, "c") == 0 || strcmp(name, "columns") == 0)
        return columns_of(py, table);
    if (strcmp(name, "name") == 0)
        return py_string(py, table->name.text);
    if (strcmp(name, "schema") == 0)
        return table->schema ? py_string(py, table->schema) : py_none();
    if (strcmp(name, "fullname") == 0 || strcmp(name, "key") == 0)
        return py_string(py, key_of(py, table->schema, table->name.text));
    if (strcmp(name, "comment") == 0)
        return table->comment ? py_string(py, table->comment) : py_none();
    if (strcmp(name, "metadata") == 0)
        return table->metadata ? &table->metadata->object : py_none();
    return NULL;
}

static const struct py_method table_methods[] = {
    {"create", sa_create, PY_METHOD},
    {"drop", sa_drop, PY_METHOD},
    {NULL},
};

const struct py_type sa_table_type = {
    .name = "Table",
    .module = "sqlalchemy.sql.schema",
    .base = &sa_from_type,
    .make = make_table,
    .methods = table_methods,
    .attr = table_attr,
};

const struct py_type sa_light_table_type = {
    .name = "TableClause",
    .module = "sqlalchemy.sql.selectable",
    .base = &sa_table_type,
    .make = make_light_table,
};

#define CLASS(n, id)                                                                               \
    {                                                                                              \
        .name = n, .type = &id                                                                     \
    }

const struct alembic_export sa_schema_names[] = {
    CLASS("MetaData", sa_metadata_type),
    CLASS("Table", sa_table_type),
    CLASS("table", sa_light_table_type),
    CLASS("TableClause", sa_light_table_type),
    CLASS("Column", sa_column_type),
    CLASS("column", sa_light_column_type),
    CLASS("ColumnClause", sa_light_column_type),
    CLASS("Constraint", sa_constraint_type),
    CLASS("PrimaryKeyConstraint", sa_primary_key_type),
    CLASS("ForeignKeyConstraint", sa_foreign_key_constraint_type),
    CLASS("UniqueConstraint", sa_unique_type),
    CLASS("CheckConstraint", sa_check_type),
    CLASS("ExcludeConstraint", sa_exclude_type),
    CLASS("ForeignKey", sa_foreign_key_type),
    CLASS("Index", sa_index_type),
    CLASS("Sequence", sa_sequence_type),
    CLASS("Identity", sa_identity_type),
    CLASS("Computed", sa_computed_type),
    CLASS("FetchedValue", sa_fetched_type),
    CLASS("DefaultClause", sa_default_type),
    CLASS("quoted_name", sa_quoted_name_type),
    CLASS("conv", sa_conv_type),
    CLASS("text", sa_textual_type),
    CLASS("TextClause", sa_textual_type),
    {.name = NULL},
};
