/*
 * Databases of a server, made and dropped through a connection to another of
 * its databases: clones for test suites, scratch databases for verify.
 */
#ifndef DEVCLUSTER_DATABASE_H
#define DEVCLUSTER_DATABASE_H

#include <stdbool.h>
#include <talloc.h>

struct db;
struct error;

/*
 * Make a database as a copy of 'original', to which nobody may be connected;
 * NULL: an empty one.  ERROR_DATABASE with sqlstate 42P04 when the name is taken.
 */
bool database_create(struct db *admin, const char *name, const char *original, struct error *err);

/* Drop a database, also one that people are connected to or that is a template; fine if there is
 * none. */
bool database_drop(struct db *admin, const char *name, struct error *err);

/* The names that start with 'prefix', sorted, without templates and the server's own "postgres". */
struct strlist *database_names(TALLOC_CTX *mem, struct db *admin, const char *prefix,
                               struct error *err);

#endif
