#include "py/exception.h"

#include <stdarg.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "py/interp.h"
#include "py/native.h"

static const struct py_type py_warning;

static const struct py_type py_user_warning;

static const struct py_type py_keyboard_interrupt;

static const struct py_type py_deprecation_warning;

struct py_exception *py_as_exception(struct py_object *o)
{
    if (o && py_is(o, &py_instance_type))
        o = ((struct py_instance *)o)->native;
    return o && py_is(o, &py_base_exception) ? (struct py_exception *)o : NULL;
}

struct py_exception *py_exception_new(struct py *py, const struct py_type *type,
                                      const struct py_args *args)
{
    struct py_exception *e = arena_new_object(py->arena, struct py_exception);

    e->object.type = type;
    e->args = py_tuple(py, args->values, args->n);
    return e;
}

/* ImportError(name=...) and the like; the others take no keywords. */
static bool takes_keyword(const struct py_type *type, const char *name)
{
    if (py_is_subtype(type, &py_import_error))
        return strcmp(name, "name") == 0 || strcmp(name, "path") == 0;
    if (py_is_subtype(type, &py_attribute_error))
        return strcmp(name, "name") == 0 || strcmp(name, "obj") == 0;
    return py_is_subtype(type, &py_name_error) && strcmp(name, "name") == 0;
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    struct py_exception *e = py_exception_new(py, type, args);

    for (size_t i = 0; i < args->n_keywords; i++) {
        const struct py_keyword *k = &args->keywords[i];

        if (!takes_keyword(type, k->name))
            return py_raise(py, &py_type_error, "%s() takes no keyword arguments", type->name);
        if (!e->attrs)
            e->attrs = py_dict_new(py);
        py_dict_put_text(py, e->attrs, k->name, k->value);
    }
    return &e->object;
}

static const struct py_list *args_of(struct py_object *self)
{
    return py_as_sequence(((struct py_exception *)self)->args);
}

static struct py_object *args_object(struct py_object *self)
{
    return ((struct py_exception *)self)->args;
}

static struct py_object *str(struct py *py, struct py_object *self)
{
    const struct py_list *args = args_of(self);

    if (args->n == 0)
        return py_string(py, "");
    return args->n == 1 ? py_str(py, args->items[0]) : py_repr(py, args_object(self));
}

static struct py_object *key_error_str(struct py *py, struct py_object *self)
{
    const struct py_list *args = args_of(self);

    return args->n == 1 ? py_repr(py, args->items[0]) : str(py, self);
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    const struct py_list *args = args_of(self);
    const char *inner =
        args->n == 1 ? py_repr_text(py, args->items[0]) : py_repr_text(py, args_object(self));

    if (!inner)
        return NULL;
    return args->n == 1 ? py_stringf(py, "%s(%s)", self->type->name, inner)
                        : py_stringf(py, "%s%s", self->type->name, inner);
}

static struct py_object *or_none(struct py_object *o)
{
    return o ? o : py_none();
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    struct py_exception *e = (struct py_exception *)self;

    if (e->attrs && py_dict_at(e->attrs, name))
        return py_dict_at(e->attrs, name);
    if (strcmp(name, "args") == 0)
        return e->args;
    if (strcmp(name, "__cause__") == 0)
        return or_none(e->cause);
    if (strcmp(name, "__context__") == 0)
        return or_none(e->context);
    if (strcmp(name, "__traceback__") == 0)
        return py_none();
    if (strcmp(name, "__suppress_context__") == 0)
        return py_bool(e->cause);
    if (strcmp(name, "value") == 0 && py_is(self, &py_stop_iteration))
        return args_of(self)->n > 0 ? args_of(self)->items[0] : py_none();
    if (strcmp(name, "code") == 0 && py_is(self, &py_system_exit))
        return args_of(self)->n == 1 ? args_of(self)->items[0]
               : args_of(self)->n    ? e->args
                                     : py_none();
    (void)py;
    return takes_keyword(self->type, name) ? py_none() : NULL;
}

static bool set_attr(struct py *py, struct py_object *self, const char *name,
                     struct py_object *value)
{
    struct py_exception *e = (struct py_exception *)self;

    if (strcmp(name, "args") == 0 && value) {
        size_t n;
        struct py_object **items = py_items(py, value, &n);

        e->args = items ? py_tuple(py, items, n) : e->args;
        return items != NULL;
    }
    if (!e->attrs)
        e->attrs = py_dict_new(py);
    return value ? py_dict_put_text(py, e->attrs, name, value)
                 : py_dict_remove_text(e->attrs, name);
}

static struct py_object *with_traceback(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    (void)py;
    (void)args;
    return self;
}

static struct py_object *add_note(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *note, *notes;

    if (!py_positional(py, "BaseException.add_note", args, 1, 1, &note))
        return NULL;
    if (!py_text(note))
        return py_raise(py, &py_type_error, "note must be a str, not '%s'", py_type_of(note)->name);
    notes = attr(py, self, "__notes__");
    if (!notes || !py_is(notes, &py_list_type)) {
        notes = &py_list_new(py)->object;
        set_attr(py, self, "__notes__", notes);
    }
    return py_list_add(py, (struct py_list *)notes, note) ? py_none() : NULL;
}

static const struct py_method methods[] = {
    {.name = "with_traceback", .call = with_traceback},
    {.name = "add_note", .call = add_note},
    {.name = NULL},
};

const struct py_type py_base_exception = {
    .name = "BaseException",
    .is_base = true,
    .methods = methods,
    .make = make,
    .repr = repr,
    .str = str,
    .attr = attr,
    .set_attr = set_attr,
};

#define EXCEPTION(variable, python_name, base_type)                                                \
    const struct py_type variable = {.name = python_name, .base = &(base_type)}

EXCEPTION(py_exception, "Exception", py_base_exception);
EXCEPTION(py_system_exit, "SystemExit", py_base_exception);
static EXCEPTION(py_keyboard_interrupt, "KeyboardInterrupt", py_base_exception);
EXCEPTION(py_generator_exit, "GeneratorExit", py_base_exception);
EXCEPTION(py_type_error, "TypeError", py_exception);
EXCEPTION(py_value_error, "ValueError", py_exception);
EXCEPTION(py_unicode_error, "UnicodeError", py_value_error);
EXCEPTION(py_unicode_encode_error, "UnicodeEncodeError", py_unicode_error);
EXCEPTION(py_unicode_decode_error, "UnicodeDecodeError", py_unicode_error);
EXCEPTION(py_lookup_error, "LookupError", py_exception);
EXCEPTION(py_index_error, "IndexError", py_lookup_error);
EXCEPTION(py_attribute_error, "AttributeError", py_exception);
EXCEPTION(py_name_error, "NameError", py_exception);
EXCEPTION(py_unbound_local_error, "UnboundLocalError", py_name_error);
EXCEPTION(py_runtime_error, "RuntimeError", py_exception);
EXCEPTION(py_not_implemented_error, "NotImplementedError", py_runtime_error);
EXCEPTION(py_recursion_error, "RecursionError", py_runtime_error);
EXCEPTION(py_assertion_error, "AssertionError", py_exception);
EXCEPTION(py_arithmetic_error, "ArithmeticError", py_exception);
EXCEPTION(py_zero_division_error, "ZeroDivisionError", py_arithmetic_error);
EXCEPTION(py_overflow_error, "OverflowError", py_arithmetic_error);
EXCEPTION(py_import_error, "ImportError", py_exception);
EXCEPTION(py_module_not_found_error, "ModuleNotFoundError", py_import_error);
EXCEPTION(py_file_not_found_error, "FileNotFoundError", py_os_error);
EXCEPTION(py_permission_error, "PermissionError", py_os_error);
EXCEPTION(py_timeout_error, "TimeoutError", py_os_error);
EXCEPTION(py_stop_iteration, "StopIteration", py_exception);
static EXCEPTION(py_warning, "Warning", py_exception);
static EXCEPTION(py_user_warning, "UserWarning", py_warning);
static EXCEPTION(py_deprecation_warning, "DeprecationWarning", py_warning);

const struct py_type py_os_error = {.name = "OSError",
                                    .base = &py_exception,
                                    .make = py_os_error_make,
                                    .str = py_os_error_str,
                                    .attr = py_os_error_attr};

const struct py_type py_key_error = {
    .name = "KeyError", .base = &py_lookup_error, .str = key_error_str};

static const struct py_type *const types[] = {
    &py_base_exception,
    &py_exception,
    &py_system_exit,
    &py_keyboard_interrupt,
    &py_generator_exit,
    &py_type_error,
    &py_value_error,
    &py_unicode_error,
    &py_unicode_encode_error,
    &py_unicode_decode_error,
    &py_lookup_error,
    &py_index_error,
    &py_key_error,
    &py_attribute_error,
    &py_name_error,
    &py_unbound_local_error,
    &py_runtime_error,
    &py_not_implemented_error,
    &py_recursion_error,
    &py_assertion_error,
    &py_arithmetic_error,
    &py_zero_division_error,
    &py_overflow_error,
    &py_import_error,
    &py_module_not_found_error,
    &py_os_error,
    &py_file_not_found_error,
    &py_permission_error,
    &py_timeout_error,
    &py_stop_iteration,
    &py_warning,
    &py_user_warning,
    &py_deprecation_warning,
};

const struct py_type *py_exception_named(const char *name)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (strcmp(types[i]->name, name) == 0)
            return types[i];
    if (strcmp(name, "IOError") == 0 || strcmp(name, "EnvironmentError") == 0)
        return &py_os_error;
    return NULL;
}

void *(py_raise_object)(struct py *py, struct py_object *exception)
{
    struct py_exception *e = py_as_exception(exception);

    if (py->refusal)
        return NULL;
    if (e && !e->path) {
        e->path = py->here.path;
        e->line = py->here.line;
    }
    py->exception = exception;
    return NULL;
}

void *(py_raise_value)(struct py *py, const struct py_type *type, struct py_object *arg)
{
    return py_raise_object(
        py, &py_exception_new(py, type, &(struct py_args){.values = &arg, .n = 1})->object);
}

void *(py_raise)(struct py *py, const struct py_type *type, const char *fmt, ...)
{
    MEM_SCRATCH(scratch);
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = mem_vprintf(scratch, fmt, ap);
    va_end(ap);
    return py_raise_value(py, type, py_string(py, text));
}

void *(py_raise_error)(struct py *py, const struct py_type *type, const struct error *err)
{
    struct py_object *text = py_string(py, err->message);
    struct py_exception *e = py_exception_new(py, type, &(struct py_args){.values = &text, .n = 1});
    struct error *kept = error_new(arena_context(py->arena));

    error_copy(kept, err);
    e->error = kept;
    return py_raise_object(py, &e->object);
}

bool py_raised(const struct py *py)
{
    return py->exception || py->refusal;
}

struct py_object *py_catch(struct py *py, const struct py_type *type)
{
    struct py_object *caught = py->exception;

    if (py->refusal || !caught || !py_is(caught, type))
        return NULL;
    py->exception = NULL;
    return caught;
}

void *(py_refuse)(struct py *py, const char *fmt, ...)
{
    MEM_SCRATCH(scratch);
    va_list ap;

    if (py->refusal)
        return NULL;
    va_start(ap, fmt);
    py->refusal = arena_strdup(py->arena, mem_vprintf(scratch, fmt, ap));
    va_end(ap);
    py->refused_at = py->here;
    py->exception = NULL;
    return NULL;
}
