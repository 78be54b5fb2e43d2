/*
 * The folders of migration scripts, and the graph of what is in them.
 *
 * Loading reads headers only: a file's body is read by script_read() when it
 * is about to run.  Scripts are "*.py" files, and "*.sql" files with a header,
 * but neither ".#*" nor "__init__*"; other files are ignored, as Alembic
 * ignores them.  One file under two paths counts once.
 */
#ifndef SCRIPT_SCRIPT_DIR_H
#define SCRIPT_SCRIPT_DIR_H

#include <stdbool.h>
#include <talloc.h>

struct error;
struct graph;

struct script_locations {
    const char *const *folders; /* version locations, ending with NULL; missing ones are skipped */
    bool recursive; /* also the folders in them, but no "__pycache__" and no links to folders */
};

/*
 * The graph of all scripts, a child of 'mem', in the order of the folders and
 * of the names in them.  An empty or missing folder gives an empty graph.
 * Fails with ERROR_INVALID for malformed headers, with ERROR_NOT_FOUND for a
 * replacement of no Python script, with ERROR_CONFLICT for a second one of
 * the same, with ERROR_SYSTEM for what cannot be read, and as graph_new() does.
 */
struct graph *script_dir_load(TALLOC_CTX *mem, const struct script_locations *locations,
                              struct error *err);

/* Can a file of this name, without its folder, be a script? */
bool script_dir_takes(const char *name);

#endif
