#include "py/eval.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "py/frame.h"
#include "py/import.h"
#include "py/interp.h"
#include "py/slice.h"
#include "py/type.h"

static struct py_object *eval_int(struct py *py, const char *text)
{
    int base = 10;

    if (text[0] == '0' && text[1] != '\0' && strchr("xXoObB", text[1]))
        base = strchr("xX", text[1]) ? 16 : strchr("oO", text[1]) ? 8 : 2;
    return py_int_parse(py, base == 10 ? text : text + 2, base);
}

static struct py_object *eval_constant(struct py *py, const struct py_expr *expr)
{
    switch (expr->constant.kind) {
    case PY_CONSTANT_NONE:
        return py_none();
    case PY_CONSTANT_TRUE:
    case PY_CONSTANT_FALSE:
        return py_bool(expr->constant.kind == PY_CONSTANT_TRUE);
    case PY_CONSTANT_ELLIPSIS:
        return py_ellipsis();
    case PY_CONSTANT_INT:
        return eval_int(py, expr->constant.text);
    case PY_CONSTANT_FLOAT:
        return py_float(py, strtod(expr->constant.text, NULL));
    case PY_CONSTANT_COMPLEX:
        return py_refuse(py, "complex numbers are not supported");
    case PY_CONSTANT_STR:
        return py_stringn(py, expr->constant.text, expr->constant.length);
    case PY_CONSTANT_BYTES:
        return py_bytes(py, expr->constant.text, expr->constant.length);
    }
    return NULL;
}

static struct py_object *eval_name(struct py *py, const struct py_expr *expr)
{
    py->here.line = expr->line;
    return py_load_name(py, expr->name);
}

/*
 * A name of a module may be a module below it.  Of the project's packages,
 * env.py and other scripts have imported what this one takes for granted.
 */
static struct py_object *attribute_of_module(struct py *py, struct py_object *module,
                                             const char *name)
{
    struct py_object *found = py_import_name(py, module, name);

    if (found || py_raised(py))
        return found;
    return module->type == &py_builtin_module_type ? py_import_unknown(py, module, name)
                                                   : py_attr(py, module, name);
}

static struct py_object *eval_attribute(struct py *py, const struct py_expr *expr)
{
    struct py_object *value = py_eval(py, expr->attribute.value);
    const char *name;

    if (!value)
        return NULL;
    name = py_mangle(py, expr->attribute.name);
    py->here.line = expr->end_line; /* that of the name */
    return py_is(value, &py_module_type) ? attribute_of_module(py, value, name)
                                         : py_attr(py, value, name);
}

static struct py_object *eval_subscript(struct py *py, const struct py_expr *expr)
{
    struct py_object *value = py_eval(py, expr->subscript.value);
    struct py_object *index = value ? py_eval(py, expr->subscript.index) : NULL;

    if (!index)
        return NULL;
    py->here.line = expr->line;
    return py_item(py, value, index);
}

static struct py_object *eval_or_none(struct py *py, const struct py_expr *expr)
{
    return expr ? py_eval(py, expr) : py_none();
}

static struct py_object *eval_slice(struct py *py, const struct py_expr *expr)
{
    struct py_object *lower = eval_or_none(py, expr->slice.lower);
    struct py_object *upper = lower ? eval_or_none(py, expr->slice.upper) : NULL;
    struct py_object *step = upper ? eval_or_none(py, expr->slice.step) : NULL;

    return step ? py_slice(py, lower, upper, step) : NULL;
}

static struct py_object *eval_unary(struct py *py, const struct py_expr *expr)
{
    struct py_object *value;
    bool truth;

    if (expr->binary.op == PY_NOT)
        return py_eval_truth(py, expr->binary.right, &truth) ? py_bool(!truth) : NULL;
    value = py_eval(py, expr->binary.right);
    if (!value)
        return NULL;
    py->here.line = expr->line;
    return py_unary(py, expr->binary.op, value);
}

static struct py_object *eval_binary(struct py *py, const struct py_expr *expr)
{
    struct py_object *left = py_eval(py, expr->binary.left);
    struct py_object *right = left ? py_eval(py, expr->binary.right) : NULL;

    if (!right)
        return NULL;
    py->here.line = expr->line;
    return py_binary(py, expr->binary.op, left, right);
}

/* The value that decides is the result, not its truth. */
static struct py_object *eval_boolean(struct py *py, const struct py_expr *expr)
{
    const struct py_exprs *values = &expr->boolean.values;

    for (size_t i = 0;; i++) {
        struct py_object *value = py_eval(py, values->items[i]);
        bool truth;

        if (!value || i == values->n - 1)
            return value;
        if (!py_truth(py, value, &truth))
            return NULL;
        if (truth == (expr->boolean.op == PY_OR))
            return value;
    }
}

static struct py_object *eval_compare(struct py *py, const struct py_expr *expr)
{
    const struct py_exprs *rights = &expr->compare.rights;
    struct py_object *left = py_eval(py, expr->compare.left);

    for (size_t i = 0; left; i++) {
        struct py_object *right = py_eval(py, rights->items[i]), *result;
        bool truth;

        if (!right)
            return NULL;
        py->here.line = expr->line;
        result = py_binary(py, expr->compare.ops[i], left, right);
        if (!result || i == rights->n - 1)
            return result;
        if (!py_truth(py, result, &truth))
            return NULL;
        if (!truth)
            return result;
        left = right;
    }
    return NULL;
}

static struct py_object *eval_if_exp(struct py *py, const struct py_expr *expr)
{
    bool truth;

    if (!py_eval_truth(py, expr->if_exp.test, &truth))
        return NULL;
    return py_eval(py, truth ? expr->if_exp.body : expr->if_exp.otherwise);
}

static bool add_item(struct py *py, struct py_object *item, void *list, bool *stop)
{
    (void)stop;
    return py_list_add(py, list, item);
}

static struct py_list *eval_starred(struct py *py, const struct py_exprs *exprs)
{
    struct py_list *list = py_list_new(py);

    for (size_t i = 0; i < exprs->n; i++) {
        const struct py_expr *expr = exprs->items[i];
        bool is_starred = expr->kind == PY_STARRED;
        struct py_object *value = py_eval(py, is_starred ? expr->value : expr);

        if (!value)
            return NULL;
        if (is_starred && !py_iterable(value))
            return py_raise(py, &py_type_error, "Value after * must be an iterable, not %s",
                            py_type_of(value)->name);
        if (is_starred ? !py_iterate(py, value, add_item, list) : !py_list_add(py, list, value))
            return NULL;
    }
    return list;
}

struct py_object **py_eval_all(struct py *py, const struct py_exprs *exprs, size_t *n)
{
    struct py_object **items = arena_new_array(py->arena, struct py_object *, exprs->n);

    for (size_t i = 0; i < exprs->n; i++) {
        if (exprs->items[i]->kind == PY_STARRED) {
            struct py_exprs rest = {exprs->items + i, exprs->n - i};
            struct py_list *list = eval_starred(py, &rest);

            if (!list || !py_may_have(py, i + list->n))
                return NULL;
            *n = i + list->n;
            if (*n == 0)
                return items;
            items = memcpy(arena_new_array(py->arena, struct py_object *, *n), items,
                           i * sizeof(*items));
            if (list->n > 0)
                memcpy(items + i, list->items, list->n * sizeof(*items));
            return items;
        }
        items[i] = py_eval(py, exprs->items[i]);
        if (!items[i])
            return NULL;
    }
    *n = exprs->n;
    return items;
}

static struct py_object *eval_list(struct py *py, const struct py_expr *expr)
{
    struct py_list *list;
    size_t n;
    struct py_object **items = py_eval_all(py, &expr->elements, &n);

    if (!items)
        return NULL;
    list = py_list_new(py);
    list->items = items;
    list->n = list->size = n;
    return &list->object;
}

static struct py_object *eval_tuple(struct py *py, const struct py_expr *expr)
{
    size_t n;
    struct py_object **items = py_eval_all(py, &expr->elements, &n);

    return items ? py_tuple(py, items, n) : NULL;
}

static struct py_object *eval_set(struct py *py, const struct py_expr *expr)
{
    struct py_dict *set = py_set_new(py);
    size_t n;
    struct py_object **items = py_eval_all(py, &expr->elements, &n);

    if (!items)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (!py_dict_put(py, set, items[i], NULL))
            return NULL;
    return &set->object;
}

static bool update_by_keys(struct py *py, struct py_dict *dict, struct py_object *mapping)
{
    const struct py_args none = {0};
    struct py_object *keys = py_call_method(py, mapping, "keys", &none), **items;
    size_t n;

    if (!keys)
        return false;
    items = py_items(py, keys, &n);
    if (!items)
        return false;
    for (size_t i = 0; i < n; i++) {
        struct py_object *value = py_item(py, mapping, items[i]);

        if (!value || !py_dict_put(py, dict, items[i], value))
            return false;
    }
    return true;
}

bool py_update(struct py *py, struct py_dict *dict, struct py_object *mapping)
{
    const struct py_dict *from = py_as_dict(mapping);

    if (!from)
        return update_by_keys(py, dict, mapping);
    for (size_t i = 0; i < from->n_entries; i++)
        if (from->entries[i].key &&
            !py_dict_put(py, dict, from->entries[i].key, from->entries[i].value))
            return false;
    return true;
}

static bool splice(struct py *py, struct py_dict *dict, struct py_object *mapping)
{
    if (!py_as_dict(mapping) && !py_attr_or_null(py, mapping, "keys"))
        return py_raised(py) ? false
                             : py_raise(py, &py_type_error, "'%s' object is not a mapping",
                                        py_type_of(mapping)->name);
    return py_update(py, dict, mapping);
}

static struct py_object *eval_dict(struct py *py, const struct py_expr *expr)
{
    struct py_dict *dict = py_dict_new(py);

    for (size_t i = 0; i < expr->dict.values.n; i++) {
        const struct py_expr *key_expr = expr->dict.keys.items[i];
        struct py_object *key = key_expr ? py_eval(py, key_expr) : NULL, *value;

        if (key_expr && !key)
            return NULL;
        value = py_eval(py, expr->dict.values.items[i]);
        if (!value)
            return NULL;
        if (key ? !py_dict_put(py, dict, key, value) : !splice(py, dict, value))
            return NULL;
    }
    return &dict->object;
}

static struct py_object *eval_named(struct py *py, const struct py_expr *expr)
{
    struct py_object *value = py_eval(py, expr->named.value);

    return value && py_assign(py, expr->named.target, value) ? value : NULL;
}

/* Asynchronous functions run when they are called: what is awaited is there. */
static struct py_object *eval_await(struct py *py, const struct py_expr *expr)
{
    return py_eval(py, expr->value);
}

static struct py_object *refuse_yield(struct py *py, const struct py_expr *expr)
{
    py->here.line = expr->line;
    return py_refuse(py, "a yield inside of an expression is not supported");
}

static struct py_object *refuse_star(struct py *py, const struct py_expr *expr)
{
    py->here.line = expr->line;
    return py_refuse(py, "a starred expression cannot stand here");
}

typedef struct py_object *evaluator(struct py *py, const struct py_expr *expr);

static evaluator *const evaluators[] = {
    [PY_CONSTANT] = eval_constant,
    [PY_NAME] = eval_name,
    [PY_ATTRIBUTE] = eval_attribute,
    [PY_SUBSCRIPT] = eval_subscript,
    [PY_SLICE] = eval_slice,
    [PY_CALL] = py_eval_call,
    [PY_UNARY] = eval_unary,
    [PY_BINARY] = eval_binary,
    [PY_BOOLEAN] = eval_boolean,
    [PY_COMPARE] = eval_compare,
    [PY_IF_EXP] = eval_if_exp,
    [PY_LAMBDA] = py_eval_lambda,
    [PY_LIST] = eval_list,
    [PY_TUPLE] = eval_tuple,
    [PY_SET] = eval_set,
    [PY_DICT] = eval_dict,
    [PY_LIST_COMP] = py_eval_comprehension,
    [PY_SET_COMP] = py_eval_comprehension,
    [PY_DICT_COMP] = py_eval_comprehension,
    [PY_GENERATOR] = py_eval_generator,
    [PY_STARRED] = refuse_star,
    [PY_JOINED_STR] = py_eval_joined,
    [PY_FORMATTED] = py_eval_formatted,
    [PY_NAMED] = eval_named,
    [PY_AWAIT] = eval_await,
    [PY_YIELD] = refuse_yield,
    [PY_YIELD_FROM] = refuse_yield,
};

struct py_object *py_eval(struct py *py, const struct py_expr *expr)
{
    if (!py_stack_left(py))
        return NULL;
    return evaluators[expr->kind](py, expr);
}

bool py_eval_truth(struct py *py, const struct py_expr *expr, bool *truth)
{
    struct py_object *value = py_eval(py, expr);

    return value && py_truth(py, value, truth);
}
