#include "py/slice.h"

#include <string.h>

#include "py/interp.h"

struct py_object *py_slice(struct py *py, struct py_object *start, struct py_object *stop,
                           struct py_object *step)
{
    struct py_slice *slice = arena_new_object(py->arena, struct py_slice);

    *slice = (struct py_slice){{&py_slice_type}, start, stop, step};
    return &slice->object;
}

static bool bound(struct py *py, struct py_object *o, int64_t length, int64_t lowest,
                  int64_t highest, int64_t otherwise, int64_t *value)
{
    if (py_is_none(o)) {
        *value = otherwise;
        return true;
    }
    if (!py_as_int(o, value))
        return py_raise(py, &py_type_error,
                        "slice indices must be integers or None or have an __index__ method") !=
               NULL;
    if (*value < 0)
        *value = *value < -length ? lowest : *value + length;
    if (*value > highest)
        *value = highest;
    return true;
}

bool py_slice_range(struct py *py, struct py_object *o, size_t length, struct py_range *range)
{
    const struct py_slice *s = (const struct py_slice *)o;
    int64_t n = (int64_t)length, stop;

    range->step = 1;
    if (!py_is_none(s->step) && !py_need_int(py, s->step, &range->step))
        return false;
    if (range->step == 0)
        return py_raise(py, &py_value_error, "slice step cannot be zero") != NULL;
    if (range->step < -n - 1)
        range->step = -n - 1;
    if (range->step > 0) {
        if (!bound(py, s->start, n, 0, n, 0, &range->start) ||
            !bound(py, s->stop, n, 0, n, n, &stop))
            return false;
        range->n = stop > range->start ? (size_t)((stop - range->start - 1) / range->step + 1) : 0;
    } else {
        if (!bound(py, s->start, n, -1, n - 1, n - 1, &range->start) ||
            !bound(py, s->stop, n, -1, n - 1, -1, &stop))
            return false;
        range->n = stop < range->start ? (size_t)((range->start - stop - 1) / -range->step + 1) : 0;
    }
    return true;
}

bool py_index(struct py *py, struct py_object *key, size_t length, const char *what, size_t *index)
{
    int64_t i;

    if (!py_as_int(key, &i))
        return py_raise(py, &py_type_error, "%s indices must be integers%s, not %s%s%s", what,
                        *what == 's' ? "" : " or slices", *what == 's' ? "'" : "",
                        py_type_of(key)->name, *what == 's' ? "'" : "") != NULL;
    if (i < 0)
        i += (int64_t)length;
    if (i < 0 || i >= (int64_t)length)
        return py_raise(py, &py_index_error, "%s index out of range", what) != NULL;
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
    const struct py_slice *slice = (const struct py_slice *)self;

    (void)py;
    if (strcmp(name, "start") == 0)
        return slice->start;
    if (strcmp(name, "stop") == 0)
        return slice->stop;
    return strcmp(name, "step") == 0 ? slice->step : NULL;
}

const struct py_type py_slice_type = {.name = "slice", .make = make, .repr = repr, .attr = attr};
