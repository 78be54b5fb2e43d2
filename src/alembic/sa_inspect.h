/* What the server says of its tables, with SQLAlchemy's keys and values. */
#ifndef ALEMBIC_SA_INSPECT_H
#define ALEMBIC_SA_INSPECT_H

#include "alembic/sa_schema.h"

extern const struct py_type sa_inspector_type;

struct py_object *sa_inspector(struct py *py);

/* Get the columns of a table as dicts; raises NoSuchTableError. */
struct py_object *sa_inspect(struct py *py, struct py_object *inspector, const char *method,
                             const char *table, const char *schema);

/* The type that format_type() names, with what else its column says. */
struct sa_type *sa_reflected_type(struct py *py, const struct py_dict *column);

/* has_table(), has_index() ... of bind.dialect, whose first argument is the connection. */
py_native sa_dialect_has_table, sa_dialect_has_index, sa_dialect_has_schema,
    sa_dialect_has_sequence, sa_dialect_get_table_names, sa_dialect_get_columns,
    sa_dialect_get_indexes;

#endif
