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

struct keywords {
    struct py_keyword *items;
    size_t n;
    const struct py_type *metatype;
};

static bool eval_keywords(struct py *py, const struct py_stmt *stmt, struct keywords *keywords)
{
    keywords->items = arena_new_array(py->arena, struct py_keyword, stmt->class_def.n_keywords);
    for (size_t i = 0; i < stmt->class_def.n_keywords; i++) {
        const struct py_keyword_arg *arg = &stmt->class_def.keywords[i];
        struct py_object *value = py_eval(py, arg->value);

        if (!value)
            return false;
        if (!arg->name)
            return py_refuse(py, "** in the bases of a class is not supported") != NULL;
        if (strcmp(arg->name, "metaclass") != 0)
            keywords->items[keywords->n++] = (struct py_keyword){arg->name, value};
        else if (py_as_type(value) && py_is_subtype(py_as_type(value), &py_type_type))
            keywords->metatype = py_as_type(value);
        else
            return py_refuse(py, "this metaclass is not supported") != NULL;
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

    py_dict_put_text(py, dict, "__module__", py_string(py, frame->module->name));
    py_dict_put_text(py, dict, "__qualname__", py_string(py, body.qualname));
    put_docstring(py, dict, &stmt->class_def.body);
    return py_run_body(py, &body, &stmt->class_def.body) ? body.env : NULL;
}

/* The metatype of the bases makes the class, if it has a way of its own. */
static struct py_object *make_class(struct py *py, const struct py_stmt *stmt,
                                    struct py_object *bases, struct py_dict *dict,
                                    const struct keywords *keywords)
{
    struct py_object *const values[] = {py_string(py, stmt->class_def.name), bases, &dict->object};
    const struct py_args args = {values, 3, keywords->items, keywords->n};
    const struct py_type *metatype = keywords->metatype;
    const struct py_list *list = py_as_sequence(bases);
    struct py_class *cls;

    for (size_t i = 0; !metatype && i < list->n; i++)
        for (struct py_ancestry a = py_ancestry_of(py_as_type(list->items[i]) ?: &py_object_type);
             !metatype && a.type; py_ancestry_next(&a))
            metatype = a.type->metatype;
    if (metatype && PY_SLOT(metatype, make) != py_type_type.make)
        return PY_SLOT(metatype, make)(py, metatype, &args);
    cls = py_class_new(py, stmt->class_def.name, bases, dict, metatype);
    return cls ? py_type_object(&cls->type) : NULL;
}

/* "__set_name__" of what stands in the class, "__init_subclass__" of what it derives from. */
static bool announce(struct py *py, struct py_object *made, const struct keywords *keywords)
{
    const struct py_args args = {.keywords = keywords->items, .n_keywords = keywords->n};
    const struct py_class *cls = py_as_type(made) ? py_as_class(py_as_type(made)) : NULL;
    const struct py_type *type = cls ? &cls->type : NULL;

    for (size_t i = 0; cls && i < type->dict->n_entries; i++) {
        const struct py_entry *entry = &type->dict->entries[i];

        if (entry->key && py_type_of(entry->value)->dict &&
            py_class_find(entry->value->type, "__set_name__")) {
            struct py_object *const values[] = {made, entry->key};
            const struct py_args named = {.values = values, .n = 2};

            if (!py_call_method(py, entry->value, "__set_name__", &named))
                return false;
        }
    }
    for (size_t i = 1; cls && type->mro[i]; i++) {
        struct py_object *found =
            type->mro[i]->dict ? py_dict_at(type->mro[i]->dict, "__init_subclass__") : NULL;

        if (found)
            return py_call(py, py_method_new(py, py_wrapped_function(found), made), &args) != NULL;
    }
    return true;
}

enum py_flow py_stmt_class(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    struct py_dict *dict = py_dict_new(py);
    struct keywords keywords = {0};
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
    made = make_class(py, stmt, py_tuple(py, bases, n_bases), dict, &keywords);
    if (!made)
        return PY_FLOW_RAISED;
    env->owner = made;
    if (!announce(py, made, &keywords))
        return PY_FLOW_RAISED;
    return decorate_and_bind(py, stmt->class_def.name, decorators, n_decorators, made);
}
