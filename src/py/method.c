/* Bound methods. */
#include <string.h>

#include "base/arena.h"
#include "py/function.h"
#include "py/interp.h"

static const struct py_type py_method_type;

struct py_object *py_method_new(struct py *py, struct py_object *function, struct py_object *self)
{
    struct py_method_object *method = arena_new_object(py->arena, struct py_method_object);

    *method = (struct py_method_object){{&py_method_type}, function, self};
    return &method->object;
}

static struct py_object *call(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct py_method_object *method = (const struct py_method_object *)self;
    struct py_object **values = arena_new_array(py->arena, struct py_object *, args->n + 1);
    struct py_args with_self = *args;

    values[0] = method->self;
    if (args->n > 0)
        memcpy(values + 1, args->values, args->n * sizeof(*values));
    with_self.values = values;
    with_self.n++;
    return py_call(py, method->function, &with_self);
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct py_method_object *method = (const struct py_method_object *)self;

    if (strcmp(name, "__self__") == 0)
        return method->self;
    if (strcmp(name, "__func__") == 0)
        return method->function;
    return py_attr_or_null(py, method->function, name);
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    const struct py_method_object *method = (const struct py_method_object *)self;
    struct py_object *name = py_attr_or_null(py, method->function, "__qualname__");
    const char *of = py_repr_text(py, method->self);

    return of ? py_stringf(py, "<bound method %s of %s>", name ? py_text(name) : "?", of) : NULL;
}

static bool hash(struct py *py, struct py_object *self, uint64_t *hash)
{
    const struct py_method_object *method = (const struct py_method_object *)self;

    (void)py;
    *hash = (uint64_t)(uintptr_t)method->function ^ (uint64_t)(uintptr_t)method->self << 1;
    return true;
}

/* A method is made anew each time it is asked for: equal when both its parts are the same. */
static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    const struct py_method_object *a = (const struct py_method_object *)self;
    const struct py_method_object *b = (const struct py_method_object *)other;

    (void)py;
    (void)reflected;
    if ((op != PY_EQ && op != PY_NE) || other->type != &py_method_type)
        return py_not_implemented();
    return py_bool((a->function == b->function && a->self == b->self) == (op == PY_EQ));
}

static const struct py_type py_method_type = {
    .name = "method",
    .repr = repr,
    .hash = hash,
    .attr = attr,
    .call = call,
    .binary = binary,
};
