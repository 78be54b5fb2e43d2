/* Methods of all expressions: in_(), is_(), between(), desc(), label(), op() ... */
#include <string.h>

#include "alembic/sa_methods.h"
#include "alembic/sa_select.h"
#include "base/arena.h"
#include "py/py.h"

static struct sa_clause *given(struct py_object *self)
{
    return (struct sa_clause *)(void *)self;
}

static struct py_object *value_of(struct sa_clause *clause)
{
    return clause ? &clause->object : NULL;
}

static struct py_object *operate(struct py *py, struct py_object *self, const struct py_args *args,
                                 const char *name, enum sa_op op)
{
    struct py_object *other;

    if (!py_bind(py, name, (const char *const[]){"other", NULL}, args, &other))
        return NULL;
    return sa_operate(py, op, given(self), other, false);
}

#define OPERATOR(function, name, op)                                                               \
    static struct py_object *function(struct py *py, struct py_object *self,                       \
                                      const struct py_args *args)                                  \
    {                                                                                              \
        return operate(py, self, args, name, op);                                                  \
    }

OPERATOR(is, "is_", SA_OP_IS)
OPERATOR(is_not, "is_not", SA_OP_IS_NOT)
OPERATOR(is_distinct, "is_distinct_from", SA_OP_DISTINCT_FROM)
OPERATOR(is_not_distinct, "is_not_distinct_from", SA_OP_NOT_DISTINCT_FROM)
OPERATOR(concat, "concat", SA_OP_CONCAT)
OPERATOR(bitwise_and, "bitwise_and", SA_OP_BIT_AND)
OPERATOR(bitwise_or, "bitwise_or", SA_OP_BIT_OR)
OPERATOR(bitwise_xor, "bitwise_xor", SA_OP_BIT_XOR)
OPERATOR(bitwise_lshift, "bitwise_lshift", SA_OP_LSHIFT)
OPERATOR(bitwise_rshift, "bitwise_rshift", SA_OP_RSHIFT)

/* ---- IN -----------------------------------------------------------------------------------------
 */

/* A list with expressions in it: (a, 1, b) */
static struct sa_clause *list_of(struct py *py, struct sa_clause *left, struct py_object **items,
                                 size_t n)
{
    const struct sa_operator *comma = sa_operator(SA_OP_COMMA);
    struct sa_clause **clauses = arena_new_array(py_arena(py), struct sa_clause *, n + 1);
    struct sa_operation *o;

    for (size_t i = 0; i < n; i++)
        if (!(clauses[i] = sa_operand(py, items[i], left, comma)))
            return NULL;
    o = sa_operation_new(py, comma, clauses, n);
    return sa_parentheses(py, &o->clause);
}

static struct sa_clause *values_of(struct py *py, struct sa_clause *left, struct py_object *o,
                                   enum sa_op op)
{
    size_t n;
    struct py_object **items;
    struct sa_clause *bind;
    struct py_object *list;

    if (py_text(o) || !o->type ||
        (!py_as_sequence(o) && !py_type_of(o)->iter && !py_type_of(o)->dict)) {
        const char *shown = py_repr_text(py, o);

        return shown ? py_raise(py, &sa_argument_error,
                                "IN expression list, SELECT construct, or bound parameter object "
                                "expected, got %s.",
                                shown)
                     : NULL;
    }
    if (!(items = py_items(py, o, &n)))
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (sa_clause_of(items[i]))
            return list_of(py, left, items, n);
    if (!(list = py_tuple(py, items, n)) ||
        !(bind = sa_bind_new(py, sa_clause_name(left), list, sa_type_of_clause(py, left))))
        return NULL;
    sa_as_bind(bind)->expanding = true;
    sa_as_bind(bind)->in = op;
    return bind;
}

static struct py_object *in(struct py *py, struct py_object *self, const struct py_args *args,
                            enum sa_op op)
{
    struct py_object *other;
    struct sa_clause *clause, *right;

    if (!py_bind(py, op == SA_OP_IN ? "in_" : "not_in", (const char *const[]){"other", NULL}, args,
                 &other) ||
        !sa_known(py, other))
        return NULL;
    clause = sa_clause_of(other);
    if (!clause)
        right = values_of(py, given(self), other, op);
    else if (sa_is_query(clause))
        right = sa_parentheses(py, clause);
    else
        right = clause;
    return right ? value_of(sa_infix(py, sa_operator(op), given(self), right, sa_boolean_value(py)))
                 : NULL;
}

static struct py_object *in_list(struct py *py, struct py_object *self, const struct py_args *args)
{
    return in(py, self, args, SA_OP_IN);
}

static struct py_object *not_in_list(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    return in(py, self, args, SA_OP_NOT_IN);
}

/* ---- between(), desc() and their like -----------------------------------------------------------
 */

static struct py_object *between(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"cleft", "cright", "?symmetric", NULL};
    const struct sa_operator *both_of = sa_operator(SA_OP_AND);
    struct py_object *slots[3];
    struct sa_clause *bounds[2];
    struct sa_operation *both;

    if (!py_bind(py, "between", signature, args, slots))
        return NULL;
    for (size_t i = 0; i < 2; i++)
        if (!(bounds[i] = sa_operand(py, slots[i], given(self), both_of)))
            return NULL;
    both = sa_operation_new(py, both_of, bounds, 2);
    both->ungrouped = true;
    return value_of(sa_infix(py, sa_operator(SA_OP_BETWEEN), given(self), &both->clause, NULL));
}

#define SUFFIX(function, op)                                                                       \
    static struct py_object *function(struct py *py, struct py_object *self,                       \
                                      const struct py_args *args)                                  \
    {                                                                                              \
        (void)args;                                                                                \
        return value_of(sa_suffix(py, sa_operator(op), given(self)));                              \
    }

SUFFIX(desc, SA_OP_DESC)
SUFFIX(asc, SA_OP_ASC)
SUFFIX(nulls_first, SA_OP_NULLS_FIRST)
SUFFIX(nulls_last, SA_OP_NULLS_LAST)

static struct py_object *distinct(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_type *type = sa_type_of_clause(py, given(self));

    (void)args;
    return type ? value_of(sa_prefix(py, sa_operator(SA_OP_DISTINCT), given(self), type)) : NULL;
}

static struct py_object *bitwise_not(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct sa_type *type = sa_type_of_clause(py, given(self));

    (void)args;
    return type ? value_of(sa_prefix(py, sa_operator(SA_OP_BIT_NOT), given(self), type)) : NULL;
}

/* ---- collate(), cast(), label(), op() -----------------------------------------------------------
 */

struct collation {
    struct sa_clause clause;
    const char *name;
};

static bool compile_collation(struct sa_compiler *c, const struct sa_clause *clause)
{
    sa_write_text_name(c, ((const struct collation *)(const void *)clause)->name);
    return true;
}

static struct py_object *collate(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const struct sa_clause_kind kind = {.name = "collation", .compile = compile_collation};
    struct collation *collation = arena_new_object(py_arena(py), struct collation);
    struct py_object *name;

    collation->clause.object.type = &sa_element_type;
    collation->clause.kind = &kind;
    if (!py_bind(py, "collate", (const char *const[]){"collation", NULL}, args, &name) ||
        !sa_text_of(py, name, "collation", &collation->name))
        return NULL;
    return value_of(sa_infix(py, sa_operator(SA_OP_COLLATE), given(self), &collation->clause,
                             sa_type_of_clause(py, given(self))));
}

static struct py_object *cast(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *type;
    struct sa_type *of;

    if (!py_bind(py, "cast", (const char *const[]){"type_", NULL}, args, &type) ||
        !(of = sa_type_of(py, type)))
        return NULL;
    return value_of(sa_cast(py, given(self), of));
}

static struct py_object *label(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *name;
    const char *text;

    if (!py_bind(py, "label", (const char *const[]){"name", NULL}, args, &name) ||
        !sa_text_of(py, name, "name", &text))
        return NULL;
    return value_of(sa_label_new(py, text, given(self)));
}

struct py_object *sa_custom(struct py *py, const char *text, int precedence, bool is_comparison,
                            bool is_eager, struct sa_clause *left, struct py_object *right,
                            struct sa_type *type)
{
    struct sa_operator *op = arena_new_object(py_arena(py), struct sa_operator);
    struct sa_clause *operand = sa_operand(py, right, left, sa_operator(SA_OP_CUSTOM));

    op->op = SA_OP_CUSTOM;
    op->text = py_text(py_stringf(py, " %s ", text));
    op->precedence = precedence;
    op->is_comparison = is_comparison;
    op->is_eager = is_eager;
    if (!type)
        type = is_comparison ? sa_boolean_value(py) : sa_type_of_clause(py, left);
    return operand && type ? value_of(sa_infix(py, op, left, operand, type)) : NULL;
}

/* What op("->>") gives: called with the other operand. */
struct custom {
    struct py_object object;
    struct sa_clause *left;
    const char *text;
    int precedence;
    bool is_comparison;
    struct sa_type *type;
};

static struct py_object *call_custom(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    const struct custom *custom = (const void *)self;
    struct py_object *other;

    if (!py_bind(py, "against", (const char *const[]){"other", NULL}, args, &other))
        return NULL;
    return sa_custom(py, custom->text, custom->precedence, custom->is_comparison, false,
                     custom->left, other, custom->type);
}

static const struct py_type custom_type = {
    .name = "function", .module = "sqlalchemy.sql.operators", .call = call_custom};

static struct py_object *op_of(struct py *py, struct py_object *self, const struct py_args *args,
                               bool is_comparison)
{
    static const char *const signature[] = {"opstring",     "?precedence",  "?is_comparison",
                                            "?return_type", "?python_impl", NULL};
    struct py_object *slots[5];
    struct custom *custom = arena_new_object(py_arena(py), struct custom);
    int64_t precedence = 0;

    custom->object.type = &custom_type;
    custom->left = given(self);
    custom->is_comparison = is_comparison;
    if (!py_bind(py, "op", signature, args, slots) ||
        !sa_text_of(py, slots[0], "opstring", &custom->text) ||
        (slots[1] && !py_need_int(py, slots[1], &precedence)) ||
        (slots[2] && !py_truth(py, slots[2], &custom->is_comparison)) ||
        (!sa_absent(slots[3]) && !(custom->type = sa_type_of(py, slots[3]))))
        return NULL;
    custom->precedence = (int)precedence;
    return &custom->object;
}

static struct py_object *op(struct py *py, struct py_object *self, const struct py_args *args)
{
    return op_of(py, self, args, false);
}

static struct py_object *bool_op(struct py *py, struct py_object *self, const struct py_args *args)
{
    return op_of(py, self, args, true);
}

static struct py_object *self_group(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    (void)args;
    return value_of(sa_group(py, given(self), NULL));
}

const struct py_method sa_element_methods[] = {
    {"in_", in_list, PY_METHOD},
    {"not_in", not_in_list, PY_METHOD},
    {"notin_", not_in_list, PY_METHOD},
    {"is_", is, PY_METHOD},
    {"is_not", is_not, PY_METHOD},
    {"isnot", is_not, PY_METHOD},
    {"is_distinct_from", is_distinct, PY_METHOD},
    {"is_not_distinct_from", is_not_distinct, PY_METHOD},
    {"isnot_distinct_from", is_not_distinct, PY_METHOD},
    {"between", between, PY_METHOD},
    {"desc", desc, PY_METHOD},
    {"asc", asc, PY_METHOD},
    {"nulls_first", nulls_first, PY_METHOD},
    {"nullsfirst", nulls_first, PY_METHOD},
    {"nulls_last", nulls_last, PY_METHOD},
    {"nullslast", nulls_last, PY_METHOD},
    {"distinct", distinct, PY_METHOD},
    {"concat", concat, PY_METHOD},
    {"collate", collate, PY_METHOD},
    {"cast", cast, PY_METHOD},
    {"label", label, PY_METHOD},
    {"op", op, PY_METHOD},
    {"bool_op", bool_op, PY_METHOD},
    {"self_group", self_group, PY_METHOD},
    {"bitwise_and", bitwise_and, PY_METHOD},
    {"bitwise_or", bitwise_or, PY_METHOD},
    {"bitwise_xor", bitwise_xor, PY_METHOD},
    {"bitwise_lshift", bitwise_lshift, PY_METHOD},
    {"bitwise_rshift", bitwise_rshift, PY_METHOD},
    {"bitwise_not", bitwise_not, PY_METHOD},
    {"like", sa_like_method, PY_METHOD},
    {"not_like", sa_not_like_method, PY_METHOD},
    {"notlike", sa_not_like_method, PY_METHOD},
    {"ilike", sa_ilike_method, PY_METHOD},
    {"not_ilike", sa_not_ilike_method, PY_METHOD},
    {"notilike", sa_not_ilike_method, PY_METHOD},
    {"startswith", sa_startswith_method, PY_METHOD},
    {"endswith", sa_endswith_method, PY_METHOD},
    {"contains", sa_contains_method, PY_METHOD},
    {"istartswith", sa_istartswith_method, PY_METHOD},
    {"iendswith", sa_iendswith_method, PY_METHOD},
    {"icontains", sa_icontains_method, PY_METHOD},
    {"match", sa_match_method, PY_METHOD},
    {"regexp_match", sa_regexp_match_method, PY_METHOD},
    {"regexp_replace", sa_regexp_replace_method, PY_METHOD},
    {"astext", sa_astext_property, PY_PROPERTY},
    {"as_string", sa_as_string_method, PY_METHOD},
    {"as_integer", sa_as_integer_method, PY_METHOD},
    {"as_float", sa_as_float_method, PY_METHOD},
    {"as_boolean", sa_as_boolean_method, PY_METHOD},
    {"as_json", sa_as_json_method, PY_METHOD},
    {"has_key", sa_has_key_method, PY_METHOD},
    {"has_any", sa_has_any_method, PY_METHOD},
    {"has_all", sa_has_all_method, PY_METHOD},
    {"contained_by", sa_contained_by_method, PY_METHOD},
    {"overlap", sa_overlap_method, PY_METHOD},
    {"any", sa_array_any_method, PY_METHOD},
    {"all", sa_array_all_method, PY_METHOD},
    {"any_", sa_any_method, PY_METHOD},
    {"all_", sa_all_method, PY_METHOD},
    {"l2_distance", sa_l2_distance_method, PY_METHOD},
    {"cosine_distance", sa_cosine_distance_method, PY_METHOD},
    {"max_inner_product", sa_max_inner_product_method, PY_METHOD},
    {"l1_distance", sa_l1_distance_method, PY_METHOD},
    {NULL},
};
