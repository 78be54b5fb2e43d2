/* f(a, *b, c=d, **e) */
#include <string.h>

#include "base/arena.h"
#include "py/eval.h"
#include "py/interp.h"

/* The keywords of a call, of which each name may come once. */
struct keywords {
    struct py_keyword *items;
    size_t n, size;
    struct py_object *function;
};

/* As CPython names a function in what it says of the stars of its call. */
static const char *function_name(struct py *py, const struct keywords *keywords)
{
    struct py_object *module = py_attr_or_null(py, keywords->function, "__module__");
    struct py_object *name = py_attr_or_null(py, keywords->function, "__qualname__");
    struct py_object *full;

    if (!name || !py_text(name))
        return py_type_of(keywords->function)->name;
    if (!module || !py_text(module) || strcmp(py_text(module), "builtins") == 0)
        return py_text(name);
    full = py_stringf(py, "%s.%s", py_text(module), py_text(name));
    return full ? py_text(full) : py_text(name);
}

/* What came before the mapping that is spliced in cannot come again. */
static bool is_twice(const struct keywords *keywords, size_t n_before, const char *name)
{
    for (size_t i = 0; i < n_before; i++)
        if (strcmp(keywords->items[i].name, name) == 0)
            return true;
    return false;
}

static bool add(struct py *py, struct keywords *keywords, size_t n_before, const char *name,
                struct py_object *value)
{
    if (!py_step(py, n_before / 16))
        return false;
    if (is_twice(keywords, n_before, name))
        return py_raise(py, &py_type_error, "%s() got multiple values for keyword argument '%s'",
                        function_name(py, keywords), name) != NULL;
    if (keywords->n == keywords->size) {
        struct py_keyword *old = keywords->items;

        keywords->size = 2 * keywords->size + 4;
        keywords->items = arena_new_array(py->arena, struct py_keyword, keywords->size);
        if (keywords->n > 0)
            memcpy(keywords->items, old, keywords->n * sizeof(*old));
    }
    keywords->items[keywords->n++] = (struct py_keyword){name, value};
    return true;
}

static bool add_mapping(struct py *py, struct keywords *keywords, struct py_object *mapping)
{
    struct py_dict *dict = py_dict_new(py);
    size_t n_before = keywords->n;

    if (!py_as_dict(mapping) && !py_attr_or_null(py, mapping, "keys")) {
        if (!py_raised(py))
            py_raise(py, &py_type_error, "%s() argument after ** must be a mapping, not %s",
                     function_name(py, keywords), py_type_of(mapping)->name);
        return false;
    }
    if (!py_update(py, dict, mapping))
        return false;
    for (size_t i = 0; i < dict->n_entries; i++) {
        const struct py_entry *entry = &dict->entries[i];

        if (!py_text(entry->key)) {
            py_raise(py, &py_type_error, "keywords must be strings");
            return false;
        }
        if (!add(py, keywords, n_before, py_text(entry->key), entry->value))
            return false;
    }
    return true;
}

static bool eval_keywords(struct py *py, const struct py_expr *expr, struct keywords *keywords)
{
    keywords->size = expr->call.n_keywords;
    if (keywords->size > 0)
        keywords->items = arena_new_array(py->arena, struct py_keyword, keywords->size);
    for (size_t i = 0; i < expr->call.n_keywords; i++) {
        const struct py_keyword_arg *arg = &expr->call.keywords[i];
        struct py_object *value = py_eval(py, arg->value);

        if (!value)
            return false;
        if (arg->name ? !add(py, keywords, keywords->n, arg->name, value)
                      : !add_mapping(py, keywords, value))
            return false;
    }
    return true;
}

struct py_object *py_eval_call(struct py *py, const struct py_expr *expr)
{
    const struct py_expr *function_expr = expr->call.function;
    struct keywords keywords = {.function = py_eval(py, function_expr)};
    struct py_args args = {0};

    if (!keywords.function)
        return NULL;
    args.values = py_eval_all(py, &expr->call.args, &args.n);
    if (!args.values || !eval_keywords(py, expr, &keywords))
        return NULL;
    args.keywords = keywords.items;
    args.n_keywords = keywords.n;
    /* Of a chain of calls over several lines, that of the method. */
    py->here.line =
        function_expr->kind == PY_ATTRIBUTE ? function_expr->end_line : function_expr->line;
    return py_step(py, 1) ? py_call(py, keywords.function, &args) : NULL;
}
