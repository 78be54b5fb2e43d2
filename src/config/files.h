/*
 * Which files the configuration is in.
 */
#ifndef CONFIG_FILES_H
#define CONFIG_FILES_H

#include <talloc.h>

struct config_request;
struct env;
struct error;

/* Absolute paths of files that exist; NULL for those that there are not. */
struct files {
    const char *limbeck; /* limbeck.toml, or another NAME.toml that was named */
    const char *ini;
    const char *pyproject;
    const char *flask; /* an ini file that counts if there is no other configuration */
};

/*
 * Look in 'cwd' for what -c and ALEMBIC_CONFIG do not name.  A limbeck.toml
 * beside the others belongs to them; Flask-Migrate's file, which stands in
 * the folder of scripts, is only looked for when none is named.  Fails with ERROR_USAGE when a
 * named file does not exist or two of a kind are named.
 */
struct files *files_find(TALLOC_CTX *mem, const struct config_request *request, const char *cwd,
                         const struct env *env, struct error *err);

#endif
