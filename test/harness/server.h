/*
 * A real PostgreSQL server for tests: made once by the program that needs it,
 * stopped and removed at its end.  Every test gets databases of its own.
 */
#ifndef HARNESS_SERVER_H
#define HARNESS_SERVER_H

#include <stdbool.h>
#include <talloc.h>

struct db;
struct error;

/*
 * The connection string of a new, empty database; it is dropped with 'mem'.
 * What goes wrong fails the running test.
 */
const char *server_database(TALLOC_CTX *mem);

/* A connection to a new, empty database; and one more to the same. */
struct db *server_db(TALLOC_CTX *mem);
struct db *server_db_beside(TALLOC_CTX *mem, const struct db *db);

/* A connection to a database that the test made by itself. */
struct db *server_db_named(TALLOC_CTX *mem, const char *name);

/* A new folder that every account can enter, for a cluster of the test's own; removed with 'mem'.
 */
const char *server_folder(TALLOC_CTX *mem);

#endif
