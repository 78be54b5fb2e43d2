/* Operators with their operands: making and negating them. */
#include <string.h>

#include "alembic/sa_operation.h"
#include "base/arena.h"
#include "py/py.h"

static const struct sa_operation *of(const struct sa_clause *clause)
{
    return (const struct sa_operation *)(const void *)clause;
}

static bool is_boolean(const struct sa_operator *op)
{
    return op->is_comparison || op->op == SA_OP_NOT || op->op == SA_OP_AND || op->op == SA_OP_OR;
}

static struct sa_clause *group(struct py *py, struct sa_clause *clause,
                               const struct sa_operator *against)
{
    const struct sa_operation *o = of(clause);
    bool odd = against && against->op == SA_OP_NOT && !is_boolean(o->op);

    if (o->ungrouped || o->form == SA_SUFFIX || o->form == SA_PARENTHESES)
        return clause;
    if (o->form == SA_PREFIX && o->can_negate)
        return clause;
    if (sa_needs_parentheses(o->op, against) || (odd && o->form == SA_INFIX))
        return sa_parentheses(py, clause);
    return clause;
}

static bool visit(struct py *py, const struct sa_clause *clause, sa_visit *each, void *data)
{
    for (size_t i = 0; i < of(clause)->n; i++)
        if (!each(py, of(clause)->operands[i], data))
            return false;
    return true;
}

static const struct sa_clause_kind kind = {
    .name = "operation", .compile = sa_operation_compile, .group = group, .visit = visit};

struct sa_clause *sa_group(struct py *py, struct sa_clause *clause,
                           const struct sa_operator *against)
{
    if (clause->kind->group)
        return clause->kind->group(py, clause, against);
    if (against && (against->op == SA_OP_ANY || against->op == SA_OP_ALL))
        return sa_parentheses(py, clause);
    return clause;
}

struct sa_operation *sa_operation_new(struct py *py, const struct sa_operator *op,
                                      struct sa_clause *const *operands, size_t n)
{
    struct sa_operation *o = arena_new_object(py_arena(py), struct sa_operation);

    o->clause.object.type = &sa_operation_type;
    o->clause.kind = &kind;
    o->op = op;
    o->operands = arena_new_array(py_arena(py), struct sa_clause *, n + 1);
    if (n > 0)
        memcpy(o->operands, operands, n * sizeof(*operands));
    o->n = n;
    return o;
}

struct sa_clause *sa_infix(struct py *py, const struct sa_operator *op, struct sa_clause *left,
                           struct sa_clause *right, struct sa_type *type)
{
    struct sa_clause *operands[] = {sa_group(py, left, op), sa_group(py, right, op)};
    struct sa_operation *o;

    if (!operands[0] || !operands[1])
        return NULL;
    o = sa_operation_new(py, op, operands, 2);
    o->clause.sql_type = type;
    o->can_negate = op->negation != SA_OP_NONE;
    o->first = left;
    o->second = right;
    return &o->clause;
}

struct sa_clause *sa_prefix(struct py *py, const struct sa_operator *op, struct sa_clause *operand,
                            struct sa_type *type)
{
    struct sa_operation *o;

    if (!(operand = sa_group(py, operand, op)))
        return NULL;
    o = sa_operation_new(py, op, &operand, 1);
    o->clause.object.type = &sa_unary_type;
    o->clause.sql_type = type;
    o->form = SA_PREFIX;
    return &o->clause;
}

struct sa_clause *sa_suffix(struct py *py, const struct sa_operator *op, struct sa_clause *operand)
{
    struct sa_clause *made = sa_prefix(py, op, operand, NULL);

    if (made)
        ((struct sa_operation *)(void *)made)->form = SA_SUFFIX;
    return made;
}

struct sa_clause *sa_parentheses(struct py *py, struct sa_clause *clause)
{
    struct sa_operation *o = sa_operation_new(py, NULL, &clause, 1);

    o->clause.object.type = &sa_grouping_type;
    o->clause.sql_type = sa_type_of_clause(py, clause);
    o->form = SA_PARENTHESES;
    return o->clause.sql_type ? &o->clause : NULL;
}

/* The same with the operator that means its opposite. */
static struct sa_clause *opposite(struct py *py, const struct sa_operation *o)
{
    struct sa_operation *copy = arena_new_object(py_arena(py), struct sa_operation);
    struct sa_bind *list = sa_as_bind(o->operands[o->n - 1]);

    *copy = *o;
    copy->op = sa_operator(o->op->negation);
    if (list && list->expanding) {
        struct sa_bind *other = arena_new_object(py_arena(py), struct sa_bind);

        *other = *list;
        other->in = copy->op->op;
        copy->operands = arena_new_array(py_arena(py), struct sa_clause *, 2);
        copy->operands[0] = o->operands[0];
        copy->operands[1] = &other->clause;
    }
    return &copy->clause;
}

struct sa_clause *sa_negated(struct py *py, struct sa_clause *clause)
{
    const struct sa_operation *o = clause->kind == &kind ? of(clause) : NULL;
    const struct sa_label *label = sa_as_label(clause);
    struct sa_clause *made;
    bool as_boolean;

    if (clause == sa_true() || clause == sa_false())
        return clause == sa_true() ? sa_false() : sa_true();
    if (o && o->can_negate)
        return o->form == SA_PREFIX ? o->operands[0] : opposite(py, o);
    if (label) {
        made = sa_negated(py, label->element);
        return made ? sa_label_new(py, label->name, made) : NULL;
    }
    as_boolean = sa_kind_of(py, clause) == SA_BOOLEAN && !o;
    if (py_raised(py))
        return NULL;
    made = sa_prefix(py, sa_operator(SA_OP_NOT), clause, sa_boolean_value(py));
    if (made && as_boolean)
        ((struct sa_operation *)(void *)made)->can_negate = true;
    return made;
}

/* ---- and_(), or_() ------------------------------------------------------------------------------
 */

/* "x AND true" is x, "x AND false" is false; for OR the other way round. */
struct sa_clause *sa_conjunction(struct py *py, enum sa_op op, struct sa_clause *const *clauses,
                                 size_t n)
{
    const struct sa_operator *row = sa_operator(op);
    struct sa_clause *neutral = op == SA_OP_AND ? sa_true() : sa_false();
    struct sa_clause *deciding = op == SA_OP_AND ? sa_false() : sa_true();
    struct sa_operation *o = sa_operation_new(py, row, clauses, n);

    o->clause.object.type = &sa_boolean_list_type;
    o->clause.sql_type = sa_boolean_value(py);
    o->n = 0;
    for (size_t i = 0; i < n; i++) {
        if (clauses[i] == deciding)
            return deciding;
        if (clauses[i] != neutral)
            o->operands[o->n++] = clauses[i];
    }
    if (o->n == 0)
        return n > 0 ? neutral : &o->clause;
    if (o->n == 1)
        return sa_group(py, o->operands[0], sa_operator(SA_OP_ASBOOL));
    for (size_t i = 0; i < o->n; i++)
        if (!(o->operands[i] = sa_group(py, o->operands[i], row)))
            return NULL;
    return &o->clause;
}

/* ---- what scripts see ---------------------------------------------------------------------------
 */

/* "if column == other": are they the same object? */
static bool truth(struct py *py, struct py_object *self, bool *yes)
{
    const struct sa_operation *o = (const void *)self;

    if (!o->op || !o->first || (o->op->op != SA_OP_EQ && o->op->op != SA_OP_NE))
        return py_raise(py, &py_type_error, "Boolean value of this clause is not defined");
    *yes = (o->first == o->second) == (o->op->op == SA_OP_EQ);
    return true;
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct sa_operation *o = (const void *)self;

    (void)py;
    if (strcmp(name, "left") == 0 && o->n == 2)
        return &o->operands[0]->object;
    if (strcmp(name, "right") == 0 && o->n == 2)
        return &o->operands[1]->object;
    if (strcmp(name, "element") == 0 && o->n == 1)
        return &o->operands[0]->object;
    return NULL;
}

const struct py_type sa_operation_type = {
    .name = "BinaryExpression",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_element_type,
    .truth = truth,
    .attr = attr,
};

const struct py_type sa_unary_type = {
    .name = "UnaryExpression",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_element_type,
    .attr = attr,
};

const struct py_type sa_boolean_list_type = {
    .name = "BooleanClauseList",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_element_type,
};

const struct py_type sa_grouping_type = {
    .name = "Grouping",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_element_type,
    .attr = attr,
};
