/* The methods that every object has. */
#include "py/object_methods.h"

#include <string.h>

#include "py/class.h"
#include "py/interp.h"
#include "py/property.h"
#include "py/super.h"
#include "py/type.h"

/* ---- object --------------------------------------------------------------------------------- */

static struct py_object *init(struct py *py, struct py_object *self, const struct py_args *args)
{
    if (!py_is(self, &py_instance_type))
        return py_none();
    return py_instance_init(py, (struct py_instance *)self, args) ? py_none() : NULL;
}

static struct py_object *new (struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct py_type *type = args->n > 0 ? py_as_type(args->values[0]) : NULL;
    struct py_args rest = *args;

    (void)self;
    if (!type)
        return py_raise(py, &py_type_error, "object.__new__(): not enough arguments");
    rest.values++;
    rest.n--;
    return py_as_class(type) ? py_class_instance(py, py_as_class(type), &rest)
                             : py_call(py, args->values[0], &rest);
}

static struct py_object *set(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2];
    bool ok;

    if (!py_bind(py, "__setattr__", (const char *const[]){"name", "value", "/", NULL}, args, slots))
        return NULL;
    if (!py_text(slots[0]))
        return py_raise(py, &py_type_error, "attribute name must be string, not '%s'",
                        py_type_of(slots[0])->name);
    ok = py_is(self, &py_instance_type)
             ? py_instance_set_plainly(py, self, py_text(slots[0]), slots[1])
             : py_set_attr(py, self, py_text(slots[0]), slots[1]);
    return ok ? py_none() : NULL;
}

static struct py_object *delete (struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *name;

    if (!py_bind(py, "__delattr__", (const char *const[]){"name", "/", NULL}, args, &name) ||
        !py_text(name))
        return NULL;
    return py_instance_set_plainly(py, self, py_text(name), NULL) ? py_none() : NULL;
}

static struct py_object *get(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *name;

    if (!py_bind(py, "__getattribute__", (const char *const[]){"name", "/", NULL}, args, &name) ||
        !py_text(name))
        return NULL;
    return py_attr(py, self, py_text(name));
}

static struct py_object *repr(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct py_type *type = py_type_of(self);

    (void)args;
    return py_stringf(py, "<%s%s%s object at %p>", type->module ? type->module : "",
                      type->module ? "." : "", type->name, (void *)self);
}

static struct py_object *str(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return py_repr(py, self);
}

static struct py_object *eq(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)py;
    return args->n == 1 && args->values[0] == self ? py_bool(true) : py_not_implemented();
}

static struct py_object *hash(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return py_int(py, (int64_t)((uintptr_t)self >> 4));
}

static struct py_object *nothing(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)py;
    (void)self;
    (void)args;
    return py_none();
}

const struct py_method py_object_methods[] = {
    {.name = "__init__", .call = init},
    {.name = "__new__", .call = new, .kind = PY_STATIC_METHOD},
    {.name = "__setattr__", .call = set},
    {.name = "__delattr__", .call = delete},
    {.name = "__getattribute__", .call = get},
    {.name = "__repr__", .call = repr},
    {.name = "__str__", .call = str},
    {.name = "__eq__", .call = eq},
    {.name = "__hash__", .call = hash},
    {.name = "__init_subclass__", .call = nothing, .kind = PY_CLASS_METHOD},
    {.name = NULL},
};

bool py_is_object_method(const char *name)
{
    for (const struct py_method *m = py_object_methods; m->name; m++)
        if (strcmp(m->name, name) == 0)
            return true;
    return false;
}

struct py_object *py_object_method(struct py *py, const struct py_type *type,
                                   struct py_object *self, const char *name)
{
    for (const struct py_method *m = py_object_methods; m->name; m++) {
        if (strcmp(m->name, name) != 0)
            continue;
        if (m->kind == PY_CLASS_METHOD)
            return py_native_function(py, name, m->call, py_type_object(type));
        return py_native_function(py, name, m->call, m->kind == PY_STATIC_METHOD ? NULL : self);
    }
    return NULL;
}
