/* Walking over what can be walked over. */
#include "py/interp.h"
#include "py/type.h"

bool py_iterable(const struct py_object *o)
{
    const struct py_type *type = py_type_of(o);

    return PY_SLOT(type, iter) || PY_SLOT(type, item);
}

/* What has only o[0], o[1], ...: until an IndexError. */
struct by_index {
    struct py_object object;
    struct py_object *of;
    int64_t at;
};

static struct py_object *next_by_index(struct py *py, struct py_object *self)
{
    struct by_index *i = (struct by_index *)self;
    struct py_object *item = i->of ? py_item(py, i->of, py_int(py, i->at++)) : NULL;

    if (!item && i->of && (py_catch(py, &py_index_error) || py_catch(py, &py_stop_iteration)))
        i->of = NULL;
    return item;
}

static const struct py_type by_index_type = {
    .name = "iterator", .base = &py_iterator_type, .next = next_by_index};

struct py_object *py_iter(struct py *py, struct py_object *o)
{
    const struct py_type *type = py_type_of(o);
    struct py_object *(*iter)(struct py *, struct py_object *) = PY_SLOT(type, iter);
    struct by_index *i;
    struct py_object *iterator;

    if (iter) {
        iterator = iter(py, o);
        if (iterator && !PY_SLOT(py_type_of(iterator), next))
            return py_raise(py, &py_type_error, "iter() returned non-iterator of type '%s'",
                            py_type_of(iterator)->name);
        return iterator;
    }
    if (!PY_SLOT(type, item))
        return py_raise(py, &py_type_error, "'%s' object is not iterable", type->name);
    i = arena_new_object(py->arena, struct by_index);
    *i = (struct by_index){{&by_index_type}, o, 0};
    return &i->object;
}

/* Iterators can stand behind iterators, as deep as a script likes. */
struct py_object *py_next(struct py *py, struct py_object *iterator)
{
    struct py_object *(*next)(struct py *, struct py_object *) =
        PY_SLOT(py_type_of(iterator), next);
    struct py_object *item;

    if (!next)
        return py_raise(py, &py_type_error, "'%s' object is not an iterator",
                        py_type_of(iterator)->name);
    if (!py_step(py, 1) || !py_enter(py, ""))
        return NULL;
    item = next(py, iterator);
    py_leave(py);
    return item;
}

bool py_iterate(struct py *py, struct py_object *iterable, py_each *each, void *data)
{
    struct py_object *iterator = py_iter(py, iterable), *item;
    bool stop = false;

    if (!iterator)
        return false;
    while (!stop && (item = py_next(py, iterator)))
        if (!each(py, item, data, &stop))
            return false;
    return !py_raised(py);
}

static bool keep(struct py *py, struct py_object *item, void *data, bool *stop)
{
    (void)stop;
    return py_list_add(py, data, item);
}

struct py_object **py_items(struct py *py, struct py_object *iterable, size_t *n)
{
    struct py_list *list = py_list_new(py);

    if (!py_iterate(py, iterable, keep, list))
        return NULL;
    *n = list->n;
    return list->items ? list->items : arena_new_array(py->arena, struct py_object *, 1);
}

static struct py_object *itself(struct py *py, struct py_object *self)
{
    (void)py;
    return self;
}

const struct py_type py_iterator_type = {.name = "iterator", .iter = itself};
