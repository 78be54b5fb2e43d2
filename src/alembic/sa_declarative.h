/* What scripts use of the ORM: sessions, and models as tables. */
#ifndef ALEMBIC_SA_DECLARATIVE_H
#define ALEMBIC_SA_DECLARATIVE_H

#include "alembic/sa_schema.h"

extern const struct py_type sa_session_type, sa_sessionmaker_type;

#endif
