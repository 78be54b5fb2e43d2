/* cast(), type_coerce(), extract(), label(), tuple_(). */
#include <string.h>

#include "alembic/sa_expr.h"
#include "alembic/sa_functions.h"
#include "alembic/sa_select.h"
#include "base/arena.h"
#include "py/py.h"

static bool visit_cast(struct py *py, const struct sa_clause *clause, sa_visit *each, void *data)
{
    return each(py, ((const struct sa_cast *)(const void *)clause)->element, data);
}

/* CAST(a AS VARCHAR(5)) COLLATE "C" */
static bool compile_cast(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_cast *cast = (const void *)clause;

    if (cast->field)
        sa_writef(c, "EXTRACT(%s FROM ", cast->field);
    else if (!cast->silent)
        sa_write(c, "CAST(");
    if (!sa_compile(c, cast->element))
        return false;
    if (!cast->field && !cast->silent) {
        sa_write(c, " AS ");
        if (!sa_write_type(c, cast->clause.sql_type))
            return false;
    }
    sa_write(c, cast->silent ? "" : ")");
    return true;
}

static const struct sa_clause_kind cast_kind = {
    .name = "cast", .compile = compile_cast, .visit = visit_cast};

static struct sa_cast *cast_new(struct py *py, struct sa_clause *clause, struct sa_type *type)
{
    struct sa_cast *cast = arena_new_object(py_arena(py), struct sa_cast);

    cast->clause.object.type = &sa_cast_type;
    cast->clause.kind = &cast_kind;
    cast->clause.sql_type = type;
    cast->element = clause;
    return cast;
}

struct sa_clause *sa_cast(struct py *py, struct sa_clause *clause, struct sa_type *type)
{
    return &cast_new(py, clause, type)->clause;
}

/* A value that is cast has the type that it is cast to. */
static struct sa_clause *typed(struct py *py, struct py_object *o, struct sa_type *type)
{
    struct sa_clause *clause = sa_known(py, o) ? sa_clause_of(o) : NULL;

    if (clause)
        return sa_expression(py, o, NULL);
    if (py_raised(py))
        return NULL;
    return py_is_none(o) ? sa_null() : sa_bind_new(py, NULL, o, type);
}

static struct py_object *make_cast(struct py *py, const struct py_type *class,
                                   const struct py_args *args)
{
    struct py_object *slots[2];
    struct sa_clause *clause;
    struct sa_type *type;

    (void)class;
    if (!py_bind(py, "cast", (const char *const[]){"expression", "type_", NULL}, args, slots) ||
        !(type = sa_type_of(py, slots[1])) || !(clause = typed(py, slots[0], type)))
        return NULL;
    return &sa_cast(py, clause, type)->object;
}

struct py_object *sa_type_coerce_function(struct py *py, struct py_object *self,
                                          const struct py_args *args)
{
    struct py_object *slots[2];
    struct sa_clause *clause;
    struct sa_type *type;
    struct sa_cast *cast;

    (void)self;
    if (!py_bind(py, "type_coerce", (const char *const[]){"expression", "type_", NULL}, args,
                 slots) ||
        !(type = sa_type_of(py, slots[1])) || !(clause = typed(py, slots[0], type)))
        return NULL;
    cast = cast_new(py, clause, type);
    cast->silent = true;
    return &cast->clause.object;
}

const struct py_type sa_cast_type = {
    .name = "Cast",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_element_type,
    .make = make_cast,
};

/* ---- extract() ----------------------------------------------------------------------------------
 */

static struct py_object *make_extract(struct py *py, const struct py_type *class,
                                      const struct py_args *args)
{
    struct py_object *slots[2];
    struct sa_clause *clause;
    struct sa_cast *cast;
    const char *field;

    (void)class;
    if (!py_bind(py, "extract", (const char *const[]){"field", "expr", NULL}, args, slots) ||
        !sa_text_of(py, slots[0], "field", &field) || !(clause = sa_expression(py, slots[1], NULL)))
        return NULL;
    cast = cast_new(py, clause, sa_type_new(py, "INTEGER"));
    cast->clause.object.type = &sa_extract_type;
    cast->field = field;
    return &cast->clause.object;
}

const struct py_type sa_extract_type = {
    .name = "Extract",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_element_type,
    .make = make_extract,
};

/* ---- label() ------------------------------------------------------------------------------------
 */

/* Only the columns of a SELECT show the name: see sa_select_write.c. */
static bool compile_label(struct sa_compiler *c, const struct sa_clause *clause)
{
    return sa_compile(c, ((const struct sa_label *)(const void *)clause)->element);
}

static bool visit_label(struct py *py, const struct sa_clause *clause, sa_visit *each, void *data)
{
    return each(py, ((const struct sa_label *)(const void *)clause)->element, data);
}

static struct sa_clause *group_label(struct py *py, struct sa_clause *clause,
                                     const struct sa_operator *against)
{
    const struct sa_label *label = (const void *)clause;
    struct sa_clause *inner = sa_group(py, label->element, against);

    if (!inner || inner == label->element)
        return inner ? clause : NULL;
    return sa_label_new(py, label->name, inner);
}

static const struct sa_clause_kind label_kind = {
    .name = "label", .compile = compile_label, .group = group_label, .visit = visit_label};

struct sa_label *sa_as_label(const struct sa_clause *clause)
{
    union {
        const struct sa_clause *from;
        struct sa_label *to;
    } both = {clause};

    return clause && clause->kind == &label_kind ? both.to : NULL;
}

struct sa_clause *sa_label_new(struct py *py, const char *name, struct sa_clause *element)
{
    struct sa_label *label = arena_new_object(py_arena(py), struct sa_label);

    if (sa_as_label(element))
        element = sa_as_label(element)->element;
    label->clause.object.type = &sa_label_type;
    label->clause.kind = &label_kind;
    label->clause.sql_type = sa_type_of_clause(py, element);
    label->name = name;
    label->element = sa_group(py, element, &sa_as_operator);
    return label->clause.sql_type && label->element ? &label->clause : NULL;
}

static struct py_object *make_label(struct py *py, const struct py_type *class,
                                    const struct py_args *args)
{
    struct py_object *slots[3];
    struct sa_clause *element, *made;
    const char *name;

    (void)class;
    if (!py_bind(py, "label", (const char *const[]){"name", "element", "?type_", NULL}, args,
                 slots) ||
        !sa_text_of(py, slots[0], "name", &name) ||
        !(element = sa_expression(py, slots[1], NULL)) || !(made = sa_label_new(py, name, element)))
        return NULL;
    if (!sa_absent(slots[2]) && !(made->sql_type = sa_type_of(py, slots[2])))
        return NULL;
    return &made->object;
}

static struct py_object *label_attr(struct py *py, struct py_object *self, const char *name)
{
    const struct sa_label *label = (const void *)self;

    if (strcmp(name, "name") == 0 || strcmp(name, "key") == 0)
        return label->name ? py_string(py, label->name) : py_none();
    return strcmp(name, "element") == 0 ? &label->element->object : NULL;
}

const struct py_type sa_label_type = {
    .name = "Label",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_element_type,
    .make = make_label,
    .attr = label_attr,
};

/* ---- tuple_() -----------------------------------------------------------------------------------
 */

static struct py_object *make_tuple(struct py *py, const struct py_type *class,
                                    const struct py_args *args)
{
    struct sa_clause **clauses = arena_new_array(py_arena(py), struct sa_clause *, args->n + 1);
    struct sa_clause *made;

    (void)class;
    for (size_t i = 0; i < args->n; i++)
        if (!(clauses[i] = sa_expression(py, args->values[i], NULL)))
            return NULL;
    made = sa_parentheses(
        py, &sa_operation_new(py, sa_operator(SA_OP_COMMA), clauses, args->n)->clause);
    return made ? &made->object : NULL;
}

const struct py_type sa_tuple_type = {
    .name = "Tuple",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_element_type,
    .make = make_tuple,
};
