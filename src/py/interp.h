/*
 * The state of one interpreter, for the files of this folder only.
 */
#ifndef PY_INTERP_H
#define PY_INTERP_H

#include "base/arena.h"
#include "py/object.h"
#include "py/py.h"

struct py_frame;

enum { PY_MODULE_TABLES_MAX = 16 };

struct py {
    struct arena *arena;
    struct py_host host;
    struct py_limits limits;
    uint64_t steps;
    unsigned depth; /* of calls, of nested values in repr() and comparisons */
    void *data;

    struct py_object *exception; /* the pending one, or NULL */
    const char *refusal;         /* what py_refuse() said, without the place; or NULL */
    struct py_place refused_at;
    bool refused; /* the last py_load() or py_run() ended with a refusal */

    struct py_place here;
    struct py_frame *frame;

    const struct py_builtin_module *tables[PY_MODULE_TABLES_MAX];
    const char *const *ambient[PY_MODULE_TABLES_MAX];
    size_t n_tables;
    struct py_dict *modules; /* those that were loaded, by their dotted names */
};

/* Deeper, or RecursionError; each true must be followed by a py_leave(). */
bool py_enter(struct py *py, const char *where);
void py_leave(struct py *py);

#endif
