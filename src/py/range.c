/* range. */
#include "py/hash.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/slice.h"

#include <string.h>

struct range {
    struct py_object object;
    int64_t start, stop, step;
    size_t n;
};

static struct py_object *make_range(struct py *py, int64_t start, int64_t stop, int64_t step)
{
    struct range *r = arena_new_object(py->arena, struct range);
    uint64_t span = step > 0 ? (uint64_t)stop - (uint64_t)start : (uint64_t)start - (uint64_t)stop;
    uint64_t stride = step > 0 ? (uint64_t)step : 0 - (uint64_t)step;
    bool any = step > 0 ? start < stop : start > stop;

    *r = (struct range){
        {&py_range_type}, start, stop, step, any && stride ? (span - 1) / stride + 1 : 0};
    return &r->object;
}

static int64_t item_at(const struct range *r, size_t i)
{
    return (int64_t)((uint64_t)r->start + (uint64_t)r->step * i);
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    int64_t numbers[3] = {0, 0, 1};

    (void)type;
    if (args->n_keywords > 0)
        return py_raise(py, &py_type_error, "range() takes no keyword arguments");
    if (args->n == 0 || args->n > 3)
        return py_raise(py, &py_type_error, "range expected at %s, got %zu",
                        args->n ? "most 3 arguments" : "least 1 argument", args->n);
    for (size_t i = 0; i < args->n; i++)
        if (!py_need_int(py, args->values[i], &numbers[args->n == 1 ? 1 : i]))
            return NULL;
    if (numbers[2] == 0)
        return py_raise(py, &py_value_error, "range() arg 3 must not be zero");
    return make_range(py, numbers[0], numbers[1], numbers[2]);
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    const struct range *r = (const struct range *)self;

    if (r->step == 1)
        return py_stringf(py, "range(%lld, %lld)", (long long)r->start, (long long)r->stop);
    return py_stringf(py, "range(%lld, %lld, %lld)", (long long)r->start, (long long)r->stop,
                      (long long)r->step);
}

static bool length(struct py *py, struct py_object *self, size_t *n)
{
    (void)py;
    *n = ((const struct range *)self)->n;
    return true;
}

static struct py_object *item(struct py *py, struct py_object *self, struct py_object *key)
{
    const struct range *r = (const struct range *)self;
    struct py_range part;
    size_t i;

    if (key->type != &py_slice_type) {
        if (!py_index(py, key, r->n, &(const struct py_index_words){"range", "range object index"},
                      &i))
            return NULL;
        return py_int(py, item_at(r, i));
    }
    if (!py_slice_range(py, key, r->n, &part))
        return NULL;
    return make_range(py, item_at(r, (size_t)part.start), item_at(r, (size_t)part.stop),
                      (int64_t)((uint64_t)r->step * (uint64_t)part.step));
}

/* The place of a number in it, without looking at all of them. */
static bool place_of(const struct range *r, struct py_object *value, size_t *place)
{
    uint64_t stride = r->step > 0 ? (uint64_t)r->step : 0 - (uint64_t)r->step, distance;
    int64_t number;
    double d;

    if (!py_as_int(value, &number)) {
        if (!py_as_double(value, &d) || d < -9e18 || d > 9e18 || d != (double)(int64_t)d)
            return false;
        number = (int64_t)d;
    }
    if (r->n == 0 || (r->step > 0 ? number < r->start : number > r->start))
        return false;
    distance =
        r->step > 0 ? (uint64_t)number - (uint64_t)r->start : (uint64_t)r->start - (uint64_t)number;
    *place = distance / stride;
    return distance % stride == 0 && *place < r->n;
}

static bool contains(struct py *py, struct py_object *self, struct py_object *value, bool *found)
{
    size_t place;

    (void)py;
    *found = place_of((const struct range *)self, value, &place);
    return true;
}

static struct py_object *index_of(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *value;
    size_t place;

    if (!py_positional(py, "range.index", args, 1, 1, &value))
        return NULL;
    if (place_of((const struct range *)self, value, &place))
        return py_int(py, (int64_t)place);
    return py_raise(py, &py_value_error, "%s is not in range", py_repr_text(py, value));
}

static struct py_object *count(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *value;
    size_t place;

    return py_positional(py, "range.count", args, 1, 1, &value)
               ? py_int(py, place_of((const struct range *)self, value, &place))
               : NULL;
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    const struct range *a = (const struct range *)self, *b = (const struct range *)other;
    bool same;

    (void)py;
    (void)reflected;
    if ((op != PY_EQ && op != PY_NE) || other->type != &py_range_type)
        return py_not_implemented();
    same = a->n == b->n && (a->n == 0 || a->start == b->start) && (a->n <= 1 || a->step == b->step);
    return py_bool(same == (op == PY_EQ));
}

static bool hash(struct py *py, struct py_object *self, uint64_t *value)
{
    const struct range *r = (const struct range *)self;

    (void)py;
    *value = py_hash_mix(r->n, r->n > 0 ? (uint64_t)r->start : 0);
    return true;
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct range *r = (const struct range *)self;

    if (strcmp(name, "start") == 0)
        return py_int(py, r->start);
    if (strcmp(name, "stop") == 0)
        return py_int(py, r->stop);
    return strcmp(name, "step") == 0 ? py_int(py, r->step) : NULL;
}

/* ---- iteration ------------------------------------------------------------------------------- */

struct iterator {
    struct py_object object;
    const struct range *range;
    size_t at;
};

static struct py_object *next(struct py *py, struct py_object *self)
{
    struct iterator *i = (struct iterator *)self;

    return i->at < i->range->n ? py_int(py, item_at(i->range, i->at++)) : NULL;
}

static const struct py_type iterator_type = {
    .name = "range_iterator", .base = &py_iterator_type, .next = next};

static struct py_object *iter(struct py *py, struct py_object *self)
{
    struct iterator *i = arena_new_object(py->arena, struct iterator);

    *i = (struct iterator){{&iterator_type}, (const struct range *)self, 0};
    return &i->object;
}

static const struct py_method methods[] = {
    {.name = "count", .call = count},
    {.name = "index", .call = index_of},
    {.name = NULL},
};

const struct py_type py_range_type = {
    .name = "range",
    .methods = methods,
    .make = make,
    .repr = repr,
    .hash = hash,
    .length = length,
    .attr = attr,
    .item = item,
    .contains = contains,
    .iter = iter,
    .binary = binary,
};
