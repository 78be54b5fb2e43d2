/*
 * The names that scripts import from Alembic, SQLAlchemy and their neighbours.
 *
 * Each file that implements some of them has a table of its own, ending with
 * a NULL name; names.c says which tables make up which module.
 */
#ifndef ALEMBIC_NAMES_H
#define ALEMBIC_NAMES_H

#include "py/object.h"

struct alembic_export {
    const char *name;
    const struct py_type *type;                /* a class, or */
    py_native *function;                       /* a function, or */
    struct py_object *(*value)(struct py *py); /* what makes the value */
};

extern const struct alembic_export sa_type_names[], /* types of sqlalchemy itself */
    sa_postgresql_names[],                          /* those of its dialect */
    sa_foreign_names[],                             /* those of other dialects */
    sa_pgvector_names[], sa_sqlmodel_names[], sa_fastapi_users_names[], sa_citext_names[],
    sa_jsonfield_names[], sa_geoalchemy_names[], sa_sqlalchemy_utils_names[],
    sa_schema_names[],            /* Column, Table, Index ... */
    sa_ddl_names[],               /* CreateSequence, DDL ... */
    sa_clause_names[],            /* expressions and statements */
    sa_postgresql_clause_names[], /* insert(), array() ... of the dialect */
    sa_orm_names[],               /* Session ... */
    sa_error_names[],             /* sqlalchemy.exc */
    alembic_op_names[],           /* alembic.op */
    alembic_plugin_names[],       /* operations of other packages */
    alembic_context_names[],      /* alembic.context */
    alembic_enum_names[],         /* alembic_postgresql_enum */
    alembic_overlay_names[],      /* limbeck, for overlay.h */
    alembic_util_names[];         /* alembic.util */

#endif
