/* Generators: functions that stop at "yield" and run on when the next value is asked for. */
#ifndef PY_GENERATOR_H
#define PY_GENERATOR_H

#include "py/object.h"

struct py_frame;

/* One that will run 'body' in a copy of 'frame'. */
struct py_object *py_generator_new(struct py *py, const struct py_frame *frame,
                                   const struct py_stmts *body, int line);

/* StopIteration, with what a generator has returned. */
struct py_object *py_stop_with(struct py *py, struct py_object *iterator);

#endif
