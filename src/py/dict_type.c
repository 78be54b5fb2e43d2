/* dict as scripts see it, but for its methods. */
#include "py/dict_type.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "py/interp.h"
#include "py/repr.h"
#include "py/text.h"
#include "py/type.h"

static bool add_entries(struct py *py, struct buf *out, const struct py_dict *dict)
{
    for (size_t i = 0; i < dict->n_entries && !out->full; i++) {
        const struct py_entry e = dict->entries[i];
        const char *key = e.key ? py_repr_text(py, e.key) : "";
        const char *value = e.key && key ? py_repr_text(py, e.value) : key;

        if (!value || !py_may_have(py, out->length))
            return false;
        if (e.key)
            buf_addf(out, "%s%s: %s", out->length > 1 ? ", " : "", key, value);
    }
    return true;
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    MEM_SCRATCH(scratch);
    const struct py_dict *dict = py_as_dict(self);
    struct buf *out = py_buf(scratch, py);
    struct py_shown shown;
    bool ok;

    if (!py_show_begin(py, &shown, &dict->object))
        return py_string(py, "{...}");
    buf_addc(out, '{');
    ok = add_entries(py, out, dict);
    buf_addc(out, '}');
    py_show_end(py, &shown);
    return ok ? py_buf_string(py, out) : NULL;
}

static bool length(struct py *py, struct py_object *self, size_t *n)
{
    (void)py;
    *n = py_as_dict(self)->n;
    return true;
}

static struct py_object *item(struct py *py, struct py_object *self, struct py_object *key)
{
    struct py_object *value;

    if (!py_dict_find(py, py_as_dict(self), key, &value))
        return NULL;
    return value ? value : py_raise_value(py, &py_key_error, key);
}

static bool set_item(struct py *py, struct py_object *self, struct py_object *key,
                     struct py_object *value)
{
    bool was_there;

    if (value)
        return py_dict_put(py, py_as_dict(self), key, value);
    return py_dict_remove(py, py_as_dict(self), key, &was_there) &&
           (was_there || py_raise_value(py, &py_key_error, key));
}

static bool contains(struct py *py, struct py_object *self, struct py_object *key, bool *found)
{
    struct py_object *value;

    if (!py_dict_find(py, py_as_dict(self), key, &value))
        return false;
    *found = value != NULL;
    return true;
}

static bool equal(struct py *py, const struct py_dict *a, const struct py_dict *b, bool *same)
{
    *same = a->n == b->n;
    for (size_t i = 0; *same && i < a->n_entries; i++) {
        struct py_object *other;

        if (!a->entries[i].key)
            continue;
        if (!py_dict_find(py, b, a->entries[i].key, &other))
            return false;
        *same = other != NULL;
        if (other && !py_equal(py, a->entries[i].value, other, same))
            return false;
    }
    return true;
}

bool py_dict_update(struct py *py, struct py_dict *dict, const struct py_dict *from)
{
    for (size_t i = 0; i < from->n_entries; i++)
        if (from->entries[i].key &&
            !py_dict_put(py, dict, from->entries[i].key, from->entries[i].value))
            return false;
    return true;
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    struct py_dict *a = py_as_dict(reflected ? other : self);
    struct py_dict *b = py_as_dict(reflected ? self : other), *sum;
    bool same;

    if (!a || !b)
        return py_not_implemented();
    if (op == PY_EQ || op == PY_NE)
        return equal(py, a, b, &same) ? py_bool(same == (op == PY_EQ)) : NULL;
    if (op != PY_BIT_OR)
        return py_not_implemented();
    sum = py_dict_new(py);
    return py_dict_update(py, sum, a) && py_dict_update(py, sum, b) ? &sum->object : NULL;
}

/* ---- iteration ------------------------------------------------------------------------------- */

struct iterator {
    struct py_object object;
    const struct py_dict *dict;
    size_t at, n;
    enum py_dict_part part;
    bool backwards; /* 'at' is behind the next one */
};

struct py_object *py_entry_part(struct py *py, const struct py_entry *entry, enum py_dict_part part)
{
    struct py_object *pair[2] = {entry->key, entry->value};

    if (part == PY_DICT_ITEMS)
        return py_tuple(py, pair, 2);
    return part == PY_DICT_KEYS ? entry->key : entry->value;
}

static struct py_object *next(struct py *py, struct py_object *self)
{
    struct iterator *i = (struct iterator *)self;
    const struct py_dict *dict = i->dict;

    if (!dict)
        return NULL;
    if (i->n != dict->n) {
        i->dict = NULL;
        return py_raise(py, &py_runtime_error, "%s changed size during iteration",
                        py_is(&dict->object, &py_dict_type) ? "dictionary" : "Set");
    }
    if (i->backwards) {
        while (i->at > 0 && !dict->entries[i->at - 1].key)
            i->at--;
        if (i->at > 0)
            return py_entry_part(py, &dict->entries[--i->at], i->part);
    } else {
        while (i->at < dict->n_entries && !dict->entries[i->at].key)
            i->at++;
        if (i->at < dict->n_entries)
            return py_entry_part(py, &dict->entries[i->at++], i->part);
    }
    i->dict = NULL;
    return NULL;
}

static const struct py_type set_iterator_type = {
    .name = "set_iterator", .base = &py_iterator_type, .next = next};

static const struct py_type iterator_types[] = {
    [PY_DICT_KEYS] = {.name = "dict_keyiterator", .base = &py_iterator_type, .next = next},
    [PY_DICT_VALUES] = {.name = "dict_valueiterator", .base = &py_iterator_type, .next = next},
    [PY_DICT_ITEMS] = {.name = "dict_itemiterator", .base = &py_iterator_type, .next = next},
};

struct py_object *py_dict_iterator(struct py *py, const struct py_dict *dict,
                                   enum py_dict_part part, bool backwards)
{
    struct iterator *i = arena_new_object(py->arena, struct iterator);
    bool is_set = !py_is(&dict->object, &py_dict_type);

    *i = (struct iterator){{is_set ? &set_iterator_type : &iterator_types[part]},
                           dict,
                           backwards ? dict->n_entries : dict->first,
                           dict->n,
                           part,
                           backwards};
    return &i->object;
}

static struct py_object *iter(struct py *py, struct py_object *self)
{
    return py_dict_iterator(py, py_as_dict(self), PY_DICT_KEYS, false);
}

/* ---- making ---------------------------------------------------------------------------------- */

struct pairs {
    struct py_dict *dict;
    size_t n;
};

static bool add_pair(struct py *py, struct py_object *pair, void *data, bool *stop)
{
    struct pairs *pairs = data;
    struct py_object **items;
    size_t n;

    (void)stop;
    if (!py_iterable(pair))
        return py_raise(py, &py_type_error,
                        "cannot convert dictionary update sequence element #%zu to a sequence",
                        pairs->n);
    items = py_items(py, pair, &n);
    if (!items)
        return false;
    if (n != 2)
        return py_raise(py, &py_value_error,
                        "dictionary update sequence element #%zu has length %zu; 2 is required",
                        pairs->n, n);
    pairs->n++;
    return py_dict_put(py, pairs->dict, items[0], items[1]);
}

struct keyed {
    struct py_dict *dict;
    struct py_object *from;
};

static bool add_keyed(struct py *py, struct py_object *key, void *data, bool *stop)
{
    struct keyed *keyed = data;
    struct py_object *value = py_item(py, keyed->from, key);

    (void)stop;
    return value && py_dict_put(py, keyed->dict, key, value);
}

/* A dict, what has keys(), or pairs. */
static bool update_with(struct py *py, struct py_dict *dict, struct py_object *from)
{
    const struct py_dict *other = py_as_dict(from);
    struct pairs pairs = {.dict = dict};
    struct keyed keyed = {.dict = dict, .from = from};
    struct py_object *keys;

    if (other)
        return py_dict_update(py, dict, other);
    keys = py_attr_or_null(py, from, "keys");
    if (py_raised(py))
        return false;
    if (!keys)
        return py_iterate(py, from, add_pair, &pairs);
    keys = py_call(py, keys, &(const struct py_args){.n = 0});
    return keys && py_iterate(py, keys, add_keyed, &keyed);
}

bool py_dict_update_from(struct py *py, struct py_dict *dict, const struct py_args *args,
                         const char *function)
{
    if (args->n > 1)
        return py_raise(py, &py_type_error, "%s expected at most 1 argument, got %zu", function,
                        args->n);
    if (args->n == 1 && !update_with(py, dict, args->values[0]))
        return false;
    for (size_t i = 0; i < args->n_keywords; i++)
        if (!py_dict_put_text(py, dict, args->keywords[i].name, args->keywords[i].value))
            return false;
    return true;
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    struct py_dict *dict = py_dict_new(py);

    (void)type;
    return py_dict_update_from(py, dict, args, "dict") ? &dict->object : NULL;
}

const struct py_type py_dict_type = {
    .name = "dict",
    .is_base = true,
    .methods = py_dict_methods,
    .make = make,
    .repr = repr,
    .hash = py_unhashable,
    .length = length,
    .item = item,
    .set_item = set_item,
    .contains = contains,
    .iter = iter,
    .binary = binary,
};
