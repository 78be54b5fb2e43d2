/* From the JSON of the inspect_*.sql queries to what SQLAlchemy's Inspector gives. */
#ifndef ALEMBIC_SA_INSPECT_SHAPE_H
#define ALEMBIC_SA_INSPECT_SHAPE_H

#include "py/object.h"

struct py_object *sa_shape_columns(struct py *py, struct py_object *raw);
struct py_object *sa_shape_indexes(struct py *py, struct py_object *raw);
struct py_object *sa_shape_primary_key(struct py *py, struct py_object *raw);
struct py_object *sa_shape_checks(struct py *py, struct py_object *raw);

#endif
