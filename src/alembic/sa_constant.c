/* null(), true(), false(), literal_column(), and_(), or_(), not_(). */
#include "alembic/sa_expr.h"
#include "alembic/sa_functions.h"
#include "alembic/sa_schema.h"
#include "alembic/sa_select.h"
#include "base/arena.h"
#include "py/py.h"

static bool compile_null(struct sa_compiler *c, const struct sa_clause *clause)
{
    (void)clause;
    sa_write(c, "NULL");
    return true;
}

static bool compile_truth(struct sa_compiler *c, const struct sa_clause *clause)
{
    sa_write(c, clause == sa_true() ? "true" : "false");
    return true;
}

static const struct py_type null_type = {
    .name = "Null", .module = "sqlalchemy.sql.elements", .base = &sa_element_type};
static const struct py_type true_type = {
    .name = "True_", .module = "sqlalchemy.sql.elements", .base = &sa_element_type};
static const struct py_type false_type = {
    .name = "False_", .module = "sqlalchemy.sql.elements", .base = &sa_element_type};

static const struct sa_clause_kind null_kind = {.name = "null", .compile = compile_null};
static const struct sa_clause_kind truth_kind = {.name = "true", .compile = compile_truth};

/* They never change: whoever is given one may not write to it. */
static const struct sa_clause null_clause = {.object = {&null_type}, .kind = &null_kind};
static const struct sa_clause true_clause = {.object = {&true_type}, .kind = &truth_kind};
static const struct sa_clause false_clause = {.object = {&false_type}, .kind = &truth_kind};

static struct sa_clause *unconst(const struct sa_clause *clause)
{
    union {
        const struct sa_clause *from;
        struct sa_clause *to;
    } both = {clause};

    return both.to;
}

struct sa_clause *sa_null(void)
{
    return unconst(&null_clause);
}

struct sa_clause *sa_true(void)
{
    return unconst(&true_clause);
}

struct sa_clause *sa_false(void)
{
    return unconst(&false_clause);
}

struct py_object *sa_null_function(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    (void)py, (void)self, (void)args;
    return &sa_null()->object;
}

struct py_object *sa_true_function(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    (void)py, (void)self, (void)args;
    return &sa_true()->object;
}

struct py_object *sa_false_function(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    (void)py, (void)self, (void)args;
    return &sa_false()->object;
}

struct sa_clause *sa_literal_column(struct py *py, const char *text)
{
    struct sa_column *column = sa_column_new(py, sa_plain_name(text), NULL);

    column->clause.object.type = &sa_light_column_type;
    column->is_light = column->is_literal = true;
    return &column->clause;
}

struct py_object *sa_literal_column_function(struct py *py, struct py_object *self,
                                             const struct py_args *args)
{
    static const char *const signature[] = {"text", "?type_", NULL};
    struct py_object *slots[2];
    struct sa_clause *column;
    const char *text;

    (void)self;
    if (!py_bind(py, "literal_column", signature, args, slots) ||
        !sa_text_of(py, slots[0], "text", &text))
        return NULL;
    column = sa_literal_column(py, text);
    if (!sa_absent(slots[1]) && !(column->sql_type = sa_type_of(py, slots[1])))
        return NULL;
    return &column->object;
}

static struct py_object *conjunction(struct py *py, const struct py_args *args, enum sa_op op)
{
    struct py_object *const *values = args->values;
    struct sa_clause **clauses, *made;
    size_t n = args->n;

    if (n == 1 && !sa_clause_of(values[0]) && py_is(values[0], &py_generator_type)) {
        if (!(values = py_items(py, values[0], &n)))
            return NULL;
    }
    clauses = arena_new_array(py_arena(py), struct sa_clause *, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!(clauses[i] = sa_condition(py, values[i])))
            return NULL;
    made = sa_conjunction(py, op, clauses, n);
    return made ? &made->object : NULL;
}

struct py_object *sa_and_function(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    return conjunction(py, args, SA_OP_AND);
}

struct py_object *sa_or_function(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    return conjunction(py, args, SA_OP_OR);
}

struct py_object *sa_not_function(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *clause;
    struct sa_clause *made;

    (void)self;
    if (!py_bind(py, "not_", (const char *const[]){"clause", NULL}, args, &clause) ||
        !(made = sa_condition(py, clause)))
        return NULL;
    made = sa_negated(py, made);
    return made ? &made->object : NULL;
}

/* desc(column), distinct(column) ...: the methods of the same name. */
static struct py_object *method(struct py *py, const char *name, const struct py_args *args)
{
    const struct py_args rest = {args->values + 1, args->n - 1, args->keywords, args->n_keywords};
    struct sa_clause *clause;

    if (args->n == 0)
        return py_raise(py, &py_type_error, "%s() missing 1 required positional argument: 'column'",
                        name);
    clause = py_text(args->values[0]) ? sa_order_item(py, args->values[0])
                                      : sa_expression(py, args->values[0], NULL);
    return clause ? py_call_method(py, &clause->object, name, &rest) : NULL;
}

#define METHOD(function, name)                                                                     \
    struct py_object *function(struct py *py, struct py_object *self, const struct py_args *args)  \
    {                                                                                              \
        (void)self;                                                                                \
        return method(py, name, args);                                                             \
    }

METHOD(sa_between_function, "between")
METHOD(sa_asc_function, "asc")
METHOD(sa_desc_function, "desc")
METHOD(sa_nulls_first_function, "nulls_first")
METHOD(sa_nulls_last_function, "nulls_last")
METHOD(sa_distinct_function, "distinct")
METHOD(sa_any_function, "any_")
METHOD(sa_all_function, "all_")
METHOD(sa_collate_function, "collate")
