/* UUIDs as values, for those who write them into SQL and read them out of rows. */
#ifndef STDLIB_UUID_H
#define STDLIB_UUID_H

#include "py/object.h"

struct stdlib_uuid {
    struct py_object object;
    unsigned char bytes[16];
};

struct py_object *stdlib_uuid_new(struct py *py, const unsigned char bytes[16]);

#endif
