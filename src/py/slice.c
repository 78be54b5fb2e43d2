#include "py/slice.h"

#include <string.h>

#include "py/int.h"
#include "py/interp.h"
#include "py/native.h"

struct py_object *py_slice(struct py *py, struct py_object *start, struct py_object *stop,
                           struct py_object *step)
{
    struct py_slice *slice = arena_new_object(py->arena, struct py_slice);

    *slice = (struct py_slice){{&py_slice_type}, start, stop, step};
    return &slice->object;
}

bool py_slice_bound(struct py *py, struct py_object *o, int64_t *value)
{
    const struct py_integer *i = py_index_number(py, o);

    if (!i)
        return !py_raised(py) &&
               py_raise(py, &py_type_error,
                        "slice indices must be integers or None or have an __index__ method");
    *value = !i->big ? i->value : mpz_sgn(i->big) < 0 ? INT64_MIN : INT64_MAX;
    return true;
}

static bool bound(struct py *py, struct py_object *o, int64_t length, int64_t lowest,
                  int64_t highest, int64_t otherwise, int64_t *value)
{
    if (py_is_none(o)) {
        *value = otherwise;
        return true;
    }
    if (!py_slice_bound(py, o, value))
        return false;
    if (*value < 0)
        *value = *value < -length ? lowest : *value + length;
    if (*value > highest)
        *value = highest;
    return true;
}

bool py_slice_range(struct py *py, struct py_object *o, size_t length, struct py_range *range)
{
    const struct py_slice *s = (const struct py_slice *)o;
    int64_t n = (int64_t)length;

    range->step = 1;
    if (!py_is_none(s->step) && !py_slice_bound(py, s->step, &range->step))
        return false;
    if (range->step == 0)
        return py_raise(py, &py_value_error, "slice step cannot be zero") != NULL;
    if (range->step == INT64_MIN)
        range->step++; /* so that it has an opposite */
    if (range->step > 0) {
        if (!bound(py, s->start, n, 0, n, 0, &range->start) ||
            !bound(py, s->stop, n, 0, n, n, &range->stop))
            return false;
        range->n = range->stop > range->start
                       ? (size_t)((range->stop - range->start - 1) / range->step + 1)
                       : 0;
    } else {
        if (!bound(py, s->start, n, -1, n - 1, n - 1, &range->start) ||
            !bound(py, s->stop, n, -1, n - 1, -1, &range->stop))
            return false;
        range->n = range->stop < range->start
                       ? (size_t)((range->start - range->stop - 1) / -range->step + 1)
                       : 0;
    }
    return true;
}

bool py_index(struct py *py, struct py_object *key, size_t length,
              const struct py_index_words *words, size_t *index)
{
    const struct py_integer *number = py_index_number(py, key);
    bool is_text = strcmp(words->what, "string") == 0;
    int64_t i;

    if (!number && !py_raised(py))
        py_raise(py, &py_type_error, "%s indices must be integers%s, not %s%s%s", words->what,
                 is_text ? "" : " or slices", is_text ? "'" : "", py_type_of(key)->name,
                 is_text ? "'" : "");
    if (!number)
        return false;
    if (number->big)
        return py_raise(py, &py_index_error, "cannot fit 'int' into an index-sized integer");
    i = number->value < 0 ? number->value + (int64_t)length : number->value;
    if (i < 0 || i >= (int64_t)length)
        return py_raise(py, &py_index_error, "%s out of range", words->index);
    *index = (size_t)i;
    return true;
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    struct py_object *s[3] = {py_none(), py_none(), py_none()};

    if (args->n == 0 || args->n > 3)
        return py_raise(py, &py_type_error, "slice expected at %s, got %zu",
                        args->n ? "most 3 arguments" : "least 1 argument", args->n);
    (void)type;
    for (size_t i = 0; i < args->n; i++)
        s[args->n == 1 ? 1 : i] = args->values[i];
    return py_slice(py, s[0], s[1], s[2]);
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    const struct py_slice *s = (const struct py_slice *)self;

    return py_stringf(py, "slice(%s, %s, %s)", py_repr_text(py, s->start),
                      py_repr_text(py, s->stop), py_repr_text(py, s->step));
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct py_slice *s = (const struct py_slice *)self;

    (void)py;
    if (strcmp(name, "start") == 0)
        return s->start;
    if (strcmp(name, "stop") == 0)
        return s->stop;
    return strcmp(name, "step") == 0 ? s->step : NULL;
}

static struct py_object *as_tuple(struct py *py, const struct py_slice *s)
{
    struct py_object *parts[3] = {s->start, s->stop, s->step};

    return py_tuple(py, parts, 3);
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    (void)reflected;
    if (op < PY_EQ || op > PY_GE || other->type != &py_slice_type)
        return py_not_implemented();
    return py_binary(py, op, as_tuple(py, (const struct py_slice *)self),
                     as_tuple(py, (const struct py_slice *)other));
}

static struct py_object *indices(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *arg;
    struct py_range range;
    int64_t length;

    if (!py_positional(py, "slice.indices", args, 1, 1, &arg) || !py_need_int(py, arg, &length))
        return NULL;
    if (length < 0)
        return py_raise(py, &py_value_error, "length should not be negative");
    if (!py_slice_range(py, self, (size_t)length, &range))
        return NULL;
    return py_tuple(py,
                    (struct py_object *[]){py_int(py, range.start), py_int(py, range.stop),
                                           py_int(py, range.step)},
                    3);
}

static const struct py_method methods[] = {
    {.name = "indices", .call = indices},
    {.name = NULL},
};

const struct py_type py_slice_type = {
    .name = "slice",
    .methods = methods,
    .make = make,
    .repr = repr,
    .hash = py_unhashable,
    .attr = attr,
    .binary = binary,
};
