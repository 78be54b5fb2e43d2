/* LIKE, regular expressions and text search. */
#include <string.h>

#include "alembic/sa_methods.h"
#include "alembic/sa_select.h"
#include "alembic/sa_types.h"
#include "base/arena.h"
#include "py/py.h"

static struct sa_clause *given(struct py_object *self)
{
    return (struct sa_clause *)(void *)self;
}

static struct py_object *like_of(struct py *py, enum sa_op op, struct sa_clause *left,
                                 struct sa_clause *right, const char *escape)
{
    struct sa_clause *made = sa_infix(py, sa_operator(op), left, right, sa_boolean_value(py));

    if (made)
        ((struct sa_operation *)(void *)made)->escape = escape;
    return made ? &made->object : NULL;
}

static struct py_object *like(struct py *py, struct py_object *self, const struct py_args *args,
                              enum sa_op op)
{
    static const char *const signature[] = {"other", "?escape", NULL};
    struct py_object *slots[2];
    struct sa_clause *right;
    const char *escape;

    if (!py_bind(py, "like", signature, args, slots) ||
        !(right = sa_operand(py, slots[0], given(self), sa_operator(op))) ||
        !sa_text_of(py, slots[1], "escape", &escape))
        return NULL;
    return like_of(py, op, given(self), right, escape);
}

#define LIKE(function, op)                                                                         \
    struct py_object *function(struct py *py, struct py_object *self, const struct py_args *args)  \
    {                                                                                              \
        return like(py, self, args, op);                                                           \
    }

LIKE(sa_like_method, SA_OP_LIKE)
LIKE(sa_not_like_method, SA_OP_NOT_LIKE)
LIKE(sa_ilike_method, SA_OP_ILIKE)
LIKE(sa_not_ilike_method, SA_OP_NOT_ILIKE)

/* ---- startswith(), endswith(), contains() -------------------------------------------------------
 */

/* "50%" with autoescape is "50/%". */
static struct py_object *escaped(struct py *py, struct py_object *value, char escape)
{
    const struct py_string *text = py_as_string(value);
    char *out;
    size_t n = 0;

    if (!text)
        return py_raise(py, &py_type_error, "String value expected when autoescape=True");
    out = arena_alloc(py_arena(py), 2 * text->length + 1);
    for (size_t i = 0; i < text->length; i++) {
        char c = text->text[i];

        if (c == '%' || c == '_' || c == escape)
            out[n++] = escape;
        out[n++] = c;
    }
    return py_stringn(py, out, n);
}

struct affix {
    const char *name;
    bool before, after; /* where the percent signs stand */
    bool any_case;
};

/* a LIKE '%' || 'x' || '%' */
static struct py_object *affixed(struct py *py, struct py_object *self, const struct py_args *args,
                                 const struct affix *affix)
{
    static const char *const signature[] = {"other", "?escape", "?autoescape", NULL};
    const struct sa_operator *concat = sa_operator(SA_OP_CONCAT);
    struct py_object *slots[3], *other;
    struct sa_clause *left = given(self), *right, *percent = sa_literal_column(py, "'%'");
    struct sa_type *text = sa_type_new_of(py, &sa_string);
    const char *escape;
    bool autoescape = false;

    if (!py_bind(py, affix->name, signature, args, slots) ||
        !sa_text_of(py, slots[1], "escape", &escape) ||
        (slots[2] && !py_truth(py, slots[2], &autoescape)))
        return NULL;
    if (autoescape && !escape)
        escape = "/";
    other = autoescape ? escaped(py, slots[0], *escape) : slots[0];
    if (!other || !(right = sa_operand(py, other, left, sa_operator(SA_OP_LIKE))))
        return NULL;
    if (affix->before)
        right = right ? sa_infix(py, concat, percent, right, text) : NULL;
    if (affix->after)
        right = right ? sa_infix(py, concat, right, percent, text) : NULL;
    if (!right)
        return NULL;
    ((struct sa_operation *)(void *)right)->ungrouped = true;
    return like_of(py, affix->any_case ? SA_OP_ILIKE_PART : SA_OP_LIKE_PART, left, right, escape);
}

#define AFFIX(function, name, before, after, any_case)                                             \
    struct py_object *function(struct py *py, struct py_object *self, const struct py_args *args)  \
    {                                                                                              \
        static const struct affix affix = {name, before, after, any_case};                         \
                                                                                                   \
        return affixed(py, self, args, &affix);                                                    \
    }

AFFIX(sa_startswith_method, "startswith", false, true, false)
AFFIX(sa_endswith_method, "endswith", true, false, false)
AFFIX(sa_istartswith_method, "istartswith", false, true, true)
AFFIX(sa_iendswith_method, "iendswith", true, false, true)
AFFIX(sa_icontains_method, "icontains", true, true, true)
static AFFIX(contains_text, "contains", true, true, false)

    struct py_object *sa_contains_method(struct py *py, struct py_object *self,
                                         const struct py_args *args)
{
    enum sa_kind kind = sa_kind_of(py, given(self));
    struct py_object *slots[2];

    if (kind != SA_ARRAY && kind != SA_JSON && kind != SA_RANGE)
        return contains_text(py, self, args);
    if (!py_bind(py, "contains", (const char *const[]){"other", "**rest", NULL}, args, slots))
        return NULL;
    return sa_custom(py, "@>", sa_operator(SA_OP_EQ)->precedence, true, true, given(self), slots[0],
                     NULL);
}

/* ---- match(), regexp_match(), regexp_replace() --------------------------------------------------
 */

struct py_object *sa_match_method(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2];
    struct sa_clause *right, *made;
    const struct sa_operator *op = sa_operator(SA_OP_MATCH);

    if (!py_bind(py, "match", (const char *const[]){"other", "**kw", NULL}, args, slots) ||
        !(right = sa_operand(py, slots[0], given(self), op)))
        return NULL;
    made = sa_infix(py, op, given(self), right, sa_boolean_value(py));
    return made ? &made->object : NULL;
}

struct py_object *sa_regexp_match_method(struct py *py, struct py_object *self,
                                         const struct py_args *args)
{
    struct py_object *slots[2];
    struct sa_clause *right, *made;
    const struct sa_operator *op = sa_operator(SA_OP_REGEXP);
    const char *flags;

    if (!py_bind(py, "regexp_match", (const char *const[]){"pattern", "?flags", NULL}, args,
                 slots) ||
        !sa_text_of(py, slots[1], "flags", &flags) ||
        !(right = sa_operand(py, slots[0], given(self), op)))
        return NULL;
    made = sa_infix(py, op, given(self), right, sa_boolean_value(py));
    if (made)
        ((struct sa_operation *)(void *)made)->flags = flags;
    return made ? &made->object : NULL;
}

struct py_object *sa_regexp_replace_method(struct py *py, struct py_object *self,
                                           const struct py_args *args)
{
    static const char *const signature[] = {"pattern", "replacement", "?flags", NULL};
    const struct sa_operator *comma = sa_operator(SA_OP_COMMA);
    struct py_object *slots[3];
    struct sa_clause *operands[4] = {given(self)}, *made;
    const char *flags;

    if (!py_bind(py, "regexp_replace", signature, args, slots) ||
        !sa_text_of(py, slots[2], "flags", &flags) ||
        !(operands[1] = sa_operand(py, slots[0], given(self), comma)) ||
        !(operands[2] = sa_operand(py, slots[1], given(self), comma)))
        return NULL;
    if (flags)
        operands[3] = sa_bind_new(py, NULL, slots[2], NULL);
    made = sa_function_new(py, "REGEXP_REPLACE", operands, flags ? 4 : 3);
    return made ? &made->object : NULL;
}
