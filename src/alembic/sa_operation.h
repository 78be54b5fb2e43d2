/* What the files of operators share. */
#ifndef ALEMBIC_SA_OPERATION_H
#define ALEMBIC_SA_OPERATION_H

#include "alembic/sa_expr.h"

/* Write an operation. */
bool sa_operation_compile(struct sa_compiler *c, const struct sa_clause *clause);

#endif
