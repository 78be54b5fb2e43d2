/* What the server said, as an exception of sqlalchemy.exc. */
#ifndef ALEMBIC_SA_DB_ERROR_H
#define ALEMBIC_SA_DB_ERROR_H

#include <stdbool.h>

struct error;
struct py;

/*
 * Raise ProgrammingError, IntegrityError and the like by SQLSTATE, with "orig"
 * (and its "pgcode") and "statement"; always false.  'sql' may be NULL.
 */
bool sa_raise_database(struct py *py, const struct error *err, const char *sql);

#endif
