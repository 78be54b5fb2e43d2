/* What can be done with any value: each asks the types for the slot and falls back as Python does.
 */
#include <string.h>

#include "py/bytes.h"
#include "py/interp.h"
#include "py/type.h"

static const char *type_name(const struct py_object *o)
{
    return py_type_of(o)->name;
}

/* ---- attributes ------------------------------------------------------------------------------ */

struct py_object *py_attr_or_null(struct py *py, struct py_object *o, const char *name)
{
    struct py_object *(*attr)(struct py *, struct py_object *, const char *) =
        PY_SLOT(py_type_of(o), attr);
    struct py_object *found = attr ? attr(py, o, name) : NULL;

    if (found || py_raised(py))
        return found;
    found = py_type_lookup(py, py_type_of(o), o, name);
    if (found || py_raised(py))
        return found;
    if (strcmp(name, "__class__") == 0)
        return py_type_object(py_type_of(o));
    return strcmp(name, "__doc__") == 0 ? py_none() : NULL;
}

struct py_object *py_attr(struct py *py, struct py_object *o, const char *name)
{
    struct py_object *found = py_attr_or_null(py, o, name);
    const struct py_type *type = py_as_type(o);

    if (found || py_raised(py))
        return found;
    if (type)
        return py_raise(py, &py_attribute_error, "type object '%s' has no attribute '%s'",
                        type->name, name);
    if (py_is(o, &py_module_type))
        return py_raise(py, &py_attribute_error, "module '%s' has no attribute '%s'",
                        ((struct py_module *)o)->name, name);
    return py_raise(py, &py_attribute_error, "'%s' object has no attribute '%s'", type_name(o),
                    name);
}

bool py_set_attr(struct py *py, struct py_object *o, const char *name, struct py_object *value)
{
    bool (*set_attr)(struct py *, struct py_object *, const char *, struct py_object *) =
        PY_SLOT(py_type_of(o), set_attr);

    if (set_attr)
        return set_attr(py, o, name, value);
    return py_raise(py, &py_attribute_error, "'%s' object has no attribute '%s'", type_name(o),
                    name) != NULL;
}

/* ---- calls ----------------------------------------------------------------------------------- */

struct py_object *py_call(struct py *py, struct py_object *callable, const struct py_args *args)
{
    struct py_object *(*call)(struct py *, struct py_object *, const struct py_args *) =
        PY_SLOT(py_type_of(callable), call);
    struct py_object *result;

    if (!call)
        return py_raise(py, &py_type_error, "'%s' object is not callable", type_name(callable));
    if (!py_enter(py, ""))
        return NULL;
    result = call(py, callable, args);
    py_leave(py);
    return result;
}

struct py_object *py_call_with(struct py *py, struct py_object *callable, struct py_object *arg)
{
    return py_call(py, callable, &(struct py_args){.values = &arg, .n = 1});
}

struct py_object *py_call_method(struct py *py, struct py_object *o, const char *name,
                                 const struct py_args *args)
{
    struct py_object *method = py_attr(py, o, name);

    return method ? py_call(py, method, args) : NULL;
}

/* ---- items ----------------------------------------------------------------------------------- */

struct py_object *py_item(struct py *py, struct py_object *o, struct py_object *key)
{
    struct py_object *(*item)(struct py *, struct py_object *, struct py_object *) =
        PY_SLOT(py_type_of(o), item);

    if (item)
        return item(py, o, key);
    if (py_as_type(o)) { /* list[int]: the type itself, for annotations */
        struct py_object *of =
            py_type_lookup(py, (const struct py_type *)o, NULL, "__class_getitem__");

        return of ? py_call_with(py, of, key) : py_raised(py) ? NULL : o;
    }
    return py_raise(py, &py_type_error, "'%s' object is not subscriptable", type_name(o));
}

bool py_set_item(struct py *py, struct py_object *o, struct py_object *key, struct py_object *value)
{
    bool (*set_item)(struct py *, struct py_object *, struct py_object *, struct py_object *) =
        PY_SLOT(py_type_of(o), set_item);

    if (set_item)
        return set_item(py, o, key, value);
    return py_raise(py, &py_type_error, "'%s' object does%s support item %s", type_name(o),
                    value ? " not" : "n't", value ? "assignment" : "deletion") != NULL;
}

/* ---- operators ------------------------------------------------------------------------------- */

static const char *const symbols[] = {
    [PY_ADD] = "+",     [PY_SUB] = "-",        [PY_MULT] = "*",   [PY_MATMULT] = "@",
    [PY_DIV] = "/",     [PY_FLOOR_DIV] = "//", [PY_MOD] = "%",    [PY_POW] = "** or pow()",
    [PY_LSHIFT] = "<<", [PY_RSHIFT] = ">>",    [PY_BIT_OR] = "|", [PY_BIT_XOR] = "^",
    [PY_BIT_AND] = "&", [PY_INVERT] = "~",     [PY_NEGATE] = "-", [PY_PLUS] = "+",
    [PY_LT] = "<",      [PY_LE] = "<=",        [PY_GT] = ">",     [PY_GE] = ">=",
    [PY_EQ] = "==",     [PY_NE] = "!=",
};

typedef struct py_object *binary_slot(struct py *, enum py_operator, struct py_object *,
                                      struct py_object *, bool);

struct py_object *py_by_order(enum py_operator op, int order)
{
    switch (op) {
    case PY_EQ:
        return py_bool(order == 0);
    case PY_NE:
        return py_bool(order != 0);
    case PY_LT:
        return py_bool(order < 0);
    case PY_LE:
        return py_bool(order <= 0);
    case PY_GT:
        return py_bool(order > 0);
    default:
        return py_bool(order >= 0);
    }
}

static enum py_operator mirrored(enum py_operator op)
{
    switch (op) {
    case PY_LT:
        return PY_GT;
    case PY_LE:
        return PY_GE;
    case PY_GT:
        return PY_LT;
    case PY_GE:
        return PY_LE;
    default:
        return op;
    }
}

static bool is_comparison(enum py_operator op)
{
    return op >= PY_EQ && op <= PY_GE;
}

static struct py_object *try_slot(struct py *py, binary_slot *slot, enum py_operator op,
                                  struct py_object *self, struct py_object *other, bool reflected)
{
    if (!slot)
        return py_not_implemented();
    if (!is_comparison(op))
        return slot(py, op, self, other, reflected);
    return slot(py, reflected ? mirrored(op) : op, self, other, false);
}

static bool gave_up(const struct py_object *result)
{
    return result && result->type == &py_not_implemented_type;
}

static struct py_object *operate(struct py *py, enum py_operator op, struct py_object *left,
                                 struct py_object *right)
{
    const struct py_type *left_type = py_type_of(left), *right_type = py_type_of(right);
    binary_slot *l = PY_SLOT(left_type, binary), *r = PY_SLOT(right_type, binary);
    bool right_first = left_type != right_type && py_is_subtype(right_type, left_type);
    struct py_object *result = right_first ? try_slot(py, r, op, right, left, true)
                                           : try_slot(py, l, op, left, right, false);

    if (gave_up(result))
        result = right_first ? try_slot(py, l, op, left, right, false)
                 : left_type == right_type && !is_comparison(op)
                     ? result
                     : try_slot(py, r, op, right, left, true);
    return result;
}

struct search {
    struct py_object *value;
    bool found;
};

static bool is_it(struct py *py, struct py_object *item, void *data, bool *stop)
{
    struct search *search = data;

    if (!py_equal(py, item, search->value, &search->found))
        return false;
    *stop = search->found;
    return true;
}

static struct py_object *contains(struct py *py, struct py_object *value,
                                  struct py_object *container, bool negate)
{
    bool (*slot)(struct py *, struct py_object *, struct py_object *, bool *) =
        PY_SLOT(py_type_of(container), contains);
    struct search search = {.value = value};
    bool found = false;

    if (slot)
        return slot(py, container, value, &found) ? py_bool(found != negate) : NULL;
    if (!py_iterable(container))
        return py_raise(py, &py_type_error, "argument of type '%s' is not iterable",
                        type_name(container));
    return py_iterate(py, container, is_it, &search) ? py_bool(search.found != negate) : NULL;
}

/* Numbers that are the same are the same object, as far as a script can tell. */
static bool is_identical(const struct py_object *a, const struct py_object *b)
{
    int64_t x, y;

    return a == b || (a->type == b->type && a->type == &py_int_type && py_as_int(a, &x) &&
                      py_as_int(b, &y) && x == y);
}

static bool is_sequence(const struct py_object *o)
{
    return py_as_sequence(o) || py_as_string(o) || py_as_bytes(o);
}

/* The words for a + b where 'a' is a sequence. */
static bool cannot_join(struct py *py, struct py_object *a, struct py_object *b)
{
    const char *name = py_as_string(a)           ? "str"
                       : py_is(a, &py_list_type) ? "list"
                       : py_as_sequence(a)       ? "tuple"
                                                 : NULL;

    if (name)
        py_raise(py, &py_type_error, "can only concatenate %s (not \"%s\") to %s", name,
                 type_name(b), name);
    else if (py_as_bytes(a))
        py_raise(py, &py_type_error, "can't concat %s to bytes", type_name(b));
    return py_raised(py);
}

static struct py_object *unsupported(struct py *py, enum py_operator op, struct py_object *left,
                                     struct py_object *right)
{
    if (is_comparison(op))
        return py_raise(py, &py_type_error, "'%s' not supported between instances of '%s' and '%s'",
                        symbols[op], type_name(left), type_name(right));
    if (op == PY_ADD && cannot_join(py, left, right))
        return NULL;
    if (op == PY_MULT && (is_sequence(left) || is_sequence(right)))
        return py_raise(py, &py_type_error, "can't multiply sequence by non-int of type '%s'",
                        type_name(is_sequence(left) ? right : left));
    return py_raise(py, &py_type_error, "unsupported operand type(s) for %s: '%s' and '%s'",
                    symbols[op], type_name(left), type_name(right));
}

struct py_object *py_binary(struct py *py, enum py_operator op, struct py_object *left,
                            struct py_object *right)
{
    struct py_object *result;

    if (op == PY_IS || op == PY_IS_NOT)
        return py_bool(is_identical(left, right) == (op == PY_IS));
    if (op == PY_IN || op == PY_NOT_IN)
        return contains(py, left, right, op == PY_NOT_IN);
    if (!py_enter(py, " in comparison"))
        return NULL;
    result = operate(py, op, left, right);
    py_leave(py);
    if (!gave_up(result))
        return result;
    if (op == PY_EQ || op == PY_NE)
        return py_bool((left == right) == (op == PY_EQ));
    return unsupported(py, op, left, right);
}

struct py_object *py_unary(struct py *py, enum py_operator op, struct py_object *o)
{
    struct py_object *(*unary)(struct py *, enum py_operator, struct py_object *) =
        PY_SLOT(py_type_of(o), unary);
    struct py_object *result;
    bool truth;

    if (op == PY_NOT)
        return py_truth(py, o, &truth) ? py_bool(!truth) : NULL;
    result = unary ? unary(py, op, o) : py_not_implemented();
    return gave_up(result) ? py_raise(py, &py_type_error, "bad operand type for unary %s: '%s'",
                                      symbols[op], type_name(o))
                           : result;
}

bool py_equal(struct py *py, struct py_object *a, struct py_object *b, bool *equal)
{
    struct py_object *result;

    if (a == b) {
        *equal = true;
        return true;
    }
    result = py_binary(py, PY_EQ, a, b);
    return result && py_truth(py, result, equal);
}

bool py_less(struct py *py, struct py_object *a, struct py_object *b, bool *less)
{
    struct py_object *result = py_binary(py, PY_LT, a, b);

    return result && py_truth(py, result, less);
}

/* ---- truth, length, hash -----------------------------------------------------------------------
 */

bool py_truth(struct py *py, struct py_object *o, bool *truth)
{
    bool (*slot)(struct py *, struct py_object *, bool *) = PY_SLOT(py_type_of(o), truth);
    bool (*length)(struct py *, struct py_object *, size_t *) = PY_SLOT(py_type_of(o), length);
    size_t n;

    if (slot)
        return slot(py, o, truth);
    *truth = true;
    if (!length)
        return true;
    if (!length(py, o, &n))
        return false;
    *truth = n > 0;
    return true;
}

bool py_length(struct py *py, struct py_object *o, size_t *length)
{
    bool (*slot)(struct py *, struct py_object *, size_t *) = PY_SLOT(py_type_of(o), length);

    return slot ? slot(py, o, length)
                : py_raise(py, &py_type_error, "object of type '%s' has no len()", type_name(o)) !=
                      NULL;
}

bool py_hash(struct py *py, struct py_object *o, uint64_t *hash)
{
    bool (*slot)(struct py *, struct py_object *, uint64_t *) = PY_SLOT(py_type_of(o), hash);
    bool ok;

    *hash = (uint64_t)(uintptr_t)o >> 4;
    if (!slot)
        return true;
    if (!py_enter(py, "")) /* tuples in tuples */
        return false;
    ok = slot(py, o, hash);
    py_leave(py);
    return ok;
}

bool py_unhashable(struct py *py, struct py_object *self, uint64_t *hash)
{
    *hash = 0;
    return py_raise(py, &py_type_error, "unhashable type: '%s'", type_name(self));
}

/* ---- texts ----------------------------------------------------------------------------------- */

struct py_object *py_repr(struct py *py, struct py_object *o)
{
    struct py_object *(*repr)(struct py *, struct py_object *) = PY_SLOT(py_type_of(o), repr);
    struct py_object *text;

    if (!py_enter(py, " while getting the repr of an object"))
        return NULL;
    text =
        repr ? repr(py, o)
             : py_stringf(py, "<%s%s%s object>", py_type_of(o)->module ? py_type_of(o)->module : "",
                          py_type_of(o)->module ? "." : "", type_name(o));
    py_leave(py);
    return text;
}

struct py_object *py_str(struct py *py, struct py_object *o)
{
    struct py_object *(*str)(struct py *, struct py_object *) = PY_SLOT(py_type_of(o), str);

    return str ? str(py, o) : py_repr(py, o);
}

struct py_object *py_format(struct py *py, struct py_object *o, const char *spec)
{
    struct py_object *(*format)(struct py *, struct py_object *, const char *) =
        PY_SLOT(py_type_of(o), format);

    if (format)
        return format(py, o, spec);
    if (*spec)
        return py_raise(py, &py_type_error, "unsupported format string passed to %s.__format__",
                        type_name(o));
    return py_str(py, o);
}

const char *py_repr_text(struct py *py, struct py_object *o)
{
    struct py_object *text = py_repr(py, o);

    return text ? py_text(text) : NULL;
}

const char *py_str_text(struct py *py, struct py_object *o)
{
    struct py_object *text = py_str(py, o);

    return text ? py_text(text) : NULL;
}
