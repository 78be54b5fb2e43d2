/* The server's error codes that limbeck acts on. */
#ifndef DB_SQLSTATE_H
#define DB_SQLSTATE_H

#include <stdbool.h>
#include <string.h>

#include "base/error.h"

#define SQLSTATE_CONNECTION_FAILURE "08006"
#define SQLSTATE_CANNOT_CONNECT "08001"
#define SQLSTATE_UNIQUE_VIOLATION "23505"
#define SQLSTATE_ACTIVE_TRANSACTION "25001" /* it cannot run inside a transaction */
#define SQLSTATE_READ_ONLY_TRANSACTION "25006"
#define SQLSTATE_INVALID_AUTHORIZATION "28000"
#define SQLSTATE_INVALID_PASSWORD "28P01"
#define SQLSTATE_NO_SUCH_DATABASE "3D000"
#define SQLSTATE_NO_SUCH_SCHEMA "3F000"
#define SQLSTATE_DUPLICATE_DATABASE "42P04"
#define SQLSTATE_NO_RIGHT "42501"
#define SQLSTATE_DUPLICATE_OBJECT "42710"
#define SQLSTATE_NO_SUCH_TABLE "42P01"
#define SQLSTATE_DUPLICATE_TABLE "42P07" /* or index, or another relation */
#define SQLSTATE_TOO_MANY_CONNECTIONS "53300"
#define SQLSTATE_OBJECT_IN_USE "55006"
#define SQLSTATE_LOCK_NOT_AVAILABLE "55P03"
#define SQLSTATE_QUERY_CANCELED "57014" /* by a cancel request or by statement_timeout */
#define SQLSTATE_CANNOT_CONNECT_NOW "57P03"
#define SQLSTATE_DEADLOCK "40P01"
#define SQLSTATE_INTERNAL "XX000"

static inline bool sqlstate_is(const struct error *err, const char *sqlstate)
{
    return strcmp(err->sqlstate, sqlstate) == 0;
}

#endif
