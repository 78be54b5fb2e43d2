/* def, class */
#include <string.h>

#include "py/class.h"
#include "py/eval.h"
#include "py/frame.h"
#include "py/function.h"
#include "py/interp.h"
#include "py/property.h"
#include "py/run.h"
#include "py/scopes.h"
#include "py/type.h"

/* The decorators are evaluated first and called last, from the inside outwards. */
static enum py_flow decorate_and_bind(struct py *py, const char *name,
                                      struct py_object *const *decorators, size_t n,
                                      struct py_object *value)
{
    while (value && n-- > 0)
        value = py_call_with(py, decorators[n], value);
    return value && py_store_name(py, name, value) ? PY_FLOW_NEXT : PY_FLOW_RAISED;
}

enum py_flow py_stmt_function(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    size_t n;
    struct py_object **decorators = py_eval_all(py, &stmt->function.decorators, &n);
    struct py_object *function = decorators ? py_function_new(py, stmt) : NULL;

    (void)frame;
    if (!function)
        return PY_FLOW_RAISED;
    return decorate_and_bind(py, stmt->function.name, decorators, n, function);
}

/* ---- annotations ----------------------------------------------------------------------------- */

/* What a type cannot be evaluated to does not keep the class from being what it is. */
static struct py_object *eval_annotation(struct py *py, const struct py_expr *expr)
{
    struct py_object *value = py_eval(py, expr);

    if (value || py->spent)
        return value;
    py->exception = NULL;
    py->refusal = NULL;
    return py_poison(py, "annotation (%s:%d)", py->frame->path, expr->line);
}

bool py_annotate(struct py *py, const struct py_frame *frame, const struct py_stmt *stmt)
{
    const struct py_expr *target = stmt->ann_assign.target;
    struct py_object *annotations = py_dict_at(frame->env->dict, "__annotations__"), *value;

    if (target->kind != PY_NAME || frame->env->parent == NULL)
        return true; /* of a module nobody asks for them */
    if (!annotations) {
        annotations = &py_dict_new(py)->object;
        py_dict_put_text(py, frame->env->dict, "__annotations__", annotations);
    }
    value = eval_annotation(py, stmt->ann_assign.annotation);
    return value && py_dict_put_text(py, py_as_dict(annotations), target->name, value);
}

/* ---- classes --------------------------------------------------------------------------------- */

static bool eval_keywords(struct py *py, const struct py_stmt *stmt, struct py_args *args)
{
    struct py_keyword *keywords =
        arena_new_array(py->arena, struct py_keyword, stmt->class_def.n_keywords);

    args->keywords = keywords;
    for (size_t i = 0; i < stmt->class_def.n_keywords; i++) {
        const struct py_keyword_arg *arg = &stmt->class_def.keywords[i];
        struct py_object *value = py_eval(py, arg->value);

        if (!value)
            return false;
        if (!arg->name)
            return py_refuse(py, "** in the bases of a class is not supported") != NULL;
        keywords[args->n_keywords++] = (struct py_keyword){arg->name, value};
    }
    return true;
}

static void put_docstring(struct py *py, struct py_dict *dict, const struct py_stmts *body)
{
    const struct py_stmt *first = body->items[0];

    if (first->kind == PY_EXPR_STMT && first->value->kind == PY_CONSTANT &&
        first->value->constant.kind == PY_CONSTANT_STR)
        py_dict_put_text(py, dict, "__doc__", py_eval(py, first->value));
}

static struct py_env *run_class_body(struct py *py, struct py_frame *frame,
                                     const struct py_stmt *stmt, struct py_dict *dict)
{
    struct py_frame body = {
        .caller = frame,
        .env = py_env_of_dict(py, py_scope_of(py, PY_SCOPE_BODY, &stmt->class_def.body), frame->env,
                              dict),
        .module = frame->module,
        .name = stmt->class_def.name,
        .qualname = py_qualified(py, stmt->class_def.name),
        .path = frame->path,
        .makes_poison = frame->makes_poison,
    };

    body.env->class_name = stmt->class_def.name;
    py_dict_put_text(py, dict, "__module__", py_string(py, frame->module->name));
    py_dict_put_text(py, dict, "__qualname__", py_string(py, body.qualname));
    put_docstring(py, dict, &stmt->class_def.body);
    return py_run_body(py, &body, &stmt->class_def.body) ? body.env : NULL;
}

enum py_flow py_stmt_class(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    struct py_dict *dict = py_dict_new(py);
    struct py_args keywords = {0};
    size_t n_decorators, n_bases;
    struct py_object **decorators = py_eval_all(py, &stmt->class_def.decorators, &n_decorators);
    struct py_object **bases =
        decorators ? py_eval_all(py, &stmt->class_def.bases, &n_bases) : NULL;
    struct py_object *made;
    struct py_env *env;

    if (!bases || !eval_keywords(py, stmt, &keywords))
        return PY_FLOW_RAISED;
    env = run_class_body(py, frame, stmt, dict);
    if (!env)
        return PY_FLOW_RAISED;
    made = py_class_build(py, stmt->class_def.name, py_tuple(py, bases, n_bases), dict, &keywords);
    if (!made)
        return PY_FLOW_RAISED;
    env->owner = made;
    if (!py_class_announce(py, made, &keywords))
        return PY_FLOW_RAISED;
    return decorate_and_bind(py, stmt->class_def.name, decorators, n_decorators, made);
}
