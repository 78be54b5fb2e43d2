/* Extensions that the scripts of a plan need and nobody has created. */
#ifndef MIGRATE_ENSURE_H
#define MIGRATE_ENSURE_H

#include <talloc.h>

struct db;
struct error;
struct strlist;
struct work;

/* Those that are not in the database and that no script of 'work' creates, a child of 'mem'. */
struct strlist *ensure_missing(TALLOC_CTX *mem, struct db *db, const struct work *work,
                               struct error *err);

#endif
