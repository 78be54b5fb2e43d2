/* From what scripts hand to expressions and statements to clauses. */
#include <string.h>

#include "alembic/sa_expr.h"
#include "alembic/sa_schema.h"
#include "alembic/sa_select.h"
#include "alembic/sa_types.h"
#include "py/py.h"

static void *expected(struct py *py, const char *what, struct py_object *got)
{
    const char *shown = py_repr_text(py, got);

    return shown ? py_raise(py, &sa_argument_error, "%s expected, got %s.", what, shown) : NULL;
}

static void *needs_text(struct py *py, struct py_object *o)
{
    const char *shown = py_repr_text(py, o);

    return shown ? py_raise(py, &sa_argument_error,
                            "Textual SQL expression %s should be explicitly declared as text(%s)",
                            shown, shown)
                 : NULL;
}

/* A clause as one value: a select() is a scalar subquery, a table is none. */
static struct sa_clause *as_value(struct py *py, struct sa_clause *clause)
{
    if (sa_is_query(clause))
        return sa_scalar(py, clause);
    if (py_is(&clause->object, &sa_from_type))
        return expected(py, "SQL expression element", &clause->object);
    return clause;
}

/* The type of a value that is compared with 'left': its own, unless they are of one kind. */
static struct sa_type *type_beside(struct py *py, struct sa_type *left, struct py_object *value)
{
    struct sa_type *own = sa_type_of_value(py, value);
    const struct sa_type *real = sa_type_real(left);
    enum sa_kind kind = real->rule->kind, other;

    if (!own || left->script_type)
        return left;
    other = own->rule->kind;
    if (kind == other || (other == SA_STRING && (kind == SA_ENUM || kind == SA_UUID)) ||
        kind == SA_VECTOR || kind == SA_OTHER)
        return left;
    return own;
}

struct sa_clause *sa_operand(struct py *py, struct py_object *o, struct sa_clause *beside,
                             const struct sa_operator *op)
{
    struct sa_clause *clause = sa_clause_of(o);
    struct sa_type *type;
    const char *name = sa_clause_name(beside);

    if (!sa_known(py, o))
        return NULL;
    if (clause)
        return as_value(py, clause);
    if (py_is_none(o) && op->op != SA_OP_JSON_ITEM)
        return sa_null();
    if (!(type = sa_type_of_clause(py, beside)))
        return NULL;
    type = op->op == SA_OP_JSON_ITEM || op->op == SA_OP_ITEM ? sa_type_of_value(py, o)
                                                             : type_beside(py, type, o);
    return sa_bind_new(py, name, o, type);
}

struct sa_clause *sa_expression(struct py *py, struct py_object *o, const char *base)
{
    struct sa_clause *clause = sa_clause_of(o);

    if (!sa_known(py, o))
        return NULL;
    if (clause)
        return as_value(py, clause);
    return py_is_none(o) ? sa_null() : sa_bind_new(py, base, o, NULL);
}

static struct sa_clause *constant(struct py_object *o)
{
    if (py_is_none(o))
        return sa_null();
    if (o == py_bool(true))
        return sa_true();
    return o == py_bool(false) ? sa_false() : NULL;
}

struct sa_clause *sa_condition(struct py *py, struct py_object *o)
{
    struct sa_clause *clause = sa_clause_of(o);

    if (!sa_known(py, o))
        return NULL;
    if (clause)
        return as_value(py, clause);
    if (py_text(o))
        return needs_text(py, o);
    clause = constant(o);
    return clause ? clause : expected(py, "SQL expression for WHERE/HAVING role", o);
}

static struct sa_clause *select_text(struct py *py, struct py_object *o)
{
    const char *text = py_text(o), *shown = py_repr_text(py, o);
    bool plain = text[strcspn(text, " \t\n\r\f\v")] == '\0' && *text &&
                 strchr("+-*/()'\"<>=.,;:!", *text) == NULL;

    if (strcmp(text, "*") == 0)
        return sa_literal_column(py, "*");
    return shown ? py_raise(py, &sa_argument_error,
                            "Textual column expression %s should be explicitly declared with "
                            "text(%s), or use %s(%s) for more specificity",
                            shown, shown, plain ? "column" : "literal_column", shown)
                 : NULL;
}

static struct sa_clause *no_list(struct py *py, const struct py_list *list)
{
    struct py_object *shown = py_string(py, "");

    for (size_t i = 0; shown && i < list->n; i++) {
        const char *item = py_repr_text(py, list->items[i]);

        shown = item ? py_stringf(py, "%s%s%s", py_text(shown), i > 0 ? ", " : "", item) : NULL;
    }
    return shown ? py_raise(py, &sa_argument_error,
                            "Column expression, FROM clause, or other columns clause element "
                            "expected, got [%s]. Did you mean to say select(%s)?",
                            py_text(shown), py_text(shown))
                 : NULL;
}

struct sa_clause *sa_select_item(struct py *py, struct py_object *o)
{
    struct sa_clause *clause = sa_clause_of(o);

    if (!sa_known(py, o))
        return NULL;
    if (clause)
        return sa_is_query(clause) ? sa_scalar(py, clause) : clause;
    if (py_text(o))
        return select_text(py, o);
    if ((clause = constant(o)))
        return clause;
    if (py_is(o, &py_int_type) || py_is(o, &py_float_type))
        return sa_literal_column(py, py_str_text(py, o));
    if (py_is(o, &py_list_type))
        return no_list(py, py_as_sequence(o));
    if (sa_model_table(py, o))
        return &sa_model_table(py, o)->clause;
    return py_raised(py) ? NULL
                         : expected(py,
                                    "Column expression, FROM clause, or other columns clause "
                                    "element",
                                    o);
}

struct sa_clause *sa_order_item(struct py *py, struct py_object *o)
{
    struct sa_clause *clause = sa_clause_of(o);

    if (!sa_known(py, o))
        return NULL;
    if (clause)
        return sa_is_query(clause) ? sa_scalar(py, clause) : clause;
    if (py_text(o))
        return sa_label_reference(py, py_text(o));
    clause = constant(o);
    return clause ? clause : expected(py, "ORDER BY expression", o);
}

const char *sa_clause_name(const struct sa_clause *clause)
{
    for (;;) {
        const struct sa_label *label = sa_as_label(clause);

        if (label)
            return label->name;
        if (py_is(&clause->object, &sa_light_column_type))
            return ((const struct sa_column *)(const void *)clause)->name.text;
        if (py_is(&clause->object, &sa_grouping_type))
            clause = ((const struct sa_operation *)(const void *)clause)->operands[0];
        else if (py_is(&clause->object, &sa_cast_type))
            clause = ((const struct sa_cast *)(const void *)clause)->element;
        else
            return NULL;
    }
}
