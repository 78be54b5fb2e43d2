/* Types of SQLAlchemy's neighbours: pgvector, sqlmodel, fastapi_users, geoalchemy2 ... */
#include <string.h>

#include "alembic/names.h"
#include "alembic/sa_types.h"
#include "py/py.h"

static const char *const dim_args[] = {"?dim", NULL};
static const char *const length_args[] = {"?length", NULL};
static const char *const any_args[] = {"*args", "**keywords", NULL};
static const char *const zone_args[] = {"?timezone", NULL};
static const char *const json_args[] = {"?enforce_string", "?enforce_unicode", "?json",
                                        "?json_type", NULL};
static const char *const geometry_args[] = {"?geometry_type",
                                            "?srid",
                                            "?dimension",
                                            "?spatial_index",
                                            "?use_N_D_index",
                                            "?use_typmod",
                                            "?from_text",
                                            "?name",
                                            "?nullable",
                                            "?_spatial_index_reflected",
                                            NULL};
static const char *const no_args[] = {NULL};

#define TYPE(id, in, class, base, what, text, args, writer)                                        \
    static const struct sa_type_rule id = SA_RULE(class, in, sa_##base, what, text, args, writer)

#define PGVECTOR(id, in, class)                                                                    \
    TYPE(id, "pgvector.sqlalchemy." in, class, user_defined_rule, SA_VECTOR, class, dim_args,      \
         sa_write_length_type)

PGVECTOR(vector, "vector", "VECTOR");
PGVECTOR(halfvec, "halfvec", "HALFVEC");
PGVECTOR(sparsevec, "sparsevec", "SPARSEVEC");
TYPE(vector_bit, "pgvector.sqlalchemy.bit", "BIT", user_defined_rule, SA_OTHER, "BIT", length_args,
     sa_write_bit_type);

const struct alembic_export sa_pgvector_names[] = {
    {.name = "Vector", .type = &vector.type},
    {.name = "VECTOR", .type = &vector.type},
    {.name = "HALFVEC", .type = &halfvec.type},
    {.name = "HalfVector", .type = &halfvec.type},
    {.name = "SPARSEVEC", .type = &sparsevec.type},
    {.name = "BIT", .type = &vector_bit.type},
    {.name = NULL},
};

/* ---- sqlmodel, fastapi_users, citext, geoalchemy2, sqlalchemy_jsonfield ---------------------- */

TYPE(auto_string, "sqlmodel.sql.sqltypes", "AutoString", decorator_rule, SA_STRING, "VARCHAR",
     length_args, sa_write_string_type);

/* Of its versions for SQLAlchemy 1.4. */
TYPE(sqlmodel_guid, "sqlmodel.sql.sqltypes", "GUID", decorator_rule, SA_UUID, "UUID", no_args,
     NULL);

static bool take_utc(struct py *py, struct sa_type *type, struct py_object *const *slots)
{
    (void)py, (void)slots;
    type->timezone = true;
    return true;
}

static const struct sa_type_rule utc_datetime = {
    .type = {.name = "UTCDateTime",
             .module = "sqlmodel.sql.sqltypes",
             .base = &sa_decorator_rule.type,
             .make = sa_type_make},
    .kind = SA_DATETIME,
    .word = "TIMESTAMP",
    .init = "UTCDateTime.__init__",
    .signature = no_args,
    .take = take_utc,
    .write = sa_write_time_type,
};

const struct alembic_export sa_sqlmodel_names[] = {
    {.name = "AutoString", .type = &auto_string.type},
    {.name = "GUID", .type = &sqlmodel_guid.type},
    {.name = "UTCDateTime", .type = &utc_datetime.type},
    {.name = NULL},
};

TYPE(guid, "fastapi_users_db_sqlalchemy.generics", "GUID", decorator_rule, SA_UUID, "UUID", no_args,
     NULL);
TYPE(timestamp_aware, "fastapi_users_db_sqlalchemy.generics", "TIMESTAMPAware", decorator_rule,
     SA_DATETIME, "TIMESTAMP", zone_args, sa_write_time_type);

const struct alembic_export sa_fastapi_users_names[] = {
    {.name = "GUID", .type = &guid.type},
    {.name = "TIMESTAMPAware", .type = &timestamp_aware.type},
    {.name = NULL},
};

TYPE(citext, "citext", "CIText", user_defined_rule, SA_STRING, "CITEXT", no_args, NULL);

const struct alembic_export sa_citext_names[] = {
    {.name = "CIText", .type = &citext.type},
    {.name = NULL},
};

static bool take_json(struct py *py, struct sa_type *type, struct py_object *const *slots)
{
    bool as_text = false;

    if (slots[0] && !py_truth(py, slots[0], &as_text))
        return false;
    if (as_text)
        type->stands_for = sa_type_new_of(py, &sa_unicode_text);
    else
        type->stands_for = slots[3] ? sa_type_of(py, slots[3]) : sa_type_new_of(py, &sa_json);
    return type->stands_for != NULL;
}

static const struct sa_type_rule json_field = {
    .type = {.name = "JSONField",
             .module = "sqlalchemy_jsonfield.jsonfield",
             .base = &sa_decorator_rule.type,
             .make = sa_type_make},
    .kind = SA_JSON,
    .init = "JSONField.__init__",
    .signature = json_args,
    .take = take_json,
};

const struct alembic_export sa_jsonfield_names[] = {
    {.name = "JSONField", .type = &json_field.type},
    {.name = NULL},
};

/* geometry(POINT,4326) */
static bool take_geometry(struct py *py, struct sa_type *type, struct py_object *const *slots)
{
    const char *shape = "GEOMETRY", *name = NULL;
    int64_t srid = -1;

    if (!sa_text_of(py, slots[0], "geometry_type", slots[0] ? &shape : &name) ||
        (!sa_absent(slots[1]) && !py_need_int(py, slots[1], &srid)) ||
        !sa_text_of(py, slots[7], "name", &name))
        return false;
    if (!name)
        name = type->rule->word;
    type->text =
        shape ? py_text(py_stringf(py, "%s(%s,%lld)", name, shape, (long long)srid)) : name;
    return true;
}

#define GEOMETRY(id, class, text)                                                                  \
    static const struct sa_type_rule id = {                                                        \
        .type = {.name = class,                                                                    \
                 .module = "geoalchemy2.types",                                                    \
                 .base = &sa_user_defined_rule.type,                                               \
                 .make = sa_type_make},                                                            \
        .kind = SA_OTHER,                                                                          \
        .word = text,                                                                              \
        .init = class ".__init__",                                                                 \
        .signature = geometry_args,                                                                \
        .take = take_geometry,                                                                     \
        .write = sa_write_user_type,                                                               \
    }

GEOMETRY(geometry, "Geometry", "geometry");
GEOMETRY(geography, "Geography", "geography");
TYPE(raster, "geoalchemy2.types", "Raster", user_defined_rule, SA_OTHER, "raster", any_args, NULL);

const struct alembic_export sa_geoalchemy_names[] = {
    {.name = "Geometry", .type = &geometry.type},
    {.name = "Geography", .type = &geography.type},
    {.name = "Raster", .type = &raster.type},
    {.name = NULL},
};
