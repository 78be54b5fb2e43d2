/*
 * What Python scripts get to see of the world: variables, the project's own
 * modules as source, and its files to read.  Nothing outside of the project's
 * folders, also not through links that lead out of them.
 */
#ifndef SCRIPT_PY_WORLD_H
#define SCRIPT_PY_WORLD_H

#include <talloc.h>

struct map;
struct py_host;
struct py_lines;

struct py_world_options {
    const char *root;            /* the project's folder, absolute */
    const char *const *sys_path; /* where modules are looked for first, absolute; ends with NULL */

    /* [types] and [defines], which go over the modules: see alembic/overlay.h.  Each may be NULL.
     */
    const struct map *types, *defines;

    /* The value of an environment variable, or NULL. */
    const char *(*environment)(const void *data, const char *name);
    const void *environment_data;

    /* A line that a script prints or, if 'logger' is not NULL, logs. */
    void (*say)(void *data, const char *logger, const char *level, const char *text);
    void *say_data;
};

/* A host for py_new(), a child of 'mem'; 'options' and what they point to are borrowed. */
struct py_host *py_world_new(TALLOC_CTX *mem, const struct py_world_options *options);

/*
 * From now on what scripts print is kept, and nobody sleeps: they are only
 * read.  With each line goes what '*clock' is then; it may be NULL.
 */
void py_world_hold(struct py_host *host, const size_t *clock);

/* No longer so; what was kept, a child of 'mem'. */
struct py_lines *py_world_held(TALLOC_CTX *mem, struct py_host *host);

/* 'more' behind 'lines' (which may be NULL), a child of 'mem'. */
struct py_lines *py_world_join(TALLOC_CTX *mem, struct py_lines *lines,
                               const struct py_lines *more);

/* Say the lines that were kept while the clock stood between 'from' and 'to', which is in it. */
void py_world_say(struct py_host *host, const struct py_lines *lines, size_t from, size_t to);

#endif
