/* typing: annotations mean nothing here, so that everything in it is accepted and passes values on.
 */
#include <string.h>

#include "base/arena.h"
#include "py/py.h"
#include "stdlib/module.h"
#include "stdlib/namedtuple.h"

static struct py_object *itself(struct py *py, struct py_object *self, struct py_object *key)
{
    (void)py;
    (void)key;
    return self;
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    (void)py;
    (void)other;
    (void)reflected;
    return op == PY_BIT_OR ? self : py_not_implemented();
}

static const struct py_type form_type = {
    .name = "_SpecialForm", .module = "typing", .item = itself, .binary = binary};

static struct py_object *form(struct py *py)
{
    struct py_object *o = arena_new_object(py_arena(py), struct py_object);

    o->type = &form_type;
    return o;
}

static struct py_object *cast(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2];

    (void)self;
    return py_bind(py, "cast", (const char *const[]){"typ", "val", NULL}, args, slots) ? slots[1]
                                                                                       : NULL;
}

/* Decorators, and NewType("X", int): what they are given last. */
static struct py_object *last(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)py;
    (void)self;
    return args->n > 0 ? args->values[args->n - 1] : py_none();
}

static struct py_object *type_variable(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    (void)self;
    (void)args;
    return form(py);
}

static struct py_object *type_checking(struct py *py)
{
    (void)py;
    return py_bool(false);
}

#define FORM(form_name)                                                                            \
    {                                                                                              \
        .name = form_name, .make = form                                                            \
    }

/* Generic and Protocol are classes, from which others derive. */
static const struct py_type generic = {.name = "Generic", .module = "typing"};
static const struct py_type protocol = {.name = "Protocol", .module = "typing"};

const struct stdlib_name stdlib_typing[] = {
    FORM("AbstractSet"),
    FORM("Annotated"),
    FORM("Any"),
    FORM("AnyStr"),
    FORM("AsyncGenerator"),
    FORM("AsyncIterator"),
    FORM("Awaitable"),
    FORM("Callable"),
    FORM("ClassVar"),
    FORM("Collection"),
    FORM("Concatenate"),
    FORM("Container"),
    FORM("Coroutine"),
    FORM("Final"),
    FORM("Generator"),
    FORM("Hashable"),
    FORM("Iterable"),
    FORM("Iterator"),
    FORM("Literal"),
    FORM("LiteralString"),
    FORM("Mapping"),
    FORM("MutableMapping"),
    FORM("MutableSequence"),
    FORM("Never"),
    FORM("NoReturn"),
    FORM("NotRequired"),
    FORM("Optional"),
    FORM("Required"),
    FORM("Self"),
    FORM("Sequence"),
    FORM("Type"),
    FORM("TypeAlias"),
    FORM("TypeGuard"),
    FORM("Union"),
    FORM("Unpack"),
    {.name = "DefaultDict", .type = &py_dict_type},
    {.name = "Dict", .type = &py_dict_type},
    {.name = "FrozenSet", .type = &py_frozenset_type},
    {.name = "Generic", .type = &generic},
    {.name = "List", .type = &py_list_type},
    {.name = "NamedTuple", .type = &stdlib_named_tuple_base},
    {.name = "NewType", .call = last},
    {.name = "ParamSpec", .call = type_variable},
    {.name = "Protocol", .type = &protocol},
    {.name = "Set", .type = &py_set_type},
    {.name = "TYPE_CHECKING", .make = type_checking},
    {.name = "Text", .type = &py_str_type},
    {.name = "Tuple", .type = &py_tuple_type},
    {.name = "TypeVar", .call = type_variable},
    {.name = "cast", .call = cast},
    {.name = "final", .call = last},
    {.name = "no_type_check", .call = last},
    {.name = "overload", .call = last},
    {.name = "override", .call = last},
    {.name = "runtime_checkable", .call = last},
    {.name = NULL},
};
