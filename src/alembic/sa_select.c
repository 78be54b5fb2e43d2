/* select() and the methods that make another SELECT of one. */
#include "alembic/sa_select.h"

#include <string.h>

#include "alembic/sa_functions.h"
#include "base/arena.h"
#include "py/py.h"

struct sa_select *sa_as_select(struct sa_clause *clause)
{
    return clause && py_is(&clause->object, &sa_query_type) ? (struct sa_select *)(void *)clause
                                                            : NULL;
}

bool sa_is_query(const struct sa_clause *clause)
{
    return py_is(&clause->object, &sa_query_type);
}

static bool compile(struct sa_compiler *c, const struct sa_clause *clause)
{
    return sa_write_select(c, (const struct sa_select *)(const void *)clause, false);
}

static struct sa_clause *group(struct py *py, struct sa_clause *clause,
                               const struct sa_operator *against)
{
    (void)against;
    return sa_parentheses(py, clause);
}

static const struct sa_clause_kind kind = {.name = "select", .compile = compile, .group = group};

static struct sa_select *select_new(struct py *py, const struct py_type *type)
{
    struct sa_select *select = arena_new_object(py_arena(py), struct sa_select);

    select->clause.object.type = type;
    select->clause.kind = &kind;
    return select;
}

static struct sa_select *copy_of(struct py *py, struct py_object *self)
{
    struct sa_select *copy = arena_new_object(py_arena(py), struct sa_select);

    *copy = *(const struct sa_select *)(const void *)self;
    return copy;
}

static struct py_object *value_of(struct sa_select *select)
{
    return select ? &select->clause.object : NULL;
}

typedef struct sa_clause *coerce(struct py *py, struct py_object *o);

static bool add_all(struct py *py, struct sa_list *list, const struct py_args *args, coerce *to)
{
    for (size_t i = 0; i < args->n; i++) {
        struct sa_clause *clause = to(py, args->values[i]);

        if (!clause || !sa_list_add(py, list, clause))
            return false;
    }
    return true;
}

static struct sa_clause *from_or_query(struct py *py, struct py_object *o)
{
    return sa_from_item(py, o);
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

struct py_object *sa_select_function(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct sa_select *select = select_new(py, &sa_select_type);

    (void)self;
    if (args->n_keywords > 0)
        return py_raise(py, &py_type_error, "select() got an unexpected keyword argument '%s'",
                        args->keywords[0].name);
    return add_all(py, &select->columns, args, sa_select_item) ? value_of(select) : NULL;
}

/* ---- conditions, order, groups ------------------------------------------------------------------
 */

static struct py_object *where(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_select *s = copy_of(py, self);

    return add_all(py, &s->where, args, sa_condition) ? value_of(s) : NULL;
}

static struct py_object *having(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_select *s = copy_of(py, self);

    return add_all(py, &s->having, args, sa_condition) ? value_of(s) : NULL;
}

/* filter_by(a=1): a column of the first FROM. */
static struct py_object *filter_by(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct sa_select *s = copy_of(py, self);
    struct sa_list froms = s->froms;

    for (size_t i = 0; froms.n == 0 && i < s->columns.n; i++)
        if (!sa_collect_froms(py, s->columns.items[i], &froms))
            return NULL;
    for (size_t i = 0; i < args->n_keywords; i++) {
        struct sa_table *table = froms.n > 0 ? sa_as_table(&froms.items[0]->object) : NULL;
        struct sa_column *column = table ? sa_table_column(table, args->keywords[i].name) : NULL;
        struct py_object *condition;

        if (!column)
            return py_raise(
                py, &sa_invalid_request_error, "Entity namespace for \"%s\" has no property \"%s\"",
                table && table->name.text ? table->name.text : "", args->keywords[i].name);
        condition = sa_operate(py, SA_OP_EQ, &column->clause, args->keywords[i].value, false);
        if (!condition || !sa_list_add(py, &s->where, sa_clause_of(condition)))
            return NULL;
    }
    return value_of(s);
}

static struct py_object *ordered(struct py *py, struct sa_select *s, struct sa_list *list,
                                 const struct py_args *args)
{
    if (args->n == 1 && py_is_none(args->values[0])) {
        *list = (struct sa_list){0};
        return value_of(s);
    }
    return add_all(py, list, args, sa_order_item) ? value_of(s) : NULL;
}

static struct py_object *order_by(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_select *s = copy_of(py, self);

    return ordered(py, s, &s->order_by, args);
}

static struct py_object *group_by(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_select *s = copy_of(py, self);

    return ordered(py, s, &s->group_by, args);
}

static bool take_number(struct py *py, const struct py_args *args, const char *name,
                        struct sa_clause **clause)
{
    struct py_object *value;
    int64_t number;

    if (!py_bind(py, name, (const char *const[]){name, NULL}, args, &value))
        return false;
    if (py_is_none(value)) {
        *clause = NULL;
        return true;
    }
    if ((*clause = sa_clause_of(value)))
        return true;
    if (!py_need_int(py, value, &number))
        return false;
    *clause = sa_bind_new(py, NULL, value, NULL);
    return true;
}

static struct py_object *limit(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_select *s = copy_of(py, self);

    return take_number(py, args, "limit", &s->limit) ? value_of(s) : NULL;
}

static struct py_object *offset(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_select *s = copy_of(py, self);

    return take_number(py, args, "offset", &s->offset) ? value_of(s) : NULL;
}

static struct py_object *distinct(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_select *s = copy_of(py, self);

    s->distinct = true;
    return add_all(py, &s->distinct_on, args, sa_order_item) ? value_of(s) : NULL;
}

static struct py_object *with_for_update(struct py *py, struct py_object *self,
                                         const struct py_args *args)
{
    static const char *const signature[] = {"*",          "?nowait", "?read", "?of", "?skip_locked",
                                            "?key_share", NULL};
    struct py_object *slots[5];
    struct sa_select *s = copy_of(py, self);
    struct sa_for_update *f = &s->for_update;
    struct py_object **items;
    size_t n;

    f->on = true;
    if (!py_bind(py, "with_for_update", signature, args, slots) ||
        (slots[0] && !py_truth(py, slots[0], &f->nowait)) ||
        (slots[1] && !py_truth(py, slots[1], &f->read)) ||
        (slots[3] && !py_truth(py, slots[3], &f->skip_locked)) ||
        (slots[4] && !py_truth(py, slots[4], &f->key_share)))
        return NULL;
    if (sa_absent(slots[2]))
        return value_of(s);
    items = &slots[2];
    n = 1;
    if (py_as_sequence(slots[2]) && !(items = py_items(py, slots[2], &n)))
        return NULL;
    for (size_t i = 0; i < n; i++) {
        struct sa_clause *clause = sa_select_item(py, items[i]);

        if (!clause || !sa_collect_froms(py, clause, &f->of))
            return NULL;
    }
    return value_of(s);
}

/* ---- columns and FROM ---------------------------------------------------------------------------
 */

static struct py_object *select_from(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct sa_select *s = copy_of(py, self);

    return add_all(py, &s->froms, args, from_or_query) ? value_of(s) : NULL;
}

static struct py_object *add_columns(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct sa_select *s = copy_of(py, self);

    return add_all(py, &s->columns, args, sa_select_item) ? value_of(s) : NULL;
}

static struct py_object *with_only_columns(struct py *py, struct py_object *self,
                                           const struct py_args *args)
{
    struct sa_select *s = copy_of(py, self);

    s->columns = (struct sa_list){0};
    return add_all(py, &s->columns, args, sa_select_item) ? value_of(s) : NULL;
}

static struct py_object *correlate(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct sa_select *s = copy_of(py, self);

    s->is_correlated = true;
    if (args->n == 1 && py_is_none(args->values[0]))
        return value_of(s);
    return add_all(py, &s->correlate, args, from_or_query) ? value_of(s) : NULL;
}

static struct py_object *add_join(struct py *py, struct sa_select *s,
                                  struct py_object *const *slots, bool outer)
{
    struct sa_setup_join *joins =
        arena_new_array(py_arena(py), struct sa_setup_join, s->n_joins + 1);
    struct sa_setup_join *join = &joins[s->n_joins];

    if (s->n_joins > 0)
        memcpy(joins, s->joins, s->n_joins * sizeof(*joins));
    s->joins = joins;
    s->n_joins++;
    join->outer = outer;
    if (!(join->right = sa_from_item(py, slots[0])) ||
        (!sa_absent(slots[1]) && !(join->on = sa_condition(py, slots[1]))) ||
        (slots[2] && !py_truth(py, slots[2], &join->outer)) ||
        (slots[3] && !py_truth(py, slots[3], &join->full)) ||
        (slots[4] && !(join->left = sa_from_item(py, slots[4]))))
        return NULL;
    return value_of(s);
}

static const char *const join_signature[] = {"target", "?onclause", "*", "?isouter", "?full", NULL};

static struct py_object *join(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *slots[5] = {0};

    return py_bind(py, "join", join_signature, args, slots)
               ? add_join(py, copy_of(py, self), slots, false)
               : NULL;
}

static struct py_object *outerjoin(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    static const char *const signature[] = {"target", "?onclause", "*", "?full", NULL};
    struct py_object *slots[5] = {0};

    if (!py_bind(py, "outerjoin", signature, args, slots))
        return NULL;
    slots[3] = slots[2];
    slots[2] = NULL;
    return add_join(py, copy_of(py, self), slots, true);
}

static struct py_object *join_from(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    static const char *const signature[] = {"from_",    "target", "?onclause", "*",
                                            "?isouter", "?full",  NULL};
    struct py_object *slots[5] = {0}, *ordered_slots[5];

    if (!py_bind(py, "join_from", signature, args, slots))
        return NULL;
    for (size_t i = 0; i < 4; i++)
        ordered_slots[i] = slots[i + 1];
    ordered_slots[4] = slots[0];
    return add_join(py, copy_of(py, self), ordered_slots, false);
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

static struct py_object *scalar_subquery(struct py *py, struct py_object *self,
                                         const struct py_args *args)
{
    struct sa_clause *made = sa_scalar(py, (struct sa_clause *)(void *)self);

    (void)args;
    return made ? &made->object : NULL;
}

static struct py_object *label(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct sa_clause *made = sa_scalar(py, (struct sa_clause *)(void *)self);

    return made ? py_call_method(py, &made->object, "label", args) : NULL;
}

struct sa_clause *sa_exists(struct py *py, struct sa_clause *query)
{
    struct sa_clause *inner = sa_parentheses(py, query);

    return inner ? sa_prefix(py, sa_operator(SA_OP_EXISTS), inner, sa_boolean_value(py)) : NULL;
}

static struct py_object *exists(struct py *py, struct py_object *self, const struct py_args *args)
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

static struct py_object *subquery(struct py *py, struct py_object *self, const struct py_args *args)
{
    return as_alias(py, self, args, SA_SUBQUERY);
}

static struct py_object *lateral(struct py *py, struct py_object *self, const struct py_args *args)
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

static struct py_object *self_alone(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    (void)py, (void)args;
    return self;
}

/* ---- UNION and its like -------------------------------------------------------------------------
 */

struct sa_select *sa_compound_new(struct py *py, const char *word)
{
    struct sa_select *s = select_new(py, &sa_compound_type);

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
    return value_of(made);
}

#define COMPOUND(function, name, word)                                                             \
    static struct py_object *name(struct py *py, struct py_object *self,                           \
                                  const struct py_args *args)                                      \
    {                                                                                              \
        return compound(py, self, args, word);                                                     \
    }                                                                                              \
    struct py_object *function(struct py *py, struct py_object *self, const struct py_args *args)  \
    {                                                                                              \
        (void)self;                                                                                \
        return compound(py, NULL, args, word);                                                     \
    }

COMPOUND(sa_union_function, union_with, " UNION ")
COMPOUND(sa_union_all_function, union_all, " UNION ALL ")
COMPOUND(sa_intersect_function, intersect, " INTERSECT ")
COMPOUND(sa_except_function, except, " EXCEPT ")

/* ---- what scripts see ---------------------------------------------------------------------------
 */

/* "c" of a select(): the columns of its subquery. */
static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    struct sa_clause *made;

    if (strcmp(name, "c") != 0 && strcmp(name, "columns") != 0 &&
        strcmp(name, "selected_columns") != 0)
        return NULL;
    made = sa_alias_new(py, (struct sa_clause *)(void *)self, SA_SUBQUERY, NULL);
    return made ? py_attr(py, &made->object, "c") : NULL;
}

static struct py_object *iterate(struct py *py, struct py_object *self)
{
    return py_raise(py, &py_type_error, "'%s' object is not iterable", py_type_of(self)->name);
}

static const struct py_method methods[] = {
    {"where", where, PY_METHOD},
    {"filter", where, PY_METHOD},
    {"filter_by", filter_by, PY_METHOD},
    {"having", having, PY_METHOD},
    {"order_by", order_by, PY_METHOD},
    {"group_by", group_by, PY_METHOD},
    {"limit", limit, PY_METHOD},
    {"offset", offset, PY_METHOD},
    {"distinct", distinct, PY_METHOD},
    {"with_for_update", with_for_update, PY_METHOD},
    {"select_from", select_from, PY_METHOD},
    {"add_columns", add_columns, PY_METHOD},
    {"with_only_columns", with_only_columns, PY_METHOD},
    {"correlate", correlate, PY_METHOD},
    {"join", join, PY_METHOD},
    {"outerjoin", outerjoin, PY_METHOD},
    {"join_from", join_from, PY_METHOD},
    {"scalar_subquery", scalar_subquery, PY_METHOD},
    {"as_scalar", scalar_subquery, PY_METHOD},
    {"label", label, PY_METHOD},
    {"exists", exists, PY_METHOD},
    {"subquery", subquery, PY_METHOD},
    {"alias", subquery, PY_METHOD},
    {"lateral", lateral, PY_METHOD},
    {"cte", sa_cte_method, PY_METHOD},
    {"union", union_with, PY_METHOD},
    {"union_all", union_all, PY_METHOD},
    {"intersect", intersect, PY_METHOD},
    {"except_", except, PY_METHOD},
    {"execution_options", self_alone, PY_METHOD},
    {"options", self_alone, PY_METHOD},
    {NULL},
};

const struct py_type sa_query_type = {
    .name = "SelectBase",
    .module = "sqlalchemy.sql.selectable",
    .base = &sa_clause_type,
    .methods = methods,
    .attr = attr,
    .iter = iterate,
};

const struct py_type sa_select_type = {
    .name = "Select",
    .module = "sqlalchemy.sql.selectable",
    .base = &sa_query_type,
};

const struct py_type sa_compound_type = {
    .name = "CompoundSelect",
    .module = "sqlalchemy.sql.selectable",
    .base = &sa_query_type,
};
