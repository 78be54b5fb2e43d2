/* super() */
#include "py/super.h"

#include "base/arena.h"
#include "py/class.h"
#include "py/frame.h"
#include "py/interp.h"
#include "py/type.h"

struct super {
    struct py_object object;
    const struct py_type *after; /* the search begins behind it, in the order of ... */
    const struct py_type *type;  /* ... this type, that of 'self' or itself */
    struct py_object *self;      /* an instance, or a class */
};

/* The class in whose body the running function was written, and its first argument. */
static bool find_surroundings(const struct py *py, struct py_object **owner,
                              struct py_object **self)
{
    for (const struct py_env *env = py->frame->env; env && env->parent; env = env->parent) {
        if (env->dict || !env->parent->dict || !env->parent->owner)
            continue;
        *owner = env->parent->owner;
        *self = env->slots[0];
        return *self != NULL;
    }
    return false;
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    struct super *super = arena_new_object(py->arena, struct super);
    struct py_object *slots[2] = {NULL, NULL};

    (void)type;
    if (!py_bind(py, "super", (const char *const[]){"?type", "?object", "/", NULL}, args, slots))
        return NULL;
    if (!slots[0] && !find_surroundings(py, &slots[0], &slots[1]))
        return py_raise(py, &py_runtime_error, "super(): no arguments");
    if (!slots[1] || !py_as_type(slots[0]))
        return py_refuse(py, "super() of a class alone is not supported");
    super->object.type = &py_super_type;
    super->after = py_as_type(slots[0]);
    super->self = slots[1];
    super->type = py_as_type(slots[1]) ? py_as_type(slots[1]) : py_type_of(slots[1]);
    if (!py_is_subtype(super->type, super->after))
        return py_raise(py, &py_type_error,
                        "super(type, obj): obj must be an instance or subtype of type");
    return &super->object;
}

/* What stands behind the class; for a native type, of the value underneath. */
static struct py_object *find(struct py *py, const struct super *super, const struct py_type *in,
                              struct py_object *self, const char *name)
{
    struct py_object *found = in->dict ? py_dict_at(in->dict, name) : NULL;
    struct py_object *native;

    if (found) {
        struct py_object *(*bind)(struct py *, struct py_object *, struct py_object *,
                                  const struct py_type *) = PY_SLOT(py_type_of(found), bind);

        return bind ? bind(py, found, self, super->type) : found;
    }
    if (in->dict || in == &py_instance_type || in == &py_object_type || !self)
        return NULL;
    native = ((struct py_instance *)self)->native;
    if (!native || !py_is(native, in))
        return NULL;
    found = py_native_dunder(py, native, name);
    return found || py_is_object_method(name) ? found : py_attr_or_null(py, native, name);
}

static struct py_object *attr(struct py *py, struct py_object *o, const char *name)
{
    const struct super *super = (const struct super *)o;
    struct py_object *self = py_as_type(super->self) ? NULL : super->self;
    struct py_ancestry a = py_ancestry_of(super->type);

    while (a.type && a.type != super->after)
        py_ancestry_next(&a);
    for (py_ancestry_next(&a); a.type; py_ancestry_next(&a)) {
        struct py_object *found = find(py, super, a.type, self, name);

        if (found || py_raised(py))
            return found;
    }
    return py_object_method(py, super->type, self, name);
}

const struct py_type py_super_type = {.name = "super", .make = make, .attr = attr};
