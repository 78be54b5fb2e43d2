/* Operators of JSON, arrays and vectors. */
#include <string.h>

#include "alembic/sa_methods.h"
#include "alembic/sa_types.h"
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

/* data["key"] that has just been made, or NULL after raising. */
static const struct sa_operation *subscript(struct py *py, struct py_object *self)
{
    const struct sa_operation *o = (const void *)self;

    if (py_is(self, &sa_operation_type) && o->op &&
        (o->op->op == SA_OP_JSON_ITEM || o->op->op == SA_OP_JSON_PATH))
        return o;
    return py_raise(py, &sa_invalid_request_error,
                    "The JSON cast operator JSON.as_string() only works with a JSON index "
                    "expression e.g. col['q'].as_string()");
}

/* data ->> 'key' */
struct py_object *sa_astext_property(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    const struct sa_operation *o = (const void *)self;
    bool path;

    (void)args;
    if (!py_is(self, &sa_operation_type) || !o->op ||
        (o->op->op != SA_OP_JSON_ITEM && o->op->op != SA_OP_JSON_PATH))
        return py_raise(py, &py_attribute_error, "'%s' object has no attribute 'astext'",
                        py_type_of(self)->name);
    path = o->op->op == SA_OP_JSON_PATH;
    return sa_custom(py, path ? "#>>" : "->>", sa_operator(SA_OP_JSON_ITEM)->precedence, false,
                     true, o->operands[0], &o->operands[1]->object,
                     sa_type_new_of(py, &sa_text_type));
}

static struct py_object *as_type(struct py *py, struct py_object *self,
                                 const struct sa_type_rule *rule)
{
    const struct sa_operation *o = subscript(py, self);
    struct sa_operation *copy;

    if (!o)
        return NULL;
    copy = arena_new_object(py_arena(py), struct sa_operation);
    *copy = *o;
    copy->clause.sql_type = sa_type_new_of(py, rule);
    return &copy->clause.object;
}

#define AS(function, rule)                                                                         \
    struct py_object *function(struct py *py, struct py_object *self, const struct py_args *args)  \
    {                                                                                              \
        (void)args;                                                                                \
        return as_type(py, self, &rule);                                                           \
    }

AS(sa_as_string_method, sa_unicode)
AS(sa_as_integer_method, sa_integer)
AS(sa_as_float_method, sa_float)
AS(sa_as_boolean_method, sa_boolean)
AS(sa_as_json_method, sa_json)

static struct py_object *operate(struct py *py, struct py_object *self, const struct py_args *args,
                                 const char *op, bool is_eager, struct sa_type *type)
{
    struct py_object *slots[2];

    if (!py_bind(py, "operate", (const char *const[]){"other", "**kw", NULL}, args, slots))
        return NULL;
    return sa_custom(py, op, type ? 0 : sa_operator(SA_OP_EQ)->precedence, !type, is_eager,
                     given(self), slots[0], type);
}

#define COMPARISON(function, text, is_eager)                                                       \
    struct py_object *function(struct py *py, struct py_object *self, const struct py_args *args)  \
    {                                                                                              \
        return operate(py, self, args, text, is_eager, NULL);                                      \
    }

COMPARISON(sa_has_key_method, "?", true)
COMPARISON(sa_has_any_method, "?|", true)
COMPARISON(sa_has_all_method, "?&", true)
COMPARISON(sa_contained_by_method, "<@", true)
COMPARISON(sa_overlap_method, "&&", false)

#define DISTANCE(function, text)                                                                   \
    struct py_object *function(struct py *py, struct py_object *self, const struct py_args *args)  \
    {                                                                                              \
        return operate(py, self, args, text, false, sa_type_new_of(py, &sa_float));                \
    }

DISTANCE(sa_l2_distance_method, "<->")
DISTANCE(sa_cosine_distance_method, "<=>")
DISTANCE(sa_max_inner_product_method, "<#>")
DISTANCE(sa_l1_distance_method, "<+>")

/* ---- ANY, ALL -----------------------------------------------------------------------------------
 */

/* ANY (array) */
static struct sa_clause *aggregate(struct py *py, struct sa_clause *clause, enum sa_op op)
{
    struct sa_clause *grouped = sa_group(py, clause, NULL);

    return grouped ? sa_prefix(py, sa_operator(op), grouped, sa_boolean_value(py)) : NULL;
}

/* 5 = ANY (array) */
static struct py_object *within(struct py *py, struct py_object *self, const struct py_args *args,
                                enum sa_op op)
{
    struct py_object *slots[2];
    struct sa_type *array = sa_type_of_clause(py, given(self));
    const struct sa_operator *eq = sa_operator(SA_OP_EQ);
    struct sa_clause *left, *right = aggregate(py, given(self), op), *made;

    if (!array || !right ||
        !py_bind(py, "any", (const char *const[]){"other", "?operator", NULL}, args, slots))
        return NULL;
    if (slots[1] && !py_is_none(slots[1]))
        return py_refuse(py, "any() with an operator is not supported");
    if (!(left = sa_clause_of(slots[0])))
        left = sa_bind_new(py, sa_clause_name(given(self)), slots[0], sa_type_real(array)->item);
    made = sa_infix(py, eq, left, right, sa_boolean_value(py));
    if (made)
        ((struct sa_operation *)(void *)made)->can_negate = false;
    return value_of(made);
}

struct py_object *sa_array_any_method(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    return within(py, self, args, SA_OP_ANY);
}

struct py_object *sa_array_all_method(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    return within(py, self, args, SA_OP_ALL);
}

struct py_object *sa_any_method(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return value_of(aggregate(py, given(self), SA_OP_ANY));
}

struct py_object *sa_all_method(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return value_of(aggregate(py, given(self), SA_OP_ALL));
}
