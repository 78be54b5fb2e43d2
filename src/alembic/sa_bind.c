/* Values in expressions: bindparam(), literal() and what is compared with a column. */
#include <string.h>

#include "alembic/sa_expr.h"
#include "alembic/sa_functions.h"
#include "alembic/sa_schema.h"
#include "alembic/sa_types.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/py.h"

struct sa_bind *sa_as_bind(struct sa_clause *clause)
{
    return clause && py_is(&clause->object, &sa_bind_type) ? (struct sa_bind *)(void *)clause
                                                           : NULL;
}

/* The value to write: of execute(), else its own; NULL: there is none. */
static struct py_object *value_of(struct sa_compiler *c, const struct sa_bind *bind)
{
    const struct py_dict *params = sa_statement_of(c)->params;
    struct py_object *given = !bind->unique && params ? py_dict_at(params, bind->name) : NULL;

    return given ? given : bind->value;
}

static bool write_tuple(struct sa_compiler *c, const struct sa_type *type,
                        const struct py_list *items)
{
    sa_write(c, "(");
    for (size_t i = 0; i < items->n; i++) {
        sa_write(c, i > 0 ? ", " : "");
        if (!sa_write_value(c, type, items->items[i]))
            return false;
    }
    sa_write(c, ")");
    return true;
}

/* (1, 2, 3); nothing matches an empty list. */
static bool write_list(struct sa_compiler *c, const struct sa_bind *bind, struct py_object *value)
{
    size_t n;
    struct py_object **items = py_items(c->py, value, &n);
    const char *separator = "";

    if (!items)
        return false;
    if (n == 0)
        sa_write(c, bind->in == SA_OP_NOT_IN ? "(NULL) OR (1 = 1" : "(NULL) AND (1 != 1");
    else
        sa_write(c, "(");
    for (size_t i = 0; i < n; i++) {
        bool tuple = py_is(items[i], &py_tuple_type);

        sa_write(c, separator);
        separator = ", ";
        if (!py_step(c->py, 1))
            return false;
        if (tuple ? !write_tuple(c, bind->clause.sql_type, py_as_sequence(items[i]))
                  : !sa_write_value(c, bind->clause.sql_type, items[i]))
            return false;
    }
    sa_write(c, ")");
    return true;
}

/* '{a, b, 0}' */
static bool write_path(struct sa_compiler *c, struct py_object *value)
{
    MEM_SCRATCH(scratch);
    size_t n;
    struct py_object **items = py_items(c->py, value, &n);
    struct buf *path = buf_new(scratch, BUF_MAX);

    for (size_t i = 0; items && i < n; i++) {
        const char *item = py_str_text(c->py, items[i]);

        if (!item)
            return false;
        buf_addf(path, "%s%s", i > 0 ? ", " : "{", item);
    }
    buf_add(path, n > 0 ? "}" : "{}");
    if (items)
        sa_write_string(c, path->text, path->length);
    return items != NULL;
}

bool sa_write_bound(struct sa_compiler *c, const struct sa_clause *clause, struct py_object *value)
{
    const struct sa_bind *bind = (const void *)clause;

    if (!sa_known(c->py, value))
        return false;
    if (bind->expanding)
        return write_list(c, bind, value);
    if (bind->is_json_path)
        return write_path(c, value);
    return sa_write_value(c, bind->clause.sql_type, value);
}

static bool compile(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_bind *bind = (const void *)clause;
    struct py_object *value = value_of(c, bind);

    if (bind->unique && !c->literal_binds)
        sa_made_up_name(c, bind, bind->name);
    if (value)
        return sa_write_bound(c, clause, value);
    if (!c->literal_binds)
        return py_raise(c->py, &sa_statement_error,
                        "(sqlalchemy.exc.InvalidRequestError) A value is required for bind "
                        "parameter '%s'",
                        bind->name);
    sa_write(c, "NULL");
    return true;
}

static const struct sa_clause_kind kind = {.name = "bindparam", .compile = compile};

struct sa_clause *sa_bind_new(struct py *py, const char *base, struct py_object *value,
                              struct sa_type *type)
{
    struct sa_bind *bind = arena_new_object(py_arena(py), struct sa_bind);

    bind->clause.object.type = &sa_bind_type;
    bind->clause.kind = &kind;
    bind->clause.sql_type = type ? type : value ? sa_type_of_value(py, value) : NULL;
    bind->name = base ? base : "param";
    bind->unique = true;
    bind->value = value;
    return &bind->clause;
}

struct sa_clause *sa_bind_with(struct py *py, const struct sa_clause *from, struct py_object *value)
{
    struct sa_bind *bind = arena_new_object(py_arena(py), struct sa_bind);

    *bind = *(const struct sa_bind *)(const void *)from;
    bind->value = value;
    return &bind->clause;
}

struct sa_type *sa_type_of_clause(struct py *py, struct sa_clause *clause)
{
    struct sa_column *column = sa_as_column(&clause->object);

    if (column)
        return sa_column_type_of(py, column);
    return clause->sql_type ? clause->sql_type : sa_type_new_of(py, &sa_null_type);
}

enum sa_kind sa_kind_of(struct py *py, struct sa_clause *clause)
{
    struct sa_type *type = sa_type_of_clause(py, clause);

    return type ? sa_type_real(type)->rule->kind : SA_NULL;
}

struct sa_type *sa_boolean_value(struct py *py)
{
    return sa_type_new_of(py, &sa_boolean);
}

/* ---- bindparam(), literal() ---------------------------------------------------------------------
 */

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    static const char *const signature[] = {
        "key",        "?value",     "?type_",      "?unique",          "?required", "?quote",
        "?callable_", "?expanding", "?isoutparam", "?literal_execute", NULL};
    struct py_object *slots[10];
    struct sa_type *of = NULL;
    struct sa_bind *bind;
    bool expanding = false, unique = false;
    const char *key;

    (void)type;
    if (!py_bind(py, "bindparam", signature, args, slots) ||
        !sa_text_of(py, slots[0], "key", &key) ||
        (slots[7] && !py_truth(py, slots[7], &expanding)) ||
        (slots[3] && !py_truth(py, slots[3], &unique)))
        return NULL;
    if (!sa_absent(slots[2]) && !(of = sa_type_of(py, slots[2])))
        return NULL;
    bind = (void *)sa_bind_new(py, key, slots[1], of);
    bind->unique = unique || !key;
    bind->expanding = expanding;
    bind->in = SA_OP_IN;
    return &bind->clause.object;
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct sa_bind *bind = (const void *)self;

    if (strcmp(name, "key") == 0)
        return py_string(py, bind->name);
    if (strcmp(name, "value") == 0)
        return bind->value ? bind->value : py_none();
    return NULL;
}

const struct py_type sa_bind_type = {
    .name = "BindParameter",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_element_type,
    .make = make,
    .attr = attr,
};

struct py_object *sa_literal_function(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    static const char *const signature[] = {"value", "?type_", "?literal_execute", NULL};
    struct py_object *slots[3];
    struct sa_type *type = NULL;
    struct sa_clause *clause;

    (void)self;
    if (!py_bind(py, "literal", signature, args, slots) || !sa_known(py, slots[0]))
        return NULL;
    if (!sa_absent(slots[1]) && !(type = sa_type_of(py, slots[1])))
        return NULL;
    if ((clause = sa_clause_of(slots[0])))
        return &clause->object;
    return &sa_bind_new(py, NULL, slots[0], type)->object;
}
