/* What a class takes from those it derives from. */
#ifndef PY_SUPER_H
#define PY_SUPER_H

#include <stdbool.h>

#include "py/object.h"

extern const struct py_type py_super_type;

/* "__init__", "__new__", "__setattr__" ... as 'object' has them, bound; NULL: it has no such. */
struct py_object *py_object_method(struct py *py, const struct py_type *type,
                                   struct py_object *self, const char *name);

bool py_is_object_method(const char *name);

/* "__getitem__", "__len__" ... of a native value, as functions; NULL: there is no such. */
struct py_object *py_native_dunder(struct py *py, struct py_object *native, const char *name);

#endif
