#include "stdlib/namedtuple.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/py.h"
#include "stdlib/module.h"

/* The type of one kind of named tuple, made at run time. */
struct named_type {
    struct py_type type;
    const char **fields;         /* ends with NULL */
    struct py_object **defaults; /* by field, or NULL */
    size_t n;
};

/* The named type that 'type' is or derives from. */
static const struct named_type *named(const struct py_type *type);

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    const struct named_type *t = named(type);
    const char **names = arena_new_array(py_arena(py), const char *, t->n + 1);
    struct py_object **slots = arena_new_array(py_arena(py), struct py_object *, t->n + 1);
    struct py_list *tuple;

    for (size_t i = 0; i < t->n; i++)
        names[i] = t->defaults[i]
                       ? arena_strdup(py_arena(py), py_text(py_stringf(py, "?%s", t->fields[i])))
                       : t->fields[i];
    if (!py_bind(py, t->type.name, names, args, slots))
        return NULL;
    tuple = arena_new_object(py_arena(py), struct py_list);
    for (size_t i = 0; i < t->n; i++)
        if (!slots[i])
            slots[i] = t->defaults[i];
    *tuple = (struct py_list){{type}, slots, t->n, t->n};
    return &tuple->object;
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct named_type *t = named(py_type_of(self));
    const struct py_list *tuple = py_as_sequence(self);

    (void)py;
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->fields[i], name) == 0)
            return tuple->items[i];
    return NULL;
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    MEM_SCRATCH(scratch);
    const struct named_type *t = named(py_type_of(self));
    const struct py_list *tuple = py_as_sequence(self);
    struct buf *out = buf_new(scratch, BUF_MAX);

    buf_addf(out, "%s(", py_type_of(self)->name);
    for (size_t i = 0; i < t->n; i++) {
        const char *value = py_repr_text(py, tuple->items[i]);

        if (!value)
            return NULL;
        buf_addf(out, "%s%s=%s", i > 0 ? ", " : "", t->fields[i], value);
    }
    buf_addc(out, ')');
    return py_stringn(py, out->text, out->length);
}

static struct py_object *as_dict(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct named_type *t = named(py_type_of(self));
    struct py_dict *dict = py_dict_new(py);

    (void)args;
    for (size_t i = 0; i < t->n; i++)
        py_dict_put_text(py, dict, t->fields[i], py_as_sequence(self)->items[i]);
    return &dict->object;
}

static struct py_object *replace(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct named_type *t = named(py_type_of(self));
    struct py_object **items = arena_new_array(py_arena(py), struct py_object *, t->n + 1);

    for (size_t i = 0; i < t->n; i++) {
        items[i] = py_as_sequence(self)->items[i];
        for (size_t k = 0; k < args->n_keywords; k++)
            if (strcmp(args->keywords[k].name, t->fields[i]) == 0)
                items[i] = args->keywords[k].value;
    }
    return make(py, py_type_of(self), &(struct py_args){.values = items, .n = t->n});
}

static struct py_object *fields(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct named_type *t = named(py_as_type(self));
    struct py_object **names = arena_new_array(py_arena(py), struct py_object *, t->n + 1);

    (void)args;
    for (size_t i = 0; i < t->n; i++)
        names[i] = py_string(py, t->fields[i]);
    return py_tuple(py, names, t->n);
}

static struct py_object *make_from(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct py_object *iterable;
    struct py_args items = {.n = 0};

    if (!py_bind(py, "_make", (const char *const[]){"iterable", NULL}, args, &iterable) ||
        !(items.values = py_items(py, iterable, &items.n)))
        return NULL;
    return make(py, py_as_type(self), &items);
}

static const struct py_method methods[] = {
    {.name = "_asdict", .call = as_dict},
    {.name = "_fields", .call = fields, .kind = PY_CLASS_VALUE},
    {.name = "_make", .call = make_from, .kind = PY_CLASS_METHOD},
    {.name = "_replace", .call = replace},
    {.name = NULL},
};

static const struct named_type *named(const struct py_type *type)
{
    union {
        const struct py_type *in;
        const struct named_type *out;
    } as;

    if (type->mro)
        for (const struct py_type *const *t = type->mro; *t; t++)
            if ((*t)->methods == methods)
                type = *t;
    while (type->methods != methods)
        type = type->base;
    as.in = type;
    return as.out;
}

static struct named_type *new_type(struct py *py, const char *name, size_t n)
{
    struct named_type *t = arena_new_object(py_arena(py), struct named_type);

    t->type = (struct py_type){.object = {&py_type_type},
                               .name = arena_strdup(py_arena(py), name),
                               .module = "__main__",
                               .base = &py_tuple_type,
                               .methods = methods,
                               .make = make,
                               .repr = repr,
                               .attr = attr};
    t->fields = arena_new_array(py_arena(py), const char *, n + 1);
    t->defaults = arena_new_array(py_arena(py), struct py_object *, n + 1);
    t->n = n;
    return t;
}

/* ---- namedtuple("Point", "x y") ----------------------------------------------------------------
 */

/* "x y", "x, y" or ["x", "y"]. */
static struct py_object **field_names(struct py *py, struct py_object *o, size_t *n)
{
    struct py_object *comma = py_string(py, ","), *blank = py_string(py, " ");
    struct py_object *two[2] = {comma, blank}, *text;

    if (!py_text(o))
        return py_items(py, o, n);
    text = py_call_method(py, o, "replace", &(struct py_args){.values = two, .n = 2});
    text = text ? py_call_method(py, text, "split", &(struct py_args){.n = 0}) : NULL;
    return text ? py_items(py, text, n) : NULL;
}

struct py_object *stdlib_namedtuple(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    static const char *const names[] = {"typename",  "field_names", "*", "?rename",
                                        "?defaults", "?module",     NULL};
    struct py_object *slots[5], **fields_, **defaults = NULL;
    struct named_type *t;
    size_t n, n_defaults = 0;

    (void)self;
    if (!py_bind(py, "namedtuple", names, args, slots) ||
        !(fields_ = field_names(py, slots[1], &n)) ||
        (slots[3] && !py_is_none(slots[3]) && !(defaults = py_items(py, slots[3], &n_defaults))))
        return NULL;
    if (!py_text(slots[0]))
        return py_raise(py, &py_type_error, "namedtuple() takes a name and names");
    if (n_defaults > n)
        return py_raise(py, &py_type_error, "Got more default values than field names");
    t = new_type(py, py_text(slots[0]), n);
    for (size_t i = 0; i < n; i++) {
        if (!(t->fields[i] = stdlib_text(py, "namedtuple", fields_[i])))
            return NULL;
        if (i >= n - n_defaults)
            t->defaults[i] = defaults[i - (n - n_defaults)];
    }
    return &t->type.object;
}

/* ---- class Point(NamedTuple): x: int --------------------------------------------------------- */

static struct py_object *class_make(struct py *py, const struct py_type *type,
                                    const struct py_args *args)
{
    struct py_dict *dict = args->n == 3 ? py_as_dict(args->values[2]) : NULL;
    struct py_dict *annotations = dict ? py_as_dict(py_dict_at(dict, "__annotations__")) : NULL;
    struct named_type *t;
    size_t n = 0;

    (void)type;
    if (!dict)
        return py_raise(py, &py_type_error, "NamedTuple is a base for classes");
    t = new_type(py, py_text(args->values[0]), annotations ? annotations->n : 0);
    for (size_t i = 0; annotations && i < annotations->n_entries; i++) {
        if (!annotations->entries[i].key)
            continue;
        t->fields[n] = py_text(annotations->entries[i].key);
        t->defaults[n] = py_dict_at(dict, t->fields[n]);
        n++;
    }
    t->type.dict = py_dict_new(py);
    for (size_t i = 0; i < dict->n_entries; i++) {
        const char *name = dict->entries[i].key ? py_text(dict->entries[i].key) : NULL;

        if (name && !(annotations && py_dict_at(annotations, name)))
            py_dict_put_text(py, t->type.dict, name, dict->entries[i].value);
    }
    return &t->type.object;
}

static const struct py_type named_tuple_meta = {
    .name = "NamedTupleMeta", .module = "typing", .base = &py_type_type, .make = class_make};

const struct py_type stdlib_named_tuple_base = {
    .name = "NamedTuple", .module = "typing", .metatype = &named_tuple_meta};
