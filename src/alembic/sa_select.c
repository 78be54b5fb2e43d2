/* select() and the methods that make another SELECT of one. */
#include "alembic/sa_select.h"

#include <string.h>

#include "alembic/sa_functions.h"
#include "alembic/sa_select_as.h"
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

struct sa_select *sa_select_new(struct py *py, const struct py_type *type)
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

struct py_object *sa_select_function(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct sa_select *select = sa_select_new(py, &sa_select_type);

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

static struct py_object *self_alone(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    (void)py, (void)args;
    return self;
}

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
    {"scalar_subquery", sa_query_scalar_subquery, PY_METHOD},
    {"as_scalar", sa_query_scalar_subquery, PY_METHOD},
    {"label", sa_query_label, PY_METHOD},
    {"exists", sa_query_exists, PY_METHOD},
    {"subquery", sa_query_subquery, PY_METHOD},
    {"alias", sa_query_subquery, PY_METHOD},
    {"lateral", sa_query_lateral, PY_METHOD},
    {"cte", sa_cte_method, PY_METHOD},
    {"union", sa_query_union_with, PY_METHOD},
    {"union_all", sa_query_union_all, PY_METHOD},
    {"intersect", sa_query_intersect, PY_METHOD},
    {"except_", sa_query_except, PY_METHOD},
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
