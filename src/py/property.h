/* @property, @classmethod, @staticmethod: attributes of classes that decide what they give. */
#ifndef PY_PROPERTY_H
#define PY_PROPERTY_H

#include <stdbool.h>

#include "py/object.h"

extern const struct py_type py_class_method_type, py_static_method_type;

/* The function inside of a staticmethod or classmethod; any other value itself. */
struct py_object *py_wrapped_function(struct py_object *o);

/* Set (NULL: delete) what 'descriptor', a property or one with "__set__", decides over. */
bool py_set_through(struct py *py, struct py_object *descriptor, struct py_object *self,
                    const char *name, struct py_object *value);

#endif
