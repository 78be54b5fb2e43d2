/* Files of the project, for reading only. */
#ifndef PY_OPEN_H
#define PY_OPEN_H

#include "py/object.h"

/* open(path, mode): raises FileNotFoundError and its like; refuses to write. */
struct py_object *py_open(struct py *py, const char *path, const char *mode);

#endif
