/* logging and warnings: what a script has to say goes to the host. */
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "py/py.h"
#include "stdlib/module.h"

struct logger {
    struct py_object object;
    const char *name;
};

static const struct level {
    const char *name;
    int value;
} levels[] = {
    {"NOTSET", 0}, {"DEBUG", 10}, {"INFO", 20},     {"WARNING", 30},
    {"WARN", 30},  {"ERROR", 40}, {"CRITICAL", 50}, {"FATAL", 50},
};

static void say(struct py *py, const char *logger, const char *level, const char *text)
{
    const struct py_host *world = py_world(py);

    if (world->say)
        world->say(world->data, logger, level, text);
}

/* The message with its arguments put in: msg % args. */
static const char *message(struct py *py, const struct py_args *args, size_t skip)
{
    struct py_object *text, *rest;

    if (args->n <= skip)
        return py_raise(py, &py_type_error, "a message is missing");
    text = args->values[skip];
    if (args->n > skip + 1) {
        rest = args->n == skip + 2 && py_as_dict(args->values[skip + 1])
                   ? args->values[skip + 1]
                   : py_tuple(py, args->values + skip + 1, args->n - skip - 1);
        if (!(text = py_str(py, text)) || !(text = py_binary(py, PY_MOD, text, rest)))
            return NULL;
    }
    return py_str_text(py, text);
}

static struct py_object *log_at(struct py *py, struct py_object *self, const char *level,
                                const struct py_args *args)
{
    const char *text = message(py, args, 0);

    if (!text)
        return NULL;
    say(py, self ? ((struct logger *)self)->name : "root", level, text);
    return py_none();
}

#define LEVEL(function, level)                                                                     \
    static struct py_object *function(struct py *py, struct py_object *self,                       \
                                      const struct py_args *args)                                  \
    {                                                                                              \
        return log_at(py, self, level, args);                                                      \
    }

LEVEL(debug, "DEBUG")
LEVEL(info, "INFO")
LEVEL(warning, "WARNING")
LEVEL(error, "ERROR")
LEVEL(critical, "CRITICAL")

static struct py_object *log_by_number(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    const char *text = message(py, args, 1), *level = "INFO";
    int64_t value;

    if (!text || !py_need_int(py, args->values[0], &value))
        return NULL;
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
        if (levels[i].value <= value && strlen(levels[i].name) > 4)
            level = levels[i].name;
    say(py, self ? ((struct logger *)self)->name : "root", level, text);
    return py_none();
}

static struct py_object *nothing(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)py;
    (void)self;
    (void)args;
    return py_none();
}

static struct py_object *enabled(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)py;
    (void)self;
    (void)args;
    return py_bool(true);
}

static struct py_object *name_of(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return py_string(py, ((struct logger *)self)->name);
}

static const struct py_method logger_methods[] = {
    {.name = "addHandler", .call = nothing},
    {.name = "critical", .call = critical},
    {.name = "debug", .call = debug},
    {.name = "error", .call = error},
    {.name = "exception", .call = error},
    {.name = "info", .call = info},
    {.name = "isEnabledFor", .call = enabled},
    {.name = "log", .call = log_by_number},
    {.name = "name", .call = name_of, .kind = PY_PROPERTY},
    {.name = "setLevel", .call = nothing},
    {.name = "warn", .call = warning},
    {.name = "warning", .call = warning},
    {.name = NULL},
};

static const struct py_type logger_type = {
    .name = "Logger", .module = "logging", .methods = logger_methods};

static struct py_object *get_logger(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    struct logger *logger = arena_new_object(py_arena(py), struct logger);
    struct py_object *name;

    (void)self;
    if (!py_bind(py, "getLogger", (const char *const[]){"?name", NULL}, args, &name))
        return NULL;
    logger->object.type = &logger_type;
    logger->name = name && py_text(name) ? py_text(name) : "root";
    return &logger->object;
}

#define LEVEL_VALUE(function, value)                                                               \
    static struct py_object *function(struct py *py)                                               \
    {                                                                                              \
        return py_int(py, value);                                                                  \
    }

LEVEL_VALUE(level_debug, 10)
LEVEL_VALUE(level_info, 20)
LEVEL_VALUE(level_warning, 30)
LEVEL_VALUE(level_error, 40)
LEVEL_VALUE(level_critical, 50)

const struct stdlib_name stdlib_logging[] = {
    {.name = "CRITICAL", .make = level_critical},
    {.name = "DEBUG", .make = level_debug},
    {.name = "ERROR", .make = level_error},
    {.name = "INFO", .make = level_info},
    {.name = "Logger", .type = &logger_type},
    {.name = "WARNING", .make = level_warning},
    {.name = "basicConfig", .call = nothing},
    {.name = "critical", .call = critical},
    {.name = "debug", .call = debug},
    {.name = "disable", .call = nothing},
    {.name = "error", .call = error},
    {.name = "exception", .call = error},
    {.name = "getLogger", .call = get_logger},
    {.name = "info", .call = info},
    {.name = "warn", .call = warning},
    {.name = "warning", .call = warning},
    {.name = NULL},
};

/* ---- warnings -------------------------------------------------------------------------------- */

static struct py_object *warn(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[4];
    const char *text;

    (void)self;
    if (!py_bind(py, "warn",
                 (const char *const[]){"message", "?category", "?stacklevel", "?source", NULL},
                 args, slots) ||
        !(text = py_str_text(py, slots[0])))
        return NULL;
    say(py, "py.warnings", "WARNING", text);
    return py_none();
}

static struct py_object *enter(struct py *py, struct py_object *self)
{
    (void)self;
    return &py_list_new(py)->object;
}

static bool leave(struct py *py, struct py_object *self, struct py_object *exception,
                  bool *swallowed)
{
    (void)py;
    (void)self;
    (void)exception;
    *swallowed = false;
    return true;
}

static struct py_object *catch_make(struct py *py, const struct py_type *type,
                                    const struct py_args *args)
{
    struct py_object *o = arena_new_object(py_arena(py), struct py_object);

    (void)args;
    o->type = type;
    return o;
}

static const struct py_type catch_type = {.name = "catch_warnings",
                                          .module = "warnings",
                                          .make = catch_make,
                                          .enter = enter,
                                          .leave = leave};

const struct stdlib_name stdlib_warnings[] = {
    {.name = "catch_warnings", .type = &catch_type},
    {.name = "filterwarnings", .call = nothing},
    {.name = "simplefilter", .call = nothing},
    {.name = "warn", .call = warn},
    {.name = NULL},
};
