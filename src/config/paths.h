/*
 * Where the scripts are: script_location, version_locations and
 * prepend_sys_path, with Alembic's ways to write lists and packages.
 */
#ifndef CONFIG_PATHS_H
#define CONFIG_PATHS_H

#include <stdbool.h>

struct config;
struct error;
struct source;
struct sources;

/*
 * The ini file that stands in the folder of the scripts, as Flask-Migrate
 * writes it, and so needs no script_location; NULL when it is not so.
 */
const struct source *paths_ini_among_scripts(const struct sources *sources);

/*
 * Set the fields of 'config' that are paths of scripts.  None of them need
 * exist.  Fails with ERROR_USAGE when a value is not what its key takes.
 */
bool paths_read(struct config *config, const struct sources *sources, const char *cwd,
                struct error *err);

#endif
