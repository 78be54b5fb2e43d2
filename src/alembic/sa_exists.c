/* exists(), and the methods of what can be selected from. */
#include "alembic/sa_functions.h"
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

static struct sa_clause *exists_of(struct py *py, struct sa_clause *query)
{
    struct sa_clause *made = sa_exists(py, query);

    if (made)
        made->object.type = &sa_exists_type;
    return made;
}

/* exists(select(...)), exists(column), exists().where(...) */
static struct py_object *make_exists(struct py *py, const struct py_type *type,
                                     const struct py_args *args)
{
    struct sa_clause *first = args->n > 0 ? sa_clause_of(args->values[0]) : NULL;
    struct py_object *star = py_string(py, "*");
    const struct py_args all = {&star, 1, NULL, 0};
    struct py_object *query;

    (void)type;
    if (first && py_is(&first->object, &sa_scalar_type))
        return value_of(
            exists_of(py, ((const struct sa_operation *)(const void *)first)->operands[0]));
    if (first && sa_is_query(first))
        return value_of(exists_of(py, first));
    query = sa_select_function(py, NULL, args->n > 0 ? args : &all);
    return query ? value_of(exists_of(py, sa_clause_of(query))) : NULL;
}

/* exists().where(): the method of the SELECT inside. */
static struct py_object *within(struct py *py, struct py_object *self, const struct py_args *args,
                                const char *name)
{
    const struct sa_operation *o = (const void *)self;
    const struct sa_operation *inner = (const void *)o->operands[0];
    struct py_object *query = py_call_method(py, &inner->operands[0]->object, name, args);

    return query ? value_of(exists_of(py, sa_clause_of(query))) : NULL;
}

static struct py_object *exists_where(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    return within(py, self, args, "where");
}

static struct py_object *exists_select_from(struct py *py, struct py_object *self,
                                            const struct py_args *args)
{
    return within(py, self, args, "select_from");
}

static struct py_object *exists_correlate(struct py *py, struct py_object *self,
                                          const struct py_args *args)
{
    return within(py, self, args, "correlate");
}

static struct py_object *exists_select(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    const struct py_args one = {&self, 1, NULL, 0};

    (void)args;
    return sa_select_function(py, NULL, &one);
}

static const struct py_method exists_methods[] = {
    {"where", exists_where, PY_METHOD},
    {"select_from", exists_select_from, PY_METHOD},
    {"correlate", exists_correlate, PY_METHOD},
    {"select", exists_select, PY_METHOD},
    {NULL},
};

const struct py_type sa_exists_type = {
    .name = "Exists",
    .module = "sqlalchemy.sql.selectable",
    .base = &sa_unary_type,
    .make = make_exists,
    .methods = exists_methods,
};

/* ---- methods of tables, aliases and joins -------------------------------------------------------
 */

static struct py_object *select_all(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    const struct py_args one = {&self, 1, NULL, 0};

    if (args->n > 0 || args->n_keywords > 0)
        return py_raise(py, &py_type_error,
                        "FromClause.select() takes 1 positional argument but %zu were given",
                        args->n + 1);
    return sa_select_function(py, NULL, &one);
}

static struct py_object *join(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"right", "?onclause", "?isouter", "?full", NULL};
    struct py_object *slots[4];
    struct sa_clause *right, *on = NULL;
    bool outer = false, full = false;

    if (!py_bind(py, "join", signature, args, slots) || !(right = sa_from_item(py, slots[0])) ||
        (!sa_absent(slots[1]) && !(on = sa_condition(py, slots[1]))) ||
        (slots[2] && !py_truth(py, slots[2], &outer)) ||
        (slots[3] && !py_truth(py, slots[3], &full)))
        return NULL;
    return value_of(sa_join_new(py, given(self), right, on, outer, full));
}

static struct py_object *outerjoin(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    static const char *const signature[] = {"right", "?onclause", "?full", NULL};
    struct py_object *slots[3];
    struct sa_clause *right, *on = NULL;
    bool full = false;

    if (!py_bind(py, "outerjoin", signature, args, slots) ||
        !(right = sa_from_item(py, slots[0])) ||
        (!sa_absent(slots[1]) && !(on = sa_condition(py, slots[1]))) ||
        (slots[2] && !py_truth(py, slots[2], &full)))
        return NULL;
    return value_of(sa_join_new(py, given(self), right, on, true, full));
}

static struct py_object *with_first(struct py *py, const struct py_args *args, py_native *method)
{
    const struct py_args rest = {args->values + 1, args->n - 1, args->keywords, args->n_keywords};
    struct sa_clause *left;

    if (args->n == 0)
        return py_raise(py, &py_type_error,
                        "join() missing 1 required positional argument: "
                        "'left'");
    left = sa_from_item(py, args->values[0]);
    return left ? method(py, &left->object, &rest) : NULL;
}

struct py_object *sa_join_function(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    (void)self;
    return with_first(py, args, join);
}

struct py_object *sa_outerjoin_function(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    (void)self;
    return with_first(py, args, outerjoin);
}

static struct py_object *alias(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[2];
    const char *name;

    if (!py_bind(py, "alias", (const char *const[]){"?name", "?flat", NULL}, args, slots) ||
        !sa_text_of(py, slots[0], "name", &name))
        return NULL;
    return value_of(sa_alias_new(py, given(self), SA_TABLE_ALIAS, name));
}

struct py_object *sa_alias_function(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    (void)self;
    if (args->n > 0 && sa_clause_of(args->values[0]) &&
        sa_is_query(sa_clause_of(args->values[0]))) {
        const struct py_args rest = {args->values + 1, args->n - 1, args->keywords,
                                     args->n_keywords};

        return py_call_method(py, args->values[0], "subquery", &rest);
    }
    return with_first(py, args, alias);
}

/* cte.union_all(...): the same CTE with more in it. */
static struct py_object *restate(struct py *py, struct py_object *self, const struct py_args *args,
                                 const char *name)
{
    struct sa_alias *from = sa_as_alias(given(self)), *copy;
    struct py_object *query;

    if (!from || from->what != SA_CTE)
        return py_raise(py, &py_attribute_error, "'%s' object has no attribute '%s'",
                        py_type_of(self)->name, name);
    if (!(query = py_call_method(py, &from->element->object, name, args)))
        return NULL;
    copy = sa_as_alias(sa_alias_new(py, sa_clause_of(query), SA_CTE, from->table.name.text));
    if (!copy)
        return NULL;
    copy->recursive = from->recursive;
    copy->restates = from;
    return &copy->table.clause.object;
}

static struct py_object *restate_union(struct py *py, struct py_object *self,
                                       const struct py_args *args)
{
    return restate(py, self, args, "union");
}

static struct py_object *restate_union_all(struct py *py, struct py_object *self,
                                           const struct py_args *args)
{
    return restate(py, self, args, "union_all");
}

static const struct py_method from_methods[] = {
    {"select", select_all, PY_METHOD},         {"join", join, PY_METHOD},
    {"outerjoin", outerjoin, PY_METHOD},       {"alias", alias, PY_METHOD},
    {"union", restate_union, PY_METHOD},       {"union_all", restate_union_all, PY_METHOD},
    {"insert", sa_insert_function, PY_METHOD}, {"update", sa_update_function, PY_METHOD},
    {"delete", sa_delete_function, PY_METHOD}, {NULL},
};

const struct py_type sa_from_type = {
    .name = "FromClause",
    .module = "sqlalchemy.sql.selectable",
    .base = &sa_clause_type,
    .methods = from_methods,
};

const struct py_type sa_join_type = {
    .name = "Join",
    .module = "sqlalchemy.sql.selectable",
    .base = &sa_from_type,
};
