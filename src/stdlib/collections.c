/* collections: defaultdict, OrderedDict, Counter, deque; namedtuple stands in namedtuple.c. */
#include <string.h>

#include "base/arena.h"
#include "py/dict_type.h"
#include "py/list.h"
#include "py/py.h"
#include "stdlib/module.h"
#include "stdlib/namedtuple.h"

/* ---- defaultdict ----------------------------------------------------------------------------- */

struct default_dict {
    struct py_dict dict;
    struct py_object *factory; /* or None */
};

static const struct py_type default_dict_type;

static struct py_object *default_make(struct py *py, const struct py_type *type,
                                      const struct py_args *args)
{
    struct default_dict *d = arena_new_object(py_arena(py), struct default_dict);
    struct py_args rest = *args;

    d->dict.object.type = type;
    d->factory = args->n > 0 ? args->values[0] : py_none();
    if (args->n > 0) {
        rest.values++;
        rest.n--;
    }
    return py_dict_update_from(py, &d->dict, &rest, "defaultdict") ? &d->dict.object : NULL;
}

static struct py_object *default_item(struct py *py, struct py_object *self, struct py_object *key)
{
    static const struct py_args none;
    struct py_dict *dict = py_as_dict(self);
    struct py_object *factory = ((struct default_dict *)dict)->factory, *value;

    if (!py_dict_find(py, dict, key, &value))
        return NULL;
    if (value)
        return value;
    if (py_is_none(factory))
        return py_raise_value(py, &py_key_error, key);
    value = py_call(py, factory, &none);
    return value && py_dict_put(py, dict, key, value) ? value : NULL;
}

static struct py_object *default_repr(struct py *py, struct py_object *self)
{
    struct default_dict *d = (struct default_dict *)py_as_dict(self);
    const char *factory = py_repr_text(py, d->factory), *inner;

    if (!factory || !py_dict_type.repr || !(inner = py_text(py_dict_type.repr(py, self))))
        return NULL;
    return py_stringf(py, "defaultdict(%s, %s)", factory, inner);
}

static const struct py_type default_dict_type = {.name = "defaultdict",
                                                 .module = "collections",
                                                 .base = &py_dict_type,
                                                 .make = default_make,
                                                 .repr = default_repr,
                                                 .item = default_item};

/* ---- OrderedDict ----------------------------------------------------------------------------- */

static struct py_object *ordered_make(struct py *py, const struct py_type *type,
                                      const struct py_args *args)
{
    struct py_dict *dict = py_dict_new(py);

    dict->object.type = type;
    return py_dict_update_from(py, dict, args, "OrderedDict") ? &dict->object : NULL;
}

static struct py_object *move_to_end(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct py_dict *dict = py_as_dict(self);
    struct py_object *slots[2], *value;
    bool was_there;

    if (!py_bind(py, "move_to_end", (const char *const[]){"key", "?last", NULL}, args, slots) ||
        !py_dict_find(py, dict, slots[0], &value))
        return NULL;
    if (!value)
        return py_raise_value(py, &py_key_error, slots[0]);
    if (slots[1] && slots[1] == py_bool(false))
        return py_refuse(py, "OrderedDict.move_to_end(last=False) is not supported");
    return py_dict_remove(py, dict, slots[0], &was_there) && py_dict_put(py, dict, slots[0], value)
               ? py_none()
               : NULL;
}

static struct py_object *ordered_repr(struct py *py, struct py_object *self)
{
    struct py_object *inner = py_dict_type.repr(py, self);

    if (!inner)
        return NULL;
    return py_as_dict(self)->n ? py_stringf(py, "OrderedDict(%s)", py_text(inner))
                               : py_string(py, "OrderedDict()");
}

static const struct py_method ordered_methods[] = {
    {.name = "move_to_end", .call = move_to_end},
    {.name = NULL},
};

static const struct py_type ordered_dict_type = {.name = "OrderedDict",
                                                 .module = "collections",
                                                 .base = &py_dict_type,
                                                 .methods = ordered_methods,
                                                 .make = ordered_make,
                                                 .repr = ordered_repr};

/* ---- Counter --------------------------------------------------------------------------------- */

static bool add_count(struct py *py, struct py_dict *dict, struct py_object *key,
                      struct py_object *amount)
{
    struct py_object *old;

    if (!py_dict_find(py, dict, key, &old))
        return false;
    amount = old ? py_binary(py, PY_ADD, old, amount) : amount;
    return amount && py_dict_put(py, dict, key, amount);
}

static bool count_one(struct py *py, struct py_object *item, void *data, bool *stop)
{
    (void)stop;
    return add_count(py, data, item, py_int(py, 1));
}

static bool count_all(struct py *py, struct py_dict *dict, struct py_object *from)
{
    const struct py_dict *counts = py_as_dict(from);

    if (!counts)
        return py_iterate(py, from, count_one, dict);
    for (size_t i = 0; i < counts->n_entries; i++)
        if (counts->entries[i].key &&
            !add_count(py, dict, counts->entries[i].key, counts->entries[i].value))
            return false;
    return true;
}

static struct py_object *counter_make(struct py *py, const struct py_type *type,
                                      const struct py_args *args)
{
    struct py_dict *dict = py_dict_new(py);
    struct py_object *slots[2];

    dict->object.type = type;
    if (!py_bind(py, "Counter", (const char *const[]){"?iterable", "/", "**counts", NULL}, args,
                 slots) ||
        (slots[0] && !py_is_none(slots[0]) && !count_all(py, dict, slots[0])) ||
        !count_all(py, dict, slots[1]))
        return NULL;
    return &dict->object;
}

static struct py_object *counter_item(struct py *py, struct py_object *self, struct py_object *key)
{
    struct py_object *value;

    if (!py_dict_find(py, py_as_dict(self), key, &value))
        return NULL;
    return value ? value : py_int(py, 0);
}

static struct py_object *counter_update(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    struct py_object *from;

    return py_bind(py, "update", (const char *const[]){"iterable", NULL}, args, &from) &&
                   count_all(py, py_as_dict(self), from)
               ? py_none()
               : NULL;
}

static struct py_object *count_of(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    return py_item(py, args->values[0], py_int(py, 1));
}

static struct py_object *most_common(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct py_dict *dict = py_as_dict(self);
    struct py_list *list = py_list_new(py);
    struct py_object *most;
    int64_t n = INT64_MAX;

    if (!py_bind(py, "most_common", (const char *const[]){"?n", NULL}, args, &most) ||
        (most && !py_is_none(most) && !py_need_int(py, most, &n)))
        return NULL;
    for (size_t i = 0; i < dict->n_entries; i++)
        if (dict->entries[i].key)
            py_list_add(py, list, py_entry_part(py, &dict->entries[i], PY_DICT_ITEMS));
    if (!py_list_sort(py, list, py_native_function(py, "key", count_of, NULL), true))
        return NULL;
    if (n < (int64_t)list->n)
        list->n = n < 0 ? 0 : (size_t)n;
    return &list->object;
}

static struct py_object *counter_repr(struct py *py, struct py_object *self)
{
    struct py_object *inner = py_dict_type.repr(py, self);

    if (!inner)
        return NULL;
    return py_as_dict(self)->n ? py_stringf(py, "Counter(%s)", py_text(inner))
                               : py_string(py, "Counter()");
}

static const struct py_method counter_methods[] = {
    {.name = "most_common", .call = most_common},
    {.name = "update", .call = counter_update},
    {.name = NULL},
};

static const struct py_type counter_type = {.name = "Counter",
                                            .module = "collections",
                                            .base = &py_dict_type,
                                            .methods = counter_methods,
                                            .make = counter_make,
                                            .repr = counter_repr,
                                            .item = counter_item};

/* ---- deque ----------------------------------------------------------------------------------- */

static struct py_object *deque_make(struct py *py, const struct py_type *type,
                                    const struct py_args *args)
{
    struct py_list *list = py_list_new(py);
    struct py_object *slots[2];

    list->object.type = type;
    if (!py_bind(py, "deque", (const char *const[]){"?iterable", "?maxlen", NULL}, args, slots))
        return NULL;
    if (slots[1] && !py_is_none(slots[1]))
        return py_refuse(py, "deque(maxlen=...) is not supported");
    if (slots[0] && !(list->items = py_items(py, slots[0], &list->n)))
        return NULL;
    list->size = list->n;
    return &list->object;
}

static struct py_object *appendleft(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    struct py_object *item;

    return py_bind(py, "appendleft", (const char *const[]){"x", "/", NULL}, args, &item) &&
                   py_list_splice(py, py_as_list(self), 0, 0, &item, 1)
               ? py_none()
               : NULL;
}

static struct py_object *popleft(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = py_as_list(self);
    struct py_object *first;

    (void)args;
    if (list->n == 0)
        return py_raise(py, &py_index_error, "pop from an empty deque");
    first = list->items[0];
    return py_list_splice(py, list, 0, 1, NULL, 0) ? first : NULL;
}

static struct py_object *deque_repr(struct py *py, struct py_object *self)
{
    struct py_object *inner = py_list_type.repr(py, self);

    return inner ? py_stringf(py, "deque(%s)", py_text(inner)) : NULL;
}

static const struct py_method deque_methods[] = {
    {.name = "appendleft", .call = appendleft},
    {.name = "popleft", .call = popleft},
    {.name = NULL},
};

static const struct py_type deque_type = {.name = "deque",
                                          .module = "collections",
                                          .base = &py_list_type,
                                          .methods = deque_methods,
                                          .make = deque_make,
                                          .repr = deque_repr};

const struct stdlib_name stdlib_collections[] = {
    {.name = "Counter", .type = &counter_type},
    {.name = "OrderedDict", .type = &ordered_dict_type},
    {.name = "defaultdict", .type = &default_dict_type},
    {.name = "deque", .type = &deque_type},
    {.name = "namedtuple", .call = stdlib_namedtuple},
    {.name = NULL},
};
