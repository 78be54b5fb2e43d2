/* OVER, FILTER and WITHIN GROUP behind functions. */
#include <string.h>

#include "alembic/sa_expr.h"
#include "alembic/sa_select.h"
#include "base/arena.h"
#include "py/py.h"

struct window {
    struct sa_clause clause;
    struct sa_clause *function;
    struct sa_clause *partition, *order, *condition; /* each may be NULL */
    enum { OVER, FILTER, WITHIN_GROUP } what;
};

static bool write_by(struct sa_compiler *c, const char *word, const struct sa_clause *clause)
{
    if (!clause)
        return true;
    sa_write(c, word);
    return sa_compile(c, clause);
}

static bool compile(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct window *w = (const void *)clause;
    static const char *const words[] = {" OVER (", " FILTER (WHERE ", " WITHIN GROUP ("};

    if (!sa_compile(c, w->function))
        return false;
    sa_write(c, words[w->what]);
    if (!write_by(c, "PARTITION BY ", w->partition) ||
        !write_by(c, w->partition ? " ORDER BY " : "ORDER BY ", w->order) ||
        !write_by(c, "", w->condition))
        return false;
    sa_write(c, ")");
    return true;
}

static bool visit(struct py *py, const struct sa_clause *clause, sa_visit *each, void *data)
{
    const struct window *w = (const void *)clause;
    struct sa_clause *const parts[] = {w->function, w->partition, w->order, w->condition};

    for (size_t i = 0; i < 4; i++)
        if (parts[i] && !each(py, parts[i], data))
            return false;
    return true;
}

static const struct sa_clause_kind kind = {.name = "over", .compile = compile, .visit = visit};

static struct window *window_new(struct py *py, struct py_object *self)
{
    struct window *w = arena_new_object(py_arena(py), struct window);

    w->clause.object.type = &sa_element_type;
    w->clause.kind = &kind;
    w->function = (struct sa_clause *)(void *)self;
    w->clause.sql_type = w->function->sql_type;
    return w;
}

/* One expression, or a list of them: a, b */
static bool take_list(struct py *py, struct py_object *o, struct sa_clause **list)
{
    struct sa_clause **clauses;
    struct py_object **items = &o;
    size_t n = 1;

    *list = NULL;
    if (sa_absent(o))
        return true;
    if (py_as_sequence(o) && !(items = py_items(py, o, &n)))
        return false;
    clauses = arena_new_array(py_arena(py), struct sa_clause *, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!(clauses[i] = sa_order_item(py, items[i])))
            return false;
    if (n > 0)
        *list = &sa_operation_new(py, sa_operator(SA_OP_COMMA), clauses, n)->clause;
    return true;
}

struct py_object *sa_over_method(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const signature[] = {"*",       "?partition_by", "?order_by", "?rows",
                                            "?range_", "?groups",       NULL};
    struct py_object *slots[5];
    struct window *w = window_new(py, self);

    if (!py_bind(py, "over", signature, args, slots) || !take_list(py, slots[0], &w->partition) ||
        !take_list(py, slots[1], &w->order))
        return NULL;
    if (!sa_absent(slots[2]) || !sa_absent(slots[3]) || !sa_absent(slots[4]))
        return py_refuse(py, "over() with rows, range_ or groups is not supported");
    return &w->clause.object;
}

struct py_object *sa_filter_method(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct window *w = window_new(py, self);
    struct sa_clause **conditions = arena_new_array(py_arena(py), struct sa_clause *, args->n + 1);

    for (size_t i = 0; i < args->n; i++)
        if (!(conditions[i] = sa_condition(py, args->values[i])))
            return NULL;
    w->what = FILTER;
    w->condition = sa_conjunction(py, SA_OP_AND, conditions, args->n);
    return w->condition ? &w->clause.object : NULL;
}

struct py_object *sa_within_group_method(struct py *py, struct py_object *self,
                                         const struct py_args *args)
{
    struct window *w = window_new(py, self);
    struct py_object *all = py_tuple(py, args->values, args->n);

    w->what = WITHIN_GROUP;
    return all && take_list(py, all, &w->order) ? &w->clause.object : NULL;
}
