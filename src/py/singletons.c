/* None, Ellipsis, NotImplemented, object, and plain instances of object. */
#include <string.h>

#include "py/interp.h"
#include "py/object_methods.h"

static const struct py_type py_ellipsis_type;

static struct py_object *shared(const struct py_object *constant)
{
    union {
        const struct py_object *in;
        struct py_object *out;
    } as = {.in = constant};

    return as.out;
}

#define SINGLETON(function, variable, singleton_type)                                              \
    struct py_object *function(void)                                                               \
    {                                                                                              \
        static const struct py_object variable = {&(singleton_type)};                              \
                                                                                                   \
        return shared(&variable);                                                                  \
    }

SINGLETON(py_none, none, py_none_type)
SINGLETON(py_ellipsis, ellipsis, py_ellipsis_type)
SINGLETON(py_not_implemented, not_implemented, py_not_implemented_type)

bool py_is_none(const struct py_object *o)
{
    return o->type == &py_none_type;
}

static struct py_object *none_repr(struct py *py, struct py_object *self)
{
    (void)self;
    return py_string(py, "None");
}

static bool none_truth(struct py *py, struct py_object *self, bool *truth)
{
    (void)py;
    (void)self;
    *truth = false;
    return true;
}

static struct py_object *ellipsis_repr(struct py *py, struct py_object *self)
{
    (void)self;
    return py_string(py, "Ellipsis");
}

static struct py_object *not_implemented_repr(struct py *py, struct py_object *self)
{
    (void)self;
    return py_string(py, "NotImplemented");
}

static struct py_object *object_make(struct py *py, const struct py_type *type,
                                     const struct py_args *args)
{
    struct py_object *o = arena_new_object(py->arena, struct py_object);

    if (args->n + args->n_keywords > 0)
        return py_raise(py, &py_type_error, "%s() takes no arguments", type->name);
    o->type = type;
    return o;
}

const struct py_type py_none_type = {.name = "NoneType", .repr = none_repr, .truth = none_truth};
static const struct py_type py_ellipsis_type = {.name = "ellipsis", .repr = ellipsis_repr};
const struct py_type py_not_implemented_type = {.name = "NotImplementedType",
                                                .repr = not_implemented_repr};
const struct py_type py_object_type = {
    .name = "object", .methods = py_object_methods, .make = object_make};
