/* Operators: each operand is asked in turn, and what Python says when none of them knows. */
#include "py/bytes.h"
#include "py/interp.h"
#include "py/type.h"

static const char *type_name(const struct py_object *o)
{
    return py_type_of(o)->name;
}

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

/* "x is None" asks what poison hides: a script must not go one way because nobody knows. */
static struct py_object *unknown(struct py *py, const struct py_object *poison)
{
    return py_refuse(py, "this compares a value that could not be evaluated: %s",
                     py_poison_origin(poison));
}

struct py_object *py_binary(struct py *py, enum py_operator op, struct py_object *left,
                            struct py_object *right)
{
    struct py_object *result;

    if (op == PY_IS || op == PY_IS_NOT)
        return py_poison_origin(left) || py_poison_origin(right)
                   ? unknown(py, py_poison_origin(left) ? left : right)
                   : py_bool(is_identical(left, right) == (op == PY_IS));
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
