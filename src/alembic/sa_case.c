/* case((condition, value), ..., else_=) and case({value: result}, value=). */
#include "alembic/sa_expr.h"
#include "alembic/sa_select.h"
#include "base/arena.h"
#include "py/py.h"

struct when {
    struct sa_clause *condition, *result;
};

struct sa_case {
    struct sa_clause clause;
    struct sa_clause *value, *otherwise; /* each may be NULL */
    struct when *whens;
    size_t n;
};

static bool compile(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_case *k = (const void *)clause;

    sa_write(c, "CASE ");
    if (k->value) {
        if (!sa_compile(c, k->value))
            return false;
        sa_write(c, " ");
    }
    for (size_t i = 0; i < k->n; i++) {
        sa_write(c, "WHEN ");
        if (!sa_compile(c, k->whens[i].condition))
            return false;
        sa_write(c, " THEN ");
        if (!sa_compile(c, k->whens[i].result))
            return false;
        sa_write(c, " ");
    }
    if (k->otherwise) {
        sa_write(c, "ELSE ");
        if (!sa_compile(c, k->otherwise))
            return false;
        sa_write(c, " ");
    }
    sa_write(c, "END");
    return true;
}

static bool visit(struct py *py, const struct sa_clause *clause, sa_visit *each, void *data)
{
    const struct sa_case *k = (const void *)clause;

    if (k->value && !each(py, k->value, data))
        return false;
    for (size_t i = 0; i < k->n; i++)
        if (!each(py, k->whens[i].condition, data) || !each(py, k->whens[i].result, data))
            return false;
    return !k->otherwise || each(py, k->otherwise, data);
}

static const struct sa_clause_kind kind = {.name = "case", .compile = compile, .visit = visit};

static struct sa_clause *grouped(struct py *py, struct sa_clause *clause)
{
    return clause ? sa_group(py, clause, NULL) : NULL;
}

static bool add(struct py *py, struct sa_case *k, struct py_object *condition,
                struct py_object *result)
{
    struct when *when = &k->whens[k->n++];

    when->condition = k->value ? grouped(py, sa_expression(py, condition, NULL))
                               : grouped(py, sa_condition(py, condition));
    when->result = when->condition ? sa_expression(py, result, NULL) : NULL;
    return when->result != NULL;
}

static bool take_dict(struct py *py, struct sa_case *k, const struct py_dict *dict)
{
    k->whens = arena_new_array(py_arena(py), struct when, dict->n + 1);
    for (size_t i = 0; i < dict->n_entries; i++)
        if (dict->entries[i].key && !add(py, k, dict->entries[i].key, dict->entries[i].value))
            return false;
    return true;
}

static bool take_tuples(struct py *py, struct sa_case *k, const struct py_list *whens)
{
    k->whens = arena_new_array(py_arena(py), struct when, whens->n + 1);
    for (size_t i = 0; i < whens->n; i++) {
        const struct py_list *pair = py_as_sequence(whens->items[i]);

        if (!pair || pair->n != 2 || py_is(whens->items[i], &py_list_type))
            return py_raise(py, &sa_argument_error,
                            "The \"whens\" argument to case(), when referring to a sequence of "
                            "items, is now passed as a series of positional elements, rather than "
                            "as a list. ");
        if (!add(py, k, pair->items[0], pair->items[1]))
            return false;
    }
    return true;
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    static const char *const signature[] = {"*whens", "?value", "?else_", NULL};
    struct py_object *slots[3];
    struct sa_case *k = arena_new_object(py_arena(py), struct sa_case);
    const struct py_list *whens;
    struct py_dict *dict;

    (void)type;
    k->clause.object.type = &sa_case_type;
    k->clause.kind = &kind;
    if (!py_bind(py, "case", signature, args, slots))
        return NULL;
    if (!sa_absent(slots[1]) && !(k->value = sa_expression(py, slots[1], NULL)))
        return NULL;
    whens = py_as_sequence(slots[0]);
    dict = whens->n == 1 ? py_as_dict(whens->items[0]) : NULL;
    if (dict ? !take_dict(py, k, dict) : !take_tuples(py, k, whens))
        return NULL;
    if (!sa_absent(slots[2]) && !(k->otherwise = sa_expression(py, slots[2], NULL)))
        return NULL;
    for (size_t i = k->n; i-- > 0 && !k->clause.sql_type;)
        if (sa_kind_of(py, k->whens[i].result) != SA_NULL)
            k->clause.sql_type = sa_type_of_clause(py, k->whens[i].result);
    return py_raised(py) ? NULL : &k->clause.object;
}

const struct py_type sa_case_type = {
    .name = "Case",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_element_type,
    .make = make,
};
