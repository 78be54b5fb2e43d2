/* Enums as sa.Enum(X) sees them. */
#ifndef STDLIB_ENUM_H
#define STDLIB_ENUM_H

#include "py/object.h"

extern const struct py_type stdlib_enum_type, stdlib_str_enum_type;

/* Is it a class that a script derives from Enum, with members? */
bool stdlib_is_enum(const struct py_type *type);

/* Its members in order, without aliases; and name and value of one. */
struct py_object **stdlib_enum_members(struct py *py, const struct py_type *type, size_t *n);
const char *stdlib_enum_name(struct py_object *member);
struct py_object *stdlib_enum_value(struct py_object *member);

/* The member of that value; NULL without raising when there is none. */
struct py_object *stdlib_enum_member(struct py *py, const struct py_type *type,
                                     struct py_object *value);

#endif
