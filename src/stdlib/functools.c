/* functools, operator, copy, contextlib: functions about functions and values. */
#include <string.h>

#include "base/arena.h"
#include "py/py.h"
#include "stdlib/module.h"

/* ---- functools ------------------------------------------------------------------------------- */

struct partial {
    struct py_object object;
    struct py_object *function;
    struct py_args given;
};

static const struct py_keyword *joined_keywords(struct py *py, const struct py_args *a,
                                                const struct py_args *b, size_t *n)
{
    struct py_keyword *all =
        arena_new_array(py_arena(py), struct py_keyword, a->n_keywords + b->n_keywords + 1);

    *n = 0;
    for (size_t i = 0; i < a->n_keywords; i++) {
        bool replaced = false;

        for (size_t j = 0; j < b->n_keywords; j++)
            replaced = replaced || strcmp(a->keywords[i].name, b->keywords[j].name) == 0;
        if (!replaced)
            all[(*n)++] = a->keywords[i];
    }
    for (size_t i = 0; i < b->n_keywords; i++)
        all[(*n)++] = b->keywords[i];
    return all;
}

static struct py_args joined(struct py *py, const struct py_args *a, const struct py_args *b)
{
    struct py_object **values = arena_new_array(py_arena(py), struct py_object *, a->n + b->n + 1);
    struct py_args all = {.values = values, .n = a->n + b->n};

    for (size_t i = 0; i < a->n; i++)
        values[i] = a->values[i];
    for (size_t i = 0; i < b->n; i++)
        values[a->n + i] = b->values[i];
    all.keywords = joined_keywords(py, a, b, &all.n_keywords);
    return all;
}

static struct py_object *partial_call(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    const struct partial *p = (const struct partial *)self;
    struct py_args all = joined(py, &p->given, args);

    return py_call(py, p->function, &all);
}

static struct py_object *partial_make(struct py *py, const struct py_type *type,
                                      const struct py_args *args)
{
    struct partial *p = arena_new_object(py_arena(py), struct partial);
    struct py_args rest = *args, none = {.n = 0};

    if (args->n == 0)
        return py_raise(py, &py_type_error, "type 'partial' takes at least one argument");
    rest.values++;
    rest.n--;
    *p = (struct partial){{type}, args->values[0], joined(py, &none, &rest)};
    return &p->object;
}

static struct py_object *partial_attr(struct py *py, struct py_object *self, const char *name)
{
    const struct partial *p = (const struct partial *)self;

    if (strcmp(name, "func") == 0)
        return p->function;
    return strcmp(name, "args") == 0 ? py_tuple(py, p->given.values, p->given.n) : NULL;
}

static const struct py_type partial_type = {.name = "partial",
                                            .module = "functools",
                                            .make = partial_make,
                                            .attr = partial_attr,
                                            .call = partial_call};

static struct py_object *reduce(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[3], **items, *total;
    size_t n, i = 0;

    (void)self;
    if (!py_bind(py, "reduce", (const char *const[]){"function", "iterable", "?initial", "/", NULL},
                 args, slots) ||
        !(items = py_items(py, slots[1], &n)))
        return NULL;
    if (!slots[2] && n == 0)
        return py_raise(py, &py_type_error, "reduce() of empty iterable with no initial value");
    total = slots[2] ? slots[2] : items[i++];
    for (; total && i < n; i++) {
        struct py_object *two[2] = {total, items[i]};

        total = py_call(py, slots[0], &(struct py_args){.values = two, .n = 2});
    }
    return total;
}

/* A cached function gives the same as one that is not. */
static struct py_object *itself(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)py;
    (void)self;
    return args->n > 0 ? args->values[args->n - 1] : py_none();
}

static struct py_object *lru_cache(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    bool is_decorator = args->n == 1 && args->n_keywords == 0 &&
                        !py_is(args->values[0], &py_int_type) && !py_is_none(args->values[0]);

    (void)self;
    return is_decorator ? args->values[0] : py_native_function(py, "lru_cache", itself, NULL);
}

static struct py_object *wraps(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    (void)args;
    return py_native_function(py, "wraps", itself, NULL);
}

struct key {
    struct py_object object;
    struct py_object *compare, *value;
};

static struct py_object *key_binary(struct py *py, enum py_operator op, struct py_object *self,
                                    struct py_object *other, bool reflected)
{
    const struct key *a = (const struct key *)self, *b = (const struct key *)other;
    struct py_object *two[2] = {a->value, b->value}, *order;

    (void)reflected;
    if (other->type != self->type)
        return py_not_implemented();
    order = py_call(py, a->compare, &(struct py_args){.values = two, .n = 2});
    return order ? py_binary(py, op, order, py_int(py, 0)) : NULL;
}

static const struct py_type key_type = {.name = "K", .module = "functools", .binary = key_binary};

static struct py_object *make_key(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct key *k = arena_new_object(py_arena(py), struct key);

    *k = (struct key){{&key_type}, self, args->n > 0 ? args->values[0] : py_none()};
    return &k->object;
}

static struct py_object *cmp_to_key(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    struct py_object *compare;

    (void)self;
    return py_bind(py, "cmp_to_key", (const char *const[]){"mycmp", NULL}, args, &compare)
               ? py_native_function(py, "K", make_key, compare)
               : NULL;
}

const struct stdlib_name stdlib_functools[] = {
    {.name = "cache", .call = itself},
    {.name = "cached_property", .type = &py_property_type},
    {.name = "cmp_to_key", .call = cmp_to_key},
    {.name = "lru_cache", .call = lru_cache},
    {.name = "partial", .type = &partial_type},
    {.name = "reduce", .call = reduce},
    {.name = "total_ordering", .call = itself},
    {.name = "wraps", .call = wraps},
    {.name = NULL},
};
