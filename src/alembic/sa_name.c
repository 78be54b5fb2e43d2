#include "alembic/sa.h"

#include <string.h>

#include "alembic/names.h"
#include "base/arena.h"
#include "py/py.h"

struct quoted_name {
    struct py_string string; /* first: it is a str */
    bool always;             /* quote it, else never; asked only when 'decided' */
    bool decided;
};

/* A str of another class with the same text. */
static struct py_string *copy_of(struct py *py, struct py_object *o, size_t size,
                                 const struct py_type *type)
{
    const struct py_string *from = py_as_string(o);

    if (!from)
        return sa_known(py, o) ? py_raise(py, &py_type_error, "a name must be a str, not %s",
                                          py_type_of(o)->name)
                               : NULL;

    struct py_string *copy = arena_alloc(py_arena(py), size);

    *copy = *from;
    copy->object.type = type;
    return copy;
}

static struct py_object *make_conv(struct py *py, const struct py_type *type,
                                   const struct py_args *args)
{
    struct py_object *value;

    if (!py_bind(py, "conv", (const char *const[]){"value", NULL}, args, &value))
        return NULL;
    return (void *)copy_of(py, value, sizeof(struct py_string), type);
}

static struct py_object *make_quoted_name(struct py *py, const struct py_type *type,
                                          const struct py_args *args)
{
    static const char *const signature[] = {"value", "?quote", NULL};
    struct py_object *slots[2];

    if (!py_bind(py, "quoted_name", signature, args, slots))
        return NULL;

    struct quoted_name *name = (void *)copy_of(py, slots[0], sizeof(*name), type);

    if (!name)
        return NULL;
    name->decided = !sa_absent(slots[1]);
    if (name->decided && !py_truth(py, slots[1], &name->always))
        return NULL;
    return &name->string.object;
}

const struct py_type sa_conv_type = {
    .name = "conv",
    .module = "sqlalchemy.sql.elements",
    .base = &py_str_type,
    .make = make_conv,
};

const struct py_type sa_quoted_name_type = {
    .name = "quoted_name",
    .module = "sqlalchemy.sql.elements",
    .base = &py_str_type,
    .make = make_quoted_name,
};

bool sa_absent(const struct py_object *o)
{
    return !o || py_is_none(o);
}

bool sa_known(struct py *py, const struct py_object *o)
{
    const char *origin = o ? py_poison_origin(o) : NULL;

    if (origin)
        py_refuse(py, "this needs a value that could not be evaluated: %s", origin);
    return !origin;
}

bool sa_text_of(struct py *py, struct py_object *o, const char *what, const char **text)
{
    *text = NULL;
    if (sa_absent(o))
        return true;
    if (!sa_known(py, o))
        return false;
    *text = py_text(o);
    if (!*text)
        py_raise(py, &py_type_error, "%s must be a str, not %s", what, py_type_of(o)->name);
    return *text != NULL;
}

struct sa_name sa_plain_name(const char *text)
{
    return (struct sa_name){.text = text};
}

bool sa_name_of(struct py *py, struct py_object *o, const char *what, struct sa_name *name)
{
    *name = (struct sa_name){0};
    if (!sa_text_of(py, o, what, &name->text))
        return false;
    if (!name->text)
        return true;
    name->final = py_is(o, &sa_conv_type);
    if (py_is(o, &sa_quoted_name_type)) {
        const struct quoted_name *quoted = (const void *)o;

        if (quoted->decided)
            name->quote = quoted->always ? SA_QUOTE : SA_NO_QUOTE;
    }
    return true;
}
