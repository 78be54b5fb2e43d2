/*
 * Expressions and targets, in the frame that runs.
 *
 * Every part of it may raise, and recursion ends with RecursionError before
 * the C stack does.
 */
#ifndef PY_EVAL_H
#define PY_EVAL_H

#include <stdbool.h>

#include "py/object.h"

struct py_object *py_eval(struct py *py, const struct py_expr *expr);

/* All of them, in an array of the arena, with what stars stand for. */
struct py_object **py_eval_all(struct py *py, const struct py_exprs *exprs, size_t *n);

bool py_eval_truth(struct py *py, const struct py_expr *expr, bool *truth);

struct py_object *py_eval_call(struct py *py, const struct py_expr *expr);
struct py_object *py_eval_comprehension(struct py *py, const struct py_expr *expr);
struct py_object *py_eval_generator(struct py *py, const struct py_expr *expr);
struct py_object *py_eval_lambda(struct py *py, const struct py_expr *expr);
struct py_object *py_eval_joined(struct py *py, const struct py_expr *expr);
struct py_object *py_eval_formatted(struct py *py, const struct py_expr *expr);

/* target = value */
bool py_assign(struct py *py, const struct py_expr *target, struct py_object *value);

/* target op= value; for += and its like on what can be changed in place, in place. */
bool py_assign_in_place(struct py *py, const struct py_expr *target, enum py_operator op,
                        const struct py_expr *value);

/* del target */
bool py_delete(struct py *py, const struct py_expr *target);

/* The items of a call, a display or a mapping after "**" into a dict. */
bool py_update(struct py *py, struct py_dict *dict, struct py_object *mapping);

#endif
