/*
 * What the role may do to the version table, asked before anything runs: a
 * step that commits early must not find out at its end.
 */
#ifndef MIGRATE_RIGHTS_H
#define MIGRATE_RIGHTS_H

#include <stdbool.h>

struct db;
struct error;
struct graph_plan;
struct version_table;

/*
 * May the rows that 'plan' changes be written, and the table be made if it is
 * missing; does the database take changes at all?  Fails with ERROR_DATABASE
 * and the line that an administrator must run.  'purge': all rows go first.
 */
bool rights_check(struct db *db, const struct version_table *table, const struct graph_plan *plan,
                  bool purge, struct error *err);

/* Put the line that opens schema limbeck to the role behind a failure; false, as error_set(). */
bool rights_hint_state(struct db *db, struct error *err);

/* Put the line to run behind a failure to read 'name' of 'schema', if rights are what it lacks. */
bool rights_hint_read(struct db *db, const char *schema, const char *name, struct error *err);

#endif
