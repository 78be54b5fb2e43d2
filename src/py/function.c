#include "py/function.h"

#include <string.h>

#include "base/arena.h"
#include "py/eval.h"
#include "py/frame.h"
#include "py/generator.h"
#include "py/interp.h"
#include "py/run.h"
#include "py/scopes.h"
#include "py/trace.h"

static struct py_object **eval_defaults(struct py *py, const struct py_parameters *parameters)
{
    struct py_object **defaults = arena_new_array(py->arena, struct py_object *, parameters->n);

    for (size_t i = 0; i < parameters->n; i++) {
        const struct py_expr *expr = parameters->items[i].default_value;

        if (expr && !(defaults[i] = py_eval(py, expr)))
            return NULL;
    }
    return defaults;
}

/* "Class.method", "outer.<locals>.inner" */
const char *py_qualified(struct py *py, const char *name)
{
    const struct py_frame *frame = py->frame;
    struct py_object *full;

    if (!frame->qualname)
        return name;
    full = py_stringf(py, frame->env->dict ? "%s.%s" : "%s.<locals>.%s", frame->qualname, name);
    return full ? py_text(full) : name;
}

static struct py_function *new_function(struct py *py, const char *name, int line,
                                        const struct py_parameters *parameters)
{
    struct py_object **defaults = eval_defaults(py, parameters);
    struct py_function *function = arena_new_object(py->arena, struct py_function);

    if (!defaults)
        return NULL;
    function->object.type = &py_function_type;
    function->name = name;
    function->qualname = py_qualified(py, name);
    function->path = py->frame->path;
    function->line = line;
    function->parameters = parameters;
    function->env = py->frame->env;
    function->module = py->frame->module;
    function->defaults = defaults;
    return function;
}

struct py_object *py_function_new(struct py *py, const struct py_stmt *stmt)
{
    struct py_function *function =
        new_function(py, stmt->function.name, stmt->line, stmt->function.parameters);

    if (!function)
        return NULL;
    function->stmt = stmt;
    return &function->object;
}

struct py_object *py_eval_lambda(struct py *py, const struct py_expr *expr)
{
    struct py_function *function =
        new_function(py, "<lambda>", expr->line, expr->lambda.parameters);

    if (!function)
        return NULL;
    function->expr = expr;
    return &function->object;
}

static void enter(struct py *py, struct py_frame *frame, struct py_function *function)
{
    if (!function->scope)
        function->scope = function->stmt ? py_scope_of(py, PY_SCOPE_FUNCTION, function->stmt)
                                         : py_scope_of(py, PY_SCOPE_LAMBDA, function->expr);
    *frame = (struct py_frame){
        .caller = py->frame,
        .env = py_env_new(py, function->scope, function->env),
        .module = function->module,
        .name = function->name,
        .qualname = function->qualname,
        .path = function->path,
    };
}

static struct py_object *call_lambda(struct py *py, struct py_frame *frame,
                                     const struct py_function *function)
{
    struct py_frame *caller = py->frame;
    struct py_place here = py->here;
    struct py_object *value;

    py->frame = frame;
    py->here.path = function->path;
    value = py_eval(py, function->expr->lambda.body);
    if (!value)
        py_trace_add(py, frame);
    py->frame = caller;
    py->here = here;
    return value;
}

static struct py_object *call(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_function *function = (struct py_function *)self;
    struct py_frame frame;

    if (!py_stack_left(py) || !py_step(py, 1))
        return NULL;
    enter(py, &frame, function);
    if (!py_bind_parameters(py, function, args, frame.env->slots))
        return NULL;
    if (function->expr)
        return call_lambda(py, &frame, function);
    if (function->stmt->function.is_generator)
        return py_generator_new(py, &frame, &function->stmt->function.body, function->line);
    return py_run_body(py, &frame, &function->stmt->function.body);
}

static struct py_object *doc(struct py *py, const struct py_function *function)
{
    const struct py_expr *expr;

    if (!function->stmt || function->stmt->function.body.n == 0 ||
        function->stmt->function.body.items[0]->kind != PY_EXPR_STMT)
        return py_none();
    expr = function->stmt->function.body.items[0]->value;
    return expr->kind == PY_CONSTANT && expr->constant.kind == PY_CONSTANT_STR ? py_eval(py, expr)
                                                                               : py_none();
}

static struct py_object *defaults_of(struct py *py, const struct py_function *function)
{
    size_t n = function->parameters->n_positional, first = 0;

    while (first < n && !function->defaults[first])
        first++;
    return first < n ? py_tuple(py, function->defaults + first, n - first) : py_none();
}

static struct py_dict *attrs_of(struct py *py, struct py_function *function)
{
    if (!function->attrs)
        function->attrs = py_dict_new(py);
    return function->attrs;
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    struct py_function *function = (struct py_function *)self;

    if (function->attrs && py_dict_at(function->attrs, name))
        return py_dict_at(function->attrs, name);
    if (strcmp(name, "__name__") == 0)
        return py_string(py, function->name);
    if (strcmp(name, "__qualname__") == 0)
        return py_string(py, function->qualname);
    if (strcmp(name, "__module__") == 0)
        return py_string(py, function->module->name);
    if (strcmp(name, "__doc__") == 0)
        return doc(py, function);
    if (strcmp(name, "__defaults__") == 0)
        return defaults_of(py, function);
    if (strcmp(name, "__dict__") == 0)
        return &attrs_of(py, function)->object;
    if (strcmp(name, "__annotations__") == 0)
        return &py_dict_new(py)->object;
    return NULL;
}

static bool set_attr(struct py *py, struct py_object *self, const char *name,
                     struct py_object *value)
{
    struct py_dict *attrs = attrs_of(py, (struct py_function *)self);

    if (value)
        return py_dict_put_text(py, attrs, name, value);
    return py_dict_remove_text(attrs, name) ||
           py_raise(py, &py_attribute_error, "'function' object has no attribute '%s'", name) !=
               NULL;
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    return py_stringf(py, "<function %s at %p>", ((struct py_function *)self)->qualname,
                      (void *)self);
}

static struct py_object *bind(struct py *py, struct py_object *self, struct py_object *o,
                              const struct py_type *type)
{
    (void)type;
    return o ? py_method_new(py, self, o) : self;
}

const struct py_type py_function_type = {
    .name = "function",
    .repr = repr,
    .attr = attr,
    .set_attr = set_attr,
    .call = call,
    .bind = bind,
};
