/* any(), zip(), sorted() ...: of many items. */
#include <string.h>

#include "base/arena.h"
#include "py/builtins.h"
#include "py/generator.h"
#include "py/interp.h"
#include "py/native.h"

/* ---- any, all, sum -------------------------------------------------------------------------- */

struct search {
    bool for_truth, found;
};

static bool look(struct py *py, struct py_object *item, void *data, bool *stop)
{
    struct search *search = data;
    bool truth;

    if (!py_truth(py, item, &truth))
        return false;
    *stop = search->found = truth == search->for_truth;
    return true;
}

static struct py_object *any(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct search search = {.for_truth = true};
    struct py_object *iterable;

    (void)self;
    if (!py_positional(py, "any", args, 1, 1, &iterable) ||
        !py_iterate(py, iterable, look, &search))
        return NULL;
    return py_bool(search.found);
}

static struct py_object *all(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct search search = {.for_truth = false};
    struct py_object *iterable;

    (void)self;
    if (!py_positional(py, "all", args, 1, 1, &iterable) ||
        !py_iterate(py, iterable, look, &search))
        return NULL;
    return py_bool(!search.found);
}

static bool add(struct py *py, struct py_object *item, void *data, bool *stop)
{
    struct py_object **sum = data;

    (void)stop;
    *sum = py_binary(py, PY_ADD, *sum, item);
    return *sum != NULL;
}

static struct py_object *sum(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2], *result;

    (void)self;
    if (!py_bind(py, "sum", (const char *const[]){"iterable", "/", "?start", NULL}, args, slots))
        return NULL;
    result = slots[1] ? slots[1] : py_int(py, 0);
    if (py_text(result))
        return py_raise(py, &py_type_error, "sum() can't sum strings [use ''.join(seq) instead]");
    return py_iterate(py, slots[0], add, &result) ? result : NULL;
}

/* ---- min, max, sorted ----------------------------------------------------------------------- */

struct best {
    bool is_max;
    struct py_object *key; /* a function, or NULL */
    struct py_object *item, *value;
};

static bool compare(struct py *py, struct py_object *item, void *data, bool *stop)
{
    struct best *best = data;
    struct py_object *value = best->key ? py_call_with(py, best->key, item) : item, *better;
    bool is_better = true;

    (void)stop;
    if (!value)
        return false;
    if (best->item) {
        better = py_binary(py, best->is_max ? PY_GT : PY_LT, value, best->value);
        if (!better || !py_truth(py, better, &is_better))
            return false;
    }
    if (is_better) {
        best->item = item;
        best->value = value;
    }
    return true;
}

static struct py_object *best_of(struct py *py, const char *name, bool is_max,
                                 const struct py_args *args)
{
    struct py_object *slots[3];
    struct best best = {.is_max = is_max};
    const struct py_list *several;

    if (!py_bind(py, name, (const char *const[]){"*args", "?key", "?default", NULL}, args, slots))
        return NULL;
    several = py_as_sequence(slots[0]);
    if (several->n == 0)
        return py_raise(py, &py_type_error, "%s expected at least 1 argument, got 0", name);
    if (slots[1] && !py_is_none(slots[1]))
        best.key = slots[1];
    if (!py_iterate(py, several->n == 1 ? several->items[0] : slots[0], compare, &best))
        return NULL;
    if (best.item || slots[2])
        return best.item ? best.item : slots[2];
    return py_raise(py, &py_value_error, "%s() arg is an empty sequence", name);
}

static struct py_object *min(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    return best_of(py, "min", false, args);
}

static struct py_object *max(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    return best_of(py, "max", true, args);
}

static struct py_object *sorted(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = py_list_new(py);
    struct py_args rest = {.keywords = args->keywords, .n_keywords = args->n_keywords};

    (void)self;
    if (args->n != 1)
        return py_raise(py, &py_type_error, "sorted expected 1 argument, got %zu", args->n);
    list->items = py_items(py, args->values[0], &list->n);
    list->size = list->n;
    return list->items && py_call_method(py, &list->object, "sort", &rest) ? &list->object : NULL;
}

/* ---- iter, next ----------------------------------------------------------------------------- */

/* What a function gives until it gives the sentinel. */
struct until {
    struct py_object object;
    struct py_object *function, *sentinel;
    bool is_done;
};

static struct py_object *until_iter(struct py *py, struct py_object *self)
{
    (void)py;
    return self;
}

static struct py_object *until_next(struct py *py, struct py_object *self)
{
    struct until *until = (struct until *)self;
    struct py_object *value = until->is_done ? NULL : py_call(py, until->function, &py_nothing);

    if (value && !py_equal(py, value, until->sentinel, &until->is_done))
        return NULL;
    return value && !until->is_done ? value : NULL;
}

static const struct py_type until_type = {
    .name = "callable_iterator", .iter = until_iter, .next = until_next};

static struct py_object *iter(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2];
    struct until *until;

    (void)self;
    if (!py_positional(py, "iter", args, 1, 2, slots))
        return NULL;
    if (!slots[1])
        return py_iter(py, slots[0]);
    until = arena_new_object(py->arena, struct until);
    *until = (struct until){{&until_type}, slots[0], slots[1], false};
    return &until->object;
}

static struct py_object *next(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2], *value;

    (void)self;
    if (!py_positional(py, "next", args, 1, 2, slots))
        return NULL;
    value = py_next(py, slots[0]);
    if (value || py_raised(py))
        return value;
    return slots[1] ? slots[1] : py_stop_with(py, slots[0]);
}

const struct py_builtin py_builtins_of_items[] = {
    {"any", any},       {"all", all},   {"sum", sum},   {"min", min}, {"max", max},
    {"sorted", sorted}, {"iter", iter}, {"next", next}, {NULL, NULL},
};
