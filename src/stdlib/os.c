/* os and os.path: the environment, and paths as texts. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "py/py.h"
#include "stdlib/module.h"

/* ---- os.environ ------------------------------------------------------------------------------ */

static struct py_object *variable(struct py *py, struct py_object *name)
{
    const struct py_host *world = py_world(py);
    const char *text = stdlib_text(py, "getenv", name);
    const char *value = text && world->environment ? world->environment(world->data, text) : NULL;

    return value ? py_string(py, value) : NULL;
}

static struct py_object *getenv_or(struct py *py, const char *function, const struct py_args *args)
{
    struct py_object *slots[2], *value;

    if (!py_bind(py, function, (const char *const[]){"key", "?default", NULL}, args, slots))
        return NULL;
    value = variable(py, slots[0]);
    if (value || py_raised(py))
        return value;
    return slots[1] ? slots[1] : py_none();
}

static struct py_object *os_getenv(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    (void)self;
    return getenv_or(py, "getenv", args);
}

static struct py_object *environ_get(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    (void)self;
    return getenv_or(py, "get", args);
}

static struct py_object *environ_item(struct py *py, struct py_object *self, struct py_object *key)
{
    struct py_object *value = variable(py, key);

    (void)self;
    return value || py_raised(py) ? value : py_raise_value(py, &py_key_error, key);
}

static bool environ_set(struct py *py, struct py_object *self, struct py_object *key,
                        struct py_object *value)
{
    const char *name = stdlib_text(py, "environ", key);

    (void)self;
    (void)value;
    return name && py_refuse(py,
                             "os.environ[\"%s\"] is written: a script cannot change the "
                             "environment",
                             name) != NULL;
}

static bool environ_contains(struct py *py, struct py_object *self, struct py_object *key,
                             bool *found)
{
    (void)self;
    *found = variable(py, key) != NULL;
    return !py_raised(py);
}

static const struct py_method environ_methods[] = {
    {.name = "get", .call = environ_get},
    {.name = NULL},
};

static const struct py_type environ_type = {
    .name = "_Environ",
    .module = "os",
    .methods = environ_methods,
    .item = environ_item,
    .set_item = environ_set,
    .contains = environ_contains,
};

static struct py_object *environ_make(struct py *py)
{
    struct py_object *o = arena_new_object(py_arena(py), struct py_object);

    o->type = &environ_type;
    return o;
}

/* ---- os.path --------------------------------------------------------------------------------- */

static const char *path_argument(struct py *py, const char *function, const struct py_args *args)
{
    struct py_object *path, *text;

    if (!py_bind(py, function, (const char *const[]){"path", NULL}, args, &path))
        return NULL;
    text = py_text(path) ? path : py_call_method(py, path, "__fspath__", &(struct py_args){.n = 0});
    return text ? stdlib_text(py, function, text) : NULL;
}

static struct py_object *join(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    struct buf *path = buf_new(scratch, BUF_MAX);

    (void)self;
    for (size_t i = 0; i < args->n; i++) {
        const char *part = stdlib_text(py, "join", args->values[i]);

        if (!part)
            return NULL;
        if (*part == '/')
            buf_clear(path);
        else if (path->length > 0 && path->text[path->length - 1] != '/')
            buf_addc(path, '/');
        buf_add(path, part);
    }
    return py_string(py, path->text);
}

static struct py_object *dirname(struct py *py, struct py_object *self, const struct py_args *args)
{
    const char *path = path_argument(py, "dirname", args), *slash;
    size_t n;

    (void)self;
    if (!path)
        return NULL;
    slash = strrchr(path, '/');
    n = slash ? (size_t)(slash - path) : 0;
    if (slash && n == 0)
        n = 1;
    return py_stringn(py, path, n);
}

static struct py_object *basename_of(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    const char *path = path_argument(py, "basename", args);

    (void)self;
    return path ? py_string(py, strrchr(path, '/') ? strrchr(path, '/') + 1 : path) : NULL;
}

/* Without "." and "..", as text. */
static struct py_object *normal(struct py *py, const char *path)
{
    MEM_SCRATCH(scratch);
    struct buf *out = buf_new(scratch, BUF_MAX);
    bool absolute = *path == '/';

    for (const char *at = path; *at;) {
        size_t n = strcspn(at, "/");
        const char *last = strrchr(out->text, '/');
        const char *name = last ? last + 1 : out->text;

        if (n == 2 && strncmp(at, "..", 2) == 0 && *name && strcmp(name, "..") != 0)
            buf_cut(out, last ? (size_t)(last - out->text) : 0);
        else if (n > 0 && !(n == 1 && *at == '.') &&
                 !(absolute && out->length == 0 && n == 2 && strncmp(at, "..", 2) == 0)) {
            if (out->length > 0 || absolute)
                buf_addc(out, '/');
            buf_addn(out, at, n);
        }
        at += n + (at[n] == '/');
    }
    if (out->length == 0)
        buf_add(out, absolute ? "/" : ".");
    return py_string(py, out->text);
}

static struct py_object *normpath(struct py *py, struct py_object *self, const struct py_args *args)
{
    const char *path = path_argument(py, "normpath", args);

    (void)self;
    return path ? normal(py, path) : NULL;
}

static struct py_object *abspath(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    const char *path = path_argument(py, "abspath", args);

    (void)self;
    return path ? normal(py, path_absolute(scratch, path)) : NULL;
}

static bool look(struct py *py, const char *path, bool *is_folder)
{
    const struct py_host *world = py_world(py);

    *is_folder = false;
    return world->file_exists && world->file_exists(world->data, path, is_folder);
}

static struct py_object *exists(struct py *py, struct py_object *self, const struct py_args *args)
{
    const char *path = path_argument(py, "exists", args);
    bool is_folder;

    (void)self;
    return path ? py_bool(look(py, path, &is_folder)) : NULL;
}

static struct py_object *isfile(struct py *py, struct py_object *self, const struct py_args *args)
{
    const char *path = path_argument(py, "isfile", args);
    bool is_folder;

    (void)self;
    return path ? py_bool(look(py, path, &is_folder) && !is_folder) : NULL;
}

static struct py_object *isdir(struct py *py, struct py_object *self, const struct py_args *args)
{
    const char *path = path_argument(py, "isdir", args);
    bool is_folder;

    (void)self;
    return path ? py_bool(look(py, path, &is_folder) && is_folder) : NULL;
}

static struct py_object *isabs(struct py *py, struct py_object *self, const struct py_args *args)
{
    const char *path = path_argument(py, "isabs", args);

    (void)self;
    return path ? py_bool(*path == '/') : NULL;
}

static struct py_object *splitext(struct py *py, struct py_object *self, const struct py_args *args)
{
    const char *path = path_argument(py, "splitext", args), *dot, *name;
    struct py_object *pair[2];

    (void)self;
    if (!path)
        return NULL;
    name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    name += strspn(name, ".");
    dot = strrchr(name, '.') ? strrchr(name, '.') : path + strlen(path);
    pair[0] = py_stringn(py, path, (size_t)(dot - path));
    pair[1] = py_string(py, dot);
    return py_tuple(py, pair, 2);
}

const struct stdlib_name stdlib_os_path[] = {
    {.name = "abspath", .call = abspath},   {.name = "basename", .call = basename_of},
    {.name = "dirname", .call = dirname},   {.name = "exists", .call = exists},
    {.name = "isabs", .call = isabs},       {.name = "isdir", .call = isdir},
    {.name = "isfile", .call = isfile},     {.name = "join", .call = join},
    {.name = "normpath", .call = normpath}, {.name = "realpath", .call = abspath},
    {.name = "splitext", .call = splitext}, {.name = NULL},
};

/* ---- os -------------------------------------------------------------------------------------- */

static struct py_object *getcwd_(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);

    (void)self;
    (void)args;
    return py_string(py, path_absolute(scratch, "."));
}

static struct py_object *path_module(struct py *py)
{
    return py_import(py, "os.path");
}

static struct py_object *slash(struct py *py)
{
    return py_string(py, "/");
}

static struct py_object *newline(struct py *py)
{
    return py_string(py, "\n");
}

const struct stdlib_name stdlib_os[] = {
    {.name = "environ", .make = environ_make},
    {.name = "getcwd", .call = getcwd_},
    {.name = "getenv", .call = os_getenv},
    {.name = "linesep", .make = newline},
    {.name = "path", .make = path_module},
    {.name = "sep", .make = slash},
    {.name = NULL},
};
