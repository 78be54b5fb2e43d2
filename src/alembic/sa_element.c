/* ColumnElement: the operators that all expressions have. */
#include <string.h>

#include "alembic/sa_expr.h"
#include "alembic/sa_methods.h"
#include "alembic/sa_select.h"
#include "alembic/sa_types.h"
#include "base/arena.h"
#include "py/py.h"

static struct sa_clause *given(struct py_object *self)
{
    return (struct sa_clause *)(void *)self;
}

/* ANY and ALL stand on the right. */
static bool is_aggregate(const struct sa_clause *clause)
{
    const struct sa_operation *o = (const void *)clause;

    return py_is(&clause->object, &sa_unary_type) && o->op &&
           (o->op->op == SA_OP_ANY || o->op->op == SA_OP_ALL);
}

static const struct sa_operator *mirrored(const struct sa_operator *op)
{
    switch (op->op) {
    case SA_OP_LT:
        return sa_operator(SA_OP_GT);
    case SA_OP_LE:
        return sa_operator(SA_OP_GE);
    case SA_OP_GT:
        return sa_operator(SA_OP_LT);
    case SA_OP_GE:
        return sa_operator(SA_OP_LE);
    default:
        return op;
    }
}

/* x == None is "x IS NULL"; true and false are written as they are. */
static struct py_object *compare(struct py *py, const struct sa_operator *op,
                                 struct sa_clause *left, struct py_object *other)
{
    struct sa_clause *clause = sa_clause_of(other), *right, *made;
    bool truth = other == py_bool(true) || other == py_bool(false) ||
                 (clause && (clause == sa_true() || clause == sa_false()));
    bool none = py_is_none(other) || (clause && clause == sa_null());
    bool distinct = op->op == SA_OP_DISTINCT_FROM || op->op == SA_OP_NOT_DISTINCT_FROM;
    bool equality = op->op == SA_OP_EQ || op->op == SA_OP_NE;

    if (truth || none)
        right = none                      ? sa_null()
                : other == py_bool(true)  ? sa_true()
                : other == py_bool(false) ? sa_false()
                                          : clause;
    else
        right = sa_operand(py, other, left, op);
    if (!right)
        return NULL;
    if ((truth && !equality && !distinct) || (none && !distinct)) {
        if (op->op == SA_OP_EQ || op->op == SA_OP_IS)
            op = sa_operator(SA_OP_IS);
        else if (op->op == SA_OP_NE || op->op == SA_OP_IS_NOT)
            op = sa_operator(SA_OP_IS_NOT);
        else
            return py_raise(py, &sa_argument_error,
                            "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', "
                            "'is_not_distinct_from()' operators can be used with None/True/False");
    }
    if (is_aggregate(left))
        made = sa_infix(py, mirrored(op), right, left, sa_boolean_value(py));
    else
        made = sa_infix(py, op, left, right, sa_boolean_value(py));
    return made ? &made->object : NULL;
}

static bool concatenates(enum sa_kind kind)
{
    return kind == SA_STRING || kind == SA_ENUM || kind == SA_ARRAY || kind == SA_JSON;
}

/* "+" between texts is "||". */
static struct py_object *calculate(struct py *py, enum sa_op op, struct sa_clause *left,
                                   struct sa_clause *right)
{
    enum sa_kind a = sa_kind_of(py, left), b = sa_kind_of(py, right);
    struct sa_type *type = sa_type_of_clause(py, a == SA_NULL ? right : left);
    struct sa_clause *made;

    if (!type || py_raised(py))
        return NULL;
    if (op == SA_OP_ADD && ((concatenates(a) && (concatenates(b) || b == SA_NULL)) ||
                            (a == SA_NULL && concatenates(b))))
        op = SA_OP_CONCAT;
    if (op == SA_OP_TRUEDIV)
        type = sa_type_new_of(py, &sa_numeric);
    made = sa_infix(py, sa_operator(op), left, right, type);
    return made ? &made->object : NULL;
}

struct py_object *sa_operate(struct py *py, enum sa_op id, struct sa_clause *left,
                             struct py_object *other, bool reflected)
{
    const struct sa_operator *op = sa_operator(id);
    struct sa_clause *right;

    if (op->is_comparison || id == SA_OP_IS || id == SA_OP_IS_NOT || id == SA_OP_DISTINCT_FROM ||
        id == SA_OP_NOT_DISTINCT_FROM)
        return compare(py, op, left, other);
    if (!(right = sa_operand(py, other, left, op)))
        return NULL;
    return reflected ? calculate(py, id, right, left) : calculate(py, id, left, right);
}

static enum sa_op op_of(enum py_operator op)
{
    switch (op) {
    case PY_ADD:
        return SA_OP_ADD;
    case PY_SUB:
        return SA_OP_SUB;
    case PY_MULT:
        return SA_OP_MUL;
    case PY_DIV:
        return SA_OP_TRUEDIV;
    case PY_FLOOR_DIV:
        return SA_OP_FLOORDIV;
    case PY_MOD:
        return SA_OP_MOD;
    case PY_EQ:
        return SA_OP_EQ;
    case PY_NE:
        return SA_OP_NE;
    case PY_LT:
        return SA_OP_LT;
    case PY_LE:
        return SA_OP_LE;
    case PY_GT:
        return SA_OP_GT;
    case PY_GE:
        return SA_OP_GE;
    default:
        return SA_OP_NONE;
    }
}

static struct py_object *binary(struct py *py, enum py_operator op, struct py_object *self,
                                struct py_object *other, bool reflected)
{
    if (op == PY_BIT_AND || op == PY_BIT_OR) {
        struct sa_clause *sides[] = {given(self), sa_condition(py, other)}, *made;

        if (reflected && sides[1]) {
            sides[0] = sides[1];
            sides[1] = given(self);
        }
        made = sides[0] && sides[1]
                   ? sa_conjunction(py, op == PY_BIT_AND ? SA_OP_AND : SA_OP_OR, sides, 2)
                   : NULL;
        return made ? &made->object : NULL;
    }
    if (op == PY_LSHIFT || op == PY_RSHIFT || op_of(op) == SA_OP_NONE)
        return py_not_implemented();
    return sa_operate(py, op_of(op), given(self), other, reflected);
}

static struct py_object *unary(struct py *py, enum py_operator op, struct py_object *self)
{
    struct sa_clause *made = NULL;
    struct sa_type *type;

    if (op == PY_INVERT)
        made = sa_negated(py, given(self));
    else if (op != PY_NEGATE)
        return py_not_implemented();
    else if ((type = sa_type_of_clause(py, given(self))))
        made = sa_prefix(py, sa_operator(SA_OP_NEG), given(self), type);
    return made ? &made->object : NULL;
}

static bool truth(struct py *py, struct py_object *self, bool *yes)
{
    (void)self, (void)yes;
    return py_raise(py, &py_type_error, "Boolean value of this clause is not defined");
}

/* SQLAlchemy's expressions are hashed by what they are, whatever "==" makes of them. */
static bool hash(struct py *py, struct py_object *self, uint64_t *value)
{
    (void)py;
    *value = (uint64_t)(uintptr_t)self >> 4;
    return true;
}

/* ---- column["key"] ------------------------------------------------------------------------------
 */

/* a:b of an array */
static bool compile_slice(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_operation *o = (const void *)clause;

    return sa_compile_list(c, o->operands, o->n, ":");
}

static const struct sa_clause_kind slice_kind = {.name = "slice", .compile = compile_slice};

static struct sa_clause *slice_of(struct py *py, struct py_object *key, struct sa_clause *left)
{
    static const char *const parts[] = {"start", "stop"};
    struct sa_clause *bounds[2];
    struct sa_operation *o;

    for (size_t i = 0; i < 2; i++) {
        struct py_object *bound = py_attr(py, key, parts[i]);

        if (!bound || !(bounds[i] = sa_operand(py, bound, left, sa_operator(SA_OP_ITEM))))
            return NULL;
    }
    o = sa_operation_new(py, NULL, bounds, 2);
    o->clause.kind = &slice_kind;
    return &o->clause;
}

static struct py_object *array_item(struct py *py, struct sa_clause *left, struct py_object *key)
{
    bool is_slice = py_is(key, &py_slice_type);
    const struct sa_type *array = sa_type_of_clause(py, left);
    const struct sa_operator *op = sa_operator(SA_OP_ITEM);
    struct sa_clause *right = is_slice ? slice_of(py, key, left) : sa_operand(py, key, left, op);
    struct sa_clause *made;

    if (!array || !right)
        return NULL;
    array = sa_type_real(array);
    made = sa_infix(py, op, left, right, is_slice ? left->sql_type : array->item);
    return made ? &made->object : NULL;
}

static struct py_object *json_item(struct py *py, struct sa_clause *left, struct py_object *key)
{
    bool path = py_as_sequence(key) && !py_text(key);
    const struct sa_operator *op = sa_operator(path ? SA_OP_JSON_PATH : SA_OP_JSON_ITEM);
    struct sa_clause *right =
        path ? sa_bind_new(py, sa_clause_name(left), key, NULL) : sa_operand(py, key, left, op);
    struct sa_clause *made;

    if (!right)
        return NULL;
    if (path)
        sa_as_bind(right)->is_json_path = true;
    made = sa_infix(py, op, left, right, sa_type_of_clause(py, left));
    if (made)
        ((struct sa_operation *)(void *)made)->can_negate = false;
    return made ? &made->object : NULL;
}

static struct py_object *item(struct py *py, struct py_object *self, struct py_object *key)
{
    enum sa_kind kind = sa_kind_of(py, given(self));

    if (py_raised(py))
        return NULL;
    if (kind == SA_ARRAY)
        return array_item(py, given(self), key);
    if (kind == SA_JSON)
        return json_item(py, given(self), key);
    return py_raise(py, &py_not_implemented_error,
                    "Operator 'getitem' is not supported on this expression");
}

static bool contains(struct py *py, struct py_object *self, struct py_object *value, bool *found)
{
    (void)self, (void)value, (void)found;
    return py_raise(py, &py_not_implemented_error,
                    "Operator 'contains' is not supported on this expression");
}

static struct py_object *iterate(struct py *py, struct py_object *self)
{
    return py_raise(py, &py_type_error, "'%s' object is not iterable", py_type_of(self)->name);
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    if (strcmp(name, "type") == 0) {
        struct sa_type *type = sa_type_of_clause(py, given(self));

        return type ? &type->object : NULL;
    }
    return NULL;
}

const struct py_type sa_element_type = {
    .name = "ColumnElement",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_clause_type,
    .methods = sa_element_methods,
    .attr = attr,
    .item = item,
    .contains = contains,
    .iter = iterate,
    .binary = binary,
    .unary = unary,
    .truth = truth,
    .hash = hash,
};
