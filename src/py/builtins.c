#include "py/builtins.h"

#include <string.h>

#include "py/exception.h"
#include "py/interp.h"
#include "py/property.h"
#include "py/super.h"

static const struct py_type *const types[] = {
    &py_bool_type,         &py_bytes_type,         &py_dict_type,      &py_float_type,
    &py_frozenset_type,    &py_int_type,           &py_list_type,      &py_object_type,
    &py_property_type,     &py_range_type,         &py_set_type,       &py_slice_type,
    &py_str_type,          &py_super_type,         &py_tuple_type,     &py_type_type,
    &py_class_method_type, &py_static_method_type, &py_enumerate_type, &py_zip_type,
    &py_map_type,          &py_filter_type,        &py_reversed_type,
};

static const struct py_builtin *const tables[] = {
    py_builtins_of_values,
    py_builtins_of_items,
    py_builtins_of_objects,
    py_builtins_of_the_world,
};

static struct py_object *find_function(struct py *py, const char *name)
{
    for (size_t t = 0; t < sizeof(tables) / sizeof(*tables); t++)
        for (const struct py_builtin *builtin = tables[t]; builtin->name; builtin++)
            if (strcmp(builtin->name, name) == 0)
                return py_native_function(py, builtin->name, builtin->call, NULL);
    return NULL;
}

static struct py_object *find(struct py *py, const char *name)
{
    const struct py_type *exception;

    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
        if (strcmp(types[i]->name, name) == 0)
            return py_type_object(types[i]);
    exception = py_exception_named(name);
    if (exception)
        return py_type_object(exception);
    if (strcmp(name, "NotImplemented") == 0)
        return py_not_implemented();
    if (strcmp(name, "Ellipsis") == 0)
        return py_ellipsis();
    return strcmp(name, "__debug__") == 0 ? py_bool(true) : find_function(py, name);
}

struct py_object *py_builtin(struct py *py, const char *name)
{
    struct py_object *found;

    if (!py->builtins)
        py->builtins = py_dict_new(py);
    found = py_dict_at(py->builtins, name);
    if (found)
        return found;
    found = find(py, name);
    if (found)
        py_dict_put_text(py, py->builtins, name, found);
    return found;
}
