/*
 * The settings that are one plain value each: a table of their names, how
 * they are read, where in struct config they go, and their defaults.
 */
#ifndef CONFIG_SETTING_H
#define CONFIG_SETTING_H

#include <stdbool.h>

struct config;
struct error;
struct source;
struct sources;

/*
 * Set every field of the table; defaults are limbeck's or Alembic's by
 * config->is_alembic.  An empty text is as good as no value.  Fails with
 * ERROR_USAGE when a value is not what its key takes.
 */
bool settings_read(struct config *config, const struct sources *sources, struct error *err);

/*
 * Is every key of this limbeck.toml one that there is?  Alembic's own files
 * are not asked: Alembic ignores what it does not know.
 */
bool settings_check_keys(const struct source *limbeck, struct error *err);

#endif
