/*
 * itertools.  What can go on for ever (count, cycle, repeat) is lazy; the rest
 * is made at once, under the interpreter's limits.
 */
#include <string.h>

#include "base/arena.h"
#include "py/py.h"
#include "stdlib/module.h"

static struct py_object *iterate(struct py *py, struct py_list *list)
{
    return py_raised(py) ? NULL : py_iter(py, &list->object);
}

static bool add_all(struct py *py, struct py_list *list, struct py_object *iterable)
{
    size_t n;
    struct py_object **items = py_items(py, iterable, &n);

    for (size_t i = 0; items && i < n; i++)
        if (!py_list_add(py, list, items[i]))
            return false;
    return items != NULL;
}

static struct py_object *chain(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = py_list_new(py);

    (void)self;
    for (size_t i = 0; i < args->n; i++)
        if (!add_all(py, list, args->values[i]))
            return NULL;
    return iterate(py, list);
}

static struct py_object *from_iterable(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    struct py_object *iterables, **items;
    size_t n;

    if (!py_bind(py, "from_iterable", (const char *const[]){"iterable", "/", NULL}, args,
                 &iterables) ||
        !(items = py_items(py, iterables, &n)))
        return NULL;
    return chain(py, self, &(struct py_args){.values = items, .n = n});
}

static struct py_object *chain_make(struct py *py, const struct py_type *type,
                                    const struct py_args *args)
{
    (void)type;
    return chain(py, NULL, args);
}

static const struct py_method chain_methods[] = {
    {.name = "from_iterable", .call = from_iterable, .kind = PY_CLASS_METHOD},
    {.name = NULL},
};

static const struct py_type chain_type = {
    .name = "chain", .module = "itertools", .methods = chain_methods, .make = chain_make};

/* ---- product, permutations, combinations ------------------------------------------------------
 */

struct pools {
    struct py_object ***items;
    size_t *sizes, *at;
    size_t n;
};

static struct py_object *current(struct py *py, const struct pools *p)
{
    struct py_object **items = arena_new_array(py_arena(py), struct py_object *, p->n + 1);

    for (size_t i = 0; i < p->n; i++)
        items[i] = p->items[i][p->at[i]];
    return py_tuple(py, items, p->n);
}

/* The next choice, the last pool fastest; false after the last one. */
static bool advance(struct pools *p)
{
    for (size_t i = p->n; i > 0; i--) {
        if (++p->at[i - 1] < p->sizes[i - 1])
            return true;
        p->at[i - 1] = 0;
    }
    return false;
}

static struct py_object *product(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = py_list_new(py);
    struct py_object *slots[2];
    const struct py_list *given;
    struct pools p = {.n = 0};
    int64_t repeat = 1;

    (void)self;
    if (!py_bind(py, "product", (const char *const[]){"*iterables", "?repeat", NULL}, args,
                 slots) ||
        (slots[1] && !py_need_int(py, slots[1], &repeat)))
        return NULL;
    given = py_as_sequence(slots[0]);
    if (repeat < 0 || repeat > 1000)
        return py_raise(py, &py_value_error, "repeat argument must be between 0 and 1000");
    p.n = given->n * (size_t)repeat;
    p.items = arena_new_array(py_arena(py), struct py_object **, p.n + 1);
    p.sizes = arena_new_array(py_arena(py), size_t, p.n + 1);
    p.at = arena_new_array(py_arena(py), size_t, p.n + 1);
    for (size_t i = 0; i < p.n; i++) {
        p.items[i] = py_items(py, given->items[i % given->n], &p.sizes[i]);
        if (!p.items[i])
            return NULL;
        if (p.sizes[i] == 0)
            return iterate(py, list);
    }
    do
        if (!py_step(py, 1) || !py_list_add(py, list, current(py, &p)))
            return NULL;
    while (advance(&p));
    return iterate(py, list);
}

/* All choices of 'r' of the items, in order or (permutations) in every order. */
struct choosing {
    struct py *py;
    struct py_object **items, **chosen;
    bool *used;
    size_t n, r;
    bool any_order;
    struct py_list *list;
};

static bool choose(struct choosing *c, size_t depth, size_t from)
{
    if (depth == c->r)
        return py_step(c->py, 1) && py_list_add(c->py, c->list, py_tuple(c->py, c->chosen, c->r));
    for (size_t i = c->any_order ? 0 : from; i < c->n; i++) {
        if (c->any_order && c->used[i])
            continue;
        c->chosen[depth] = c->items[i];
        c->used[i] = true;
        if (!choose(c, depth + 1, i + 1))
            return false;
        c->used[i] = false;
    }
    return true;
}

static struct py_object *choices(struct py *py, const char *function, const struct py_args *args,
                                 bool any_order)
{
    struct choosing c = {.py = py, .list = py_list_new(py), .any_order = any_order};
    struct py_object *slots[2];
    int64_t r = -1;

    if (!py_bind(py, function, (const char *const[]){"iterable", "?r", NULL}, args, slots) ||
        (slots[1] && !py_is_none(slots[1]) && !py_need_int(py, slots[1], &r)) ||
        !(c.items = py_items(py, slots[0], &c.n)))
        return NULL;
    if (slots[1] && r < 0)
        return py_raise(py, &py_value_error, "r must be non-negative");
    c.r = r < 0 ? c.n : (size_t)r;
    if (c.r > c.n || c.r > 100)
        return c.r > c.n ? iterate(py, c.list) : py_refuse(py, "%s() of more than 100", function);
    c.chosen = arena_new_array(py_arena(py), struct py_object *, c.r + 1);
    c.used = arena_new_array(py_arena(py), bool, c.n + 1);
    return choose(&c, 0, 0) ? iterate(py, c.list) : NULL;
}

static struct py_object *permutations(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    (void)self;
    return choices(py, "permutations", args, true);
}

static struct py_object *combinations(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    (void)self;
    return choices(py, "combinations", args, false);
}

/* ---- endless ones ---------------------------------------------------------------------------- */

struct endless {
    struct py_object object;
    struct py_object *value, *step; /* count: the next one and the step; repeat: the value */
    struct py_object **items;       /* cycle */
    size_t n, at;
    int64_t left; /* repeat: how often yet; -1: for ever */
};

static struct py_object *count_next(struct py *py, struct py_object *self)
{
    struct endless *e = (struct endless *)self;
    struct py_object *value = e->value;

    e->value = py_binary(py, PY_ADD, e->value, e->step);
    return e->value ? value : NULL;
}

static struct py_object *cycle_next(struct py *py, struct py_object *self)
{
    struct endless *e = (struct endless *)self;

    (void)py;
    return e->n > 0 ? e->items[e->at++ % e->n] : NULL;
}

static struct py_object *repeat_next(struct py *py, struct py_object *self)
{
    struct endless *e = (struct endless *)self;

    (void)py;
    if (e->left == 0)
        return NULL;
    e->left -= e->left > 0;
    return e->value;
}

static const struct py_type count_type = {
    .name = "count", .module = "itertools", .base = &py_iterator_type, .next = count_next};
static const struct py_type cycle_type = {
    .name = "cycle", .module = "itertools", .base = &py_iterator_type, .next = cycle_next};
static const struct py_type repeat_type = {
    .name = "repeat", .module = "itertools", .base = &py_iterator_type, .next = repeat_next};

static struct endless *endless(struct py *py, const struct py_type *type)
{
    struct endless *e = arena_new_object(py_arena(py), struct endless);

    e->object.type = type;
    e->left = -1;
    return e;
}

static struct py_object *count(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct endless *e = endless(py, &count_type);
    struct py_object *slots[2];

    (void)self;
    if (!py_bind(py, "count", (const char *const[]){"?start", "?step", NULL}, args, slots))
        return NULL;
    e->value = slots[0] ? slots[0] : py_int(py, 0);
    e->step = slots[1] ? slots[1] : py_int(py, 1);
    return &e->object;
}

static struct py_object *cycle(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct endless *e = endless(py, &cycle_type);
    struct py_object *from;

    (void)self;
    if (!py_bind(py, "cycle", (const char *const[]){"iterable", "/", NULL}, args, &from) ||
        !(e->items = py_items(py, from, &e->n)))
        return NULL;
    return &e->object;
}

static struct py_object *repeat(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct endless *e = endless(py, &repeat_type);
    struct py_object *slots[2];

    (void)self;
    if (!py_bind(py, "repeat", (const char *const[]){"object", "?times", NULL}, args, slots) ||
        (slots[1] && !py_need_int(py, slots[1], &e->left)))
        return NULL;
    e->value = slots[0];
    if (slots[1] && e->left < 0)
        e->left = 0;
    return &e->object;
}

/* ---- cutting --------------------------------------------------------------------------------- */

static bool bound(struct py *py, struct py_object *o, int64_t otherwise, int64_t *value)
{
    *value = otherwise;
    return !o || py_is_none(o) || py_need_int(py, o, value);
}

static struct py_object *islice(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = py_list_new(py);
    struct py_object *slots[4], *iterator, *item;
    int64_t start, stop, step;
    bool only_stop;

    (void)self;
    if (!py_bind(py, "islice",
                 (const char *const[]){"iterable", "start", "?stop", "?step", "/", NULL}, args,
                 slots))
        return NULL;
    only_stop = args->n == 2;
    if (!bound(py, only_stop ? NULL : slots[1], 0, &start) ||
        !bound(py, only_stop ? slots[1] : slots[2], INT64_MAX, &stop) ||
        !bound(py, slots[3], 1, &step) || !(iterator = py_iter(py, slots[0])))
        return NULL;
    if (start < 0 || stop < 0 || step < 1)
        return py_raise(py, &py_value_error,
                        "Indices for islice() must be None or an integer: 0 "
                        "<= x <= sys.maxsize.");
    for (int64_t i = 0; i < stop && py_step(py, 1) && (item = py_next(py, iterator)); i++)
        if (i >= start && (i - start) % step == 0 && !py_list_add(py, list, item))
            return NULL;
    return iterate(py, list);
}

static struct py_object *while_true(struct py *py, const char *function, const struct py_args *args,
                                    bool take)
{
    struct py_list *list = py_list_new(py);
    struct py_object *slots[2], *iterator, *item;
    bool holds = true;

    if (!py_bind(py, function, (const char *const[]){"predicate", "iterable", "/", NULL}, args,
                 slots) ||
        !(iterator = py_iter(py, slots[1])))
        return NULL;
    while (py_step(py, 1) && (item = py_next(py, iterator))) {
        if (holds) {
            struct py_object *answer = py_call_with(py, slots[0], item);

            if (!answer || !py_truth(py, answer, &holds))
                return NULL;
        }
        if (!holds && take)
            break;
        if (holds == take && !py_list_add(py, list, item))
            return NULL;
    }
    return iterate(py, list);
}

static struct py_object *takewhile(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    (void)self;
    return while_true(py, "takewhile", args, true);
}

static struct py_object *dropwhile(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    (void)self;
    return while_true(py, "dropwhile", args, false);
}

static struct py_object *starmap(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = py_list_new(py);
    struct py_object *slots[2], **items;
    size_t n;

    (void)self;
    if (!py_bind(py, "starmap", (const char *const[]){"function", "iterable", "/", NULL}, args,
                 slots) ||
        !(items = py_items(py, slots[1], &n)))
        return NULL;
    for (size_t i = 0; i < n; i++) {
        struct py_args call = {.n = 0};
        struct py_object *value;

        call.values = py_items(py, items[i], &call.n);
        if (!call.values || !(value = py_call(py, slots[0], &call)) ||
            !py_list_add(py, list, value))
            return NULL;
    }
    return iterate(py, list);
}

static struct py_object *zip_longest(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct py_object *slots[2];
    struct py_list *list = py_list_new(py);
    const struct py_list *given;
    struct pools p = {.n = 0};
    size_t longest = 0;

    (void)self;
    if (!py_bind(py, "zip_longest", (const char *const[]){"*iterables", "?fillvalue", NULL}, args,
                 slots))
        return NULL;
    given = py_as_sequence(slots[0]);
    p.items = arena_new_array(py_arena(py), struct py_object **, given->n + 1);
    p.sizes = arena_new_array(py_arena(py), size_t, given->n + 1);
    for (size_t i = 0; i < given->n; i++) {
        if (!(p.items[i] = py_items(py, given->items[i], &p.sizes[i])))
            return NULL;
        longest = p.sizes[i] > longest ? p.sizes[i] : longest;
    }
    for (size_t row = 0; row < longest; row++) {
        struct py_object **items = arena_new_array(py_arena(py), struct py_object *, given->n + 1);

        for (size_t i = 0; i < given->n; i++)
            items[i] = row < p.sizes[i] ? p.items[i][row] : slots[1] ? slots[1] : py_none();
        if (!py_list_add(py, list, py_tuple(py, items, given->n)))
            return NULL;
    }
    return iterate(py, list);
}

/* ---- grouping -------------------------------------------------------------------------------- */

static struct py_object *groupby(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = py_list_new(py), *group = NULL;
    struct py_object *slots[2], *pair[2] = {NULL, NULL}, **items;
    size_t n;

    (void)self;
    if (!py_bind(py, "groupby", (const char *const[]){"iterable", "?key", NULL}, args, slots) ||
        !(items = py_items(py, slots[0], &n)))
        return NULL;
    for (size_t i = 0; i < n; i++) {
        struct py_object *key =
            slots[1] && !py_is_none(slots[1]) ? py_call_with(py, slots[1], items[i]) : items[i];
        bool same = false;

        if (!key || (group && !py_equal(py, key, pair[0], &same)))
            return NULL;
        if (!same) {
            group = py_list_new(py);
            pair[0] = key;
            pair[1] = &group->object;
            py_list_add(py, list, py_tuple(py, pair, 2));
        }
        if (!py_list_add(py, group, items[i]))
            return NULL;
    }
    return iterate(py, list);
}

static struct py_object *accumulate(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    struct py_list *list = py_list_new(py);
    struct py_object *slots[3], **items, *total = NULL;
    size_t n;

    (void)self;
    if (!py_bind(py, "accumulate", (const char *const[]){"iterable", "?func", "?initial", NULL},
                 args, slots) ||
        !(items = py_items(py, slots[0], &n)))
        return NULL;
    if (slots[2] && !py_is_none(slots[2])) {
        total = slots[2];
        py_list_add(py, list, total);
    }
    for (size_t i = 0; i < n; i++) {
        struct py_object *two[2] = {total, items[i]};

        if (!total)
            total = items[i];
        else if (slots[1] && !py_is_none(slots[1]))
            total = py_call(py, slots[1], &(struct py_args){.values = two, .n = 2});
        else
            total = py_binary(py, PY_ADD, total, items[i]);
        if (!total || !py_list_add(py, list, total))
            return NULL;
    }
    return iterate(py, list);
}

const struct stdlib_name stdlib_itertools[] = {
    {.name = "accumulate", .call = accumulate},
    {.name = "chain", .type = &chain_type},
    {.name = "combinations", .call = combinations},
    {.name = "count", .call = count},
    {.name = "cycle", .call = cycle},
    {.name = "dropwhile", .call = dropwhile},
    {.name = "groupby", .call = groupby},
    {.name = "islice", .call = islice},
    {.name = "permutations", .call = permutations},
    {.name = "product", .call = product},
    {.name = "repeat", .call = repeat},
    {.name = "starmap", .call = starmap},
    {.name = "takewhile", .call = takewhile},
    {.name = "zip_longest", .call = zip_longest},
    {.name = NULL},
};
