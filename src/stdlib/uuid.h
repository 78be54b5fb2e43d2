/* UUIDs as values, for those who write them into SQL and read them out of rows. */
#ifndef STDLIB_UUID_H
#define STDLIB_UUID_H

#include "py/object.h"

struct stdlib_uuid {
    struct py_object object;
    unsigned char bytes[16];
};

extern const struct py_type stdlib_uuid_type;

struct py_object *stdlib_uuid_new(struct py *py, const unsigned char bytes[16]);

/* The text in lower case with dashes. */
void stdlib_uuid_text(const struct py_object *o, char text[37]);

#endif
