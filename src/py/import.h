/*
 * Modules and where they come from: tables of this program, then the source
 * of the project, whose modules are evaluated when they are first imported.
 */
#ifndef PY_IMPORT_H
#define PY_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "py/object.h"

/* A module with a body. */
struct py_source_module {
    struct py_module module;
    const char *path;
    bool is_package;
};

extern const struct py_type py_source_module_type, py_builtin_module_type;

struct py_source_module *py_source_module_new(struct py *py, const char *name, const char *path);

/* Run the body of a module. */
bool py_source_module_run(struct py *py, struct py_source_module *module,
                          const struct py_tree *tree, bool forgives);

/* The module of that dotted name; NULL without raising when there is none. */
struct py_object *py_import_module(struct py *py, const char *name);

/* The module that an unbound name means by itself ("sqlmodel"), or NULL. */
struct py_object *py_import_ambient(struct py *py, const char *name);

/* A name out of a module, which may be a module below it; NULL without raising if there is none. */
struct py_object *py_import_name(struct py *py, struct py_object *module, const char *name);

/* What a name is that a builtin module should have and does not: poison. */
struct py_object *py_import_unknown(struct py *py, const struct py_object *module,
                                    const char *name);

#endif
