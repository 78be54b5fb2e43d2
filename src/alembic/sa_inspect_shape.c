#include "alembic/sa_inspect_shape.h"

#include <string.h>

#include "alembic/sa_inspect.h"
#include "base/arena.h"
#include "py/py.h"

static struct py_object *at(const struct py_dict *dict, const char *key)
{
    struct py_object *value = py_dict_at(dict, key);

    return value ? value : py_none();
}

static bool copy(struct py *py, struct py_dict *to, const struct py_dict *from, const char *key)
{
    return py_dict_put_text(py, to, key, at(from, key));
}

/* A list made of each dict of another. */
static struct py_object *each(struct py *py, struct py_object *raw,
                              struct py_object *(*shape)(struct py *, struct py_dict *))
{
    const struct py_list *from = py_as_sequence(raw);
    struct py_list *to = py_list_new(py);

    for (size_t i = 0; i < from->n; i++) {
        struct py_object *item = shape(py, py_as_dict(from->items[i]));

        if (!item || !py_list_add(py, to, item))
            return NULL;
    }
    return &to->object;
}

static struct py_object *column(struct py *py, struct py_dict *from)
{
    struct py_dict *to = py_dict_new(py);
    struct sa_type *type = sa_reflected_type(py, from);
    bool identity = !py_is_none(at(from, "identity"));
    bool serial = at(from, "is_serial") == py_bool(true);

    if (!type || !copy(py, to, from, "name") || !py_dict_put_text(py, to, "type", &type->object) ||
        !copy(py, to, from, "nullable") || !copy(py, to, from, "default") ||
        !py_dict_put_text(py, to, "autoincrement", py_bool(serial || identity)) ||
        !copy(py, to, from, "comment"))
        return NULL;
    if (!py_is_none(at(from, "computed")) && !copy(py, to, from, "computed"))
        return NULL;
    if (identity && !copy(py, to, from, "identity"))
        return NULL;
    return &to->object;
}

struct py_object *sa_shape_columns(struct py *py, struct py_object *raw)
{
    return each(py, raw, column);
}

/* The directions of an index are tuples. */
static struct py_object *index_of(struct py *py, struct py_dict *from)
{
    struct py_object *sorting = py_dict_at(from, "column_sorting");
    struct py_dict *dict = sorting ? py_as_dict(sorting) : NULL;

    for (size_t i = 0; dict && i < dict->n_entries; i++) {
        const struct py_list *words = py_as_sequence(dict->entries[i].value);

        dict->entries[i].value = py_tuple(py, words->items, words->n);
        if (!dict->entries[i].value)
            return NULL;
    }
    return &from->object;
}

struct py_object *sa_shape_indexes(struct py *py, struct py_object *raw)
{
    return each(py, raw, index_of);
}

struct py_object *sa_shape_primary_key(struct py *py, struct py_object *raw)
{
    const struct py_list *keys = py_as_sequence(raw);
    struct py_dict *none = py_dict_new(py);

    if (keys->n > 0)
        return keys->items[0];
    if (!py_dict_put_text(py, none, "name", py_none()) ||
        !py_dict_put_text(py, none, "constrained_columns", &py_list_new(py)->object))
        return NULL;
    return &none->object;
}

/* ---- CHECK (...) --------------------------------------------------------------------------------
 */

/* Do the first and the last character of the text belong together as parentheses? */
static bool is_wrapped(const char *text, size_t n)
{
    size_t depth = 0;

    if (n < 2 || text[0] != '(' || text[n - 1] != ')')
        return false;
    for (size_t i = 0; i < n; i++) {
        depth += text[i] == '(';
        depth -= text[i] == ')' && depth > 0;
        if (depth == 0 && i + 1 < n)
            return false;
    }
    return true;
}

static bool cut(const char *text, size_t *n, const char *suffix)
{
    size_t length = strlen(suffix);

    if (*n < length || strncmp(text + *n - length, suffix, length) != 0)
        return false;
    *n -= length;
    return true;
}

static struct py_object *check(struct py *py, struct py_dict *from)
{
    const char *text = py_text(at(from, "sqltext"));
    size_t n = strlen(text);
    bool not_valid = cut(text, &n, " NOT VALID"), no_inherit = cut(text, &n, " NO INHERIT");
    struct py_dict *options = py_dict_new(py);

    if (n > 5 && strncmp(text, "CHECK", 5) == 0) {
        text += 5;
        n -= 5;
        while (n > 0 && *text == ' ')
            text++, n--;
    }
    while (is_wrapped(text, n)) {
        text++;
        n -= 2;
    }
    if (!py_dict_put_text(py, from, "sqltext", py_stringn(py, text, n)) ||
        (not_valid && !py_dict_put_text(py, options, "not_valid", py_bool(true))) ||
        (no_inherit && !py_dict_put_text(py, options, "no_inherit", py_bool(true))))
        return NULL;
    if (options->n > 0 && !py_dict_put_text(py, from, "dialect_options", &options->object))
        return NULL;
    return &from->object;
}

struct py_object *sa_shape_checks(struct py *py, struct py_object *raw)
{
    return each(py, raw, check);
}
