/* The methods of list and tuple; sort() stands in list_sort.c. */
#include "py/list.h"

#include "py/interp.h"
#include "py/native.h"
#include "py/slice.h"

static struct py_object *append(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *item;

    return py_positional(py, "list.append", args, 1, 1, &item) &&
                   py_list_add(py, py_as_list(self), item)
               ? py_none()
               : NULL;
}

static struct py_object *clear(struct py *py, struct py_object *self, const struct py_args *args)
{
    if (!py_no_args(py, "list.clear", args))
        return NULL;
    py_as_list(self)->n = 0;
    return py_none();
}

static struct py_object *copy(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = py_as_list(self), *result = py_list_new(py);

    return py_no_args(py, "list.copy", args) &&
                   py_list_splice(py, result, 0, 0, list->items, list->n)
               ? &result->object
               : NULL;
}

static struct py_object *extend(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = py_as_list(self);
    struct py_object *from, **items;
    size_t n;

    if (!py_positional(py, "list.extend", args, 1, 1, &from) || !(items = py_items(py, from, &n)))
        return NULL;
    return py_list_splice(py, list, list->n, list->n, items, n) ? py_none() : NULL;
}

/* The index that insert() and the bounds of index() mean. */
static size_t clamp(int64_t i, size_t n)
{
    if (i < 0)
        i = i + (int64_t)n < 0 ? 0 : i + (int64_t)n;
    return (uint64_t)i < n ? (size_t)i : n;
}

static struct py_object *insert(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = py_as_list(self);
    struct py_object *slots[2];
    int64_t place;
    size_t at;

    if (!py_positional(py, "list.insert", args, 2, 2, slots) || !py_need_int(py, slots[0], &place))
        return NULL;
    at = clamp(place, list->n);
    return py_list_splice(py, list, at, at, slots + 1, 1) ? py_none() : NULL;
}

static struct py_object *pop(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = py_as_list(self);
    struct py_object *arg, *item;
    int64_t i = -1;

    if (!py_positional(py, "list.pop", args, 0, 1, &arg) || (arg && !py_need_int(py, arg, &i)))
        return NULL;
    if (list->n == 0)
        return py_raise(py, &py_index_error, "pop from empty list");
    if (i < 0)
        i += (int64_t)list->n;
    if (i < 0 || i >= (int64_t)list->n)
        return py_raise(py, &py_index_error, "pop index out of range");
    item = list->items[i];
    return py_list_splice(py, list, (size_t)i, (size_t)i + 1, NULL, 0) ? item : NULL;
}

/* The place of 'value' from 'from' on, or list->n; the list may change while it is compared. */
static bool place_of(struct py *py, const struct py_list *list, struct py_object *value,
                     size_t from, size_t to, size_t *place)
{
    bool equal;

    for (*place = from; *place < to && *place < list->n; ++*place) {
        if (!py_step(py, 1) || !py_equal(py, list->items[*place], value, &equal))
            return false;
        if (equal)
            return true;
    }
    *place = list->n;
    return true;
}

static struct py_object *remove_item(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct py_list *list = py_as_list(self);
    struct py_object *value;
    size_t i;

    if (!py_positional(py, "list.remove", args, 1, 1, &value) ||
        !place_of(py, list, value, 0, SIZE_MAX, &i))
        return NULL;
    if (i >= list->n)
        return py_raise(py, &py_value_error, "list.remove(x): x not in list");
    return py_list_splice(py, list, i, i + 1, NULL, 0) ? py_none() : NULL;
}

static struct py_object *reverse(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = py_as_list(self);

    if (!py_no_args(py, "list.reverse", args) || !py_step(py, list->n >> 4))
        return NULL;
    py_list_turn(list);
    return py_none();
}

static struct py_object *count(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct py_list *list = py_as_sequence(self);
    struct py_object *value;
    int64_t n = 0;
    bool equal;

    if (!py_positional(py, py_as_list(self) ? "list.count" : "tuple.count", args, 1, 1, &value))
        return NULL;
    for (size_t i = 0; i < list->n; i++) {
        if (!py_step(py, 1) || !py_equal(py, list->items[i], value, &equal))
            return NULL;
        n += equal;
    }
    return py_int(py, n);
}

static struct py_object *index_of(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct py_list *list = py_as_sequence(self);
    bool is_tuple = !py_as_list(self);
    struct py_object *slots[3];
    int64_t bounds[2] = {0, INT64_MAX};
    size_t i;

    if (!py_positional(py, "list.index", args, 1, 3, slots))
        return NULL;
    for (size_t k = 0; k < 2; k++)
        if (slots[k + 1] && !py_need_int(py, slots[k + 1], &bounds[k]))
            return NULL;
    if (!place_of(py, list, slots[0], clamp(bounds[0], list->n), clamp(bounds[1], list->n), &i))
        return NULL;
    if (i < list->n)
        return py_int(py, (int64_t)i);
    if (is_tuple)
        return py_raise(py, &py_value_error, "tuple.index(x): x not in tuple");
    return py_raise(py, &py_value_error, "%s is not in list", py_repr_text(py, slots[0]));
}

const struct py_method py_list_methods[] = {
    {.name = "append", .call = append},
    {.name = "clear", .call = clear},
    {.name = "copy", .call = copy},
    {.name = "count", .call = count},
    {.name = "extend", .call = extend},
    {.name = "index", .call = index_of},
    {.name = "insert", .call = insert},
    {.name = "pop", .call = pop},
    {.name = "remove", .call = remove_item},
    {.name = "reverse", .call = reverse},
    {.name = "sort", .call = py_list_sort_method},
    {.name = NULL},
};

const struct py_method py_tuple_methods[] = {
    {.name = "count", .call = count},
    {.name = "index", .call = index_of},
    {.name = NULL},
};
