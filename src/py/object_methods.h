/* The methods that every object has. */
#ifndef PY_OBJECT_METHODS_H
#define PY_OBJECT_METHODS_H

#include "py/object.h"

extern const struct py_method py_object_methods[];

#endif
