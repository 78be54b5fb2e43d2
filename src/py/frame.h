/*
 * What the evaluator knows while a function, a class body or a module runs.
 *
 * A frame is the run of one body.  Its blocks are the statements that it is
 * inside of, innermost last: the C stack does not grow with them, and a
 * generator is a frame that is kept and run on (see run.h).
 */
#ifndef PY_FRAME_H
#define PY_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "py/object.h"

struct py_block;
struct py_scope;
struct py_stmt;

/* The variables of one call, comprehension, class body or module. */
struct py_env {
    const struct py_scope *scope;
    struct py_env *parent;     /* what stands around it; NULL: nothing */
    struct py_dict *dict;      /* of a class body or module: its names */
    const char *class_name;    /* of a class body: for names that begin with "__" */
    struct py_object *owner;   /* of a class body: the class it became, which super() needs */
    struct py_object *slots[]; /* else */
};

enum { PY_BLOCKS_AT_HAND = 4 };

struct py_frame {
    struct py_frame *caller;
    struct py_env *env;
    struct py_module *module; /* whose names are the global ones */
    const char *name;         /* of the function; "<module>" */
    const char *qualname;     /* of the function or class; NULL: of a module */
    const char *path;
    bool makes_poison;              /* the body of a module, or of a class in it: see poisoning.h */
    bool forgives;                  /* of an imported module: exceptions too */
    struct py_object *handled;      /* the exception that an "except" of it is busy with */
    struct py_object *value;        /* what it returns or yields */
    const struct py_stmt *yielding; /* the statement in which a generator stopped */
    struct py_block *blocks;
    size_t n_blocks, size;
};

/* The variables of a new call; its slots are empty. */
struct py_env *py_env_new(struct py *py, const struct py_scope *scope, struct py_env *parent);

/* "__x" in a class C is "_C__x". */
const char *py_mangle(struct py *py, const char *name);

/* Raises NameError or UnboundLocalError when there is none. */
struct py_object *py_load_name(struct py *py, const char *name);

/* NULL: del. */
bool py_store_name(struct py *py, const char *name, struct py_object *value);

/* Like del, but it is no error when there is none. */
void py_forget_name(struct py *py, const char *name);

/* The local variables that have a value, as locals() has them. */
struct py_dict *py_locals(struct py *py, const struct py_frame *frame);

/* The names of a module, a function or class that stands in it, as a new scope's surroundings. */
struct py_env *py_env_of_dict(struct py *py, const struct py_scope *scope, struct py_env *parent,
                              struct py_dict *dict);

#endif
