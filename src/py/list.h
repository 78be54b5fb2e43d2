/* Inside of list and tuple. */
#ifndef PY_LIST_H
#define PY_LIST_H

#include "py/object.h"

/* The methods of list and tuple, in list_methods.c. */
extern const struct py_method py_list_methods[], py_tuple_methods[];

/* 'o' as a list that may change, or NULL. */
struct py_list *py_as_list(struct py_object *o);

/* Turn it around. */
void py_list_turn(struct py_list *list);

/* Replace items [from, to) by 'n' others. */
bool py_list_splice(struct py *py, struct py_list *list, size_t from, size_t to,
                    struct py_object *const *items, size_t n);

/* Stable; 'key' is a function, None or NULL. */
bool py_list_sort(struct py *py, struct py_list *list, struct py_object *key, bool reverse);
py_native py_list_sort_method;

#endif
