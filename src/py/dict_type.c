/* dict as scripts see it, but for its methods. */
#include "py/dict_type.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "py/interp.h"

static struct py_object *repr(struct py *py, struct py_object *self)
{
    MEM_SCRATCH(scratch);
    const struct py_dict *dict = py_as_dict(self);
    struct buf *out = buf_new(scratch, BUF_MAX);

    buf_addc(out, '{');
    for (size_t i = 0; i < dict->n_entries; i++) {
        const struct py_entry *e = &dict->entries[i];
        const char *key, *value;

        if (!e->key)
            continue;
        key = py_repr_text(py, e->key);
        value = !key ? NULL : e->value == self ? "{...}" : py_repr_text(py, e->value);
        if (!value || !py_may_have(py, out->length))
            return NULL;
        buf_addf(out, "%s%s: %s", out->length > 1 ? ", " : "", key, value);
    }
    buf_addc(out, '}');
    return py_stringn(py, out->text, out->length);
}

static bool hash(struct py *py, struct py_object *self, uint64_t *value)
{
    *value = 0;
    return py_raise(py, &py_type_error, "unhashable type: '%s'", py_type_of(self)->name) != NULL;
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

    if (i->n != i->dict->n)
        return py_raise(py, &py_runtime_error, "%s changed size during iteration",
                        py_is(&i->dict->object, &py_dict_type) ? "dictionary" : "Set");
    while (i->at < i->dict->n_entries && !i->dict->entries[i->at].key)
        i->at++;
    return i->at < i->dict->n_entries ? py_entry_part(py, &i->dict->entries[i->at++], i->part)
                                      : NULL;
}

static struct py_object *itself(struct py *py, struct py_object *self)
{
    (void)py;
    return self;
}

static const struct py_type dict_iterator_type = {
    .name = "dict_keyiterator", .base = &py_iterator_type, .iter = itself, .next = next};

struct py_object *py_dict_iterator(struct py *py, const struct py_dict *dict,
                                   enum py_dict_part part)
{
    struct iterator *i = arena_new_object(py->arena, struct iterator);

    *i = (struct iterator){{&dict_iterator_type}, dict, 0, dict->n, part};
    return &i->object;
}

static struct py_object *iter(struct py *py, struct py_object *self)
{
    return py_dict_iterator(py, py_as_dict(self), PY_DICT_KEYS);
}

/* ---- making ---------------------------------------------------------------------------------- */

static bool add_pair(struct py *py, struct py_object *pair, void *data, bool *stop)
{
    size_t n;
    struct py_object **items = py_items(py, pair, &n);

    (void)stop;
    if (!items)
        return false;
    if (n != 2)
        return py_raise(py, &py_value_error,
                        "dictionary update sequence element #%zu has length %zu; 2 is required",
                        ((struct py_dict *)data)->n, n) != NULL;
    return py_dict_put(py, data, items[0], items[1]);
}

bool py_dict_update_from(struct py *py, struct py_dict *dict, const struct py_args *args,
                         const char *function)
{
    struct py_object *slots[2];
    const struct py_dict *from;

    if (!py_bind(py, function, (const char *const[]){"?iterable", "/", "**keywords", NULL}, args,
                 slots))
        return false;
    from = slots[0] ? py_as_dict(slots[0]) : NULL;
    if (from ? !py_dict_update(py, dict, from)
             : slots[0] && !py_iterate(py, slots[0], add_pair, dict))
        return false;
    return py_dict_update(py, dict, (const struct py_dict *)slots[1]);
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    struct py_dict *dict = py_dict_new(py);

    (void)type;
    return py_dict_update_from(py, dict, args, "dict") ? &dict->object : NULL;
}

const struct py_type py_dict_type = {
    .name = "dict",
    .methods = py_dict_methods,
    .make = make,
    .repr = repr,
    .hash = hash,
    .length = length,
    .item = item,
    .set_item = set_item,
    .contains = contains,
    .iter = iter,
    .binary = binary,
};
