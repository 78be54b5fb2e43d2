#include "py/poisoning.h"

#include <string.h>

#include "py/exception.h"
#include "py/frame.h"
#include "py/interp.h"
#include "py/scope.h"

/* What a use of poison says before it names the origin: only that is passed on. */
static const char *origin_of(const char *refusal)
{
    static const char before[] = "could not be evaluated: ";
    const char *origin = strstr(refusal, before);

    return origin ? origin + sizeof(before) - 1 : NULL;
}

bool py_poison_refusal(struct py *py)
{
    const char *refusal = py->refusal, *origin;

    if (!refusal || py->spent)
        return false;
    origin = origin_of(refusal);
    py->refusal = NULL;
    py->poison =
        origin ? py_poison(py, "%s", origin)
               : py_poison(py, "%s (%s:%d)", refusal, py->refused_at.path, py->refused_at.line);
    return true;
}

bool py_poison_exception(struct py *py)
{
    struct py_object *exception = py_catch(py, &py_exception);
    const struct py_exception *e;
    const char *text;

    if (!exception)
        return false;
    e = py_as_exception(exception);
    text = py_str_text(py, exception);
    if (!text && py->spent)
        return false;
    py->refusal = NULL;
    py->exception = NULL;
    py->poison = py_poison(py, "%s: %s (%s:%d)", py_type_of(exception)->name, text ? text : "?",
                           e->path, e->line);
    return true;
}

static void bind(void *data, const char *name)
{
    struct py *py = data;

    py_store_name(py, name, py->poison);
}

/* x.append(...), x[...] = ...: what was to be put into x is missing in it, so x is not known. */
static void poison_changed(struct py *py, const struct py_expr *expr)
{
    while (expr->kind == PY_ATTRIBUTE || expr->kind == PY_SUBSCRIPT)
        expr = expr->kind == PY_ATTRIBUTE ? expr->attribute.value : expr->subscript.value;
    if (expr->kind == PY_NAME) {
        struct py_object *value = py_dict_at(py->frame->env->dict, expr->name);

        if (value && (py_is(value, &py_list_type) || py_is(value, &py_dict_type) ||
                      py_is(value, &py_set_type)))
            bind(py, expr->name);
    }
}

void py_poison_names(struct py *py, const struct py_stmt *stmt)
{
    py_scope_bound_by(stmt, bind, py);
    if (stmt->kind == PY_EXPR_STMT && stmt->value->kind == PY_CALL)
        poison_changed(py, stmt->value->call.function);
    for (size_t i = 0; stmt->kind == PY_ASSIGN && i < stmt->assign.targets.n; i++)
        poison_changed(py, stmt->assign.targets.items[i]);
    if (stmt->kind == PY_AUG_ASSIGN)
        poison_changed(py, stmt->aug_assign.target);
}
