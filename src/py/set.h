/* Inside of set and frozenset, which are tables of dict.c without values. */
#ifndef PY_SET_H
#define PY_SET_H

#include "py/object.h"

/* 'o' as a set or frozenset, or NULL. */
struct py_dict *py_as_set(struct py_object *o);

/* A new set of the items of an iterable. */
struct py_dict *py_set_from(struct py *py, struct py_object *iterable);

/* The methods of both, in set_methods.c. */
extern const struct py_method py_set_methods[], py_frozenset_methods[];

/* a op b for the four operators of sets; the result has the type of 'a'. */
struct py_dict *py_set_combine(struct py *py, enum py_operator op, const struct py_dict *a,
                               const struct py_dict *b);

/* Those items of 'from' that are in 'set', as a set of its type. */
struct py_dict *py_set_keep(struct py *py, const struct py_dict *set, const struct py_dict *from);

/* Is all of 'a' in 'b'? */
bool py_set_within(struct py *py, const struct py_dict *a, const struct py_dict *b, bool *within);

#endif
