#include "py/type.h"

#include <string.h>

#include "py/class.h"
#include "py/interp.h"
#include "py/native.h"

struct py_ancestry py_ancestry_of(const struct py_type *type)
{
    return (struct py_ancestry){.mro = type->mro ? type->mro + 1 : NULL, .type = type};
}

void py_ancestry_next(struct py_ancestry *a)
{
    if (a->mro)
        a->type = *a->mro ? *a->mro++ : NULL;
    else if (a->type->base)
        a->type = a->type->base;
    else
        a->type = a->type == &py_object_type ? NULL : &py_object_type;
}

bool py_is_subtype(const struct py_type *type, const struct py_type *of)
{
    for (struct py_ancestry a = py_ancestry_of(type); a.type; py_ancestry_next(&a))
        if (a.type == of)
            return true;
    return false;
}

bool py_is(const struct py_object *o, const struct py_type *type)
{
    return py_is_subtype(py_type_of(o), type);
}

const struct py_type *py_as_type(struct py_object *o)
{
    return py_is(o, &py_type_type) ? (const struct py_type *)o : NULL;
}

struct py_object *py_special(struct py *py, struct py_object *o, const char *name)
{
    return py_as_type(o) ? NULL : py_attr_or_null(py, o, name);
}

struct py_object *py_native_of(struct py_object *o)
{
    return py_is(o, &py_instance_type) ? ((struct py_instance *)o)->native : o;
}

static struct py_object *find_method(struct py *py, const struct py_type *type,
                                     const struct py_type *start, struct py_object *o,
                                     const char *name)
{
    for (const struct py_method *m = type->methods; m && m->name; m++) {
        if (strcmp(m->name, name) != 0)
            continue;
        switch (m->kind) {
        case PY_STATIC_METHOD:
            return py_native_function(py, m->name, m->call, NULL);
        case PY_CLASS_METHOD:
            return py_native_function(py, m->name, m->call, py_type_object(start));
        case PY_CLASS_VALUE:
            return m->call(py, py_type_object(start), &(struct py_args){.n = 0});
        case PY_PROPERTY:
            return o ? m->call(py, o, &(struct py_args){.n = 0}) : py_none();
        case PY_METHOD:
            return o ? py_native_function(py, m->name, m->call, o)
                     : py_native_unbound(py, m->name, m->call, type);
        }
    }
    return NULL;
}

struct py_object *py_type_lookup(struct py *py, const struct py_type *type, struct py_object *o,
                                 const char *name)
{
    for (struct py_ancestry a = py_ancestry_of(type); a.type; py_ancestry_next(&a)) {
        struct py_object *found = a.type->dict ? py_dict_at(a.type->dict, name) : NULL;

        if (found) {
            struct py_object *(*bind)(struct py *, struct py_object *, struct py_object *,
                                      const struct py_type *) = PY_SLOT(py_type_of(found), bind);

            return bind ? bind(py, found, o, type) : found;
        }
        found = find_method(py, a.type, type, o, name);
        if (!found && !py_raised(py))
            found = py_slot_method(py, a.type, o, name);
        if (found || py_raised(py))
            return found;
    }
    return NULL;
}

/* ---- type ------------------------------------------------------------------------------------ */

/* type("Name", (Base,), {"x": 1}) */
static struct py_object *class_of(struct py *py, const struct py_args *args)
{
    const struct py_dict *from = py_as_dict(args->values[2]);
    struct py_dict *dict = py_dict_new(py);

    if (!py_text(args->values[0]) || !py_is(args->values[1], &py_tuple_type) || !from)
        return py_raise(py, &py_type_error, "type() takes a name, a tuple of bases and a dict");
    for (size_t i = 0; i < from->n_entries; i++)
        if (from->entries[i].key &&
            !py_dict_put(py, dict, from->entries[i].key, from->entries[i].value))
            return NULL;
    return py_class_build(py, py_text(args->values[0]), args->values[1], dict,
                          &(struct py_args){.n = 0});
}

static struct py_object *type_make(struct py *py, const struct py_type *type,
                                   const struct py_args *args)
{
    (void)type;
    if (args->n == 3)
        return class_of(py, args);
    if (args->n != 1 || args->n_keywords > 0)
        return py_raise(py, &py_type_error, "type() takes 1 or 3 arguments");
    return py_type_object(py_type_of(args->values[0]));
}

static struct py_object *type_repr(struct py *py, struct py_object *self)
{
    const struct py_type *type = (const struct py_type *)self;

    return type->module ? py_stringf(py, "<class '%s.%s'>", type->module, type->name)
                        : py_stringf(py, "<class '%s'>", type->name);
}

static struct py_object *bases_of(struct py *py, const struct py_type *type)
{
    const struct py_type *base = type->base ? type->base : &py_object_type;
    const struct py_class *cls = py_as_class(type);
    struct py_object *object = py_type_object(base);

    if (cls && py_as_sequence(cls->bases)->n > 0)
        return cls->bases;
    if (cls)
        object = py_type_object(&py_object_type);
    return py_tuple(py, &object, type == &py_object_type ? 0 : 1);
}

static struct py_object *mro_of(struct py *py, const struct py_type *type)
{
    struct py_list *list = py_list_new(py);

    for (struct py_ancestry a = py_ancestry_of(type); a.type; py_ancestry_next(&a))
        if (a.type != &py_instance_type)
            py_list_add(py, list, py_type_object(a.type));
    return py_tuple(py, list->items, list->n);
}

static struct py_object *type_attr(struct py *py, struct py_object *self, const char *name)
{
    const struct py_type *type = (const struct py_type *)self;
    struct py_object *found = py_type_lookup(py, type, NULL, name);

    if (found || py_raised(py))
        return found;
    if (strcmp(name, "__name__") == 0 || strcmp(name, "__qualname__") == 0)
        return py_string(py, type->name);
    if (strcmp(name, "__module__") == 0)
        return py_string(py, type->module ? type->module : "builtins");
    if (strcmp(name, "__doc__") == 0)
        return py_none();
    if (strcmp(name, "__bases__") == 0)
        return bases_of(py, type);
    if (strcmp(name, "__mro__") == 0)
        return mro_of(py, type);
    if (strcmp(name, "__dict__") == 0)
        return type->dict ? &type->dict->object : &py_dict_new(py)->object;
    return NULL;
}

static bool type_set_attr(struct py *py, struct py_object *self, const char *name,
                          struct py_object *value)
{
    const struct py_type *type = (const struct py_type *)self;

    if (!type->dict)
        return py_raise(py, &py_type_error, "cannot set '%s' attribute of immutable type '%s'",
                        name, type->name) != NULL;
    if (value)
        return py_dict_put_text(py, type->dict, name, value);
    return py_dict_remove_text(type->dict, name) ||
           py_raise(py, &py_attribute_error, "type object '%s' has no attribute '%s'", type->name,
                    name) != NULL;
}

static struct py_object *type_call(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    const struct py_type *type = (const struct py_type *)self;
    struct py_object *(*make)(struct py *, const struct py_type *, const struct py_args *) =
        PY_SLOT(type, make);

    return make ? make(py, type, args)
                : py_raise(py, &py_type_error, "cannot create '%s' instances", type->name);
}

/* X | Y between types: a union, in annotations and in isinstance(). */
static struct py_object *type_binary(struct py *py, enum py_operator op, struct py_object *self,
                                     struct py_object *other, bool reflected)
{
    struct py_object *pair[2] = {reflected ? other : self, reflected ? self : other};

    if (op != PY_BIT_OR ||
        !(py_as_type(other) || py_is_none(other) || py_is(other, &py_tuple_type)))
        return py_not_implemented();
    return py_tuple(py, pair, 2);
}

const struct py_type py_type_type = {
    .object = {.type = &py_type_type},
    .name = "type",
    .make = type_make,
    .repr = type_repr,
    .attr = type_attr,
    .set_attr = type_set_attr,
    .call = type_call,
    .binary = type_binary,
};

/*
 * Constant tables may leave their own type out: then the value that stands
 * for such a type is the table itself, and its type is known by its address.
 */
struct py_object *py_type_object(const struct py_type *type)
{
    union {
        const struct py_type *in;
        struct py_object *out;
    } as = {.in = type};

    return as.out;
}
