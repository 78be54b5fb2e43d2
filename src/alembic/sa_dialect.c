/* What scripts see of the dialect: mostly its name. */
#include "alembic/sa_inspect.h"
#include "alembic/sa_types.h"

#include <string.h>

#include "base/arena.h"
#include "py/py.h"

static struct py_object *type_descriptor(struct py *py, struct py_object *self,
                                         const struct py_args *args)
{
    struct py_object *type;

    (void)self;
    if (!py_bind(py, "type_descriptor", (const char *const[]){"typeobj", NULL}, args, &type))
        return NULL;
    type = (struct py_object *)(void *)sa_type_of(py, type);
    return type;
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    static const struct {
        const char *name, *value;
    } texts[] = {
        {"name", "postgresql"},
        {"driver", "psycopg2"},
        {"default_schema_name", "public"},
        {"paramstyle", "pyformat"},
    };
    static const char *const yes[] = {"supports_native_enum",    "supports_native_uuid",
                                      "supports_native_boolean", "supports_comments",
                                      "supports_alter",          "supports_schemas"};

    (void)self;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (strcmp(texts[i].name, name) == 0)
            return py_string(py, texts[i].value);
    for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
        if (strcmp(yes[i], name) == 0)
            return py_bool(true);
    return NULL;
}

static const struct py_method methods[] = {
    {"type_descriptor", type_descriptor, PY_METHOD},
    {"has_table", sa_dialect_has_table, PY_METHOD},
    {"has_index", sa_dialect_has_index, PY_METHOD},
    {"has_schema", sa_dialect_has_schema, PY_METHOD},
    {"has_sequence", sa_dialect_has_sequence, PY_METHOD},
    {"get_table_names", sa_dialect_get_table_names, PY_METHOD},
    {"get_columns", sa_dialect_get_columns, PY_METHOD},
    {"get_indexes", sa_dialect_get_indexes, PY_METHOD},
    {NULL},
};

static const struct py_type dialect_type = {
    .name = "PGDialect_psycopg2",
    .module = "sqlalchemy.dialects.postgresql.psycopg2",
    .methods = methods,
    .attr = attr,
};

struct py_object *sa_dialect(struct py *py)
{
    struct py_object *dialect = arena_new_object(py_arena(py), struct py_object);

    dialect->type = &dialect_type;
    return dialect;
}
