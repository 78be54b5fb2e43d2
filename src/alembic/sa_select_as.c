/* A SELECT as a value, as a table, and together with others. */
#include "alembic/sa_select_as.h"

#include "alembic/sa_functions.h"
#include "base/arena.h"
#include "py/py.h"

/* An empty one of " UNION ". */
static struct sa_select *sa_compound_new(struct py *py, const char *word);

static struct py_object *value_of(struct sa_clause *clause)
{
    return clause ? &clause->object : NULL;
}

/* A select of what is selected: its type is that of its first column. */
static bool take_type(struct py *py, struct sa_select *select)
{
    struct sa_list columns = {0};

    if (!sa_expand_columns(py, &select->columns, &columns))
        return false;
    select->clause.sql_type = NULL;
    return columns.n == 0 || (select->clause.sql_type = sa_type_of_clause(py, columns.items[0]));
}

/* ---- as a value or a table ----------------------------------------------------------------------
 */

/* (SELECT ...) */
struct sa_clause *sa_scalar(struct py *py, struct sa_clause *query)
{
    struct sa_select *select = sa_as_select(query);
    struct sa_clause *made;

    while (select && select->compound)
        select = sa_as_select(select->selects.items[0]);
    if (select && !take_type(py, select))
        return NULL;
    made = sa_parentheses(py, query);
    if (made) {
        made->object.type = &sa_scalar_type;
        made->sql_type = select ? select->clause.sql_type : NULL;
    }
    return made;
}

const struct py_type sa_scalar_type = {
    .name = "ScalarSelect", .module = "sqlalchemy.sql.selectable", .base = &sa_element_type};

struct py_object *sa_query_scalar_subquery(struct py *py, struct py_object *self,
                                           const struct py_args *args)
{
    struct sa_clause *made = sa_scalar(py, (struct sa_clause *)(void *)self);

    (void)args;
    return made ? &made->object : NULL;
}

struct py_object *sa_query_label(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_clause *made = sa_scalar(py, (struct sa_clause *)(void *)self);

    return made ? py_call_method(py, &made->object, "label", args) : NULL;
}

struct sa_clause *sa_exists(struct py *py, struct sa_clause *query)
{
    struct sa_clause *inner = sa_parentheses(py, query);

    return inner ? sa_prefix(py, sa_operator(SA_OP_EXISTS), inner, sa_boolean_value(py)) : NULL;
}

struct py_object *sa_query_exists(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_clause *made = sa_exists(py, (struct sa_clause *)(void *)self);

    (void)args;
    if (made)
        made->object.type = &sa_exists_type;
    return made ? &made->object : NULL;
}

static struct py_object *as_alias(struct py *py, struct py_object *self, const struct py_args *args,
                                  int what)
{
    struct py_object *slots[2];
    const char *name;
    struct sa_clause *made;

    if (!py_bind(py, "alias", (const char *const[]){"?name", "**rest", NULL}, args, slots) ||
        !sa_text_of(py, slots[0], "name", &name))
        return NULL;
    made = sa_alias_new(py, (struct sa_clause *)(void *)self, what, name);
    return made ? &made->object : NULL;
}

struct py_object *sa_query_subquery(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    return as_alias(py, self, args, SA_SUBQUERY);
}

struct py_object *sa_query_lateral(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    return as_alias(py, self, args, SA_LATERAL);
}

struct py_object *sa_cte_method(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"?name", "?recursive", "?nesting", NULL};
    struct py_object *slots[3];
    struct sa_clause *made;
    const char *name;
    bool recursive = false;

    if (!py_bind(py, "cte", signature, args, slots) || !sa_text_of(py, slots[0], "name", &name) ||
        (slots[1] && !py_truth(py, slots[1], &recursive)) ||
        !(made = sa_alias_new(py, (struct sa_clause *)(void *)self, SA_CTE, name)))
        return NULL;
    sa_as_alias(made)->recursive = recursive;
    return &made->object;
}

/* ---- UNION and its like -------------------------------------------------------------------------
 */

static struct sa_select *sa_compound_new(struct py *py, const char *word)
{
    struct sa_select *s = sa_select_new(py, &sa_compound_type);

    s->compound = word;
    return s;
}

static bool add_select(struct py *py, struct sa_select *compound, struct py_object *o)
{
    struct sa_clause *clause = sa_known(py, o) ? sa_clause_of(o) : NULL;

    if (py_raised(py))
        return false;
    if (!sa_as_select(clause))
        return py_raise(py, &sa_argument_error,
                        "SELECT construct for inclusion in a UNION or "
                        "other set construct expected");
    return sa_list_add(py, &compound->selects, clause);
}

static struct py_object *compound(struct py *py, struct py_object *self, const struct py_args *args,
                                  const char *word)
{
    struct sa_select *made = sa_compound_new(py, word);

    if (self && !add_select(py, made, self))
        return NULL;
    for (size_t i = 0; i < args->n; i++)
        if (!add_select(py, made, args->values[i]))
            return NULL;
    return value_of(&made->clause);
}

#define COMPOUND(function, name, word)                                                             \
    struct py_object *name(struct py *py, struct py_object *self, const struct py_args *args)      \
    {                                                                                              \
        return compound(py, self, args, word);                                                     \
    }                                                                                              \
    struct py_object *function(struct py *py, struct py_object *self, const struct py_args *args)  \
    {                                                                                              \
        (void)self;                                                                                \
        return compound(py, NULL, args, word);                                                     \
    }

COMPOUND(sa_union_function, sa_query_union_with, " UNION ")
COMPOUND(sa_union_all_function, sa_query_union_all, " UNION ALL ")
COMPOUND(sa_intersect_function, sa_query_intersect, " INTERSECT ")
COMPOUND(sa_except_function, sa_query_except, " EXCEPT ")
