/* match */
#include <assert.h>
#include <string.h>

#include "py/eval.h"
#include "py/frame.h"
#include "py/interp.h"
#include "py/run.h"

static bool match(struct py *py, const struct py_pattern *pattern, struct py_object *subject,
                  bool *matches);

static bool match_value(struct py *py, const struct py_pattern *pattern, struct py_object *subject,
                        bool *matches)
{
    struct py_object *value = py_eval(py, pattern->value);

    if (!value)
        return false;
    if (pattern->value->kind == PY_CONSTANT &&
        (py_is_none(value) || value->type == &py_bool_type)) {
        *matches = value == subject;
        return true;
    }
    return py_equal(py, subject, value, matches);
}

static bool bind_star(struct py *py, const struct py_pattern *star, const struct py_list *items,
                      size_t from, size_t to)
{
    struct py_list *rest = py_list_new(py);

    if (!star->name)
        return true;
    for (size_t i = from; i < to; i++)
        if (!py_list_add(py, rest, items->items[i]))
            return false;
    return py_store_name(py, star->name, &rest->object);
}

static bool match_sequence(struct py *py, const struct py_pattern *pattern,
                           struct py_object *subject, bool *matches)
{
    const struct py_list *items = py_text(subject) ? NULL : py_as_sequence(subject);
    size_t star = pattern->n, next = 0;

    for (size_t i = 0; i < pattern->n; i++)
        if (pattern->patterns[i]->kind == PY_MATCH_STAR)
            star = i;
    *matches = items && (star < pattern->n ? items->n >= pattern->n - 1 : items->n == pattern->n);
    for (size_t i = 0; *matches && i < pattern->n; i++) {
        if (i == star) {
            size_t end = items->n - (pattern->n - 1 - i);

            if (!bind_star(py, pattern->patterns[i], items, next, end))
                return false;
            next = end;
        } else if (!match(py, pattern->patterns[i], items->items[next++], matches)) {
            return false;
        }
    }
    return true;
}

static bool bind_rest(struct py *py, const struct py_pattern *pattern, const struct py_dict *dict,
                      struct py_object *const *keys)
{
    struct py_dict *rest = py_dict_new(py);
    bool was_there;

    if (!pattern->name)
        return true;
    for (size_t i = 0; i < dict->n_entries; i++)
        if (dict->entries[i].key &&
            !py_dict_put(py, rest, dict->entries[i].key, dict->entries[i].value))
            return false;
    for (size_t i = 0; i < pattern->keys.n; i++)
        if (!py_dict_remove(py, rest, keys[i], &was_there))
            return false;
    return py_store_name(py, pattern->name, &rest->object);
}

static bool match_mapping(struct py *py, const struct py_pattern *pattern,
                          struct py_object *subject, bool *matches)
{
    const struct py_dict *dict = py_as_dict(subject);
    struct py_object **keys = arena_new_array(py->arena, struct py_object *, pattern->keys.n);

    *matches = dict && dict->n >= pattern->keys.n;
    for (size_t i = 0; *matches && i < pattern->keys.n; i++) {
        struct py_object *value;

        keys[i] = py_eval(py, pattern->keys.items[i]);
        if (!keys[i] || !py_dict_find(py, dict, keys[i], &value))
            return false;
        *matches = value != NULL;
        if (value && !match(py, pattern->patterns[i], value, matches))
            return false;
    }
    return !*matches || bind_rest(py, pattern, dict, keys);
}

/* int(x), str(x): the one positional pattern is about the subject itself. */
static bool stands_for_itself(const struct py_type *type)
{
    static const struct py_type *const types[] = {
        &py_bool_type, &py_int_type,  &py_float_type, &py_str_type, &py_bytes_type,
        &py_list_type, &py_dict_type, &py_tuple_type, &py_set_type, &py_frozenset_type,
    };

    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
        if (py_is_subtype(type, types[i]))
            return true;
    return false;
}

static bool match_attribute(struct py *py, const struct py_pattern *pattern,
                            struct py_object *subject, const char *name, bool *matches)
{
    struct py_object *value = py_attr_or_null(py, subject, name);

    *matches = value != NULL;
    return value ? match(py, pattern, value, matches) : !py_raised(py);
}

/* The name that stands for a positional pattern, by "__match_args__". */
static const char *name_of_position(struct py *py, const struct py_type *type, size_t i, size_t n)
{
    struct py_object *names = py_attr_or_null(py, py_type_object(type), "__match_args__");
    const struct py_list *list = names ? py_as_sequence(names) : NULL;
    size_t most = list ? list->n : 0;

    if (py_raised(py))
        return NULL;
    if (n > most)
        return py_raise(py, &py_type_error, "%s() accepts %zu positional sub-pattern%s (%zu given)",
                        type->name, most, most == 1 ? "" : "s", n);
    return py_text(list->items[i]);
}

static bool match_class(struct py *py, const struct py_pattern *pattern, struct py_object *subject,
                        bool *matches)
{
    struct py_object *value = py_eval(py, pattern->value);
    const struct py_type *type = value ? py_as_type(value) : NULL;
    size_t n_positional = pattern->n - pattern->n_names;

    if (!value)
        return false;
    if (!type)
        return py_raise(py, &py_type_error, "called match pattern must be a class") != NULL;
    *matches = py_is(subject, type);
    for (size_t i = 0; *matches && i < pattern->n; i++) {
        const char *name;

        if (i == 0 && n_positional == 1 && stands_for_itself(type)) {
            if (!match(py, pattern->patterns[i], subject, matches))
                return false;
            continue;
        }
        name = i < n_positional ? name_of_position(py, type, i, n_positional)
                                : pattern->names[i - n_positional];
        if (!name || !match_attribute(py, pattern->patterns[i], subject, name, matches))
            return false;
    }
    return true;
}

static bool match_as(struct py *py, const struct py_pattern *pattern, struct py_object *subject,
                     bool *matches)
{
    *matches = true;
    if (pattern->n > 0 && !match(py, pattern->patterns[0], subject, matches))
        return false;
    return !*matches || !pattern->name || py_store_name(py, pattern->name, subject);
}

static bool match_or(struct py *py, const struct py_pattern *pattern, struct py_object *subject,
                     bool *matches)
{
    *matches = false;
    for (size_t i = 0; !*matches && i < pattern->n; i++)
        if (!match(py, pattern->patterns[i], subject, matches))
            return false;
    return true;
}

typedef bool matcher(struct py *py, const struct py_pattern *pattern, struct py_object *subject,
                     bool *matches);

static matcher *const matchers[] = {
    [PY_MATCH_VALUE] = match_value,     [PY_MATCH_SEQUENCE] = match_sequence,
    [PY_MATCH_MAPPING] = match_mapping, [PY_MATCH_CLASS] = match_class,
    [PY_MATCH_AS] = match_as,           [PY_MATCH_OR] = match_or,
};

static bool match(struct py *py, const struct py_pattern *pattern, struct py_object *subject,
                  bool *matches)
{
    matcher *const by_kind = matchers[pattern->kind];

    assert(by_kind); /* a star stands in sequences only, which take it themselves */
    return py_stack_left(py) && by_kind(py, pattern, subject, matches);
}

enum py_flow py_stmt_match(struct py *py, struct py_frame *frame, const struct py_stmt *stmt)
{
    struct py_object *subject = py_eval(py, stmt->match.subject);

    if (!subject)
        return PY_FLOW_RAISED;
    for (size_t i = 0; i < stmt->match.n; i++) {
        const struct py_case *one = &stmt->match.cases[i];
        bool matches;

        py->here.line = one->pattern->line;
        if (!match(py, one->pattern, subject, &matches) ||
            (matches && one->guard && !py_eval_truth(py, one->guard, &matches)))
            return PY_FLOW_RAISED;
        if (!matches)
            continue;
        py_block_push(py, frame, &py_block_plain, stmt, &one->body);
        break;
    }
    return PY_FLOW_NEXT;
}
