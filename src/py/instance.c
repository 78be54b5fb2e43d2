/* Instances of classes that a script defines. */
#include <string.h>

#include "base/arena.h"
#include "py/class.h"
#include "py/interp.h"
#include "py/property.h"
#include "py/super.h"
#include "py/type.h"

/* ---- making one ----------------------------------------------------------------------------- */

/* Made by "__new__" alone, of its arguments. */
static bool is_immutable(const struct py_type *native)
{
    return py_is_subtype(native, &py_str_type) || py_is_subtype(native, &py_int_type) ||
           py_is_subtype(native, &py_float_type) || py_is_subtype(native, &py_bytes_type) ||
           py_is_subtype(native, &py_tuple_type) || py_is_subtype(native, &py_frozenset_type);
}

static struct py_object *make_native(struct py *py, const struct py_type *native,
                                     const struct py_args *args)
{
    return KNOWN_SLOT(native, make)(py, native, args);
}

bool py_instance_init(struct py *py, struct py_instance *instance, const struct py_args *args)
{
    const struct py_type *native = py_as_class(instance->object.type)->native;

    if (!native || is_immutable(native))
        return true;
    instance->native = make_native(py, native, args);
    return instance->native != NULL;
}

struct py_object *py_class_instance(struct py *py, const struct py_class *cls,
                                    const struct py_args *args)
{
    struct py_instance *instance = arena_new_object(py->arena, struct py_instance);
    const struct py_type *native = cls->native;
    struct py_args positional = {.values = args->values, .n = args->n};

    instance->object.type = &cls->type;
    instance->attrs = py_dict_new(py);
    if (!native)
        return &instance->object;
    if (py_is_subtype(native, &py_base_exception))
        instance->native = make_native(py, native, &positional);
    else if (is_immutable(native) || !py_class_find(&cls->type, "__init__"))
        instance->native = make_native(py, native, args);
    else if (py_is_subtype(native, &py_list_type) || py_is_subtype(native, &py_dict_type) ||
             py_is_subtype(native, &py_set_type))
        instance->native = make_native(py, native, &py_nothing);
    else
        return &instance->object; /* its "__init__" calls that of the base, or not */
    return instance->native ? &instance->object : NULL;
}

/* Where "__init__" did not call that of its base, the base is what it is without arguments. */
static bool complete(struct py *py, struct py_instance *instance)
{
    const struct py_type *native = py_as_class(instance->object.type)->native;

    if (!native || instance->native)
        return true;
    instance->native = make_native(py, native, &py_nothing);
    return instance->native || py_catch(py, &py_type_error);
}

static struct py_object *call_new(struct py *py, struct py_object *new, const struct py_class *cls,
                                  const struct py_args *args)
{
    struct py_object **values = arena_new_array(py->arena, struct py_object *, args->n + 1);
    struct py_args with_class = *args;

    values[0] = py_type_object(&cls->type);
    if (args->n > 0)
        memcpy(values + 1, args->values, args->n * sizeof(*values));
    with_class.values = values;
    with_class.n++;
    return py_call(py, py_wrapped_function(new), &with_class);
}

static bool call_init(struct py *py, struct py_object *o, const struct py_args *args)
{
    struct py_object *init = py_type_lookup(py, py_type_of(o), o, "__init__");
    struct py_object *result = init ? py_call(py, init, args) : NULL;

    if (result && !py_is_none(result))
        return py_raise(py, &py_type_error, "__init__() should return None, not '%s'",
                        py_type_of(result)->name) != NULL;
    return result != NULL;
}

struct py_object *py_class_make(struct py *py, const struct py_type *type,
                                const struct py_args *args)
{
    const struct py_class *cls = py_as_class(type);
    struct py_object *new = py_class_find(type, "__new__");
    struct py_object *init = py_class_find(type, "__init__");
    struct py_object *o;

    if (!new && !init && !cls->native && args->n + args->n_keywords > 0)
        return py_raise(py, &py_type_error, "%s() takes no arguments", type->name);
    o = new ? call_new(py, new, cls, args) : py_class_instance(py, cls, args);
    if (!o || !py_is(o, type))
        return o;
    if (init && !call_init(py, o, args))
        return NULL;
    return complete(py, (struct py_instance *)o) ? o : NULL;
}

/* ---- attributes ----------------------------------------------------------------------------- */

/* What decides over the attribute before the instance itself does. */
static bool is_data_descriptor(const struct py_object *o)
{
    return o->type == &py_property_type ||
           (py_type_of(o)->dict && py_class_find(o->type, "__set__"));
}

static struct py_object *bind(struct py *py, struct py_object *found, struct py_object *self)
{
    struct py_object *(*slot)(struct py *, struct py_object *, struct py_object *,
                              const struct py_type *) = PY_SLOT(py_type_of(found), bind);

    return slot ? slot(py, found, self, py_type_of(self)) : found;
}

/* From the classes, and where a native type stands among them, from the value underneath. */
static struct py_object *from_classes(struct py *py, struct py_instance *instance, const char *name)
{
    struct py_ancestry a = py_ancestry_of(instance->object.type);

    for (; a.type; py_ancestry_next(&a)) {
        struct py_object *found = NULL;

        if (a.type->dict)
            found = py_dict_at(a.type->dict, name);
        if (found)
            return bind(py, found, &instance->object);
        if (a.type->dict || a.type == &py_instance_type || a.type == &py_object_type)
            continue;
        if (py_is_object_method(name))
            continue;
        if (instance->native && py_is(instance->native, a.type))
            found = py_attr_or_null(py, instance->native, name);
        else
            found = py_type_lookup(py, a.type, &instance->object, name);
        if (found || py_raised(py))
            return found;
    }
    return py_type_lookup(py, &py_object_type, &instance->object, name);
}

/* Not asked of the value underneath: py_attr() knows them. */
static bool is_special(const char *name)
{
    return strcmp(name, "__class__") == 0 || strcmp(name, "__doc__") == 0;
}

struct py_object *py_instance_attr(struct py *py, struct py_object *self, const char *name)
{
    struct py_instance *instance = (struct py_instance *)self;
    struct py_object *found = py_class_find(self->type, name);

    if (found && is_data_descriptor(found)) {
        found = bind(py, found, self);
    } else {
        struct py_object *own = py_dict_at(instance->attrs, name);

        if (own)
            return own;
        if (strcmp(name, "__dict__") == 0)
            return &instance->attrs->object;
        if (found)
            return bind(py, found, self);
        if (is_special(name))
            return NULL;
        found = from_classes(py, instance, name);
    }
    if (found || (py_raised(py) && !py_catch(py, &py_attribute_error)))
        return found;
    found = py_class_find(self->type, "__getattr__");
    return found ? py_call_with(py, bind(py, found, self), py_string(py, name)) : NULL;
}

static bool set_by_hand(struct py *py, struct py_object *self, const char *name,
                        struct py_object *value)
{
    struct py_object *method = py_class_find(self->type, value ? "__setattr__" : "__delattr__");
    struct py_object *const values[] = {py_string(py, name), value};
    const struct py_args args = {.values = values, .n = value ? 2 : 1};

    return py_call(py, bind(py, method, self), &args) != NULL;
}

bool py_instance_set_attr(struct py *py, struct py_object *self, const char *name,
                          struct py_object *value)
{
    if (py_class_find(self->type, value ? "__setattr__" : "__delattr__"))
        return set_by_hand(py, self, name, value);
    return py_instance_set_plainly(py, self, name, value);
}

bool py_instance_set_plainly(struct py *py, struct py_object *self, const char *name,
                             struct py_object *value)
{
    struct py_instance *instance = (struct py_instance *)self;
    struct py_object *found = py_class_find(self->type, name);

    if (found && is_data_descriptor(found))
        return py_set_through(py, found, self, name, value);
    if (instance->native && strcmp(name, "args") == 0 &&
        py_is(instance->native, &py_base_exception))
        return py_set_attr(py, instance->native, name, value);
    if (value)
        return py_dict_put_text(py, instance->attrs, name, value);
    return py_dict_remove_text(instance->attrs, name) ||
           py_raise(py, &py_attribute_error, "'%s' object has no attribute '%s'", self->type->name,
                    name) != NULL;
}

const struct py_type py_instance_type = {.name = "object"};
