/* repr() of containers, which can hold themselves. */
#ifndef PY_REPR_H
#define PY_REPR_H

#include "py/object.h"

/* A value whose repr() is being made, on the C stack, and those around it. */
struct py_shown {
    const struct py_object *o;
    const struct py_shown *outer;
};

/*
 * Begin with 'o'; false when that is under way already, and nothing is to be
 * ended then.
 */
bool py_show_begin(struct py *py, struct py_shown *shown, const struct py_object *o);
void py_show_end(struct py *py, const struct py_shown *shown);

#endif
