/* enumerate, zip, map, filter and reversed. */
#include "py/dict_type.h"
#include "py/interp.h"
#include "py/native.h"
#include "py/type.h"

/* ---- enumerate ------------------------------------------------------------------------------- */

struct enumerate {
    struct py_object object;
    struct py_object *iterator, *number; /* an int of any size */
};

static struct py_object *enumerate_make(struct py *py, const struct py_type *type,
                                        const struct py_args *args)
{
    struct enumerate *e = arena_new_object(py->arena, struct enumerate);
    struct py_object *slots[2];

    if (args->n + args->n_keywords == 0)
        return py_raise(py, &py_type_error, "enumerate() missing required argument 'iterable'");
    if (!py_take(py, "enumerate", (const char *const[]){"iterable", "?start", NULL}, args, slots))
        return NULL;
    if (slots[1] && !py_is(slots[1], &py_int_type))
        return py_raise(py, &py_type_error, "'%s' object cannot be interpreted as an integer",
                        py_type_of(slots[1])->name);
    *e = (struct enumerate){{type}, py_iter(py, slots[0]), slots[1] ? slots[1] : py_int(py, 0)};
    return e->iterator ? &e->object : NULL;
}

static struct py_object *enumerate_next(struct py *py, struct py_object *self)
{
    struct enumerate *e = (struct enumerate *)self;
    struct py_object *pair[2] = {e->number, py_next(py, e->iterator)};

    if (!pair[1])
        return NULL;
    e->number = py_binary(py, PY_ADD, e->number, py_int(py, 1));
    return e->number ? py_tuple(py, pair, 2) : NULL;
}

const struct py_type py_enumerate_type = {
    .name = "enumerate", .base = &py_iterator_type, .make = enumerate_make, .next = enumerate_next};

/* ---- zip, map -------------------------------------------------------------------------------- */

struct parallel {
    struct py_object object;
    struct py_object **iterators;
    size_t n;
    struct py_object *function; /* of map */
    bool strict;                /* of zip */
};

static struct parallel *parallel(struct py *py, const struct py_type *type,
                                 struct py_object *const *values, size_t n)
{
    struct parallel *p = arena_new_object(py->arena, struct parallel);

    *p = (struct parallel){
        {type}, arena_new_array(py->arena, struct py_object *, n), n, NULL, false};
    for (size_t i = 0; i < n; i++)
        if (!(p->iterators[i] = py_iter(py, values[i])))
            return NULL;
    return p;
}

static struct py_object *zip_make(struct py *py, const struct py_type *type,
                                  const struct py_args *args)
{
    struct parallel *zip = parallel(py, type, args->values, args->n);
    struct py_object *strict;

    if (!zip || !py_take(py, "zip", (const char *const[]){"*", "?strict", NULL},
                         &(const struct py_args){.keywords = args->keywords,
                                                 .n_keywords = args->n_keywords},
                         &strict))
        return NULL;
    return !strict || py_truth(py, strict, &zip->strict) ? &zip->object : NULL;
}

static struct py_object *not_strict(struct py *py, size_t i, bool is_longer)
{
    return py_raise(py, &py_value_error, "zip() argument %zu is %s than argument%s%.*d", i + 1,
                    is_longer ? "longer" : "shorter", i == 1 ? " " : "s 1-", 1, (int)i);
}

static struct py_object *zip_next(struct py *py, struct py_object *self)
{
    struct parallel *zip = (struct parallel *)self;
    struct py_object **items = arena_new_array(py->arena, struct py_object *, zip->n);

    for (size_t i = 0; i < zip->n; i++) {
        items[i] = py_next(py, zip->iterators[i]);
        if (items[i])
            continue;
        if (py_raised(py) || !zip->strict)
            return NULL;
        if (i > 0)
            return not_strict(py, i, false);
        for (i = 1; i < zip->n; i++)
            if (py_next(py, zip->iterators[i]))
                return not_strict(py, i, true);
        return NULL;
    }
    return zip->n > 0 ? py_tuple(py, items, zip->n) : NULL;
}

static struct py_object *map_make(struct py *py, const struct py_type *type,
                                  const struct py_args *args)
{
    struct parallel *map;

    if (args->n_keywords > 0)
        return py_raise(py, &py_type_error, "map() takes no keyword arguments");
    if (args->n < 2)
        return py_raise(py, &py_type_error, "map() must have at least two arguments.");
    map = parallel(py, type, args->values + 1, args->n - 1);
    if (!map)
        return NULL;
    map->function = args->values[0];
    return &map->object;
}

static struct py_object *map_next(struct py *py, struct py_object *self)
{
    struct parallel *map = (struct parallel *)self;
    struct py_object **items = arena_new_array(py->arena, struct py_object *, map->n);

    for (size_t i = 0; i < map->n; i++)
        if (!(items[i] = py_next(py, map->iterators[i])))
            return NULL;
    return py_call(py, map->function, &(const struct py_args){.values = items, .n = map->n});
}

const struct py_type py_zip_type = {
    .name = "zip", .base = &py_iterator_type, .make = zip_make, .next = zip_next};
const struct py_type py_map_type = {
    .name = "map", .base = &py_iterator_type, .make = map_make, .next = map_next};

/* ---- filter ---------------------------------------------------------------------------------- */

struct filter {
    struct py_object object;
    struct py_object *function; /* or None: what is true */
    struct py_object *iterator;
};

static struct py_object *filter_make(struct py *py, const struct py_type *type,
                                     const struct py_args *args)
{
    struct filter *f = arena_new_object(py->arena, struct filter);
    struct py_object *slots[2];

    if (!py_positional(py, "filter", args, 2, 2, slots))
        return NULL;
    *f = (struct filter){{type}, slots[0], py_iter(py, slots[1])};
    return f->iterator ? &f->object : NULL;
}

static struct py_object *filter_next(struct py *py, struct py_object *self)
{
    struct filter *f = (struct filter *)self;
    struct py_object *item, *answer;
    bool truth;

    while ((item = py_next(py, f->iterator))) {
        answer = py_is_none(f->function) ? item : py_call_with(py, f->function, item);
        if (!answer || !py_truth(py, answer, &truth))
            return NULL;
        if (truth)
            return item;
    }
    return NULL;
}

const struct py_type py_filter_type = {
    .name = "filter", .base = &py_iterator_type, .make = filter_make, .next = filter_next};

/* ---- reversed -------------------------------------------------------------------------------- */

struct reversed {
    struct py_object object;
    struct py_object *of;
    size_t left;
};

static struct py_object *reversed_make(struct py *py, const struct py_type *type,
                                       const struct py_args *args)
{
    struct reversed *r = arena_new_object(py->arena, struct reversed);
    struct py_object *o, *method;
    const struct py_type *of;

    if (args->n != 1)
        return py_raise(py, &py_type_error, "reversed expected 1 argument, got %zu", args->n);
    if (!py_positional(py, "reversed", args, 1, 1, &o))
        return NULL;
    of = py_type_of(o);
    method = py_special(py, o, "__reversed__");
    if (method || py_raised(py))
        return method ? py_call(py, method, &(const struct py_args){.n = 0}) : NULL;
    if (py_as_dict(o))
        return py_dict_iterator(py, py_as_dict(o), PY_DICT_KEYS, true);
    method = py_view_reversed(py, o);
    if (method)
        return method;
    if (!PY_SLOT(of, item) || !PY_SLOT(of, length))
        return py_raise(py, &py_type_error, "'%s' object is not reversible", of->name);
    *r = (struct reversed){{type}, o, 0};
    return py_length(py, o, &r->left) ? &r->object : NULL;
}

static struct py_object *reversed_next(struct py *py, struct py_object *self)
{
    struct reversed *r = (struct reversed *)self;
    struct py_object *item;

    if (r->left == 0)
        return NULL;
    item = py_item(py, r->of, py_int(py, (int64_t)--r->left));
    if (!item && py_catch(py, &py_index_error))
        r->left = 0;
    return item;
}

const struct py_type py_reversed_type = {
    .name = "reversed", .base = &py_iterator_type, .make = reversed_make, .next = reversed_next};
