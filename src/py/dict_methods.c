/* The methods of dict. */
#include "py/dict_type.h"

#include "py/interp.h"
#include "py/native.h"

static struct py_object *get(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2], *value;

    if (!py_positional(py, "dict.get", args, 1, 2, slots) ||
        !py_dict_find(py, py_as_dict(self), slots[0], &value))
        return NULL;
    return value ? value : slots[1] ? slots[1] : py_none();
}

static struct py_object *set_default(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct py_object *slots[2], *value;

    if (!py_positional(py, "dict.setdefault", args, 1, 2, slots) ||
        !py_dict_find(py, py_as_dict(self), slots[0], &value))
        return NULL;
    if (value)
        return value;
    value = slots[1] ? slots[1] : py_none();
    return py_dict_put(py, py_as_dict(self), slots[0], value) ? value : NULL;
}

static struct py_object *pop(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2], *value;
    bool was_there;

    if (!py_positional(py, "dict.pop", args, 1, 2, slots) ||
        !py_dict_find(py, py_as_dict(self), slots[0], &value))
        return NULL;
    if (!value)
        return slots[1] ? slots[1] : py_raise_value(py, &py_key_error, slots[0]);
    return py_dict_remove(py, py_as_dict(self), slots[0], &was_there) ? value : NULL;
}

static struct py_object *pop_item(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_dict *dict = py_as_dict(self);
    const struct py_entry *last;
    struct py_object *pair;
    bool was_there;

    if (!py_no_args(py, "dict.popitem", args))
        return NULL;
    last = py_dict_last(py, dict);
    if (!last && py_raised(py))
        return NULL;
    if (!last)
        return py_raise(py, &py_key_error, "popitem(): dictionary is empty");
    pair = py_entry_part(py, last, PY_DICT_ITEMS);
    return py_dict_remove(py, dict, last->key, &was_there) ? pair : NULL;
}

static struct py_object *update(struct py *py, struct py_object *self, const struct py_args *args)
{
    return py_dict_update_from(py, py_as_dict(self), args, "update") ? py_none() : NULL;
}

static struct py_object *clear(struct py *py, struct py_object *self, const struct py_args *args)
{
    if (!py_no_args(py, "dict.clear", args))
        return NULL;
    py_dict_clear(py_as_dict(self));
    return py_none();
}

static struct py_object *copy(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_dict *result = py_dict_new(py);

    return py_no_args(py, "dict.copy", args) && py_dict_update(py, result, py_as_dict(self))
               ? &result->object
               : NULL;
}

static struct py_object *keys(struct py *py, struct py_object *self, const struct py_args *args)
{
    return py_no_args(py, "dict.keys", args) ? py_dict_view(py, py_as_dict(self), PY_DICT_KEYS)
                                             : NULL;
}

static struct py_object *values(struct py *py, struct py_object *self, const struct py_args *args)
{
    return py_no_args(py, "dict.values", args) ? py_dict_view(py, py_as_dict(self), PY_DICT_VALUES)
                                               : NULL;
}

static struct py_object *items(struct py *py, struct py_object *self, const struct py_args *args)
{
    return py_no_args(py, "dict.items", args) ? py_dict_view(py, py_as_dict(self), PY_DICT_ITEMS)
                                              : NULL;
}

struct from_keys {
    struct py_dict *dict;
    struct py_object *value;
};

static bool add_key(struct py *py, struct py_object *key, void *data, bool *stop)
{
    struct from_keys *from = data;

    (void)stop;
    return py_dict_put(py, from->dict, key, from->value);
}

static struct py_object *from_keys(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct py_object *slots[2];
    struct from_keys from = {.dict = py_dict_new(py)};

    (void)self;
    if (!py_positional(py, "dict.fromkeys", args, 1, 2, slots))
        return NULL;
    from.value = slots[1] ? slots[1] : py_none();
    return py_iterate(py, slots[0], add_key, &from) ? &from.dict->object : NULL;
}

const struct py_method py_dict_methods[] = {
    {.name = "clear", .call = clear},
    {.name = "copy", .call = copy},
    {.name = "fromkeys", .call = from_keys, .kind = PY_CLASS_METHOD},
    {.name = "get", .call = get},
    {.name = "items", .call = items},
    {.name = "keys", .call = keys},
    {.name = "pop", .call = pop},
    {.name = "popitem", .call = pop_item},
    {.name = "setdefault", .call = set_default},
    {.name = "update", .call = update},
    {.name = "values", .call = values},
    {.name = NULL},
};
