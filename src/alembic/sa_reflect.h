/* Tables as the server has them. */
#ifndef ALEMBIC_SA_REFLECT_H
#define ALEMBIC_SA_REFLECT_H

#include "alembic/sa_schema.h"

/* MetaData.reflect(bind, only=...). */
py_native sa_metadata_reflect;

#endif
