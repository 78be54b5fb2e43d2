#include "alembic/names.h"

#include <string.h>

#include "alembic/context.h"
#include "base/arena.h"
#include "py/py.h"

enum { MAX_TABLES = 6 };

#define SQLALCHEMY                                                                                 \
    {                                                                                              \
        sa_type_names, sa_schema_names, sa_clause_names, sa_ddl_names, sa_error_names,             \
            sa_orm_names                                                                           \
    }
#define POSTGRESQL                                                                                 \
    {                                                                                              \
        sa_postgresql_names, sa_postgresql_clause_names, sa_schema_names, sa_type_names            \
    }
#define FOREIGN                                                                                    \
    {                                                                                              \
        sa_foreign_names, sa_type_names                                                            \
    }
#define SQLMODEL                                                                                   \
    {                                                                                              \
        sa_sqlmodel_names, sa_type_names, sa_schema_names, sa_clause_names, sa_orm_names           \
    }
#define UTILS                                                                                      \
    {                                                                                              \
        sa_sqlalchemy_utils_names                                                                  \
    }

static const struct {
    const char *name;
    const struct alembic_export *tables[MAX_TABLES];
} modules[] = {
    {"alembic.op", {alembic_op_names, alembic_plugin_names}},
    {"alembic.context", {alembic_context_names}},
    {"alembic.util", {alembic_util_names}},
    {"alembic.util.exc", {alembic_util_names}},

    {"sqlalchemy", SQLALCHEMY},
    {"sqlalchemy.types", {sa_type_names}},
    {"sqlalchemy.schema", {sa_schema_names, sa_ddl_names}},
    {"sqlalchemy.exc", {sa_error_names}},
    {"sqlalchemy.sql", SQLALCHEMY},
    {"sqlalchemy.sql.ddl", {sa_ddl_names}},
    {"sqlalchemy.sql.dml", {sa_clause_names}},
    {"sqlalchemy.sql.elements", {sa_clause_names, sa_schema_names}},
    {"sqlalchemy.sql.expression", {sa_clause_names, sa_schema_names}},
    {"sqlalchemy.sql.functions", {sa_clause_names}},
    {"sqlalchemy.sql.operators", {sa_clause_names}},
    {"sqlalchemy.sql.schema", {sa_schema_names}},
    {"sqlalchemy.sql.selectable", {sa_clause_names, sa_schema_names}},
    {"sqlalchemy.sql.sqltypes", {sa_type_names}},
    {"sqlalchemy.sql.type_api", {sa_type_names}},
    {"sqlalchemy.engine", {sa_clause_names}},
    {"sqlalchemy.engine.reflection", {sa_clause_names}},
    {"sqlalchemy.inspection", {sa_clause_names}},
    {"sqlalchemy.orm", {sa_orm_names, sa_clause_names}},
    {"sqlalchemy.orm.session", {sa_orm_names}},
    {"sqlalchemy.ext.declarative", {sa_orm_names}},
    {"sqlalchemy.dialects.postgresql", POSTGRESQL},
    {"sqlalchemy.dialects.postgresql.array", POSTGRESQL},
    {"sqlalchemy.dialects.postgresql.base", POSTGRESQL},
    {"sqlalchemy.dialects.postgresql.dml", POSTGRESQL},
    {"sqlalchemy.dialects.postgresql.ext", POSTGRESQL},
    {"sqlalchemy.dialects.postgresql.hstore", POSTGRESQL},
    {"sqlalchemy.dialects.postgresql.json", POSTGRESQL},
    {"sqlalchemy.dialects.postgresql.named_types", POSTGRESQL},
    {"sqlalchemy.dialects.postgresql.ranges", POSTGRESQL},
    {"sqlalchemy.dialects.postgresql.types", POSTGRESQL},
    {"sqlalchemy.dialects.mysql", FOREIGN},
    {"sqlalchemy.dialects.mysql.base", FOREIGN},
    {"sqlalchemy.dialects.mysql.types", FOREIGN},
    {"sqlalchemy.dialects.sqlite", FOREIGN},
    {"sqlalchemy.dialects.sqlite.base", FOREIGN},
    {"sqlalchemy.dialects.mssql", FOREIGN},
    {"sqlalchemy.dialects.mssql.base", FOREIGN},
    {"sqlalchemy.dialects.oracle", FOREIGN},
    {"sqlalchemy.dialects.oracle.base", FOREIGN},

    {"alembic_postgresql_enum", {alembic_enum_names}},
    {"alembic_postgresql_enum.get_enum_data", {alembic_enum_names}},
    {"limbeck", {alembic_overlay_names}},
    {"pgvector", {sa_pgvector_names}},
    {"pgvector.sqlalchemy", {sa_pgvector_names}},
    {"pgvector.sqlalchemy.bit", {sa_pgvector_names}},
    {"pgvector.sqlalchemy.halfvec", {sa_pgvector_names}},
    {"pgvector.sqlalchemy.sparsevec", {sa_pgvector_names}},
    {"pgvector.sqlalchemy.vector", {sa_pgvector_names}},
    {"sqlmodel", SQLMODEL},
    {"sqlmodel.sql", SQLMODEL},
    {"sqlmodel.sql.expression", SQLMODEL},
    {"sqlmodel.sql.sqltypes", SQLMODEL},
    {"sqlmodel.sql.sqltypes.types", {sa_type_names}},
    {"fastapi_users_db_sqlalchemy", {sa_fastapi_users_names}},
    {"fastapi_users_db_sqlalchemy.generics", {sa_fastapi_users_names}},
    {"fastapi_users_db_sqlalchemy.guid", {sa_fastapi_users_names}},
    {"citext", {sa_citext_names}},
    {"sqlalchemy_citext", {sa_citext_names}},
    {"sqlalchemy_jsonfield", {sa_jsonfield_names}},
    {"sqlalchemy_jsonfield.jsonfield", {sa_jsonfield_names}},
    {"geoalchemy2", {sa_geoalchemy_names}},
    {"geoalchemy2.types", {sa_geoalchemy_names}},
    {"sqlalchemy_utils", UTILS},
    {"sqlalchemy_utils.types", UTILS},
    {"sqlalchemy_utils.types.arrow", UTILS},
    {"sqlalchemy_utils.types.choice", UTILS},
    {"sqlalchemy_utils.types.color", UTILS},
    {"sqlalchemy_utils.types.country", UTILS},
    {"sqlalchemy_utils.types.currency", UTILS},
    {"sqlalchemy_utils.types.email", UTILS},
    {"sqlalchemy_utils.types.encrypted", UTILS},
    {"sqlalchemy_utils.types.encrypted.encrypted_type", UTILS},
    {"sqlalchemy_utils.types.ip_address", UTILS},
    {"sqlalchemy_utils.types.json", UTILS},
    {"sqlalchemy_utils.types.locale", UTILS},
    {"sqlalchemy_utils.types.ltree", UTILS},
    {"sqlalchemy_utils.types.password", UTILS},
    {"sqlalchemy_utils.types.phone_number", UTILS},
    {"sqlalchemy_utils.types.range", UTILS},
    {"sqlalchemy_utils.types.scalar_list", UTILS},
    {"sqlalchemy_utils.types.timezone", UTILS},
    {"sqlalchemy_utils.types.ts_vector", UTILS},
    {"sqlalchemy_utils.types.url", UTILS},
    {"sqlalchemy_utils.types.uuid", UTILS},
    {"sqlalchemy_utils.types.weekdays", UTILS},
};

enum { N_MODULES = sizeof(modules) / sizeof(modules[0]) };

static struct py_object *value_of(struct py *py, const struct alembic_export *export)
{
    if (export->type)
        return py_type_object(export->type);
    if (export->function)
        return py_native_function(py, export->name, export->function, NULL);
    return export->value(py);
}

static struct py_object *attr(struct py *py, const char *module, const char *name)
{
    size_t m = 0;

    while (strcmp(modules[m].name, module) != 0)
        m++;
    for (size_t t = 0; t < MAX_TABLES && modules[m].tables[t]; t++)
        for (const struct alembic_export *e = modules[m].tables[t]; e->name; e++)
            if (strcmp(e->name, name) == 0)
                return value_of(py, e);
    return NULL;
}

void alembic_add_modules(struct py *py)
{
    static const char *const ambient[] = {
        "pgvector",    "sqlmodel", "sqlalchemy_utils",     "fastapi_users_db_sqlalchemy",
        "geoalchemy2", "citext",   "sqlalchemy_jsonfield", "sqlalchemy",
        NULL};
    struct py_builtin_module *table =
        arena_new_array(py_arena(py), struct py_builtin_module, N_MODULES + 1);

    for (size_t i = 0; i < N_MODULES; i++)
        table[i] = (struct py_builtin_module){modules[i].name, attr};
    py_add_modules(py, table, ambient);
}
