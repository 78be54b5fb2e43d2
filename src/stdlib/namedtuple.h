/* Tuples whose items have names: collections.namedtuple() and typing.NamedTuple. */
#ifndef STDLIB_NAMEDTUPLE_H
#define STDLIB_NAMEDTUPLE_H

#include "py/object.h"

py_native stdlib_namedtuple;

/* A class statement that derives from it makes a named tuple of its annotations. */
extern const struct py_type stdlib_named_tuple_base;

#endif
