/* contextlib: suppress, nullcontext, contextmanager, closing. */
#include <string.h>

#include "base/arena.h"
#include "py/py.h"
#include "stdlib/module.h"

struct manager {
    struct py_object object;
    struct py_object *value; /* suppress: a tuple of exceptions; a generator; any value */
};

static struct py_object *new_manager(struct py *py, const struct py_type *type,
                                     struct py_object *value)
{
    struct manager *m = arena_new_object(py_arena(py), struct manager);

    *m = (struct manager){{type}, value};
    return &m->object;
}

static struct py_object *value_of(const struct py_object *self)
{
    return ((const struct manager *)self)->value;
}

/* ---- suppress, nullcontext, closing ------------------------------------------------------------
 */

static struct py_object *enter_value(struct py *py, struct py_object *self)
{
    (void)py;
    return value_of(self);
}

static bool leave_plainly(struct py *py, struct py_object *self, struct py_object *exception,
                          bool *swallowed)
{
    (void)py;
    (void)self;
    (void)exception;
    *swallowed = false;
    return true;
}

static bool leave_suppress(struct py *py, struct py_object *self, struct py_object *exception,
                           bool *swallowed)
{
    const struct py_list *types = py_as_sequence(value_of(self));

    (void)py;
    *swallowed = false;
    for (size_t i = 0; exception && i < types->n; i++)
        if (py_as_type(types->items[i]) && py_is(exception, py_as_type(types->items[i])))
            *swallowed = true;
    return true;
}

static bool leave_closing(struct py *py, struct py_object *self, struct py_object *exception,
                          bool *swallowed)
{
    static const struct py_args none;

    (void)exception;
    *swallowed = false;
    return py_call_method(py, value_of(self), "close", &none) != NULL;
}

static struct py_object *make_suppress(struct py *py, const struct py_type *type,
                                       const struct py_args *args)
{
    return new_manager(py, type, py_tuple(py, args->values, args->n));
}

static struct py_object *make_with(struct py *py, const struct py_type *type,
                                   const struct py_args *args)
{
    return new_manager(py, type, args->n > 0 ? args->values[0] : py_none());
}

static const struct py_type suppress_type = {.name = "suppress",
                                             .module = "contextlib",
                                             .make = make_suppress,
                                             .enter = enter_value,
                                             .leave = leave_suppress};
static const struct py_type null_type = {.name = "nullcontext",
                                         .module = "contextlib",
                                         .make = make_with,
                                         .enter = enter_value,
                                         .leave = leave_plainly};
static const struct py_type closing_type = {.name = "closing",
                                            .module = "contextlib",
                                            .make = make_with,
                                            .enter = enter_value,
                                            .leave = leave_closing};

/* ---- @contextmanager ---------------------------------------------------------------------------
 */

static struct py_object *enter_generator(struct py *py, struct py_object *self)
{
    struct py_object *value = py_next(py, value_of(self));

    if (value || py_raised(py))
        return value;
    return py_raise(py, &py_runtime_error, "generator didn't yield");
}

/* An exception is raised at the yield, and swallowed when the generator ends after it. */
static bool leave_generator(struct py *py, struct py_object *self, struct py_object *exception,
                            bool *swallowed)
{
    struct py_object *generator = value_of(self);

    *swallowed = false;
    if (!exception) {
        if (!py_next(py, generator))
            return !py_raised(py);
        return py_raise(py, &py_runtime_error, "generator didn't stop") != NULL;
    }
    if (py_call_method(py, generator, "throw", &(struct py_args){.values = &exception, .n = 1}))
        return py_raise(py, &py_runtime_error, "generator didn't stop after throw()") != NULL;
    if (py_catch(py, &py_stop_iteration)) {
        *swallowed = true;
        return true;
    }
    return false;
}

static const struct py_type generator_manager = {.name = "_GeneratorContextManager",
                                                 .module = "contextlib",
                                                 .enter = enter_generator,
                                                 .leave = leave_generator};

static struct py_object *call_manager(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    struct py_object *generator = py_call(py, self, args);

    return generator ? new_manager(py, &generator_manager, generator) : NULL;
}

static struct py_object *contextmanager(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    struct py_object *function;

    (void)self;
    return py_bind(py, "contextmanager", (const char *const[]){"func", NULL}, args, &function)
               ? py_native_function(py, "contextmanager", call_manager, function)
               : NULL;
}

const struct stdlib_name stdlib_contextlib[] = {
    {.name = "closing", .type = &closing_type},
    {.name = "contextmanager", .call = contextmanager},
    {.name = "nullcontext", .type = &null_type},
    {.name = "suppress", .type = &suppress_type},
    {.name = NULL},
};
