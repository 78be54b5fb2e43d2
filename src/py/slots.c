/* What can be done with any value: ask its types for the slot, and fall back as Python does. */
#include <string.h>

#include "py/interp.h"
#include "py/type.h"

static const char *type_name(const struct py_object *o)
{
    return py_type_of(o)->name;
}

/* ---- attributes ------------------------------------------------------------------------------ */

struct py_object *py_attr_or_null(struct py *py, struct py_object *o, const char *name)
{
    struct py_object *(*attr)(struct py *, struct py_object *, const char *) =
        PY_SLOT(py_type_of(o), attr);
    struct py_object *found = attr ? attr(py, o, name) : NULL;

    if (found || py_raised(py))
        return found;
    found = py_type_lookup(py, py_type_of(o), o, name);
    if (found || py_raised(py))
        return found;
    if (strcmp(name, "__class__") == 0)
        return py_type_object(py_type_of(o));
    return strcmp(name, "__doc__") == 0 ? py_none() : NULL;
}

struct py_object *py_attr(struct py *py, struct py_object *o, const char *name)
{
    struct py_object *found = py_attr_or_null(py, o, name);
    const struct py_type *type = py_as_type(o);

    if (found || py_raised(py))
        return found;
    if (type)
        return py_raise(py, &py_attribute_error, "type object '%s' has no attribute '%s'",
                        type->name, name);
    if (py_is(o, &py_module_type))
        return py_raise(py, &py_attribute_error, "module '%s' has no attribute '%s'",
                        ((struct py_module *)o)->name, name);
    return py_raise(py, &py_attribute_error, "'%s' object has no attribute '%s'", type_name(o),
                    name);
}

bool py_set_attr(struct py *py, struct py_object *o, const char *name, struct py_object *value)
{
    bool (*set_attr)(struct py *, struct py_object *, const char *, struct py_object *) =
        PY_SLOT(py_type_of(o), set_attr);

    if (set_attr)
        return set_attr(py, o, name, value);
    return py_raise(py, &py_attribute_error, "'%s' object has no attribute '%s'", type_name(o),
                    name) != NULL;
}

/* ---- calls ----------------------------------------------------------------------------------- */

struct py_object *py_call(struct py *py, struct py_object *callable, const struct py_args *args)
{
    struct py_object *(*call)(struct py *, struct py_object *, const struct py_args *) =
        PY_SLOT(py_type_of(callable), call);
    struct py_object *result;

    if (!call)
        return py_raise(py, &py_type_error, "'%s' object is not callable", type_name(callable));
    if (!py_enter(py, ""))
        return NULL;
    result = call(py, callable, args);
    py_leave(py);
    return result;
}

struct py_object *py_call_with(struct py *py, struct py_object *callable, struct py_object *arg)
{
    return py_call(py, callable, &(struct py_args){.values = &arg, .n = 1});
}

struct py_object *py_call_method(struct py *py, struct py_object *o, const char *name,
                                 const struct py_args *args)
{
    struct py_object *method = py_attr(py, o, name);

    return method ? py_call(py, method, args) : NULL;
}

/* ---- items ----------------------------------------------------------------------------------- */

struct py_object *py_item(struct py *py, struct py_object *o, struct py_object *key)
{
    struct py_object *(*item)(struct py *, struct py_object *, struct py_object *) =
        PY_SLOT(py_type_of(o), item);

    if (item)
        return item(py, o, key);
    if (py_as_type(o)) { /* list[int]: the type itself, for annotations */
        struct py_object *of =
            py_type_lookup(py, (const struct py_type *)o, NULL, "__class_getitem__");

        return of ? py_call_with(py, of, key) : py_raised(py) ? NULL : o;
    }
    return py_raise(py, &py_type_error, "'%s' object is not subscriptable", type_name(o));
}

bool py_set_item(struct py *py, struct py_object *o, struct py_object *key, struct py_object *value)
{
    bool (*set_item)(struct py *, struct py_object *, struct py_object *, struct py_object *) =
        PY_SLOT(py_type_of(o), set_item);

    if (set_item)
        return set_item(py, o, key, value);
    return py_raise(py, &py_type_error, "'%s' object does%s support item %s", type_name(o),
                    value ? " not" : "n't", value ? "assignment" : "deletion") != NULL;
}

/* ---- truth, length, hash ----------------------------------------------------------------------
 */

bool py_truth(struct py *py, struct py_object *o, bool *truth)
{
    bool (*slot)(struct py *, struct py_object *, bool *) = PY_SLOT(py_type_of(o), truth);
    bool (*length)(struct py *, struct py_object *, size_t *) = PY_SLOT(py_type_of(o), length);
    size_t n;

    if (slot)
        return slot(py, o, truth);
    *truth = true;
    if (!length)
        return true;
    if (!length(py, o, &n))
        return false;
    *truth = n > 0;
    return true;
}

bool py_length(struct py *py, struct py_object *o, size_t *length)
{
    bool (*slot)(struct py *, struct py_object *, size_t *) = PY_SLOT(py_type_of(o), length);

    return slot ? slot(py, o, length)
                : py_raise(py, &py_type_error, "object of type '%s' has no len()", type_name(o)) !=
                      NULL;
}

bool py_hash(struct py *py, struct py_object *o, uint64_t *hash)
{
    bool (*slot)(struct py *, struct py_object *, uint64_t *) = PY_SLOT(py_type_of(o), hash);
    bool ok;

    *hash = (uint64_t)(uintptr_t)o >> 4;
    if (!slot)
        return true;
    if (!py_enter(py, "")) /* tuples in tuples */
        return false;
    ok = slot(py, o, hash);
    py_leave(py);
    return ok;
}

bool py_unhashable(struct py *py, struct py_object *self, uint64_t *hash)
{
    *hash = 0;
    return py_raise(py, &py_type_error, "unhashable type: '%s'", type_name(self));
}

/* ---- texts ----------------------------------------------------------------------------------- */

struct py_object *py_repr(struct py *py, struct py_object *o)
{
    struct py_object *(*repr)(struct py *, struct py_object *) = PY_SLOT(py_type_of(o), repr);
    struct py_object *text;

    if (!py_enter(py, " while getting the repr of an object"))
        return NULL;
    text =
        repr ? repr(py, o)
             : py_stringf(py, "<%s%s%s object>", py_type_of(o)->module ? py_type_of(o)->module : "",
                          py_type_of(o)->module ? "." : "", type_name(o));
    py_leave(py);
    return text;
}

struct py_object *py_str(struct py *py, struct py_object *o)
{
    struct py_object *(*str)(struct py *, struct py_object *) = PY_SLOT(py_type_of(o), str);

    return str ? str(py, o) : py_repr(py, o);
}

struct py_object *py_format(struct py *py, struct py_object *o, const char *spec)
{
    struct py_object *(*format)(struct py *, struct py_object *, const char *) =
        PY_SLOT(py_type_of(o), format);

    if (format)
        return format(py, o, spec);
    if (*spec)
        return py_raise(py, &py_type_error, "unsupported format string passed to %s.__format__",
                        type_name(o));
    return py_str(py, o);
}

const char *py_repr_text(struct py *py, struct py_object *o)
{
    struct py_object *text = py_repr(py, o);

    return text ? py_text(text) : NULL;
}

const char *py_str_text(struct py *py, struct py_object *o)
{
    struct py_object *text = py_str(py, o);

    return text ? py_text(text) : NULL;
}
