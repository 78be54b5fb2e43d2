/*
 * Classes that scripts define.
 *
 * A class is a type table made at run time.  An instance is a py_instance;
 * where a class derives from a native type, the instance has a value of that
 * type underneath, and what the class does not define itself is done by it.
 */
#ifndef PY_CLASS_H
#define PY_CLASS_H

#include <stdbool.h>
#include <stddef.h>

#include "py/object.h"

struct py_class {
    struct py_type type; /* whose 'dict' is never NULL */
    const char *qualname;
    struct py_object *bases;      /* a tuple */
    const struct py_type *native; /* the first native type it derives from, or NULL */
};

/*
 * A new class with the names in 'dict', which it keeps.  'metatype' may be
 * NULL: then that of its bases.  Raises TypeError when the bases do not fit
 * together.
 */
struct py_class *py_class_new(struct py *py, const char *name, struct py_object *bases,
                              struct py_dict *dict, const struct py_type *metatype);

/*
 * The value of a class statement, made by the metatype: what "metaclass="
 * among the keywords says, or that of the bases.
 */
struct py_object *py_class_build(struct py *py, const char *name, struct py_object *bases,
                                 struct py_dict *dict, const struct py_args *keywords);

/* Call "__set_name__" of what stands in it and "__init_subclass__" of what it derives from. */
bool py_class_announce(struct py *py, struct py_object *made, const struct py_args *keywords);

/* Names in its dict have changed: let "__eq__" and the like do what they now say. */
void py_class_update(struct py_class *cls);

/* 'type' as a class of a script, or NULL. */
struct py_class *py_as_class(const struct py_type *type);

/* The value that a class, or one it derives from in a script, has for 'name'; not bound. */
struct py_object *py_class_find(const struct py_type *type, const char *name);

/* A bare instance: object.__new__(); 'args' are for the native value underneath. */
struct py_object *py_class_instance(struct py *py, const struct py_class *cls,
                                    const struct py_args *args);

/* Calling the class. */
struct py_object *py_class_make(struct py *py, const struct py_type *type,
                                const struct py_args *args);

/* Attributes of instances. */
struct py_object *py_instance_attr(struct py *py, struct py_object *self, const char *name);
bool py_instance_set_attr(struct py *py, struct py_object *self, const char *name,
                          struct py_object *value);

/* Past "__setattr__" of the class. */
bool py_instance_set_plainly(struct py *py, struct py_object *self, const char *name,
                             struct py_object *value);

/* The base's "__init__": the native value underneath is made of the arguments. */
bool py_instance_init(struct py *py, struct py_instance *instance, const struct py_args *args);

/* Fill the slots of a class: from its dict, and from the native type it derives from. */
void py_class_define_slots(struct py_class *cls);
void py_class_forward_slots(struct py_class *cls);

#endif
