#include <stdint.h>

#include "py/eval.h"
#include "py/frame.h"
#include "py/interp.h"
#include "py/type.h"

/* The items that are unpacked, cut off where one too many is known. */
struct unpacked {
    struct py_list *items;
    size_t enough;
};

static bool take(struct py *py, struct py_object *item, void *data, bool *stop)
{
    struct unpacked *unpacked = data;

    *stop = unpacked->items->n + 1 >= unpacked->enough;
    return py_list_add(py, unpacked->items, item);
}

static size_t star_in(const struct py_exprs *targets)
{
    for (size_t i = 0; i < targets->n; i++)
        if (targets->items[i]->kind == PY_STARRED)
            return i;
    return SIZE_MAX;
}

static bool check_count(struct py *py, const struct py_exprs *targets, bool has_star, size_t n)
{
    size_t least = targets->n - (has_star ? 1 : 0);

    if (n < least) {
        py_raise(py, &py_value_error, "not enough values to unpack (expected %s%zu, got %zu)",
                 has_star ? "at least " : "", least, n);
        return false;
    }
    if (n > least && !has_star) {
        py_raise(py, &py_value_error, "too many values to unpack (expected %zu)", least);
        return false;
    }
    return true;
}

/* The starred target gets the items that the others leave. */
static bool assign_items(struct py *py, const struct py_exprs *targets, size_t star,
                         const struct py_list *items)
{
    size_t next = 0;

    for (size_t i = 0; i < targets->n; i++) {
        if (i != star) {
            if (!py_assign(py, targets->items[i], items->items[next++]))
                return false;
            continue;
        }
        struct py_list *rest = py_list_new(py);
        size_t end = items->n - (targets->n - 1 - i);

        while (next < end)
            if (!py_list_add(py, rest, items->items[next++]))
                return false;
        if (!py_assign(py, targets->items[i]->value, &rest->object))
            return false;
    }
    return true;
}

static bool unpack(struct py *py, const struct py_exprs *targets, struct py_object *value)
{
    size_t star = star_in(targets);
    bool has_star = star != SIZE_MAX;
    struct unpacked unpacked = {py_list_new(py), has_star ? SIZE_MAX : targets->n + 1};

    if (!py_iterable(value)) {
        py_raise(py, &py_type_error, "cannot unpack non-iterable %s object",
                 py_type_of(value)->name);
        return false;
    }
    return py_iterate(py, value, take, &unpacked) &&
           check_count(py, targets, has_star, unpacked.items->n) &&
           assign_items(py, targets, star, unpacked.items);
}

bool py_assign(struct py *py, const struct py_expr *target, struct py_object *value)
{
    struct py_object *o, *index;

    switch (target->kind) {
    case PY_NAME:
        return py_store_name(py, target->name, value);
    case PY_ATTRIBUTE:
        o = py_eval(py, target->attribute.value);
        return o && py_set_attr(py, o, py_mangle(py, target->attribute.name), value);
    case PY_SUBSCRIPT:
        o = py_eval(py, target->subscript.value);
        index = o ? py_eval(py, target->subscript.index) : NULL;
        return index && py_set_item(py, o, index, value);
    case PY_TUPLE:
    case PY_LIST:
        return unpack(py, &target->elements, value);
    default:
        py_refuse(py, "this cannot be assigned to");
        return false;
    }
}

bool py_delete(struct py *py, const struct py_expr *target)
{
    if (target->kind != PY_TUPLE && target->kind != PY_LIST)
        return py_assign(py, target, NULL);
    for (size_t i = 0; i < target->elements.n; i++)
        if (!py_delete(py, target->elements.items[i]))
            return false;
    return true;
}

/* What "op=" calls on a value that can change, in the order of 'enum py_operator'. */
static const char *const in_place_methods[] = {
    [PY_ADD] = "__iadd__",        [PY_SUB] = "__isub__",     [PY_MULT] = "__imul__",
    [PY_MATMULT] = "__imatmul__", [PY_DIV] = "__itruediv__", [PY_FLOOR_DIV] = "__ifloordiv__",
    [PY_MOD] = "__imod__",        [PY_POW] = "__ipow__",     [PY_LSHIFT] = "__ilshift__",
    [PY_RSHIFT] = "__irshift__",  [PY_BIT_OR] = "__ior__",   [PY_BIT_XOR] = "__ixor__",
    [PY_BIT_AND] = "__iand__",
};

static const struct {
    const struct py_type *type;
    enum py_operator op;
    const char *method;
} native_methods[] = {
    {&py_list_type, PY_ADD, "extend"},
    {&py_dict_type, PY_BIT_OR, "update"},
    {&py_set_type, PY_BIT_OR, "update"},
    {&py_set_type, PY_BIT_AND, "intersection_update"},
    {&py_set_type, PY_SUB, "difference_update"},
    {&py_set_type, PY_BIT_XOR, "symmetric_difference_update"},
};

/* The old value, changed, or a new one. */
static struct py_object *change(struct py *py, struct py_object *old, enum py_operator op,
                                struct py_object *value)
{
    struct py_object *method;

    for (size_t i = 0; i < sizeof(native_methods) / sizeof(*native_methods); i++) {
        const struct py_args args = {.values = &value, .n = 1};

        if (op == native_methods[i].op && old->type == native_methods[i].type)
            return py_call_method(py, old, native_methods[i].method, &args) ? old : NULL;
    }
    if (py_type_of(old)->dict) {
        method = py_attr_or_null(py, old, in_place_methods[op]);
        if (method || py_raised(py)) {
            struct py_object *result = method ? py_call_with(py, method, value) : NULL;

            if (result != py_not_implemented())
                return result;
        }
    }
    return py_binary(py, op, old, value);
}

/* The place that is read and then written: 'o' and 'index' are evaluated once. */
struct place {
    const struct py_expr *target;
    struct py_object *o, *index;
};

static bool find_place(struct py *py, struct place *place)
{
    const struct py_expr *target = place->target;

    if (target->kind == PY_NAME)
        return true;
    place->o = py_eval(py, target->kind == PY_ATTRIBUTE ? target->attribute.value
                                                        : target->subscript.value);
    if (place->o && target->kind == PY_SUBSCRIPT)
        place->index = py_eval(py, target->subscript.index);
    return place->o && (target->kind == PY_ATTRIBUTE || place->index);
}

static struct py_object *read_place(struct py *py, const struct place *place)
{
    if (place->index)
        return py_item(py, place->o, place->index);
    if (place->o)
        return py_attr(py, place->o, py_mangle(py, place->target->attribute.name));
    return py_load_name(py, place->target->name);
}

static bool write_place(struct py *py, const struct place *place, struct py_object *value)
{
    if (place->index)
        return py_set_item(py, place->o, place->index, value);
    if (place->o)
        return py_set_attr(py, place->o, py_mangle(py, place->target->attribute.name), value);
    return py_store_name(py, place->target->name, value);
}

bool py_assign_in_place(struct py *py, const struct py_expr *target, enum py_operator op,
                        const struct py_expr *expr)
{
    struct place place = {.target = target};
    struct py_object *old, *value, *result;

    if (!find_place(py, &place))
        return false;
    old = read_place(py, &place);
    value = old ? py_eval(py, expr) : NULL;
    if (!value)
        return false;
    py->here.line = target->line;
    result = change(py, old, op, value);
    return result && write_place(py, &place, result);
}
