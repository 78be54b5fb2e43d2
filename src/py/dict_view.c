/* What keys(), values() and items() give: views that follow their dict. */
#include "base/buf.h"
#include "base/mem.h"
#include "py/dict_type.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/set.h"
#include "py/text.h"

struct view {
    struct py_object object;
    struct py_dict *dict;
    enum py_dict_part part;
};

static const struct py_type types[];

struct py_object *py_dict_view(struct py *py, struct py_dict *dict, enum py_dict_part part)
{
    struct view *view = arena_new_object(py->arena, struct view);

    *view = (struct view){{&types[part]}, dict, part};
    return &view->object;
}

static struct view *view_of(struct py_object *o)
{
    bool is_view = o->type == &types[PY_DICT_KEYS] || o->type == &types[PY_DICT_ITEMS] ||
                   o->type == &types[PY_DICT_VALUES];

    return is_view ? (struct view *)o : NULL;
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    struct py_list *list = py_list_new(py);
    const char *text;

    if (!(list->items = py_items(py, self, &list->n)))
        return NULL;
    text = py_repr_text(py, &list->object);
    return text ? py_stringf(py, "%s(%s)", self->type->name, text) : NULL;
}

static bool length(struct py *py, struct py_object *self, size_t *n)
{
    (void)py;
    *n = view_of(self)->dict->n;
    return true;
}

static struct py_object *iter(struct py *py, struct py_object *self)
{
    return py_dict_iterator(py, view_of(self)->dict, view_of(self)->part, false);
}

static bool contains_key(struct py *py, struct py_object *self, struct py_object *value,
                         bool *found)
{
    struct py_object *there;

    if (!py_dict_find(py, view_of(self)->dict, value, &there))
        return false;
    *found = there != NULL;
    return true;
}

static bool contains_item(struct py *py, struct py_object *self, struct py_object *value,
                          bool *found)
{
    const struct py_list *pair = py_is(value, &py_tuple_type) ? py_as_sequence(value) : NULL;
    struct py_object *there;

    *found = false;
    if (!pair || pair->n != 2)
        return true;
    if (!py_dict_find(py, view_of(self)->dict, pair->items[0], &there))
        return false;
    return !there || py_equal(py, there, pair->items[1], found);
}

/* As sets; the keys of a dict are one. */
static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    bool compares = op >= PY_EQ && op <= PY_GE;
    bool computes = op == PY_BIT_AND || op == PY_BIT_OR || op == PY_BIT_XOR || op == PY_SUB;
    bool other_is_set =
        py_as_set(other) || (view_of(other) && other->type != &types[PY_DICT_VALUES]);
    struct py_dict *mine, *theirs;

    if (!(compares && other_is_set) && !computes)
        return py_not_implemented();
    mine = py_set_from(py, self);
    theirs = mine ? py_set_from(py, other) : NULL;
    if (!theirs)
        return NULL;
    return reflected ? py_binary(py, op, &theirs->object, &mine->object)
                     : py_binary(py, op, &mine->object, &theirs->object);
}

static struct py_object *is_disjoint(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct py_dict *mine = py_set_from(py, self);

    return mine ? py_call_method(py, &mine->object, "isdisjoint", args) : NULL;
}

static struct py_object *mapping(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)py;
    (void)args;
    return &view_of(self)->dict->object;
}

static const struct py_method methods[] = {
    {.name = "isdisjoint", .call = is_disjoint},
    {.name = "mapping", .call = mapping, .kind = PY_PROPERTY},
    {.name = NULL},
};

static const struct py_type types[] = {
    [PY_DICT_KEYS] = {.name = "dict_keys",
                      .methods = methods,
                      .repr = repr,
                      .hash = py_unhashable,
                      .length = length,
                      .iter = iter,
                      .contains = contains_key,
                      .binary = binary},
    [PY_DICT_VALUES] = {.name = "dict_values",
                        .methods = methods + 1,
                        .repr = repr,
                        .length = length,
                        .iter = iter},
    [PY_DICT_ITEMS] = {.name = "dict_items",
                       .methods = methods,
                       .repr = repr,
                       .hash = py_unhashable,
                       .length = length,
                       .iter = iter,
                       .contains = contains_item,
                       .binary = binary},
};

struct py_object *py_view_reversed(struct py *py, struct py_object *o)
{
    struct view *view = view_of(o);

    return view ? py_dict_iterator(py, view->dict, view->part, true) : NULL;
}
