/*
 * The revision graph: all scripts of a project and the edges between them.
 *
 * A graph does not change once made.  It owns every revision it hands out;
 * a 'const struct revision *' of it stays valid as long as the graph.
 * Words: 'down' are the revisions that one builds on (down_revision), 'depends'
 * those that must be applied before it without being its parents (depends_on).
 * The order in which revisions are given (file order) decides every tie.
 */
#ifndef GRAPH_GRAPH_H
#define GRAPH_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

struct error;
struct graph;

/* Plain data, as a script's header says it.  Arrays end with NULL and may be NULL when empty. */
struct revision {
    const char *id;
    const char *const *down;
    const char *const *depends; /* ids or labels, as written */
    const char *const *labels;  /* its own branch labels */
    const char *doc;            /* the message or docstring; may have several lines; never NULL */
    const char *path;           /* the file it stands in, for messages; may be NULL */
    const char *replaces;       /* the file that 'path' stands in for, or NULL */
};

/*
 * Copy 'n' revisions into a new graph, a child of 'mem'.  Fails with
 * ERROR_CONFLICT for two of one id, a label used twice, self-loops and cycles,
 * ERROR_NOT_FOUND for a missing parent or dependency, ERROR_INVALID for
 * characters that an id may not have; the error names the files and the repair.
 */
struct graph *graph_new(TALLOC_CTX *mem, const struct revision *revisions, size_t n,
                        struct error *err);

size_t graph_count(const struct graph *graph);

/* The revision of exactly this id, or NULL. */
const struct revision *graph_at(const struct graph *graph, const char *id);

/* All arrays of revisions end with NULL.  Those without 'mem' belong to the graph. */
typedef const struct revision *const *revisions_t;

revisions_t graph_all(const struct graph *graph);   /* in file order */
revisions_t graph_heads(const struct graph *graph); /* nobody's parent, also if depended upon */
revisions_t graph_real_heads(const struct graph *graph); /* nobody's parent nor dependency */
revisions_t graph_bases(const struct graph *graph);

revisions_t graph_parents(const struct graph *graph, const struct revision *r);
revisions_t graph_children(const struct graph *graph, const struct revision *r);

/* Its own labels and the inherited ones, in code-point order, ending with NULL. */
const char *const *graph_labels(const struct graph *graph, const struct revision *r);

bool graph_is_head(const struct graph *graph, const struct revision *r);
bool graph_is_real_head(const struct graph *graph, const struct revision *r);
bool graph_is_branchpoint(const struct graph *graph, const struct revision *r);
bool graph_is_mergepoint(const struct graph *graph, const struct revision *r);

#endif
