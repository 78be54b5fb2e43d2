/* list and tuple: how they are made, and what operators do with them. */
#include "py/list.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "py/hash.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/repr.h"
#include "py/slice.h"
#include "py/text.h"
#include "py/type.h"

static struct py_list *make(struct py *py, const struct py_type *type, size_t size)
{
    struct py_list *list = arena_new_object(py->arena, struct py_list);

    list->object.type = type;
    list->size = size;
    if (size > 0)
        list->items = arena_new_array(py->arena, struct py_object *, size);
    return list;
}

struct py_list *py_list_new(struct py *py)
{
    return make(py, &py_list_type, 0);
}

struct py_object *py_tuple(struct py *py, struct py_object *const *items, size_t n)
{
    struct py_list *tuple = make(py, &py_tuple_type, n);

    tuple->n = n;
    if (n > 0)
        memcpy(tuple->items, items, n * sizeof(struct py_object *));
    return &tuple->object;
}

static bool grow(struct py *py, struct py_list *list, size_t n)
{
    struct py_object **items;

    if (n <= list->size)
        return true;
    if (!py_may_have(py, (n + n / 2) * sizeof(*items)))
        return false;
    list->size = n < 4 ? 4 : n + n / 2;
    items = arena_new_array(py->arena, struct py_object *, list->size);
    if (list->n > 0)
        memcpy(items, list->items, list->n * sizeof(struct py_object *));
    list->items = items;
    return true;
}

bool py_list_add(struct py *py, struct py_list *list, struct py_object *item)
{
    if (!grow(py, list, list->n + 1))
        return false;
    list->items[list->n++] = item;
    return true;
}

bool py_list_splice(struct py *py, struct py_list *list, size_t from, size_t to,
                    struct py_object *const *items, size_t n)
{
    size_t tail = list->n - to;
    MEM_SCRATCH(scratch);
    struct py_object **copy = mem_array(scratch, struct py_object *, n + 1);

    if (n > 0) /* they may be the list's own */
        memcpy(copy, items, n * sizeof(struct py_object *));
    if (!py_step(py, tail >> 8) || !grow(py, list, from + n + tail))
        return false;
    if (tail > 0)
        memmove(list->items + from + n, list->items + to, tail * sizeof(struct py_object *));
    if (n > 0)
        memcpy(list->items + from, copy, n * sizeof(struct py_object *));
    list->n = from + n + tail;
    return true;
}

void py_list_turn(struct py_list *list)
{
    for (size_t i = 0; i < list->n / 2; i++) {
        struct py_object *item = list->items[i];

        list->items[i] = list->items[list->n - 1 - i];
        list->items[list->n - 1 - i] = item;
    }
}

const struct py_list *py_as_sequence(const struct py_object *o)
{
    if (o && py_is(o, &py_instance_type))
        o = ((const struct py_instance *)o)->native;
    return o && (py_is(o, &py_list_type) || py_is(o, &py_tuple_type)) ? (const struct py_list *)o
                                                                      : NULL;
}

struct py_list *py_as_list(struct py_object *o)
{
    if (o && py_is(o, &py_instance_type))
        o = ((struct py_instance *)o)->native;
    return o && py_is(o, &py_list_type) ? (struct py_list *)o : NULL;
}

static bool is_list(const struct py_list *l)
{
    return py_is(&l->object, &py_list_type);
}

/* ---- texts, hash, truth ---------------------------------------------------------------------- */

static bool add_items(struct py *py, struct buf *out, const struct py_list *l)
{
    for (size_t i = 0; i < l->n && !out->full; i++) {
        const char *text = py_repr_text(py, l->items[i]);

        if (!text || !py_may_have(py, out->length))
            return false;
        buf_addf(out, "%s%s", i > 0 ? ", " : "", text);
    }
    return true;
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    MEM_SCRATCH(scratch);
    const struct py_list *l = py_as_sequence(self);
    struct buf *out = py_buf(scratch, py);
    struct py_shown shown;
    bool ok;

    if (!py_show_begin(py, &shown, &l->object))
        return py_string(py, is_list(l) ? "[...]" : "(...)");
    buf_addc(out, is_list(l) ? '[' : '(');
    ok = add_items(py, out, l);
    buf_add(out, is_list(l) ? "]" : l->n == 1 ? ",)" : ")");
    py_show_end(py, &shown);
    return ok ? py_buf_string(py, out) : NULL;
}

static bool tuple_hash(struct py *py, struct py_object *self, uint64_t *hash)
{
    const struct py_list *l = py_as_sequence(self);
    uint64_t one;

    *hash = l->n;
    for (size_t i = 0; i < l->n; i++) {
        if (!py_step(py, 1) || !py_hash(py, l->items[i], &one))
            return false;
        *hash = py_hash_mix(*hash, one);
    }
    return true;
}

static bool length(struct py *py, struct py_object *self, size_t *n)
{
    (void)py;
    *n = py_as_sequence(self)->n;
    return true;
}

static const struct py_index_words list_index = {"list", "list index"};
static const struct py_index_words list_assignment = {"list", "list assignment index"};
static const struct py_index_words tuple_index = {"tuple", "tuple index"};

/* ---- items ----------------------------------------------------------------------------------- */

static struct py_object *slice_of(struct py *py, const struct py_list *l, struct py_object *key)
{
    struct py_list *part;
    struct py_range range;

    if (!py_slice_range(py, key, l->n, &range) || !py_may_have(py, range.n * sizeof(*part->items)))
        return NULL;
    part = make(py, is_list(l) ? &py_list_type : &py_tuple_type, range.n);
    part->n = range.n;
    for (size_t i = 0; i < range.n; i++)
        part->items[i] = l->items[range.start + (int64_t)i * range.step];
    return &part->object;
}

static struct py_object *item(struct py *py, struct py_object *self, struct py_object *key)
{
    const struct py_list *l = py_as_sequence(self);
    size_t i;

    if (key->type == &py_slice_type)
        return slice_of(py, l, key);
    return py_index(py, key, l->n, is_list(l) ? &list_index : &tuple_index, &i) ? l->items[i]
                                                                                : NULL;
}

/* l[start::step] = items, and del l[start::step]. */
static bool set_stepped(struct py *py, struct py_list *l, const struct py_range *range,
                        struct py_object *const *items, size_t n, bool is_delete)
{
    size_t kept = 0, taken = 0;
    bool forward = range->step > 0;
    int64_t at = forward ? range->start : range->start + ((int64_t)range->n - 1) * range->step;
    int64_t step = forward ? range->step : -range->step;

    if (!is_delete && n != range->n)
        return py_raise(py, &py_value_error,
                        "attempt to assign sequence of size %zu to extended slice of size %zu", n,
                        range->n) != NULL;
    for (size_t i = 0; !is_delete && i < n; i++)
        l->items[range->start + (int64_t)i * range->step] = items[i];
    for (size_t i = 0; is_delete && i < l->n; i++) {
        if (taken < range->n && (int64_t)i == at) {
            at += step;
            taken++;
        } else {
            l->items[kept++] = l->items[i];
        }
    }
    if (is_delete)
        l->n = kept;
    return true;
}

static bool set_slice(struct py *py, struct py_list *l, struct py_object *key,
                      struct py_object *value)
{
    struct py_object **items = NULL;
    struct py_range range;
    size_t n = 0;

    if (!py_slice_range(py, key, l->n, &range))
        return false;
    if (value && !py_iterable(value))
        return py_raise(py, &py_type_error,
                        range.step == 1 ? "can only assign an iterable"
                                        : "must assign iterable to extended slice");
    /* Once more, as making the items may have changed the list. */
    if (value && (!(items = py_items(py, value, &n)) || !py_slice_range(py, key, l->n, &range)))
        return false;
    if (range.step == 1)
        return py_list_splice(py, l, (size_t)range.start, (size_t)range.start + range.n, items, n);
    return set_stepped(py, l, &range, items, n, !value);
}

static bool set_item(struct py *py, struct py_object *self, struct py_object *key,
                     struct py_object *value)
{
    struct py_list *l = py_as_list(self);
    size_t i;

    if (key->type == &py_slice_type)
        return set_slice(py, l, key, value);
    if (!py_index(py, key, l->n, &list_assignment, &i))
        return false;
    if (!value)
        return py_list_splice(py, l, i, i + 1, NULL, 0);
    l->items[i] = value;
    return true;
}

/* ---- operators ------------------------------------------------------------------------------- */

static struct py_object *concatenate(struct py *py, const struct py_list *a,
                                     const struct py_list *b)
{
    struct py_list *sum;

    if (!py_may_have(py, (a->n + b->n) * sizeof(*a->items)))
        return NULL;
    sum = make(py, is_list(a) ? &py_list_type : &py_tuple_type, a->n + b->n);
    for (size_t i = 0; i < a->n; i++)
        sum->items[sum->n++] = a->items[i];
    for (size_t i = 0; i < b->n; i++)
        sum->items[sum->n++] = b->items[i];
    return &sum->object;
}

static struct py_object *repeat(struct py *py, const struct py_list *l, int64_t times)
{
    size_t n = times > 0 ? (size_t)times : 0, total;
    struct py_list *product;

    if (__builtin_mul_overflow(l->n, n, &total))
        total = SIZE_MAX;
    if (!py_may_have(py, total > SIZE_MAX / sizeof(*l->items) ? total : total * sizeof(*l->items)))
        return NULL;
    product = make(py, is_list(l) ? &py_list_type : &py_tuple_type, total);
    for (size_t i = 0; i < total; i++)
        product->items[product->n++] = l->items[i % l->n];
    return &product->object;
}

static struct py_object *compare(struct py *py, enum py_operator op, const struct py_list *a,
                                 const struct py_list *b)
{
    bool equal;

    if ((op == PY_EQ || op == PY_NE) && a->n != b->n)
        return py_bool(op == PY_NE);
    for (size_t i = 0; i < a->n && i < b->n; i++) {
        if (!py_step(py, 1) || !py_equal(py, a->items[i], b->items[i], &equal))
            return NULL;
        if (!equal)
            return op == PY_EQ || op == PY_NE ? py_bool(op == PY_NE)
                                              : py_binary(py, op, a->items[i], b->items[i]);
    }
    return py_by_order(op, (a->n > b->n) - (a->n < b->n));
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    const struct py_list *a = py_as_sequence(self), *b = py_as_sequence(other);
    int64_t times;

    if (op == PY_MULT && py_is(other, &py_int_type))
        return py_need_int(py, other, &times) ? repeat(py, a, times) : NULL;
    if (b && is_list(a) != is_list(b))
        b = NULL;
    if (!b)
        return py_not_implemented();
    if (op == PY_ADD)
        return reflected ? concatenate(py, b, a) : concatenate(py, a, b);
    return op >= PY_EQ && op <= PY_GE ? compare(py, op, a, b) : py_not_implemented();
}

/* ---- iteration ------------------------------------------------------------------------------- */

struct iterator {
    struct py_object object;
    const struct py_list *list;
    size_t at;
};

static struct py_object *next(struct py *py, struct py_object *self)
{
    struct iterator *i = (struct iterator *)self;

    (void)py;
    return i->at < i->list->n ? i->list->items[i->at++] : NULL;
}

static const struct py_type list_iterator_type = {
    .name = "list_iterator", .base = &py_iterator_type, .next = next};

static struct py_object *iter(struct py *py, struct py_object *self)
{
    struct iterator *i = arena_new_object(py->arena, struct iterator);

    *i = (struct iterator){{&list_iterator_type}, py_as_sequence(self), 0};
    return &i->object;
}

static struct py_object *list_make(struct py *py, const struct py_type *type,
                                   const struct py_args *args)
{
    struct py_list *list = py_list_new(py);
    struct py_object *from;

    (void)type;
    if (!py_positional(py, "list", args, 0, 1, &from))
        return NULL;
    if (from && !(list->items = py_items(py, from, &list->n)))
        return NULL;
    list->size = list->n;
    return &list->object;
}

static struct py_object *tuple_make(struct py *py, const struct py_type *type,
                                    const struct py_args *args)
{
    struct py_object *from, **items = NULL;
    size_t n = 0;

    (void)type;
    if (!py_positional(py, "tuple", args, 0, 1, &from))
        return NULL;
    if (from && !(items = py_items(py, from, &n)))
        return NULL;
    return py_tuple(py, items, n);
}

const struct py_type py_list_type = {
    .name = "list",
    .is_base = true,
    .methods = py_list_methods,
    .make = list_make,
    .repr = repr,
    .hash = py_unhashable,
    .length = length,
    .item = item,
    .set_item = set_item,
    .iter = iter,
    .binary = binary,
};

const struct py_type py_tuple_type = {
    .name = "tuple",
    .is_base = true,
    .methods = py_tuple_methods,
    .make = tuple_make,
    .repr = repr,
    .hash = tuple_hash,
    .length = length,
    .item = item,
    .iter = iter,
    .binary = binary,
};
