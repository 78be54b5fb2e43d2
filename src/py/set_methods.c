/* The methods of set and frozenset. */
#include "py/dict_type.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/set.h"

/* ---- that change it -------------------------------------------------------------------------- */

static struct py_object *add(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *item;

    return py_positional(py, "set.add", args, 1, 1, &item) &&
                   py_dict_put(py, py_as_set(self), item, NULL)
               ? py_none()
               : NULL;
}

static struct py_object *discard(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *item;
    bool was_there;

    return py_positional(py, "set.discard", args, 1, 1, &item) &&
                   py_dict_remove(py, py_as_set(self), item, &was_there)
               ? py_none()
               : NULL;
}

static struct py_object *remove_item(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct py_object *item;
    bool was_there;

    if (!py_positional(py, "set.remove", args, 1, 1, &item) ||
        !py_dict_remove(py, py_as_set(self), item, &was_there))
        return NULL;
    return was_there ? py_none() : py_raise_value(py, &py_key_error, item);
}

static struct py_object *pop(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_dict *set = py_as_set(self);
    const struct py_entry *last;
    struct py_object *key;
    bool was_there;

    if (!py_no_args(py, "set.pop", args))
        return NULL;
    last = py_dict_last(py, set);
    if (!last && py_raised(py))
        return NULL;
    if (!last)
        return py_raise(py, &py_key_error, "pop from an empty set");
    key = last->key;
    return py_dict_remove(py, set, key, &was_there) ? key : NULL;
}

static struct py_object *clear(struct py *py, struct py_object *self, const struct py_args *args)
{
    if (!py_no_args(py, "set.clear", args))
        return NULL;
    py_dict_clear(py_as_set(self));
    return py_none();
}

/* ---- that combine it with any number of iterables -------------------------------------------- */

static struct py_dict *combined(struct py *py, enum py_operator op, struct py_dict *set,
                                const struct py_args *args, const char *method)
{
    if (args->n_keywords > 0)
        return py_raise(py, &py_type_error, "%s() takes no keyword arguments", method);
    for (size_t i = 0; set && i < args->n; i++) {
        struct py_dict *other = py_as_set(args->values[i]);

        bool is_set = other;

        if (!is_set)
            other = py_set_from(py, args->values[i]);
        if (!other)
            return NULL;
        set = op == PY_BIT_AND && !is_set ? py_set_keep(py, set, other)
                                          : py_set_combine(py, op, set, other);
    }
    return set;
}

static struct py_object *in_place(struct py *py, enum py_operator op, struct py_object *self,
                                  const struct py_args *args, const char *method)
{
    struct py_dict *set = py_as_set(self), *result = combined(py, op, set, args, method);

    if (!result)
        return NULL;
    if (result != set)
        py_dict_become(set, result);
    return py_none();
}

static struct py_object *anew(struct py *py, enum py_operator op, struct py_object *self,
                              const struct py_args *args, const char *method)
{
    struct py_dict *set = py_as_set(self), *result = combined(py, op, set, args, method);

    if (result == set)
        result = py_set_combine(py, PY_BIT_OR, set, set);
    return result ? &result->object : NULL;
}

#define COMBINING(name, op, method)                                                                \
    static struct py_object *name(struct py *py, struct py_object *self,                           \
                                  const struct py_args *args)                                      \
    {                                                                                              \
        return anew(py, op, self, args, method);                                                   \
    }                                                                                              \
                                                                                                   \
    static struct py_object *name##_update(struct py *py, struct py_object *self,                  \
                                           const struct py_args *args)                             \
    {                                                                                              \
        return in_place(py, op, self, args, method "_update");                                     \
    }

COMBINING(union_of, PY_BIT_OR, "set.union")
COMBINING(difference, PY_SUB, "set.difference")
COMBINING(intersection, PY_BIT_AND, "set.intersection")

static struct py_object *symmetric(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct py_object *other;

    return py_positional(py, "set.symmetric_difference", args, 1, 1, &other)
               ? anew(py, PY_BIT_XOR, self, args, "set.symmetric_difference")
               : NULL;
}

static struct py_object *symmetric_update(struct py *py, struct py_object *self,
                                          const struct py_args *args)
{
    struct py_object *other;

    return py_positional(py, "set.symmetric_difference_update", args, 1, 1, &other)
               ? in_place(py, PY_BIT_XOR, self, args, "set.symmetric_difference_update")
               : NULL;
}

static struct py_object *copy(struct py *py, struct py_object *self, const struct py_args *args)
{
    return py_no_args(py, "set.copy", args) ? anew(py, PY_BIT_OR, self, args, "set.copy") : NULL;
}

/* ---- that compare it ------------------------------------------------------------------------- */

static struct py_dict *other_set(struct py *py, const struct py_args *args, const char *method)
{
    struct py_object *other;
    struct py_dict *set;

    if (!py_positional(py, method, args, 1, 1, &other))
        return NULL;
    set = py_as_set(other);
    return set ? set : py_set_from(py, other);
}

static struct py_object *is_subset(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct py_dict *other = other_set(py, args, "set.issubset");
    bool within;

    return other && py_set_within(py, py_as_set(self), other, &within) ? py_bool(within) : NULL;
}

static struct py_object *is_superset(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct py_dict *other = other_set(py, args, "set.issuperset");
    bool within;

    return other && py_set_within(py, other, py_as_set(self), &within) ? py_bool(within) : NULL;
}

static struct py_object *is_disjoint(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct py_dict *other = other_set(py, args, "set.isdisjoint");
    struct py_dict *both = other ? py_set_combine(py, PY_BIT_AND, py_as_set(self), other) : NULL;

    return both ? py_bool(both->n == 0) : NULL;
}

#define BOTH                                                                                       \
    {.name = "copy", .call = copy}, {.name = "difference", .call = difference},                    \
        {.name = "intersection", .call = intersection},                                            \
        {.name = "isdisjoint", .call = is_disjoint}, {.name = "issubset", .call = is_subset},      \
        {.name = "issuperset", .call = is_superset},                                               \
        {.name = "symmetric_difference", .call = symmetric},                                       \
    {                                                                                              \
        .name = "union", .call = union_of                                                          \
    }

const struct py_method py_frozenset_methods[] = {BOTH, {.name = NULL}};

const struct py_method py_set_methods[] = {
    BOTH,
    {.name = "add", .call = add},
    {.name = "clear", .call = clear},
    {.name = "difference_update", .call = difference_update},
    {.name = "discard", .call = discard},
    {.name = "intersection_update", .call = intersection_update},
    {.name = "pop", .call = pop},
    {.name = "remove", .call = remove_item},
    {.name = "symmetric_difference_update", .call = symmetric_update},
    {.name = "update", .call = union_of_update},
    {.name = NULL},
};
