/* A real connection pooler (pgbouncer, transaction pooling) before a test's database. */
#ifndef HARNESS_POOLER_H
#define HARNESS_POOLER_H

#include <talloc.h>

struct db;

/*
 * Start a pooler before the server of 'db'; it ends with 'mem'.  The
 * connection string of the same database through it.  What goes wrong fails
 * the running test.
 */
const char *pooler_start(TALLOC_CTX *mem, const struct db *db);

#endif
