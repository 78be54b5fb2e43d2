/*
 * The state of one interpreter, for the files of this folder only.
 */
#ifndef PY_INTERP_H
#define PY_INTERP_H

#include "base/arena.h"
#include "py/object.h"
#include "py/py.h"

struct py_frame;
struct py_scopes;
struct py_trace;

enum { PY_MODULE_TABLES_MAX = 16 };

struct py {
    struct arena *arena;
    struct py_host host;
    struct py_limits limits;
    uint64_t steps;
    unsigned depth; /* of calls, of nested values in repr() and comparisons */
    void *data;

    const struct py_shown *shown; /* whose repr() is being made: see repr.h */
    struct py_object *exception;  /* the pending one, or NULL */
    const char *refusal;          /* what py_refuse() said, without the place; or NULL */
    struct py_place refused_at;
    bool refused; /* the last py_load() or py_run() ended with a refusal */

    struct py_place here;
    struct py_frame *frame;

    const struct py_builtin_module *tables[PY_MODULE_TABLES_MAX];
    const char *const *ambient[PY_MODULE_TABLES_MAX];
    size_t n_tables;
    struct py_scopes *scopes; /* see scopes.h */
    struct py_trace *trace;   /* see trace.h */
    struct py_object *poison; /* the last one made: see poisoning.h */
    struct py_dict *builtins; /* those that were asked for, by name */
    const char *printed;      /* by print(end=""): the beginning of a line */
    const char *stack_end;    /* how far the C stack may grow */
    bool spent;               /* a limit was reached: nothing goes on */
    struct py_dict *modules;  /* those that were loaded, by their dotted names */
};

/* Is there C stack left?  If not, RecursionError. */
bool py_stack_left(struct py *py);

/* Deeper, or RecursionError; each true must be followed by a py_leave(). */
bool py_enter(struct py *py, const char *where);
void py_leave(struct py *py);

#endif
