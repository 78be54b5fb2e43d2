#include "py/native.h"

#include <string.h>

#include "py/interp.h"

struct native {
    struct py_object object;
    const char *name;
    py_native *call;
    struct py_object *self;   /* NULL: a plain function */
    const struct py_type *of; /* of an unbound method */
};

static struct py_object *make(struct py *py, const char *name, py_native *call,
                              struct py_object *self, const struct py_type *of)
{
    struct native *n = arena_new_object(py->arena, struct native);

    *n = (struct native){{&py_native_type}, name, call, self, of};
    return &n->object;
}

struct py_object *py_native_function(struct py *py, const char *name, py_native *call,
                                     struct py_object *self)
{
    return make(py, name, call, self, NULL);
}

struct py_object *py_native_unbound(struct py *py, const char *name, py_native *call,
                                    const struct py_type *of)
{
    return make(py, name, call, NULL, of);
}

static struct py_object *call_unbound(struct py *py, const struct native *n,
                                      const struct py_args *args)
{
    struct py_args rest = *args;

    if (args->n == 0)
        return py_raise(py, &py_type_error, "unbound method %s.%s() needs an argument", n->of->name,
                        n->name);
    if (!py_is(args->values[0], n->of))
        return py_raise(py, &py_type_error,
                        "descriptor '%s' for '%s' objects doesn't apply to a '%s' object", n->name,
                        n->of->name, py_type_of(args->values[0])->name);
    rest.values++;
    rest.n--;
    /* The call is over before they are. */
    /* cppcheck-suppress returnDanglingLifetime */
    return n->call(py, args->values[0], &rest);
}

static struct py_object *call(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct native *n = (const struct native *)self;

    if (!py_step(py, 1))
        return NULL;
    return n->of ? call_unbound(py, n, args) : n->call(py, n->self, args);
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    const struct native *n = (const struct native *)self;

    return n->self ? py_stringf(py, "<built-in method %s of %s object>", n->name,
                                py_type_of(n->self)->name)
                   : py_stringf(py, "<built-in function %s>", n->name);
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct native *n = (const struct native *)self;

    if (strcmp(name, "__name__") == 0 || strcmp(name, "__qualname__") == 0)
        return py_string(py, n->name);
    if (strcmp(name, "__self__") == 0)
        return n->self ? n->self : py_none();
    return strcmp(name, "__doc__") == 0 || strcmp(name, "__module__") == 0 ? py_none() : NULL;
}

const struct py_type py_native_type = {
    .name = "builtin_function_or_method", .repr = repr, .attr = attr, .call = call};
