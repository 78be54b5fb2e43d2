/*
 * What scripts need to be evaluated and their files do not say: the tables
 * [naming], [types] and [defines] of limbeck.toml, or, in pyproject.toml,
 * [tool.alembic.naming] and so on.
 *
 *     [naming]
 *     fk = "fk_%(table_name)s_%(column_0_name)s"
 *     [types]
 *     "app.types.GUID" = "UUID"
 *     [defines]
 *     "app.settings.DIMENSIONS" = 1536
 */
#ifndef CONFIG_EVALUATION_H
#define CONFIG_EVALUATION_H

#include <stdbool.h>

struct config;
struct error;
struct sources;

/* Set the fields of 'config'.  Fails with ERROR_USAGE for what is none of the above. */
bool evaluation_read(struct config *config, const struct sources *sources, struct error *err);

#endif
