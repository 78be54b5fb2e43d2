/* set and frozenset: how they are made, and what operators do with them. */
#include "py/set.h"

#include "base/buf.h"
#include "base/mem.h"
#include "py/dict_type.h"
#include "py/hash.h"
#include "py/interp.h"
#include "py/repr.h"
#include "py/text.h"

static bool py_set_add_all(struct py *py, struct py_dict *set, struct py_object *iterable);

struct py_dict *py_as_set(struct py_object *o)
{
    if (o && py_is(o, &py_instance_type))
        o = ((struct py_instance *)o)->native;
    return o && (py_is(o, &py_set_type) || py_is(o, &py_frozenset_type)) ? (struct py_dict *)o
                                                                         : NULL;
}

static bool add(struct py *py, struct py_object *item, void *data, bool *stop)
{
    (void)stop;
    return py_dict_put(py, data, item, NULL);
}

static bool py_set_add_all(struct py *py, struct py_dict *set, struct py_object *iterable)
{
    return py_iterate(py, iterable, add, set);
}

struct py_dict *py_set_from(struct py *py, struct py_object *iterable)
{
    struct py_dict *set = py_set_new(py);

    return py_set_add_all(py, set, iterable) ? set : NULL;
}

/* Those of 'from' that are in 'other', or that are not. */
static bool add_some(struct py *py, struct py_dict *to, const struct py_dict *from,
                     const struct py_dict *other, bool wanted)
{
    for (size_t i = 0; i < from->n_entries; i++) {
        struct py_object *key = from->entries[i].key, *there = NULL;

        if (!key)
            continue;
        if (!py_step(py, 1) || (other && !py_dict_find(py, other, key, &there)))
            return false;
        if ((there != NULL) == wanted && !py_dict_put(py, to, key, NULL))
            return false;
    }
    return true;
}

static struct py_dict *empty_like(struct py *py, const struct py_dict *set)
{
    struct py_dict *result = py_set_new(py);

    if (py_is(&set->object, &py_frozenset_type))
        result->object.type = &py_frozenset_type;
    return result;
}

struct py_dict *py_set_keep(struct py *py, const struct py_dict *set, const struct py_dict *from)
{
    struct py_dict *result = empty_like(py, set);

    return add_some(py, result, from, set, true) ? result : NULL;
}

struct py_dict *py_set_combine(struct py *py, enum py_operator op, const struct py_dict *a,
                               const struct py_dict *b)
{
    struct py_dict *result = empty_like(py, a);
    bool ok;

    switch (op) {
    case PY_BIT_AND:
        /* Those of the smaller one, as CPython does: 1 and 1.0 are equal, but not the same. */
        ok = b->n > a->n ? add_some(py, result, a, b, true) : add_some(py, result, b, a, true);
        break;
    case PY_BIT_OR:
        ok = add_some(py, result, a, NULL, false) && add_some(py, result, b, NULL, false);
        break;
    case PY_SUB:
        ok = add_some(py, result, a, b, false);
        break;
    default:
        ok = add_some(py, result, a, b, false) && add_some(py, result, b, a, false);
        break;
    }
    return ok ? result : NULL;
}

bool py_set_within(struct py *py, const struct py_dict *a, const struct py_dict *b, bool *within)
{
    *within = a->n <= b->n;
    for (size_t i = 0; *within && i < a->n_entries; i++) {
        struct py_object *there;

        if (!a->entries[i].key)
            continue;
        if (!py_step(py, 1) || !py_dict_find(py, b, a->entries[i].key, &there))
            return false;
        *within = there != NULL;
    }
    return true;
}

static struct py_object *compare(struct py *py, enum py_operator op, const struct py_dict *a,
                                 const struct py_dict *b)
{
    bool within;

    if (op == PY_GT || op == PY_GE)
        return compare(py, op == PY_GT ? PY_LT : PY_LE, b, a);
    if (!py_set_within(py, a, b, &within))
        return NULL;
    switch (op) {
    case PY_EQ:
        return py_bool(within && a->n == b->n);
    case PY_NE:
        return py_bool(!within || a->n != b->n);
    case PY_LT:
        return py_bool(within && a->n < b->n);
    default:
        return py_bool(within);
    }
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    const struct py_dict *a = py_as_set(reflected ? other : self);
    const struct py_dict *b = py_as_set(reflected ? self : other);
    struct py_dict *result;

    if (!a || !b)
        return py_not_implemented();
    if (op >= PY_EQ && op <= PY_GE)
        return compare(py, op, a, b);
    if (op != PY_BIT_AND && op != PY_BIT_OR && op != PY_BIT_XOR && op != PY_SUB)
        return py_not_implemented();
    result = py_set_combine(py, op, a, b);
    return result ? &result->object : NULL;
}

static bool add_items(struct py *py, struct buf *out, const struct py_dict *set)
{
    bool first = true;

    for (size_t i = 0; i < set->n_entries && !out->full; i++) {
        const char *text;

        if (!set->entries[i].key)
            continue;
        text = py_repr_text(py, set->entries[i].key);
        if (!text)
            return false;
        buf_addf(out, "%s%s", first ? "" : ", ", text);
        first = false;
    }
    return true;
}

static struct py_object *repr(struct py *py, struct py_object *self)
{
    MEM_SCRATCH(scratch);
    const struct py_dict *set = py_as_set(self);
    struct buf *out = py_buf(scratch, py);
    const char *name = py_type_of(self)->name;
    bool is_plain = self->type == &py_set_type, ok;
    struct py_shown shown;

    if (set->n == 0)
        return py_stringf(py, "%s()", name);
    if (!py_show_begin(py, &shown, &set->object))
        return py_stringf(py, "%s(...)", name);
    buf_addf(out, "%s%s{", is_plain ? "" : name, is_plain ? "" : "(");
    ok = add_items(py, out, set);
    buf_addf(out, "}%s", is_plain ? "" : ")");
    py_show_end(py, &shown);
    return ok ? py_buf_string(py, out) : NULL;
}

static bool frozen_hash(struct py *py, struct py_object *self, uint64_t *hash)
{
    const struct py_dict *set = py_as_set(self);

    (void)py;
    *hash = set->n;
    for (size_t i = 0; i < set->n_entries; i++)
        if (set->entries[i].key) /* whatever their order is */
            *hash += py_hash_mix(1, set->entries[i].hash);
    return true;
}

static bool length(struct py *py, struct py_object *self, size_t *n)
{
    (void)py;
    *n = py_as_set(self)->n;
    return true;
}

static bool contains(struct py *py, struct py_object *self, struct py_object *value, bool *found)
{
    struct py_object *there;

    if (!py_dict_find(py, py_as_set(self), value, &there))
        return false;
    *found = there != NULL;
    return true;
}

static struct py_object *iter(struct py *py, struct py_object *self)
{
    return py_dict_iterator(py, py_as_set(self), PY_DICT_KEYS, false);
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    bool frozen = py_is_subtype(type, &py_frozenset_type);
    struct py_dict *set = py_set_new(py);

    if (frozen)
        set->object.type = &py_frozenset_type;
    if (args->n_keywords > 0)
        return py_raise(py, &py_type_error, "%s() takes no keyword arguments",
                        frozen ? "frozenset" : "set");
    if (args->n > 1)
        return py_raise(py, &py_type_error, "%s expected at most 1 argument, got %zu",
                        frozen ? "frozenset" : "set", args->n);
    return args->n == 0 || py_set_add_all(py, set, args->values[0]) ? &set->object : NULL;
}

const struct py_type py_set_type = {
    .name = "set",
    .is_base = true,
    .methods = py_set_methods,
    .make = make,
    .repr = repr,
    .hash = py_unhashable,
    .length = length,
    .contains = contains,
    .iter = iter,
    .binary = binary,
};

const struct py_type py_frozenset_type = {
    .name = "frozenset",
    .is_base = true,
    .methods = py_frozenset_methods,
    .make = make,
    .repr = repr,
    .hash = frozen_hash,
    .length = length,
    .contains = contains,
    .iter = iter,
    .binary = binary,
};
