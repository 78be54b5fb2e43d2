/*
 * [types] and [defines] of the configuration: what a name of the project's
 * own code stands for, where that code cannot be evaluated.
 *
 *     "app.types.GUID" = "UUID"                 GUID(...) is a column type
 *     "app.config.settings.DIMENSIONS" = "768"  a Python literal
 *
 * Both become Python that stands behind the source of the module, so that
 * what the module says itself and what is configured go together.
 */
#ifndef ALEMBIC_OVERLAY_H
#define ALEMBIC_OVERLAY_H

#include <stdbool.h>
#include <talloc.h>

struct map;

struct alembic_overlay {
    const struct map *types, *defines; /* each may be NULL */
    /* Does the project have a module of that name? */
    bool (*exists)(void *data, const char *module);
    void *data;
};

/*
 * The lines that stand behind the source of 'module', "" when only modules
 * below it are meant, or NULL when nothing is said about it.
 */
char *alembic_overlay_source(TALLOC_CTX *mem, const struct alembic_overlay *overlay,
                             const char *module);

#endif
