/*
 * What a script may say.
 *
 * limbeck itself opens and ends transactions, sends statements one by one and
 * must be able to tell afterwards what happened: what stands against that is
 * refused before anything runs.
 */
#ifndef SCRIPT_PERMIT_H
#define SCRIPT_PERMIT_H

#include <stdbool.h>
#include <stddef.h>

struct error;
struct source;

/* Is the psql command one that only frames a dump of pg_dump, "\restrict" or "\unrestrict"? */
bool permit_skips(const char *command, size_t length);

/* Always false: no other psql command may stand in a script. */
bool permit_command(const struct source *source, int line, const char *command, size_t length,
                    struct error *err);

bool permit_statement(const struct source *source, int line, const char *sql, struct error *err);

#endif
