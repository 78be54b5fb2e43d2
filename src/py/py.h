/*
 * The evaluator of migration scripts: Python's semantics for what scripts
 * use, under limits, without Python.
 *
 * One 'struct py' is one interpreter: its modules, its arena, its pending
 * exception.  Nothing of it touches the world but through 'struct py_host'.
 *
 *     struct py *py = py_new(mem, &host, &limits);
 *     struct py_module *m = py_load(py, tree, "0001_users", err);
 *     py_run(py, py_dict_at(m->dict, "upgrade"), &none, err);
 *
 * Scripts are not trusted.  Every statement, loop round and call costs a
 * step; steps, depth, memory and the length of a text have limits, and
 * reaching one ends the evaluation with a refusal.
 */
#ifndef PY_PY_H
#define PY_PY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "py/object.h"

struct arena;
struct error;

struct py_limits {
    uint64_t steps; /* 0: the default, 50 million */
    size_t bytes;   /* of the arena; 0: 512 MiB */
    size_t text;    /* of one str, bytes or list; 0: 64 MiB */
    unsigned depth; /* of calls; 0: 200 */
};

/* What the world gives to scripts.  Each function may be NULL: nothing is there. */
struct py_host {
    /* The value of an environment variable, or NULL. */
    const char *(*environment)(void *data, const char *name);

    /*
     * The source of module 'name' ("app.models") in the project, or NULL when
     * the project has none; '*path' for messages.  '*is_package' for a folder.
     */
    const char *(*source)(void *data, const char *name, const char **path, size_t *length,
                          bool *is_package);

    /* A file of the project, read only; false (with errno) when it cannot be read. */
    bool (*read_file)(void *data, const char *path, TALLOC_CTX *mem, char **text, size_t *length);
    bool (*file_exists)(void *data, const char *path, bool *is_folder);

    /* A line that the script prints or logs; 'logger' is NULL for print(). */
    void (*say)(void *data, const char *logger, const char *level, const char *text);

    void (*sleep)(void *data, double seconds);
    void *data;
};

/* A module that is built in: "uuid", "sqlalchemy.dialects.postgresql". */
struct py_builtin_module {
    const char *name;
    /* The value of a name in it, NULL without raising when it has none. */
    struct py_object *(*attr)(struct py *py, const char *module, const char *name);
};

struct py *py_new(TALLOC_CTX *mem, const struct py_host *host, const struct py_limits *limits);

/*
 * Make more modules importable: 'modules' ends with a NULL name.  A name that
 * ends with ".*" stands for all modules below it.  Also names that a script
 * never imported resolve when they begin with one of 'ambient' ("pgvector",
 * "sqlmodel"): generated scripts forget their imports.
 */
void py_add_modules(struct py *py, const struct py_builtin_module *modules,
                    const char *const *ambient);

/* What scripts act on: read back by native functions.  See alembic/context.h. */
void py_set_data(struct py *py, void *data);
void *py_data(const struct py *py);

/*
 * Evaluate a module's body, in order.  What cannot be evaluated becomes
 * poison; an exception (as Python would raise it) or a refusal fails.
 */
struct py_module *py_load(struct py *py, const struct py_tree *tree, const char *name,
                          struct error *err);

/*
 * Call a function.  Fails with ERROR_INVALID: an exception that nobody caught
 * is "FILE:LINE: ValueError: text", with the way there in 'where'; a refusal
 * is "FILE:LINE: text".  py_was_refusal() tells the two apart.
 */
struct py_object *py_run(struct py *py, struct py_object *function, const struct py_args *args,
                         struct error *err);
bool py_was_refusal(const struct py *py);

/* Import by dotted name as scripts do: built in, then the project's; raises ModuleNotFoundError. */
struct py_object *py_import(struct py *py, const char *name);

/* ---- for native types and functions --------------------------------------------------------- */

struct arena *py_arena(struct py *py);
const struct py_host *py_world(const struct py *py);

/* One step of 'cost'; false when a limit is reached. */
bool py_step(struct py *py, uint64_t cost);

/* May a text or list of 'size' bytes (items) be made?  If not, refuses. */
bool py_may_have(struct py *py, size_t size);

/* Would a script's own "except" look at an exception that is raised now? */
bool py_catches(const struct py *py);

/* The place in the script that is being evaluated: what a native error and a statement point at. */
struct py_place {
    const char *path;
    int line;
};
struct py_place py_here(const struct py *py);

#endif
