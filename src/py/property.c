#include "py/property.h"

#include <string.h>

#include "base/arena.h"
#include "py/function.h"
#include "py/interp.h"

struct property {
    struct py_object object;
    struct py_object *get, *set, *delete, *doc; /* each may be NULL */
};

/* A classmethod or staticmethod. */
struct wrapper {
    struct py_object object;
    struct py_object *function;
};

static struct py_object *given(struct py_object *o)
{
    return o && !py_is_none(o) ? o : NULL;
}

static struct py_object *new_property(struct py *py, struct property from)
{
    struct property *property = arena_new_object(py->arena, struct property);

    *property = from;
    property->object.type = &py_property_type;
    return &property->object;
}

static struct py_object *property_make(struct py *py, const struct py_type *type,
                                       const struct py_args *args)
{
    struct py_object *slots[4];

    (void)type;
    if (!py_bind(py, "property", (const char *const[]){"?fget", "?fset", "?fdel", "?doc", NULL},
                 args, slots))
        return NULL;
    return new_property(py, (struct property){.get = given(slots[0]),
                                              .set = given(slots[1]),
                                              .delete = given(slots[2]),
                                              .doc = given(slots[3])});
}

static struct py_object *missing(struct py *py, const struct property *property,
                                 const struct py_object *o, const char *what)
{
    const struct py_object *get = property->get;
    const char *name = get && get->type == &py_function_type
                           ? ((const struct py_function *)(const void *)get)->name
                           : "?";

    return py_raise(py, &py_attribute_error, "property '%s' of '%s' object has no %s", name,
                    py_type_of(o)->name, what);
}

static struct py_object *property_bind(struct py *py, struct py_object *self, struct py_object *o,
                                       const struct py_type *type)
{
    const struct property *property = (const struct property *)self;

    (void)type;
    if (!o)
        return self;
    return property->get ? py_call_with(py, property->get, o) : missing(py, property, o, "getter");
}

static struct py_object *decorate(struct py *py, struct py_object *self, const char *name,
                                  const struct py_args *args)
{
    struct property copy = *(struct property *)self;
    struct py_object *function;

    if (!py_bind(py, name, (const char *const[]){"function", "/", NULL}, args, &function))
        return NULL;
    if (strcmp(name, "getter") == 0)
        copy.get = function;
    else if (strcmp(name, "setter") == 0)
        copy.set = function;
    else
        copy.delete = function;
    return new_property(py, copy);
}

static struct py_object *getter(struct py *py, struct py_object *self, const struct py_args *args)
{
    return decorate(py, self, "getter", args);
}

static struct py_object *setter(struct py *py, struct py_object *self, const struct py_args *args)
{
    return decorate(py, self, "setter", args);
}

static struct py_object *deleter(struct py *py, struct py_object *self, const struct py_args *args)
{
    return decorate(py, self, "deleter", args);
}

static const struct py_method property_methods[] = {
    {.name = "getter", .call = getter},
    {.name = "setter", .call = setter},
    {.name = "deleter", .call = deleter},
    {.name = NULL},
};

static struct py_object *property_attr(struct py *py, struct py_object *self, const char *name)
{
    const struct property *property = (const struct property *)self;

    (void)py;
    if (strcmp(name, "fget") == 0)
        return property->get ? property->get : py_none();
    if (strcmp(name, "fset") == 0)
        return property->set ? property->set : py_none();
    if (strcmp(name, "__doc__") == 0 && property->doc)
        return property->doc;
    return NULL;
}

const struct py_type py_property_type = {
    .name = "property",
    .methods = property_methods,
    .make = property_make,
    .attr = property_attr,
    .bind = property_bind,
};

static bool set_property(struct py *py, const struct property *property, struct py_object *self,
                         struct py_object *value)
{
    struct py_object *const values[] = {self, value};
    const struct py_args args = {.values = values, .n = value ? 2 : 1};
    struct py_object *function = value ? property->set : property->delete;

    if (!function)
        return missing(py, property, self, value ? "setter" : "deleter") != NULL;
    return py_call(py, function, &args) != NULL;
}

bool py_set_through(struct py *py, struct py_object *descriptor, struct py_object *self,
                    const char *name, struct py_object *value)
{
    struct py_object *const values[] = {self, value};
    const struct py_args args = {.values = values, .n = value ? 2 : 1};

    (void)name;
    if (descriptor->type == &py_property_type)
        return set_property(py, (const struct property *)descriptor, self, value);
    return py_call_method(py, descriptor, value ? "__set__" : "__delete__", &args) != NULL;
}

/* ---- classmethod, staticmethod --------------------------------------------------------------- */

static struct py_object *wrap(struct py *py, const struct py_type *type, const struct py_args *args)
{
    struct wrapper *wrapper = arena_new_object(py->arena, struct wrapper);

    wrapper->object.type = type;
    if (!py_bind(py, type->name, (const char *const[]){"function", "/", NULL}, args,
                 &wrapper->function))
        return NULL;
    return &wrapper->object;
}

static struct py_object *class_method_make(struct py *py, const struct py_type *type,
                                           const struct py_args *args)
{
    (void)type;
    return wrap(py, &py_class_method_type, args);
}

static struct py_object *static_method_make(struct py *py, const struct py_type *type,
                                            const struct py_args *args)
{
    (void)type;
    return wrap(py, &py_static_method_type, args);
}

static struct py_object *class_method_bind(struct py *py, struct py_object *self,
                                           struct py_object *o, const struct py_type *type)
{
    (void)o;
    return py_method_new(py, ((struct wrapper *)self)->function, py_type_object(type));
}

static struct py_object *static_method_bind(struct py *py, struct py_object *self,
                                            struct py_object *o, const struct py_type *type)
{
    (void)py;
    (void)o;
    (void)type;
    return ((struct wrapper *)self)->function;
}

static struct py_object *static_method_call(struct py *py, struct py_object *self,
                                            const struct py_args *args)
{
    return py_call(py, ((struct wrapper *)self)->function, args);
}

static struct py_object *wrapper_attr(struct py *py, struct py_object *self, const char *name)
{
    struct py_object *function = ((struct wrapper *)self)->function;

    return strcmp(name, "__func__") == 0 ? function : py_attr_or_null(py, function, name);
}

const struct py_type py_class_method_type = {
    .name = "classmethod",
    .make = class_method_make,
    .attr = wrapper_attr,
    .bind = class_method_bind,
};

const struct py_type py_static_method_type = {
    .name = "staticmethod",
    .make = static_method_make,
    .attr = wrapper_attr,
    .call = static_method_call,
    .bind = static_method_bind,
};

struct py_object *py_wrapped_function(struct py_object *o)
{
    return o->type == &py_static_method_type || o->type == &py_class_method_type
               ? ((struct wrapper *)o)->function
               : o;
}
