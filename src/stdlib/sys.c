/* sys: what scripts look at. */
#include "base/arena.h"
#include "py/py.h"
#include "stdlib/module.h"

static struct py_object *stream_write(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    const struct py_host *world = py_world(py);
    struct py_object *value;
    const char *text;

    (void)self;
    if (!py_bind(py, "write", (const char *const[]){"s", NULL}, args, &value) ||
        !(text = stdlib_text(py, "write", value)))
        return NULL;
    if (world->say)
        world->say(world->data, NULL, NULL, text);
    return py_int(py, (int64_t)py_as_string(value)->n);
}

static struct py_object *stream_flush(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    (void)py;
    (void)self;
    (void)args;
    return py_none();
}

static const struct py_method stream_methods[] = {
    {.name = "flush", .call = stream_flush},
    {.name = "write", .call = stream_write},
    {.name = NULL},
};

static const struct py_type stream_type = {
    .name = "TextIOWrapper", .module = "_io", .methods = stream_methods};

static struct py_object *stream(struct py *py)
{
    struct py_object *o = arena_new_object(py_arena(py), struct py_object);

    o->type = &stream_type;
    return o;
}

/* The version whose grammar and behaviour the evaluator has. */
static struct py_object *version_info(struct py *py)
{
    struct py_object *parts[] = {py_int(py, 3), py_int(py, 12), py_int(py, 0),
                                 py_string(py, "final"), py_int(py, 0)};

    return py_tuple(py, parts, 5);
}

static struct py_object *version(struct py *py)
{
    return py_string(py, "3.12.0");
}

static struct py_object *platform(struct py *py)
{
    return py_string(py, "linux");
}

static struct py_object *empty_list(struct py *py)
{
    return &py_list_new(py)->object;
}

static struct py_object *empty_dict(struct py *py)
{
    return &py_dict_new(py)->object;
}

static struct py_object *maxsize(struct py *py)
{
    return py_int(py, INT64_MAX);
}

static struct py_object *sys_exit(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    return args->n > 0 ? py_raise_value(py, &py_system_exit, args->values[0])
                       : py_raise(py, &py_system_exit, "%s", "");
}

const struct stdlib_name stdlib_sys[] = {
    {.name = "argv", .make = empty_list},
    {.name = "exit", .call = sys_exit},
    {.name = "maxsize", .make = maxsize},
    {.name = "modules", .make = empty_dict},
    {.name = "path", .make = empty_list},
    {.name = "platform", .make = platform},
    {.name = "stderr", .make = stream},
    {.name = "stdout", .make = stream},
    {.name = "version", .make = version},
    {.name = "version_info", .make = version_info},
    {.name = NULL},
};
