/*
 * The folders of migration scripts, and the graph of what is in them.
 *
 * Loading reads headers only: a file's body is read by script_read() when it
 * is about to run.  Files that are no scripts are ignored, as Alembic ignores
 * them; Python scripts are refused by name until they can be run.
 */
#ifndef SCRIPT_SCRIPT_DIR_H
#define SCRIPT_SCRIPT_DIR_H

#include <stdbool.h>
#include <talloc.h>

struct error;
struct graph;

struct script_locations {
    const char *const *folders; /* version locations, ending with NULL; missing ones are skipped */
    bool recursive;
};

/* The graph of all scripts, a child of 'mem'.  An empty or missing folder gives an empty graph. */
struct graph *script_dir_load(TALLOC_CTX *mem, const struct script_locations *locations,
                              struct error *err);

#endif
