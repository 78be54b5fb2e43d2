/* operator: operators and look-ups as functions. */
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "py/py.h"
#include "stdlib/module.h"

/* itemgetter(1, 2), attrgetter("a.b"), methodcaller("strip", "x"). */
struct getter {
    struct py_object object;
    struct py_args wanted;
};

static struct py_object *dotted(struct py *py, struct py_object *o, const char *names)
{
    MEM_SCRATCH(scratch);

    while (o && *names) {
        size_t n = strcspn(names, ".");

        o = py_attr(py, o, mem_strndup(scratch, names, n));
        names += n + (names[n] == '.');
    }
    return o;
}

static struct py_object *get_item(struct py *py, struct py_object *o, struct py_object *wanted)
{
    return py_item(py, o, wanted);
}

static struct py_object *get_attr(struct py *py, struct py_object *o, struct py_object *wanted)
{
    const char *names = stdlib_text(py, "attrgetter", wanted);

    return names ? dotted(py, o, names) : NULL;
}

static struct py_object *get_all(struct py *py, struct py_object *self, const struct py_args *args,
                                 struct py_object *(*get)(struct py *, struct py_object *,
                                                          struct py_object *))
{
    const struct getter *g = (const struct getter *)self;
    struct py_object **found = arena_new_array(py_arena(py), struct py_object *, g->wanted.n + 1);

    if (args->n != 1)
        return py_raise(py, &py_type_error, "expected 1 argument, got %zu", args->n);
    for (size_t i = 0; i < g->wanted.n; i++)
        if (!(found[i] = get(py, args->values[0], g->wanted.values[i])))
            return NULL;
    return g->wanted.n == 1 ? found[0] : py_tuple(py, found, g->wanted.n);
}

static struct py_object *item_call(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    return get_all(py, self, args, get_item);
}

static struct py_object *attr_call(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    return get_all(py, self, args, get_attr);
}

static struct py_object *method_call(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct py_args rest = ((const struct getter *)self)->wanted;
    const char *name = stdlib_text(py, "methodcaller", rest.values[0]);

    rest.values++;
    rest.n--;
    return name && args->n == 1 ? py_call_method(py, args->values[0], name, &rest) : NULL;
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    struct getter *g = arena_new_object(py_arena(py), struct getter);
    struct py_object *copy = py_tuple(py, args->values, args->n);

    if (args->n == 0)
        return py_raise(py, &py_type_error, "%s expected at least 1 argument, got 0", type->name);
    g->object.type = type;
    g->wanted = (struct py_args){.values = py_as_sequence(copy)->items, .n = args->n};
    return &g->object;
}

static const struct py_type item_getter = {
    .name = "itemgetter", .module = "operator", .make = make, .call = item_call};
static const struct py_type attr_getter = {
    .name = "attrgetter", .module = "operator", .make = make, .call = attr_call};
static const struct py_type method_caller = {
    .name = "methodcaller", .module = "operator", .make = make, .call = method_call};

static struct py_object *apply(struct py *py, const char *name, enum py_operator op,
                               const struct py_args *args)
{
    struct py_object *slots[2];

    return py_bind(py, name, (const char *const[]){"a", "b", "/", NULL}, args, slots)
               ? py_binary(py, op, slots[0], slots[1])
               : NULL;
}

#define BINARY(function, python_name, op)                                                          \
    static struct py_object *function(struct py *py, struct py_object *self,                       \
                                      const struct py_args *args)                                  \
    {                                                                                              \
        (void)self;                                                                                \
        return apply(py, python_name, op, args);                                                   \
    }

BINARY(add, "add", PY_ADD)
BINARY(sub, "sub", PY_SUB)
BINARY(mul, "mul", PY_MULT)
BINARY(truediv, "truediv", PY_DIV)
BINARY(floordiv, "floordiv", PY_FLOOR_DIV)
BINARY(mod, "mod", PY_MOD)
BINARY(eq, "eq", PY_EQ)
BINARY(ne, "ne", PY_NE)
BINARY(lt, "lt", PY_LT)
BINARY(le, "le", PY_LE)
BINARY(gt, "gt", PY_GT)
BINARY(ge, "ge", PY_GE)
BINARY(and_, "and_", PY_BIT_AND)
BINARY(or_, "or_", PY_BIT_OR)

const struct stdlib_name stdlib_operator[] = {
    {.name = "add", .call = add},
    {.name = "and_", .call = and_},
    {.name = "attrgetter", .type = &attr_getter},
    {.name = "eq", .call = eq},
    {.name = "floordiv", .call = floordiv},
    {.name = "ge", .call = ge},
    {.name = "gt", .call = gt},
    {.name = "itemgetter", .type = &item_getter},
    {.name = "le", .call = le},
    {.name = "lt", .call = lt},
    {.name = "methodcaller", .type = &method_caller},
    {.name = "mod", .call = mod},
    {.name = "mul", .call = mul},
    {.name = "ne", .call = ne},
    {.name = "or_", .call = or_},
    {.name = "sub", .call = sub},
    {.name = "truediv", .call = truediv},
    {.name = NULL},
};
