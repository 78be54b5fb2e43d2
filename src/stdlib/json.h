/* JSON for those who find it in rows. */
#ifndef STDLIB_JSON_H
#define STDLIB_JSON_H

#include "py/object.h"

/* json.loads(). */
struct py_object *stdlib_json_parse(struct py *py, const char *text);

#endif
