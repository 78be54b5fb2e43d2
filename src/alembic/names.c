#include "alembic/names.h"

#include <string.h>

#include "alembic/context.h"
#include "py/py.h"

enum { MAX_TABLES = 6 };

static const struct {
    const char *module; /* "a.*" is everything below "a" */
    const struct alembic_export *tables[MAX_TABLES];
} modules[] = {
    {"alembic.op", {alembic_op_names}},
    {"alembic.context", {alembic_context_names}},
    {"alembic.operations", {alembic_op_names}},
    {"alembic.util", {sa_error_names}},
    {"sqlalchemy.exc", {sa_error_names}},
    {"sqlalchemy.dialects.postgresql",
     {sa_postgresql_names, sa_postgresql_clause_names, sa_schema_names, sa_type_names}},
    {"sqlalchemy.dialects.postgresql.*",
     {sa_postgresql_names, sa_postgresql_clause_names, sa_schema_names, sa_type_names}},
    {"sqlalchemy.dialects.mysql", {sa_foreign_names, sa_type_names}},
    {"sqlalchemy.dialects.sqlite", {sa_foreign_names, sa_type_names}},
    {"sqlalchemy.dialects.mssql", {sa_foreign_names, sa_type_names}},
    {"sqlalchemy.dialects.oracle", {sa_foreign_names, sa_type_names}},
    {"sqlalchemy.orm", {sa_orm_names, sa_clause_names, sa_schema_names, sa_type_names}},
    {"sqlalchemy.orm.*", {sa_orm_names, sa_clause_names, sa_schema_names, sa_type_names}},
    {"sqlalchemy.ext.*", {sa_orm_names, sa_clause_names, sa_schema_names, sa_type_names}},
    {"sqlalchemy", {sa_type_names, sa_schema_names, sa_clause_names, sa_error_names, sa_orm_names}},
    {"sqlalchemy.*", {sa_type_names, sa_schema_names, sa_clause_names, sa_error_names}},
    {"pgvector.sqlalchemy", {sa_pgvector_names}},
    {"pgvector.sqlalchemy.*", {sa_pgvector_names}},
    {"pgvector", {sa_pgvector_names}},
    {"sqlmodel", {sa_sqlmodel_names, sa_clause_names, sa_schema_names, sa_type_names}},
    {"sqlmodel.sql.sqltypes", {sa_sqlmodel_names, sa_type_names}},
    {"sqlmodel.*", {sa_sqlmodel_names, sa_clause_names, sa_schema_names, sa_type_names}},
    {"fastapi_users_db_sqlalchemy", {sa_fastapi_users_names}},
    {"fastapi_users_db_sqlalchemy.*", {sa_fastapi_users_names}},
    {"citext", {sa_citext_names}},
    {"citext.*", {sa_citext_names}},
    {"sqlalchemy_citext", {sa_citext_names}},
    {"sqlalchemy_jsonfield", {sa_jsonfield_names}},
    {"sqlalchemy_jsonfield.*", {sa_jsonfield_names}},
    {"geoalchemy2", {sa_geoalchemy_names}},
    {"geoalchemy2.*", {sa_geoalchemy_names}},
    {"sqlalchemy_utils", {sa_sqlalchemy_utils_names}},
    {"sqlalchemy_utils.*", {sa_sqlalchemy_utils_names}},
};

static struct py_object *value_of(struct py *py, const struct alembic_export *export)
{
    if (export->type)
        return py_type_object(export->type);
    if (export->function)
        return py_native_function(py, export->name, export->function, NULL);
    return export->value(py);
}

static bool is_module(const char *row, const char *module)
{
    size_t n = strlen(row);

    if (n > 2 && strcmp(row + n - 2, ".*") == 0)
        return strncmp(row, module, n - 1) == 0;
    return strcmp(row, module) == 0;
}

/* The first row of the module decides: a row for everything below it stands last. */
static struct py_object *attr(struct py *py, const char *module, const char *name)
{
    for (size_t m = 0; m < sizeof(modules) / sizeof(modules[0]); m++) {
        if (!is_module(modules[m].module, module))
            continue;
        for (size_t t = 0; t < MAX_TABLES && modules[m].tables[t]; t++)
            for (const struct alembic_export *e = modules[m].tables[t]; e->name; e++)
                if (strcmp(e->name, name) == 0)
                    return value_of(py, e);
        return NULL;
    }
    return NULL;
}

void alembic_add_modules(struct py *py)
{
    static const char *const ambient[] = {
        "pgvector",    "sqlmodel", "sqlalchemy_utils",     "fastapi_users_db_sqlalchemy",
        "geoalchemy2", "citext",   "sqlalchemy_jsonfield", "sqlalchemy",
        NULL};
    static const struct py_builtin_module table[] = {
#define ROW(n) {.name = n, .attr = attr}
        ROW("alembic.op"),
        ROW("alembic.context"),
        ROW("alembic.operations"),
        ROW("alembic.util"),
        ROW("sqlalchemy"),
        ROW("sqlalchemy.*"),
        ROW("pgvector"),
        ROW("pgvector.*"),
        ROW("sqlmodel"),
        ROW("sqlmodel.*"),
        ROW("fastapi_users_db_sqlalchemy"),
        ROW("fastapi_users_db_sqlalchemy.*"),
        ROW("citext"),
        ROW("citext.*"),
        ROW("sqlalchemy_citext"),
        ROW("sqlalchemy_jsonfield"),
        ROW("sqlalchemy_jsonfield.*"),
        ROW("geoalchemy2"),
        ROW("geoalchemy2.*"),
        ROW("sqlalchemy_utils"),
        ROW("sqlalchemy_utils.*"),
#undef ROW
        {.name = NULL},
    };

    py_add_modules(py, table, ambient);
}
